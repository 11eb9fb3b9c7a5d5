import { describe, expect, it } from 'vitest'
import type { TableReading } from '../../../src/admin/context.ts'
import type { Operation } from '../../../src/admin/operation.ts'
import { OPERATIONS, operationNamed } from '../../../src/admin/operations.ts'
import { may, type Right } from '../../../src/admin/roles.ts'
import { documentSha256 } from '../../../src/config/live-document.ts'
import { REVOCABLE, type RevocationKind, ROLES, type Role } from '../../../src/state/control/types.ts'
import { appealEntry } from '../../contracts/control-appeals.ts'
import {
  ACTIVE_KEY,
  ACTIVE_KID,
  ADMIN_NOW,
  adminContext,
  DEPLOYED_DOCUMENT,
  FakeControl,
  RETIRED_KEY,
  RETIRED_KID,
} from '../../support/fake-control.ts'

const WHY = 'because the test says so'
const APPEAL = { ...appealEntry(), asn: 64_500 }
const VALUES: Readonly<Record<RevocationKind, string>> = {
  session: 'sid-1',
  token: 'jti-1',
  account: 'account-1',
  key: 'k'.repeat(22),
  revision: '0123456789abcdef',
  signing_key: RETIRED_KID,
}
const by = (role: Role) => ({ by: { name: `token:${role}`, role } })
const run = (id: string, input: unknown, context: ReturnType<typeof adminContext>['context'], role: Role) =>
  operationNamed(id).perform(context, input, by(role))
const refused = (code: string, details?: readonly string[]) => ({
  ok: false,
  error: { code, ...(details === undefined ? {} : { details }) },
})

/** So that there is a policy to go back from. */
async function publishSomething(control: FakeControl): Promise<void> {
  const text = JSON.stringify(DEPLOYED_DOCUMENT)
  const change = { action: 'set_policy', sha256: await documentSha256(text) } as const
  const document = { text, signatures: [] }
  const by = { name: 'x', role: 'operator' } as const
  await control.change({ change, document, by, why: WHY, decision: 'd' }, ADMIN_NOW)
}

/** Every operation with an input that it takes, and the one right it needs then. */
const CASES: readonly (readonly [id: string, right: Right, input: unknown])[] = [
  ['whoami', 'enter', {}],
  ['openapi', 'enter', {}],
  ['state', 'read_state', {}],
  ['keys', 'read_keys', {}],
  ['revocations', 'read_revocations', {}],
  ['changes', 'read_changes', {}],
  ...REVOCABLE.map((kind) => ['revoke', `revoke_${kind}`, { kind, value: VALUES[kind], why: WHY }] as const),
  ['lift', 'lift', { id: 'revocation-1'.padEnd(22, '_'), why: WHY }],
  ['raiseEpoch', 'raise_epoch', { why: WHY }],
  ['setTables', 'set_tables', { sha256: 'a'.repeat(64), why: WHY }],
  ['policy', 'read_policy', {}],
  ['policyDocument', 'read_policy', {}],
  ['policyHistory', 'read_policy', {}],
  ['publishPolicy', 'publish_policy', { document: JSON.stringify(DEPLOYED_DOCUMENT), why: WHY }],
  ['rollbackPolicy', 'publish_policy', { why: WHY }],
  ['tryPolicy', 'try_policy', { document: null, why: WHY }],
  ['breakGlass', 'break_glass', { minutes: 5, why: WHY }],
  ['endBreakGlass', 'break_glass', { why: WHY }],
  ['appeals', 'read_appeals', { state: 'open', limit: 10, after: 0 }],
  ['closeAppeal', 'close_appeal', { id: 'appeal-1'.padEnd(22, '_'), outcome: 'upheld', why: WHY }],
  ['closeAppeals', 'close_appeal', { asn: APPEAL.asn, outcome: 'spam', why: WHY }],
]

