import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Asn } from '../../../src/net/asn.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { issueSession, type SessionGrant } from '../../../src/session/issue.ts'
import { verifySession } from '../../../src/session/verify.ts'
import {
  claimsOf,
  countingRandom,
  ED25519_JWK,
  ES256_JWK,
  EXPECTED,
  headerOf,
  ISSUER,
  keyring,
  keyringOf,
  NOW,
} from './fixture.ts'

const TERMS = { issuer: ISSUER, lifetimeSeconds: 1800, epoch: 3 }
const GRANT: SessionGrant = {
  subject: { id: 'acct_7', kind: 'account' },
  authenticatedAt: (NOW - 600) as UnixSeconds,
  sessionId: undefined,
  assurance: 'substantial',
  place: parsePlaceCode('US-CA'),
  asn: 7922 as Asn,
  networkClass: 'residential',
  policyRevision: '0123456789abcdef',
}

const issue = (changes: Partial<SessionGrant> = {}, ring = keyring, random = countingRandom()) =>
  issueSession({ ...GRANT, ...changes }, TERMS, ring, NOW, random)

describe('issueSession()', () => {
  it('signs exactly the claims of DESIGN §4, and the kind of the subject: no city, no address', async () => {
    const issued = await issue()
    expect(headerOf(issued.token)).toEqual({ alg: 'ES256', kid: ES256_JWK.kid, typ: 'cordon-session+jwt' })
    expect(claimsOf(issued.token)).toEqual({
      iss: ISSUER,
      aud: ISSUER,
      sub: 'acct_7',
      sub_kind: 'account',
      auth_time: NOW - 600,
      iat: NOW,
      nbf: NOW,
      exp: NOW + 1800,
      jti: 'EBESExQVFhcYGRobHB0eHw',
      sid: 'AAECAwQFBgcICQoLDA0ODw',
      acr: 'substantial',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      pol: '0123456789abcdef',
      epoch: 3,
    })
    expect(issued).toMatchObject({
      sessionId: 'AAECAwQFBgcICQoLDA0ODw',
      expiresAt: NOW + 1800,
      acr: 'substantial',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
    })
  })

  it.each([
    ['ES256', ES256_JWK],
    ['EdDSA', ED25519_JWK],
    ['Ed25519', { ...ED25519_JWK, alg: 'Ed25519' }],
  ])('signs what verifySession() reads back, with %s', async (alg, jwk) => {
    const ring = await keyringOf(jwk)
    const { token, sessionId } = await issue({}, ring)
    expect(headerOf(token).alg).toBe(alg)
    expect(await verifySession(token, ring, EXPECTED, NOW)).toEqual({
      status: 'verified',
      facts: {
        subject: 'acct_7',
        identity: 'account',
        authenticatedAt: NOW - 600,
        sessionId,
        issuedAt: NOW,
        expiresAt: NOW + 1800,
        assurance: 'substantial',
        place: { country: 'US', region: 'US-CA' },
        networkClass: 'residential',
      },
    })
  })

  it('names nobody in particular by the id of the session, another each time', async () => {
    const random = countingRandom()
    const [first, second] = [
      claimsOf((await issue({ subject: undefined }, keyring, random)).token),
      claimsOf((await issue({ subject: undefined }, keyring, random)).token),
    ]
    expect(first).toMatchObject({ sub_kind: 'none', sub: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) })
    expect([first.sub, second.sub]).toEqual([first.sid, second.sid])
    expect(new Set([first.sid, first.jti, second.sid, second.jti]).size).toBe(4)
  })

  it('keeps the session id on renewal, and no token id', async () => {
    const random = countingRandom()
    const first = await issue({}, keyring, random)
    const second = await issue({ sessionId: first.sessionId }, keyring, random)
    expect(second.sessionId).toBe(first.sessionId)
    expect(claimsOf(second.token).sid).toBe(first.sessionId)
    expect(claimsOf(second.token).jti).not.toBe(claimsOf(first.token).jti)
  })

  it('names nobody in particular by the id that is kept on renewal', async () => {
    const { token } = await issue({ subject: undefined, sessionId: 'kept' })
    expect(claimsOf(token)).toMatchObject({ sub: 'kept', sub_kind: 'none', sid: 'kept' })
  })

  it('does not lengthen whose the session is by renewing it', async () => {
    const { identitySeconds } = EXPECTED
    const { token } = await issue({ authenticatedAt: (NOW - identitySeconds) as UnixSeconds })
    expect(claimsOf(token)).toMatchObject({ sub: 'acct_7', auth_time: NOW - identitySeconds, iat: NOW })
    expect(await verifySession(token, keyring, EXPECTED, NOW)).toMatchObject({
      status: 'verified',
      facts: { identity: 'none' },
    })
  })

  it('leaves out what is not known', async () => {
    const { token } = await issue({ place: undefined, asn: undefined, networkClass: 'unknown' })
    expect(claimsOf(token)).toMatchObject({ geo: {}, net: { class: 'unknown' } })
    expect(await verifySession(token, keyring, EXPECTED, NOW)).toMatchObject({
      status: 'verified',
      facts: { place: undefined },
    })
  })

  it('signs with the first key', async () => {
    const ring = await keyringOf(ED25519_JWK, ES256_JWK)
    expect(headerOf((await issue({}, ring)).token)).toMatchObject({ alg: 'EdDSA', kid: ED25519_JWK.kid })
  })
})
