import { describe, expect, it } from 'vitest'
import { operationNamed } from '../../../src/admin/operations.ts'
import { appealEntry } from '../../contracts/control-appeals.ts'
import { ADMIN_NOW, adminContext, FakeControl } from '../../support/fake-control.ts'

const BY = { by: { name: 'token:support', role: 'support' } } as const

function queue() {
  const control = new FakeControl()
  const { context } = adminContext(control)
  const run = async (id: string, input: unknown) => {
    const result = await operationNamed(id).perform(context, input, BY)
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value.output as Record<string, unknown>
  }
  return { control, context, run }
}

describe('appeals', () => {
  it('are told with every member, null where nothing is known', async () => {
    const { control, run } = queue()
    const entry = appealEntry({ place: undefined, asn: undefined, message: '<b>&', contact: 'me' })
    await control.appeal(entry, ADMIN_NOW)
    expect(await run('appeals', {})).toEqual({
      appeals: [
        {
          id: 'appeal-1'.padEnd(22, '_'),
          number: 1,
          decision: entry.decision,
          at: ADMIN_NOW,
          language: 'en',
          message: '<b>&',
          contact: 'me',
          place: null,
          network_class: 'residential',
          asn: null,
          network: entry.network,
          closed: null,
        },
      ],
      next: null,
    })
  })

  it('are read from the oldest on, in pages', async () => {
    const { control, run } = queue()
    for (let n = 0; n < 5; n++) await control.appeal(appealEntry(), ADMIN_NOW)
    const numbers = async (after?: number) => {
      const { appeals, next } = await run('appeals', { limit: 2, ...(after === undefined ? {} : { after }) })
      return [(appeals as { number: number }[]).map(({ number }) => number), next]
    }
    expect(await numbers()).toEqual([[1, 2], 2])
    expect(await numbers(2)).toEqual([[3, 4], 4])
    expect(await numbers(4)).toEqual([[5], null])
  })

  it('are among the closed ones once closed, with who, what and why', async () => {
    const { control, run } = queue()
    await control.appeal(appealEntry(), ADMIN_NOW)
    const id = 'appeal-1'.padEnd(22, '_')
    const change = await run('closeAppeal', { id, outcome: 'mistaken', why: 'a Turkish SIM' })
    expect(change).toMatchObject({ change: { action: 'close_appeal', appeal: id, outcome: 'mistaken' } })
    expect(await run('appeals', {})).toEqual({ appeals: [], next: null })
    const closed = { at: ADMIN_NOW, by: BY.by, outcome: 'mistaken', why: 'a Turkish SIM' }
    expect(await run('appeals', { state: 'closed' })).toMatchObject({ appeals: [{ id, closed }] })
  })

  it.each([
    [
      'closeAppeal',
      { id: 'short', outcome: 'upheld' },
      'id: expected the id of an appeal, 22 characters of base64url',
    ],
    [
      'closeAppeal',
      { id: 'a'.repeat(22), outcome: 'won' },
      'outcome: expected one of "upheld", "mistaken", "spam"',
    ],
    ['appeals', { state: 'all' }, 'state: expected one of "open", "closed"'],
    ['appeals', { limit: 201 }, 'limit: expected a whole number from 1 to 200'],
  ])('%s refuses %j', async (id, input, detail) => {
    const { context } = queue()
    const why = id === 'appeals' ? {} : { why: 'because' }
    const result = await operationNamed(id).perform(context, { ...input, ...why }, BY)
    expect(result).toEqual({ ok: false, error: { code: 'admin.input', details: [detail] } })
  })
})
