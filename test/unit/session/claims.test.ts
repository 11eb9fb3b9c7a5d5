import { describe, expect, it } from 'vitest'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { geoClaim, readSessionClaims } from '../../../src/session/claims.ts'
import { CLAIMS } from './fixture.ts'

describe('readSessionClaims()', () => {
  it('gives the facts and the epoch apart', () => {
    expect(readSessionClaims(CLAIMS)).toEqual({
      epoch: CLAIMS.epoch,
      facts: {
        subject: CLAIMS.sub,
        identity: 'account',
        authenticatedAt: CLAIMS.auth_time,
        sessionId: CLAIMS.sid,
        issuedAt: CLAIMS.iat,
        expiresAt: CLAIMS.exp,
        assurance: 'substantial',
        place: { country: 'US', region: 'US-CA' },
        networkClass: 'residential',
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
    'geo',
    'net',
    'pol',
    'epoch',
  ]
  it.each(OURS)('gives nothing without %s', (name) => {
    expect(Object.keys(CLAIMS)).toContain(name)
    expect(readSessionClaims({ ...CLAIMS, [name]: undefined })).toBeUndefined()
    expect(readSessionClaims({ ...CLAIMS, [name]: null })).toBeUndefined()
    expect(readSessionClaims({ ...CLAIMS, [name]: {} }) === undefined).toBe(name !== 'geo')
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
    ['a time of authentication as text', { auth_time: '1793490600' }],
    ['a time of authentication with a fraction', { auth_time: 1_793_490_600.5 }],
    ['a time of authentication after it was issued', { auth_time: 1_900_000_000 }],
    ['a revision that is none', { pol: '0123456789ABCDEF' }],
  ])('gives nothing for %s', (_, changes) => {
    expect(readSessionClaims({ ...CLAIMS, ...changes })).toBeUndefined()
  })

  it.each([undefined, null, 7, 'x', [], [CLAIMS]])('gives nothing for %j', (claims) => {
    expect(readSessionClaims(claims)).toBeUndefined()
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
