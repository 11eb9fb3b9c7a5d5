import { describe, expect, it } from 'vitest'
import { operationNamed } from '../../../src/admin/operations.ts'
import type { Role } from '../../../src/state/control/types.ts'
import { appealEntry } from '../../contracts/control-appeals.ts'
import { ADMIN_NOW, adminContext, FakeControl } from '../../support/fake-control.ts'

const BY = { by: { name: 'token:support', role: 'support' } } as const

function queue() {
  const control = new FakeControl()
  const { context } = adminContext(control)
  const run = async (id: string, input: unknown, role: Role = BY.by.role) => {
    const result = await operationNamed(id).perform(context, input, { by: { ...BY.by, role } })
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

  it.each([{ asn: 64_500 }, { network: '192.0.2.0/24' }])(
    'are closed by one order where they are of %j, and others stay open',
    async (source) => {
      const { control, run } = queue()
      for (let n = 0; n < 3; n++) await control.appeal(appealEntry(source), ADMIN_NOW)
      await control.appeal(appealEntry(), ADMIN_NOW)
      const done = await run('closeAppeals', { ...source, outcome: 'spam', why: 'a flood' })
      expect(done).toMatchObject({
        stamp: 1,
        change: { action: 'close_appeals', ...source, outcome: 'spam' },
      })
      expect(await run('appeals', {})).toMatchObject({ appeals: [{ number: 4 }] })
      const closed = { by: BY.by, outcome: 'spam', why: 'a flood' }
      expect(await run('appeals', { state: 'closed' })).toMatchObject({
        appeals: [1, 2, 3].map((number) => ({ number, closed })),
      })
      expect(await run('changes', {}, 'auditor')).toMatchObject({ changes: [{ change: done.change }] })
    },
  )

  it.each([
    [{}, 'asn, network: expected one of them'],
    [{ asn: 64_500, network: '192.0.2.0/24' }, 'asn, network: expected one of them'],
    [{ asn: 0 }, 'asn: expected a whole number from 1 to 4294967294'],
    [{ asn: 'AS64500' }, 'asn: expected a whole number from 1 to 4294967294'],
    [{ network: '192.0.2.7' }, 'network: expected a network as GET /appeals has it, a /24 or a /48'],
    [{ network: '192.0.0.0/8' }, 'network: expected a network as GET /appeals has it, a /24 or a /48'],
  ])('of %j are not closed in one order', async (source, detail) => {
    const { context } = queue()
    const input = { ...source, outcome: 'spam', why: 'a flood' }
    const result = await operationNamed('closeAppeals').perform(context, input, BY)
    expect(result).toEqual({ ok: false, error: { code: 'admin.input', details: [detail] } })
  })

  it.each(['192.0.2.0/24', '2001:db8:77::/48', '2002:c000:200::/40', 'unknown'])(
    'of %s can be closed in one order: networks are taken as they are listed',
    async (network) => {
      const { control, run } = queue()
      await control.appeal(appealEntry({ network }), ADMIN_NOW)
      await run('closeAppeals', { network, outcome: 'spam', why: 'a flood' })
      expect(await run('appeals', {})).toEqual({ appeals: [], next: null })
    },
  )

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