describe('every operation', () => {
  it('is among the cases of this test', () => {
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(OPERATIONS.map(({ id }) => id)))
  })

  const all = CASES.flatMap(([id, right, input]) => ROLES.map((role) => [id, right, role, input] as const))

  it.each(all)('%s with the right %s does for %s what the table says', async (id, right, role, input) => {
    const control = new FakeControl()
    const { context } = adminContext(control)
    const change = { action: 'revoke', kind: 'session', value: 'sid-0', forSeconds: 60 } as const
    await control.change({ change, by: { name: 'x', role: 'operator' }, why: WHY, decision: 'd' }, ADMIN_NOW)
    await publishSomething(control)
    await control.appeal(APPEAL, ADMIN_NOW)
    const before = control.log.length
    const result = await run(id, input, context, role)
    expect(result.ok).toBe(may(role, right))
    if (!result.ok) expect(result.error).toEqual({ code: 'admin.role' })
    const changes = operationNamed(id).method !== 'GET' && result.ok
    expect(control.log.length - before).toBe(changes ? 1 : 0)
  })

  it.each(CASES)(
    '%s (%s) refuses a member that it does not know, and names the nearest',
    async (id, _, input) => {
      const { context } = adminContext(new FakeControl())
      const result = await run(id, { ...(input as object), whyy: 1 }, context, 'operator')
      const near = 'why' in (input as object) ? '; did you mean "why"?' : ''
      expect(result).toEqual(refused('admin.input', [`whyy: unknown${near}`]))
    },
  )

  it.each(CASES)('%s (%s) answers what its schema promises', async (id, _, input) => {
    const control = new FakeControl()
    const { context } = adminContext(control)
    await run('revoke', { kind: 'session', value: 'sid-0', why: WHY }, context, 'operator')
    await publishSomething(control)
    await control.appeal(APPEAL, ADMIN_NOW)
    const result = await run(id, input, context, 'operator')
    if (!result.ok) throw new Error(result.error.code)
    const validated = operationNamed(id).output['~standard'].validate(result.value.output)
    expect(await validated).not.toHaveProperty('issues')
  })

  it.each(OPERATIONS.filter(({ faults }) => faults.includes('control.unreachable')).map(({ id }) => id))(
    '%s says so when the state cannot be reached',
    async (id) => {
      const control = new FakeControl()
      control.down = true
      const { context, applied } = adminContext(control)
      const [, , input] = CASES.find(([name]) => name === id) ?? []
      const result = await run(id, input, context, 'operator')
      expect(result).toMatchObject(refused('control.unreachable'))
      expect(applied).toEqual([])
    },
  )
})

const changing = OPERATIONS.filter(({ method }) => method !== 'GET')

describe('every change', () => {
  const inputOf = ({ id }: Operation) => CASES.find(([name]) => name === id)?.[2] as object

  it.each(changing.map((operation) => [operation.id, operation] as const))(
    '%s needs a reason of 3 to 500 characters',
    async (_, operation) => {
      const { context } = adminContext(new FakeControl())
      for (const why of [undefined, '', 'ab', '    ', 'x'.repeat(501), 7, null]) {
        const input = { ...inputOf(operation), why }
        const result = await operation.perform(context, input, by('operator'))
        expect(result).toEqual(refused('admin.input', ['why: expected a reason of 3 to 500 characters']))
      }
      const { why: __, ...without } = inputOf(operation) as { why: string }
      expect(await operation.perform(context, without, by('operator'))).toEqual(
        refused('admin.input', ['why: missing']),
      )
    },
  )

  it('goes to Control with who, why and where it is found in the logs', async () => {
    const control = new FakeControl()
    const { context } = adminContext(control)
    await operationNamed('revoke').perform(
      context,
      { kind: 'account', value: 'account-1', why: WHY },
      { ...by('support'), idempotencyKey: 'key-0001' },
    )
    expect(control.orders).toEqual([
      {
        change: { action: 'revoke', kind: 'account', value: 'account-1', forSeconds: 3_750 },
        by: { name: 'token:support', role: 'support' },
        why: WHY,
        decision: context.decision,
        idempotencyKey: 'key-0001',
      },
    ])
  })

  it('is known to this isolate at once', async () => {
    const { context, applied } = adminContext(new FakeControl())
    await run('raiseEpoch', { why: WHY }, context, 'operator')
    expect(applied).toMatchObject([{ stamp: 1, epoch: 1 }])
  })

  it('is told from one that had been made before', async () => {
    const control = new FakeControl()
    const { context } = adminContext(control)
    const order = { ...by('operator'), idempotencyKey: 'key-0001' }
    const raise = operationNamed('raiseEpoch')
    const first = await raise.perform(context, { why: WHY }, order)
    const second = await raise.perform(context, { why: WHY }, order)
    if (!first.ok || !second.ok) throw new Error('it was refused')
    expect([first.value.repeated, second.value.repeated]).toEqual([false, true])
    expect(second.value.output).toEqual(first.value.output)
    expect(control.log).toHaveLength(1)
    const other = operationNamed('setTables')
    expect(await other.perform(context, { sha256: null, why: WHY }, order)).toEqual(
      refused('control.key_reused'),
    )
  })

  it.each(['control.rate', 'control.full', 'control.not_found', 'control.key_reused'] as const)(
    'is refused as Control refuses it: %s',
    async (fault) => {
      const control = new FakeControl()
      control.refuses = fault
      const { context, applied } = adminContext(control)
      expect(await run('raiseEpoch', { why: WHY }, context, 'operator')).toEqual(refused(fault))
      expect(applied).toEqual([])
    },
  )
})

