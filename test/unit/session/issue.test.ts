import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Asn } from '../../../src/net/asn.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { issueSession, type SessionGrant, type SessionTerms } from '../../../src/session/issue.ts'
import type { Keyring, SigningKey } from '../../../src/session/keyring.ts'
import { type SessionExpectation, sessionVerifier } from '../../../src/session/verify.ts'
import {
  claimsOf,
  countingRandom,
  ED25519_JWK,
  EPOCH,
  ES256_JWK,
  EXPECTED,
  headerOf,
  ISSUER,
  keyring,
  keyringOf,
  LIFETIMES,
  NOW,
  signerOf,
} from './fixture.ts'

const TERMS: SessionTerms = {
  issuer: ISSUER,
  lifetimes: LIFETIMES,
  nextChange: () => undefined,
  epoch: EPOCH,
}
const GRANT: SessionGrant = {
  subject: { id: 'acct_7', kind: 'account' },
  authenticatedAt: (NOW - 600) as UnixSeconds,
  sessionId: undefined,
  assurance: 'substantial',
  assuredAt: NOW,
  place: parsePlaceCode('US-CA'),
  asn: 7922 as Asn,
  networkClass: 'residential',
  addressFamily: 4,
  ja4: undefined,
  policyRevision: '0123456789abcdef',
  confirmation: undefined,
}

const issue = (
  changes: Partial<SessionGrant> = {},
  signer: SigningKey = signerOf(keyring),
  random = countingRandom(),
  terms: Partial<SessionTerms> = {},
) => issueSession({ ...GRANT, ...changes }, { ...TERMS, ...terms }, signer, NOW, random)

const verify = (
  token: string,
  ring: Keyring = keyring,
  now: UnixSeconds = NOW,
  expected: Partial<SessionExpectation> = {},
) => sessionVerifier(ring, { ...EXPECTED, ...expected })(token, now)

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
      acr_time: NOW,
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      pol: '0123456789abcdef',
      epoch: EPOCH,
      bind: { fam: 4 },
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
  ])('signs what the verifier reads back, with %s', async (alg, jwk) => {
    const ring = await keyringOf(jwk)
    const { token, sessionId } = await issue({ confirmation: { jkt: ES256_JWK.kid } }, signerOf(ring))
    expect(headerOf(token).alg).toBe(alg)
    expect(await verify(token, ring)).toEqual({
      status: 'verified',
      facts: {
        subject: 'acct_7',
        identity: 'account',
        authenticatedAt: NOW - 600,
        sessionId,
        tokenId: claimsOf(token).jti,
        issuedAt: NOW,
        expiresAt: NOW + 1800,
        assurance: 'substantial',
        assuredAt: NOW,
        assuranceStands: true,
        renewalDue: false,
        place: { country: 'US', region: 'US-CA' },
        asn: 7922,
        networkClass: 'residential',
        addressFamily: 4,
        ja4: undefined,
        policyRevision: '0123456789abcdef',
        confirmation: { jkt: ES256_JWK.kid },
      },
    })
  })

  it('names nobody in particular by the id of the session, another each time', async () => {
    const random = countingRandom()
    const [first, second] = [
      claimsOf((await issue({ subject: undefined }, signerOf(keyring), random)).token),
      claimsOf((await issue({ subject: undefined }, signerOf(keyring), random)).token),
    ]
    expect(first).toMatchObject({ sub_kind: 'none', sub: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) })
    expect([first.sub, second.sub]).toEqual([first.sid, second.sid])
    expect(new Set([first.sid, first.jti, second.sid, second.jti]).size).toBe(4)
  })

  it('keeps the session id on renewal, and no token id', async () => {
    const random = countingRandom()
    const first = await issue({}, signerOf(keyring), random)
    const second = await issue({ sessionId: first.sessionId }, signerOf(keyring), random)
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
    expect(await verify(token)).toMatchObject({
      status: 'verified',
      facts: { identity: 'none' },
    })
  })

  const created = (NOW - 86_400) as UnixSeconds
  const home = { country: 'DE' } as NonNullable<ReturnType<typeof parsePlaceCode>>

  it('says of an account what the origin has said of it, and the verifier reads it back', async () => {
    const facts = { created, home }
    const { token } = await issue({ subject: { id: 'acct_7', kind: 'account', facts } })
    expect(claimsOf(token).acct).toEqual({ created, home: 'DE' })
    expect(await verify(token)).toMatchObject({ status: 'verified', facts: { account: facts } })
  })

  it("forgets it with the origin's word for the subject", async () => {
    const { token } = await issue({
      subject: { id: 'acct_7', kind: 'account', facts: { created, home } },
      authenticatedAt: (NOW - EXPECTED.identitySeconds) as UnixSeconds,
    })
    const standing = await verify(token)
    if (standing.status !== 'verified') throw new Error(standing.status)
    expect(standing.facts.identity).toBe('none')
    expect(standing.facts).not.toHaveProperty('account')
  })

  it.each([
    ['an account of which nothing is said', { id: 'acct_7', kind: 'account' }],
    ['a key', { id: 'key_7', kind: 'key', facts: { created } }],
  ] as const)('says nothing more of %s', async (_, subject) => {
    expect(claimsOf((await issue({ subject })).token)).not.toHaveProperty('acct')
  })

  it('leaves out what is not known', async () => {
    const { token } = await issue({
      place: undefined,
      asn: undefined,
      networkClass: 'unknown',
      addressFamily: undefined,
    })
    expect(claimsOf(token)).toMatchObject({ geo: {}, net: { class: 'unknown' }, bind: {} })
    expect(Object.keys(claimsOf(token))).not.toContain('cnf')
    expect(await verify(token)).toMatchObject({
      status: 'verified',
      facts: { place: undefined },
    })
  })

  it('signs with the key it is given, which is the one that is active', async () => {
    const ring = await keyringOf({ ...ED25519_JWK, active_from: NOW }, ES256_JWK)
    expect(headerOf((await issue({}, signerOf(ring))).token)).toMatchObject({
      alg: 'EdDSA',
      kid: ED25519_JWK.kid,
    })
    const before = signerOf(ring, (NOW - 1) as UnixSeconds)
    expect(headerOf((await issue({}, before)).token)).toMatchObject({ alg: 'ES256', kid: ES256_JWK.kid })
  })

  it('names the epoch in force', async () => {
    const { token } = await issue({}, signerOf(keyring), countingRandom(), { epoch: 9 })
    expect(claimsOf(token)).toMatchObject({ epoch: 9 })
  })
})

