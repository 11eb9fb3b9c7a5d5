import { createHmac } from 'node:crypto'
import { exportSPKI, generateKeyPair, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { AccessKeys } from '../../../src/admin/access-keys.ts'
import { verifyAccessToken } from '../../../src/admin/access-token.ts'
import { encodeBase64url, utf8 } from '../../../src/lib/bytes.ts'
import {
  AUDIENCE,
  accessToken,
  certsServer,
  KID,
  NOW,
  PERSON,
  PUBLIC_JWK,
  SERVICE,
  TEAM,
} from './access-fixture.ts'

const verify = (token: string) =>
  verifyAccessToken(
    token,
    new AccessKeys(TEAM, certsServer().fetchJson),
    { issuer: TEAM, audience: AUDIENCE },
    NOW,
  )
const part = (text: string) => encodeBase64url(utf8(text))
const json = (value: unknown) => part(JSON.stringify(value))
const HEADER = { alg: 'RS256', kid: KID, typ: 'JWT' }

describe('verifyAccessToken() accepts', () => {
  it.each([
    ['a person', {}, {}, PERSON, { kind: 'email', value: 'ada@example.com' }],
    ['a service', {}, {}, SERVICE, { kind: 'service', value: SERVICE.common_name }],
    ['a header without typ', {}, { typ: undefined }, PERSON, { kind: 'email', value: 'ada@example.com' }],
    [
      'our audience among others',
      { aud: ['5'.repeat(64), AUDIENCE] },
      {},
      PERSON,
      { kind: 'email', value: 'ada@example.com' },
    ],
    ['one audience as text', { aud: AUDIENCE }, {}, PERSON, { kind: 'email', value: 'ada@example.com' }],
    [
      'a clock half a minute apart',
      { iat: NOW + 30, nbf: NOW + 30 },
      {},
      PERSON,
      { kind: 'email', value: 'ada@example.com' },
    ],
  ])('%s', async (_, claims, header, base, value) => {
    expect(await verify(await accessToken(claims, header, base))).toEqual({ ok: true, value })
  })
})

describe('verifyAccessToken() refuses', () => {
  it.each([
    ['another type', { type: 'org' }, 'access.type'],
    ['no type', { type: undefined }, 'access.type'],
    ['another team', { iss: 'https://evil.cloudflareaccess.com' }, 'access.issuer'],
    ['an issuer that goes on', { iss: `${TEAM}/` }, 'access.issuer'],
    ['another application', { aud: ['5'.repeat(64)] }, 'access.audience'],
    ['an empty list of audiences', { aud: [] }, 'access.audience'],
    ['no audience', { aud: undefined }, 'access.audience'],
    ['an audience within a list', { aud: [[AUDIENCE]] }, 'access.audience'],
    ['an end that is over', { exp: NOW - 30 }, 'access.expired'],
    ['no end', { exp: undefined }, 'access.claims'],
    ['an end in words', { exp: String(NOW + 600) }, 'access.claims'],
    ['an end before its beginning', { exp: NOW - 61 }, 'access.claims'],
    ['no time of issue', { iat: undefined, nbf: undefined }, 'access.claims'],
    ['a beginning to come', { nbf: NOW + 31 }, 'access.not_yet_valid'],
    ['an issue to come', { iat: NOW + 31, nbf: undefined }, 'access.not_yet_valid'],
    ['nobody', { email: undefined }, 'access.claims'],
    ['an empty e-mail', { email: '' }, 'access.claims'],
    ['an e-mail that is no text', { email: ['ada@example.com'] }, 'access.claims'],
    ['a person that is also a service', { common_name: SERVICE.common_name }, 'access.claims'],
    ['a letter that only looks like one', { email: 'bac\u212a@example.com' }, 'access.claims'],
  ])('%s', async (_, claims, error) => {
    expect(await verify(await accessToken(claims))).toEqual({ ok: false, error })
  })

  it('a service with the subject of a person', async () => {
    const token = await accessToken({ sub: PERSON.sub }, {}, SERVICE)
    expect(await verify(token)).toEqual({ ok: false, error: 'access.claims' })
  })

  it.each([
    ['crit', { crit: ['exp'] }],
    ['a key of its own', { jwk: PUBLIC_JWK }],
    ['the address of a key', { jku: 'https://evil.test/certs' }],
    ['a certificate', { x5c: ['MIIB'] }],
    ['another typ', { typ: 'cordon-session+jwt' }],
    ['no kid', { kid: undefined }],
    ['a kid that is a list', { kid: [KID] }],
  ])('a header with %s', async (_, changes) => {
    const [, claims, signature] = (await accessToken()).split('.')
    const token = `${json({ ...HEADER, ...changes })}.${claims}.${signature}`
    expect(await verify(token)).toEqual({ ok: false, error: 'access.header' })
  })

  it.each(['none', 'None', 'HS256', 'RS384', 'PS256', 'ES256', 'rs256'])('alg %s', async (alg) => {
    const [, claims, signature] = (await accessToken()).split('.')
    const token = `${json({ ...HEADER, alg })}.${claims}.${signature}`
    expect(await verify(token)).toEqual({ ok: false, error: 'access.alg' })
  })

  it('no signature', async () => {
    const [, claims] = (await accessToken()).split('.')
    expect(await verify(`${json({ ...HEADER, alg: 'none' })}.${claims}.`)).toEqual({
      ok: false,
      error: 'token.format',
    })
  })

  it('HS256 under the public key', async () => {
    const spki = await exportSPKI((await importJWK(PUBLIC_JWK, 'RS256', { extractable: true })) as CryptoKey)
    for (const secret of [spki, JSON.stringify(PUBLIC_JWK)]) {
      const input = `${json({ ...HEADER, alg: 'HS256' })}.${json(PERSON)}`
      const mac = createHmac('sha256', secret).update(input).digest('base64url')
      expect(await verify(`${input}.${mac}`)).toEqual({ ok: false, error: 'access.alg' })
    }
  })

  it('the key of somebody else, under our kid and under a kid of its own', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const ours = await accessToken({}, {}, PERSON, privateKey)
    expect(await verify(ours)).toEqual({ ok: false, error: 'access.signature' })
    const theirs = await accessToken({}, { kid: 'theirs' }, PERSON, privateKey)
    expect(await verify(theirs)).toEqual({ ok: false, error: 'access.kid' })
  })

  it('claims that were changed after signing', async () => {
    const [header, , signature] = (await accessToken()).split('.')
    const token = `${header}.${json({ ...PERSON, email: 'root@example.com' })}.${signature}`
    expect(await verify(token)).toEqual({ ok: false, error: 'access.signature' })
  })

  it('a member twice, in header and claims', async () => {
    const [header, claims, signature] = (await accessToken()).split('.')
    const twice = part(`{"alg":"RS256","alg":"none","kid":"${KID}"}`)
    expect(await verify(`${twice}.${claims}.${signature}`)).toEqual({
      ok: false,
      error: 'token.duplicate_member',
    })
    const emails = part('{"email":"a@example.com","email":"b@example.com"}')
    expect(await verify(`${header}.${emails}.${signature}`)).toEqual({
      ok: false,
      error: 'token.duplicate_member',
    })
  })

  it.each([
    ['nothing', ''],
    ['two parts', 'a.b'],
    ['five parts', 'a.b.c.d.e'],
    ['padding', 'e30=.e30=.e30='],
    ['white space', 'e30 .e30.e30'],
    ['a list for a header', `${json([])}.e30.e30`],
    ['deep nesting', `${part('['.repeat(40))}.e30.e30`],
  ])('%s', async (_, token) => {
    expect(await verify(token)).toEqual({ ok: false, error: 'token.format' })
  })

  it('more than 8,192 characters', async () => {
    expect(await verify(`${'a'.repeat(8_200)}.b.c`)).toEqual({ ok: false, error: 'token.size' })
  })
})