describe('revoke', () => {
  it.each([
    ['session', ''],
    ['session', 'x'.repeat(129)],
    ['session', 'with space'],
    ['token', 'zero\u0000'],
    ['account', 'ümlaut'],
    ['account', 7],
    ['key', 'sk-live-a-key-and-not-its-id'],
    ['key', 'k'.repeat(21)],
    ['revision', '0123456789ABCDEF'],
    ['revision', '0123456789abcde'],
    ['signing_key', 'R'.repeat(42)],
  ])('takes no %s of the form %j, and does not repeat it', async (kind, value) => {
    const { context } = adminContext(new FakeControl())
    const result = await run('revoke', { kind, value, why: WHY }, context, 'operator')
    expect(result).toMatchObject(refused('admin.input'))
    if (value !== '' && value !== 7)
      expect(JSON.stringify(result)).not.toContain(JSON.stringify(value).slice(1, -1))
  })

  it.each([undefined, 'everything', 'constructor', null])('knows no kind %j', async (kind) => {
    const { context } = adminContext(new FakeControl())
    const result = await run('revoke', { kind, value: 'x', why: WHY }, context, 'operator')
    expect(result).toMatchObject(refused('admin.input'))
  })

  it('ends only signing keys that there are', async () => {
    const { context } = adminContext(new FakeControl())
    const input = { kind: 'signing_key', value: 'X'.repeat(43), why: WHY }
    expect(await run('revoke', input, context, 'operator')).toEqual(
      refused('admin.input', ['value: expected the kid of a key of this gate, see GET /keys']),
    )
  })

  it('ends the last key that signs only when that is meant', async () => {
    const ended = { ...RETIRED_KEY, state: 'ended' as const }
    const next = { ...RETIRED_KEY, kid: 'N'.repeat(43), state: 'next' as const }
    const { context } = adminContext(new FakeControl(), { keys: () => [ACTIVE_KEY, ended, next] })
    const input = { kind: 'signing_key', value: ACTIVE_KID, why: WHY }
    expect(await run('revoke', input, context, 'operator')).toEqual(refused('admin.last_key'))
    expect(await run('revoke', { ...input, force: false }, context, 'operator')).toEqual(
      refused('admin.last_key'),
    )
    expect((await run('revoke', { ...input, force: true }, context, 'operator')).ok).toBe(true)
  })

  it('ends an active key where a retired one can take its place', async () => {
    const { context } = adminContext(new FakeControl())
    const input = { kind: 'signing_key', value: ACTIVE_KID, why: WHY }
    expect((await run('revoke', input, context, 'operator')).ok).toBe(true)
  })

  it('takes force for signing keys only, and says so', async () => {
    const { context } = adminContext(new FakeControl())
    for (const kind of ['session', 'token', 'account', 'revision', 'key'] as const) {
      const input = { kind, value: VALUES[kind], why: WHY, force: true }
      expect(await run('revoke', input, context, 'operator')).toEqual(
        refused('admin.input', ['force: taken with kind "signing_key" only']),
      )
    }
  })
})

