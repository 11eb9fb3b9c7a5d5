import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { carryOut } from '../../../src/admin/carry-out.ts'
import { operationNamed } from '../../../src/admin/operations.ts'
import { adminRecord, type LogRecord } from '../../../src/telemetry/records.ts'
import { adminContext, FakeControl } from '../../support/fake-control.ts'

const WHY = 'the laptop was stolen'
const REQUEST = {
  time: '2026-11-01T00:00:00.000Z',
  decision: 'd'.repeat(22),
  door: 'http',
  address: '203.0.113.0/24',
} as const
const SUPPORT = { name: 'token:help', role: 'support' } as const

async function carried(id: string, input: unknown, idempotencyKey?: unknown, control = new FakeControl()) {
  const records: LogRecord[] = []
  const { context } = adminContext(control)
  const asked = { input, by: SUPPORT, idempotencyKey }
  const result = await carryOut(operationNamed(id), context, asked, REQUEST, (record) => {
    v.parse(adminRecord, JSON.parse(JSON.stringify(record)))
    records.push(record)
  })
  return { result, records }
}
const known = { event: 'admin', ...REQUEST, actor: 'token:help', role: 'support' }

describe('carryOut() records', () => {
  it('a change by its stamp, without the value and the reason', async () => {
    const { records } = await carried('revoke', { kind: 'session', value: 'sid-secret', why: WHY })
    expect(records).toEqual([
      {
        ...known,
        operation: 'revoke',
        outcome: 'done',
        change: { stamp: 1, action: 'revoke', kind: 'session', revocation: 'revocation-1__________' },
      },
    ])
  })

  it('that an order was repeated', async () => {
    const control = new FakeControl()
    const input = { kind: 'session', value: 'sid-1', why: WHY }
    await carried('revoke', input, 'key-0001', control)
    const { records } = await carried('revoke', input, 'key-0001', control)
    expect(records).toMatchObject([{ outcome: 'repeated', change: { stamp: 1 } }])
  })

  it('a change that was refused, and why', async () => {
    const { records } = await carried('revoke', { kind: 'session' })
    expect(records).toEqual([{ ...known, operation: 'revoke', outcome: 'admin.input' }])
  })

  it('that Control could not be reached', async () => {
    const control = new FakeControl()
    control.down = true
    const { records } = await carried('revoke', { kind: 'session', value: 'x', why: WHY }, undefined, control)
    expect(records).toMatchObject([{ outcome: 'control.unreachable', cause: 'the object cannot be reached' }])
  })

  it('what a role may not do, also of reading', async () => {
    const { result, records } = await carried('changes', {})
    expect(result).toEqual({ ok: false, error: { code: 'admin.role' } })
    expect(records).toEqual([{ ...known, operation: 'changes', outcome: 'admin.role' }])
  })

  it('nothing of reading', async () => {
    expect((await carried('state', {})).records).toEqual([])
  })
})

describe('an idempotency key', () => {
  it.each(['short', 'x'.repeat(129), 'with space', 'ümlaut-key', '', 7, null, {}])(
    'of the form %j is refused, and nothing is changed',
    async (key) => {
      const control = new FakeControl()
      const { result } = await carried('revoke', { kind: 'session', value: 'x', why: WHY }, key, control)
      expect(result).toMatchObject({ error: { code: 'admin.input' } })
      expect(control.orders).toEqual([])
    },
  )

  it('is no affair of reading', async () => {
    expect((await carried('state', {}, 'x')).result.ok).toBe(true)
  })
})