describe('what a token is bound to', () => {
  it.each([
    [{}, undefined],
    [{ confirmation: { jkt: ES256_JWK.kid } }, { jkt: ES256_JWK.kid }],
    [{ confirmation: { 'x5t#S256': ES256_JWK.kid } }, { 'x5t#S256': ES256_JWK.kid }],
  ])('%j is its cnf', async (changes, cnf) => {
    expect(claimsOf((await issue(changes)).token).cnf).toEqual(cnf)
  })

  it.each([
    [{ addressFamily: 6 as const }, { fam: 6 }],
    [{ ja4: 't13d_a_b' }, { fam: 4, ja4: 't13d_a_b' }],
    [{ addressFamily: undefined }, {}],
  ])('%j is its bind', async (changes, bind) => {
    expect(claimsOf((await issue(changes)).token).bind).toEqual(bind)
  })
})

describe('how long a token holds', () => {
  it.each([
    ['high', 'residential', 3600],
    ['substantial', 'mobile', 1800],
    ['low', 'privacy_relay', 1800],
    ['low', 'hosting', 600],
    ['none', 'unknown', 300],
  ] as const)(
    '%s through %s: %i seconds, as the verifier allows',
    async (assurance, networkClass, seconds) => {
      const { token, expiresAt } = await issue({ assurance, networkClass })
      expect([expiresAt, claimsOf(token).exp]).toEqual([NOW + seconds, NOW + seconds])
      expect(await verify(token)).toMatchObject({ status: 'verified' })
    },
  )

  it.each([1, 60, 1799])('no token outlives the next date of the policy, in %i seconds', async (date) => {
    const nextChange = (after: number) => (after < NOW + date ? ((NOW + date) as UnixSeconds) : undefined)
    const { token } = await issue({}, signerOf(keyring), countingRandom(), { nextChange })
    expect(claimsOf(token)).toMatchObject({ iat: NOW, exp: NOW + date })
    const before = (NOW + date - 1) as UnixSeconds
    expect(await verify(token, keyring, before, { nextChange })).toMatchObject({ status: 'verified' })
    expect(await verify(token, keyring, (NOW + date) as UnixSeconds, { nextChange })).toEqual({
      status: 'expired',
      code: 'token.policy_date',
    })
  })

  it('a proof that is carried over keeps its time, and its tokens end when its life does', async () => {
    const assuredAt = (NOW - 3000) as UnixSeconds
    const { token } = await issue({ assurance: 'high', assuredAt })
    expect(claimsOf(token)).toMatchObject({ acr: 'high', acr_time: assuredAt, iat: NOW, exp: NOW + 600 })
    expect(await verify(token)).toMatchObject({
      facts: { assurance: 'high', assuredAt, expiresAt: NOW + 600 },
    })
  })
})