describe('setTables', () => {
  const sha256 = 'ab'.repeat(32)
  const blob = `networks/${sha256} in NETWORK_TABLES`
  const asking = (reading: TableReading) => {
    const asked: string[] = []
    const readTable = async (sha256: string) => {
      asked.push(sha256)
      return reading
    }
    const control = new FakeControl()
    return { asked, control, ...adminContext(control, { readTable }) }
  }

  it('reads the table first, and names it where it is good', async () => {
    const { context, control, asked } = asking('ok')
    expect((await run('setTables', { sha256, why: WHY }, context, 'operator')).ok).toBe(true)
    expect([asked, control.orders.map(({ change }) => change)]).toEqual([
      [sha256],
      [{ action: 'set_tables', sha256 }],
    ])
  })

  it.each<[Exclude<TableReading, 'ok'>, string]>([
    ['not_found', `not found: ${blob}; KV may say so for a minute after it was put there`],
    ['unreachable', `the store cannot be reached: ${blob}`],
    ['timeout', `the store does not answer in time: ${blob}`],
    ['no_store', 'no store is bound as NETWORK_TABLES'],
    ['unsound', `not a prefix table with this checksum: ${blob}`],
  ])('refuses a table that is %s, unless it is meant', async (reading, detail) => {
    const { context, control } = asking(reading)
    const fault = { code: 'admin.table_unreadable', cause: reading, details: [detail] }
    for (const force of [{}, { force: false }]) {
      const result = await run('setTables', { sha256, why: WHY, ...force }, context, 'operator')
      expect(result).toEqual({ ok: false, error: fault })
    }
    expect(control.orders).toEqual([])
    const forced = await run('setTables', { sha256, why: WHY, force: true }, context, 'operator')
    expect([forced.ok, control.orders.length]).toEqual([true, 1])
  })

  it('reads nothing for null, the way back from a table that cannot be read', async () => {
    const { context, asked } = asking('unreachable')
    expect((await run('setTables', { sha256: null, why: WHY }, context, 'operator')).ok).toBe(true)
    expect(asked).toEqual([])
  })

  it('reads nothing for whom it would be refused to', async () => {
    const { context, asked } = asking('ok')
    expect(await run('setTables', { sha256, why: WHY }, context, 'support')).toEqual(refused('admin.role'))
    expect(asked).toEqual([])
  })
})

describe('what is read', () => {
  it('is the state as this isolate knows it, even when Control cannot be reached', async () => {
    const control = new FakeControl()
    control.down = true
    const { context } = adminContext(control)
    const result = await run('state', {}, context, 'auditor')
    expect(result).toEqual({
      ok: true,
      value: {
        output: {
          stamp: 7,
          epoch: 2,
          tables: null,
          standing: 'current',
          revocations: 3,
          revision: '0123456789abcdef',
          policy: null,
          break_glass_until: null,
          keys: { next: [], active: [ACTIVE_KID], retired: [RETIRED_KID], ended: [] },
        },
      },
    })
  })

  it('comes in pages, the latest first', async () => {
    const { context } = adminContext(new FakeControl())
    for (const value of ['a', 'b', 'c'])
      await run('revoke', { kind: 'session', value, why: WHY }, context, 'operator')
    for (const [id, member] of [
      ['revocations', 'revocations'],
      ['changes', 'changes'],
    ] as const) {
      const first = await run(id, { limit: 2 }, context, 'operator')
      expect(first).toMatchObject({ value: { output: { [member]: [{ stamp: 3 }, { stamp: 2 }], next: 2 } } })
      const second = await run(id, { limit: 2, before: 2 }, context, 'operator')
      expect(second).toMatchObject({ value: { output: { [member]: [{ stamp: 1 }], next: null } } })
    }
  })

  it.each([{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { limit: '5' }, { before: -1 }])(
    'takes no page %j',
    async (page) => {
      const { context } = adminContext(new FakeControl())
      expect(await run('changes', page, context, 'auditor')).toMatchObject(refused('admin.input'))
    },
  )

  it('says who one is and what one may do', async () => {
    const { context } = adminContext(new FakeControl())
    const result = await run('whoami', {}, context, 'auditor')
    expect(result).toMatchObject({
      value: {
        output: {
          name: 'token:auditor',
          role: 'auditor',
          rights: [
            'enter',
            'read_state',
            'read_keys',
            'read_revocations',
            'read_policy',
            'read_changes',
            'read_appeals',
          ],
        },
      },
    })
  })
})
