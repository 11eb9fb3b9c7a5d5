import { describe, expect, it } from 'vitest'
import { boundTo, toldSession } from '../../../src/enforcement/told-session.ts'
import type { Confirmation, SessionFacts } from '../../../src/observations/types.ts'
import { AT, HOME_SESSION, placeNamed } from '../../support/evidence.ts'

const GRACE_SECONDS = 120
const told = (facts: Partial<SessionFacts> = {}, identity?: { kind: 'account' | 'key' }) =>
  toldSession({ ...HOME_SESSION, ...facts }, identity, GRACE_SECONDS)

describe('toldSession()', () => {
  it('tells what the token says, and until when it can be renewed', () => {
    expect(told({}, { kind: 'account' })).toEqual({
      session: 'sid-1',
      issued_at: AT - 60,
      expires_at: AT + 1_740,
      renew_until: AT + 1_740 + GRACE_SECONDS,
      acr: 'substantial',
      acr_time: AT - 60,
      geo: { country: 'US', region: 'US-CA' },
      net: { class: 'residential' },
      identity: 'account',
      bound_to: [],
    })
  })

  it.each([
    ['a region', placeNamed('US-CA'), { country: 'US', region: 'US-CA' }],
    ['a country', placeNamed('DE'), { country: 'DE' }],
    ['no place', undefined, {}],
  ])('has as much of the place as the token: %s', (_, place, geo) => {
    expect(told({ place }).geo).toEqual(geo)
  })

  it('tells the identity that counts on this connection, whatever the token was issued for', () => {
    expect(told({ identity: 'account' }).identity).toBe('none')
    expect(told({ identity: 'none' }, { kind: 'key' }).identity).toBe('key')
  })

  it('tells neither whom the token is for nor its name, and nothing of what it is bound to but the kind', () => {
    const facts = {
      subject: 'a-subject',
      tokenId: 'a-token',
      ja4: 'a-fingerprint',
      policyRevision: 'a-revision',
      confirmation: { jkt: 'a-thumbprint', 'x5t#S256': 'another-one' },
    }
    const text = JSON.stringify(told(facts, { kind: 'account' }))
    for (const value of [
      ...Object.values(facts).filter((fact) => typeof fact === 'string'),
      'thumbprint',
      'another',
    ])
      expect(text).not.toContain(value)
  })
})

describe('boundTo()', () => {
  it.each<[Confirmation | undefined, string[]]>([
    [undefined, []],
    [{ jkt: 'a' }, ['key']],
    [{ 'x5t#S256': 'b' }, ['certificate']],
    [{ jkt: 'a', 'x5t#S256': 'b' }, ['key', 'certificate']],
  ])('of %j is %j', (confirmation, names) => {
    expect(boundTo(confirmation)).toEqual(names)
  })
})
