import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { accountClaim, geoClaim, readSessionClaims } from '../../../src/session/claims.ts'
import { CLAIMS, ED25519_JWK, ES256_JWK } from './fixture.ts'

const THUMBPRINT = ES256_JWK.kid
const OTHER_THUMBPRINT = ED25519_JWK.kid

describe('readSessionClaims()', () => {
  it('gives the facts and the epoch apart', () => {
    expect(readSessionClaims(CLAIMS)).toEqual({
      epoch: CLAIMS.epoch,
      facts: {
        subject: CLAIMS.sub,
        identity: 'account',
        authenticatedAt: CLAIMS.auth_time,
        sessionId: CLAIMS.sid,
        tokenId: CLAIMS.jti,
        issuedAt: CLAIMS.iat,
        expiresAt: CLAIMS.exp,
        assurance: 'substantial',
        assuredAt: CLAIMS.acr_time,
        place: { country: 'US', region: 'US-CA' },
        asn: 7922,
        networkClass: 'residential',
        addressFamily: 4,
        ja4: undefined,
        policyRevision: CLAIMS.pol,
        confirmation: undefined,
      },
    })
  })

  const OURS = [
    'sub',
    'sub_kind',
    'auth_time',
    'sid',
    'jti',
    'iat',
    'nbf',
    'exp',
    'acr',
    'acr_time',
    'geo',
    'net',
    'pol',
    'epoch',
    'bind',
  ]
  it.each(OURS)('gives nothing without %s', (name) => {
    expect(Object.keys(CLAIMS)).toContain(name)
    expect(readSessionClaims({ ...CLAIMS, [name]: undefined })).toBeUndefined()
    expect(readSessionClaims({ ...CLAIMS, [name]: null })).toBeUndefined()
    expect(readSessionClaims({ ...CLAIMS, [name]: {} }) === undefined).toBe(!['geo', 'bind'].includes(name))
  })

  it('needs no claim that is not ours', () => {
    const { iss: _iss, aud: _aud, ...others } = CLAIMS
    expect(Object.keys(others).sort()).toEqual(OURS.toSorted())
    expect(readSessionClaims({ ...others, extra: 1 })).toEqual(readSessionClaims(CLAIMS))
  })

  it.each([
    ['a region without its country', { geo: { region: 'US-CA' } }],
    ['a region of another country', { geo: { country: 'CA', region: 'US-CA' } }],
    ['a country that is none', { geo: { country: 'XX' } }],
    ['a city', { geo: { country: 'US', city: 'Fairfield' } }],
    ['an address', { net: { class: 'residential', address: '192.0.2.1' } }],
    ['a class nobody knows', { net: { class: 'home' } }],
    ['a subject with a space', { sub: 'acct 7' }],
    ['a subject of 129 characters', { sub: 'x'.repeat(129) }],
    ['a session without an id', { sid: '' }],
    ['an identity nobody knows', { sub_kind: 'user' }],
    ['an account of which nothing is said', { acct: {} }],
    ['an account created at a written date', { acct: { created: '2026-09-01' } }],
    ['an account created within a second', { acct: { created: 1.5 } }],
    ['an account at home where nobody is', { acct: { home: 'XX' } }],
    ['an account at home in a city', { acct: { home: 'US', city: 'Fairfield' } }],
    ["a key's account", { sub_kind: 'key', acct: { home: 'US' } }],
    ["nobody's account", { sub_kind: 'none', acct: { home: 'US' } }],
    ['a time of authentication as text', { auth_time: '1793490600' }],
    ['a time of authentication with a fraction', { auth_time: 1_793_490_600.5 }],
    ['a time of authentication after it was issued', { auth_time: 1_900_000_000 }],
    ['a time of assurance after it was issued', { acr_time: CLAIMS.iat + 1 }],
    ['a time of assurance as text', { acr_time: `${CLAIMS.acr_time}` }],
    ['a time of assurance with a fraction', { acr_time: CLAIMS.acr_time - 0.5 }],
    ['a time of assurance before 1970', { acr_time: -1 }],
    ['an epoch with a fraction', { epoch: 0.5 }],
    ['an epoch before the first', { epoch: -1 }],
    ['an address family nobody knows', { bind: { fam: 5 } }],
    ['a TLS identity of 65 characters', { bind: { ja4: 'x'.repeat(65) } }],
    ['an address to be bound to', { bind: { ip: '192.0.2.1' } }],
    ['a confirmation that is empty, and so binds to nothing', { cnf: {} }],
    ['a confirmation of a later version', { cnf: { jkt: THUMBPRINT, jwe: 'x' } }],
    ['a confirmation that is null', { cnf: null }],
    ['a thumbprint of another length', { cnf: { jkt: THUMBPRINT.slice(1) } }],
    ['a thumbprint in another spelling', { cnf: { jkt: `${THUMBPRINT.slice(0, -1)}B` } }],
    ['a revision that is none', { pol: '0123456789ABCDEF' }],
  ])('gives nothing for %s', (_, changes) => {
    expect(readSessionClaims({ ...CLAIMS, ...changes })).toBeUndefined()
  })

  it.each([undefined, null, 7, 'x', [], [CLAIMS]])('gives nothing for %j', (claims) => {
    expect(readSessionClaims(claims)).toBeUndefined()
  })
})

describe('what a token is bound to', () => {
  it.each([
    [{}, undefined, undefined],
    [{ fam: 6 }, 6, undefined],
    [{ fam: 4, ja4: 'x'.repeat(64) }, 4, 'x'.repeat(64)],
  ])('%j', (bind, addressFamily, ja4) => {
    expect(readSessionClaims({ ...CLAIMS, bind })?.facts).toMatchObject({ addressFamily, ja4 })
  })

  it.each([
    { jkt: THUMBPRINT },
    { 'x5t#S256': THUMBPRINT },
    { jkt: THUMBPRINT, 'x5t#S256': OTHER_THUMBPRINT },
  ])('%j', (cnf) => {
    expect(readSessionClaims({ ...CLAIMS, cnf })?.facts.confirmation).toEqual(cnf)
  })
})

describe('accountClaim()', () => {
  const created = CLAIMS.iat as UnixSeconds
  const home = parsePlaceCode('DE-BY')
  it.each([
    ['both', { created, ...(home && { home }) }, { created, home: 'DE-BY' }],
    ['when it was created', { created }, { created }],
    ['that it was created with the epoch', { created: 0 as UnixSeconds }, { created: 0 }],
    ['where its home is', home && { home }, { home: 'DE-BY' }],
  ])('says %s, and that is read back', (_, facts, acct) => {
    expect(accountClaim(facts)).toEqual(acct)
    expect(readSessionClaims({ ...CLAIMS, acct })?.facts.account).toEqual(facts)
  })

  it.each([undefined, {}])('says nothing of %j', (facts) => {
    expect(accountClaim(facts)).toBeUndefined()
  })
})

describe('geoClaim()', () => {
  it.each([
    ['US-CA', { country: 'US', region: 'US-CA' }],
    ['US', { country: 'US' }],
  ])('of %s is what is read back', (code, geo) => {
    const place = parsePlaceCode(code)
    expect(geoClaim(place)).toEqual(geo)
    expect(readSessionClaims({ ...CLAIMS, geo })?.facts.place).toEqual(place)
  })

  it('of no place is empty, and no place when it is read', () => {
    expect(geoClaim(undefined)).toEqual({})
    expect(readSessionClaims({ ...CLAIMS, geo: {} })?.facts.place).toBeUndefined()
  })
})
