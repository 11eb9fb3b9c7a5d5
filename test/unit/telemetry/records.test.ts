import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { adminRecord, admissionRecord, decisionRecord, eventRecord } from '../../../src/telemetry/records.ts'
import { recorder } from './fixture.ts'

const [admission, decision] = await (await recorder()).ask()

describe('the record schemas', () => {
  it('accept what is written', () => {
    expect(v.is(admissionRecord, admission)).toBe(true)
    expect(v.is(decisionRecord, decision)).toBe(true)
    expect(v.is(eventRecord, { event: 'error', time: '2026-11-01T00:00:00.000Z', message: 'x' })).toBe(true)
  })

  it.each<[string, object]>([
    ['a member more', { token: 'x' }],
    ['an id that is not 22 characters', { decision: 'short' }],
    ['a reason nobody knows', { reasons: ['because'] }],
    ['a verdict nobody knows', { verdict: 'maybe' }],
    ['a time without a zone', { time: '2026-11-01 00:00' }],
    ['a revision in upper case', { revision: '0123456789ABCDEF' }],
    ['a subject with a member more', { subject: { email: 'a@b.test' } }],
    ['a token fault that is no text', { token_fault: 1 }],
    ['a state nobody knows', { state: 'fresh' }],
  ])('refuse a decision record with %s', (_, change) => {
    expect(v.is(decisionRecord, { ...decision, ...change })).toBe(false)
  })

  const ADMIN = {
    event: 'admin',
    time: '2026-11-01T00:00:00.000Z',
    decision: 'A'.repeat(22),
    door: 'http',
    operation: 'revocations.add',
    actor: 'access:ops@example.com',
    role: 'operator',
    outcome: 'done',
    address: '192.0.2.0/24',
    change: { stamp: 7, action: 'revoke', kind: 'session', revocation: 'r' },
  }
  it('accept a change through the admin door, and an attempt by nobody', () => {
    expect(v.is(adminRecord, ADMIN)).toBe(true)
    const { operation: _, actor: _actor, role: _role, change: _change, ...attempt } = ADMIN
    expect(v.is(adminRecord, { ...attempt, outcome: 'admin.unauthorized', cause: 'token.signature' })).toBe(
      true,
    )
  })

  it.each<[string, object]>([
    ['a member more', { token: 'x' }],
    ['a door nobody knows', { door: 'window' }],
    ['no outcome', { outcome: undefined }],
    ['no decision', { decision: undefined }],
    ['a reason that could quote anything', { reason: 'x' }],
    ['a change with a value, which may name a person', { change: { ...ADMIN.change, value: 'acct_7' } }],
  ])('refuse an admin record with %s', (_, change) => {
    expect(v.is(adminRecord, { ...ADMIN, ...change })).toBe(false)
  })

  it.each<[string, object]>([
    ['a member more', { address: '192.0.2.1' }],
    ['no findings', { findings: undefined }],
    [
      'a signal more',
      { evidence: { ...(admission as { evidence: object }).evidence, 'x.y': { state: 'absent', why: 'x' } } },
    ],
    ['a signal less', { evidence: {} }],
    ['a tier nobody knows', { tier: 'secret' }],
  ])('refuse an admission record with %s', (_, change) => {
    expect(v.is(admissionRecord, { ...admission, ...change })).toBe(false)
  })
})
