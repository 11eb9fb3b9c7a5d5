import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { admissionRecord, decisionRecord, eventRecord } from '../../../src/telemetry/records.ts'
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
  ])('refuse a decision record with %s', (_, change) => {
    expect(v.is(decisionRecord, { ...decision, ...change })).toBe(false)
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
