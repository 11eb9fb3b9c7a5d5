import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { issuerUrl } from '../../../src/config/scalars.ts'
import { asn } from '../../../src/net/asn.ts'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import {
  expiredSessionCookie,
  sessionCookie,
  setsSessionCookie,
  withoutSessionCookie,
} from '../../../src/session/cookie.ts'
import { issueSession } from '../../../src/session/issue.ts'
import { countingRandom, ED25519_JWK, keyringOf, LIFETIMES, NOW, signerOf } from './fixture.ts'

describe('sessionCookie()', () => {
  it.each(['Lax', 'Strict', 'None'] as const)(
    'is host-only, secure and out of reach of scripts, SameSite=%s',
    (sameSite) => {
      const cookie = sessionCookie('a.b.c', 1800, { sameSite, partitioned: 'off' })
      const [pair, ...attributes] = cookie.split('; ')
      expect(pair).toBe('__Host-cordon=a.b.c')
      // RFC 6265bis §4.1.3.2: the prefix demands Secure, Path=/ and no Domain.
      expect(attributes.sort()).toEqual([
        'HttpOnly',
        'Max-Age=1800',
        'Path=/',
        `SameSite=${sameSite}`,
        'Secure',
      ])
    },
  )

  it('is partitioned where the service is embedded in others, and else not', () => {
    const attributes = { sameSite: 'None', partitioned: 'on' } as const
    const [, ...names] = sessionCookie('a.b.c', 1800, attributes).split('; ')
    expect(names.sort()).toEqual([
      'HttpOnly',
      'Max-Age=1800',
      'Partitioned',
      'Path=/',
      'SameSite=None',
      'Secure',
    ])
    expect(sessionCookie('a.b.c', 1800, { ...attributes, partitioned: 'off' })).not.toContain('Partitioned')
  })

  const LONGEST = {
    subject: { kind: 'account', id: 'x'.repeat(128) },
    authenticatedAt: NOW,
    sessionId: undefined,
    assurance: 'substantial',
    assuredAt: NOW,
    place: parsePlaceCode('GB-ENG'),
    asn: asn(4_294_967_294),
    networkClass: NETWORK_CLASSES.toSorted((a, b) => b.length - a.length)[0] ?? 'unknown',
    addressFamily: 6,
    ja4: 't13d1516h2_8daaf6152771_02713d6af862',
    policyRevision: '0123456789abcdef',
    // A bound token is no cookie.
    confirmation: undefined,
  } as const

  it('with the longest of everything is below 1.5 KB, attributes included', async () => {
    // The longest issuer that the configuration takes.
    const issuer = `https://${'a.'.repeat(44)}test`
    expect(v.is(issuerUrl, issuer)).toBe(true)
    expect(v.is(issuerUrl, `${issuer}x`)).toBe(false)
    const terms = { issuer, lifetimes: LIFETIMES, nextChange: () => undefined, epoch: 999_999 }
    const signer = signerOf(await keyringOf(ED25519_JWK))
    const { token } = await issueSession(LONGEST, terms, signer, NOW, countingRandom())
    const cookie = sessionCookie(token, 86_400 + 3600, { sameSite: 'Strict', partitioned: 'on' })
    expect(cookie.length).toBeGreaterThan(1000)
    expect(cookie.length).toBeLessThan(1536)
  })
})

describe('expiredSessionCookie()', () => {
  it.each([
    { sameSite: 'Lax', partitioned: 'off' },
    { sameSite: 'None', partitioned: 'on' },
  ] as const)('has the attributes of the cookie it takes away, or it would be another: %j', (attributes) => {
    const attributesOf = (cookie: string) => cookie.replace(/^[^;]*|Max-Age=\d+/g, '')
    const expired = expiredSessionCookie(attributes)
    expect(attributesOf(expired)).toBe(attributesOf(sessionCookie('a.b.c', 1800, attributes)))
    expect(expired).toMatch(/^__Host-cordon=; .*Max-Age=0\b/)
  })
})

/** Spellings some parser takes for `__Host-cordon`, with the advisory where one is known. */
const SPELLINGS = [
  '__Host-cordon',
  '__host-cordon',
  '__HOST-CORDON',
  ' __Host-cordon',
  '\t__Host-cordon\t',
  '__Host-cordon ',
  '\u00a0__Host-cordon', // CVE-2026-39410
  '__Host-cordon\u00a0',
  '%5F%5fHost-cordon', // CVE-2020-8184
  '__%48ost-cordon',
  '__Host%2Dcordon',
  '%20__Host-cordon',
  '..Host-cordon', // CVE-2022-31629: PHP makes dots and spaces underscores
  '_.Host-cordon',
  '_[Host-cordon',
  '__Host-cordon[0]',
  '__Host_cordon',
  '=__Host-cordon', // CVE-2023-23934
  '==__Host-cordon',
  ' = __Host-cordon',
  '__Host-cordon%00x',
]

describe('withoutSessionCookie()', () => {
  it.each(SPELLINGS)('removes it spelled %j, wherever it stands', (name) => {
    const ours = `${name}=eyJ.a.b`
    expect(withoutSessionCookie(ours)).toBeUndefined()
    expect(withoutSessionCookie(`${ours}; a=1`)).toBe('a=1')
    expect(withoutSessionCookie(`a=1; ${ours}`)).toBe('a=1')
    expect(withoutSessionCookie(`a=1; ${ours}; b=2`)).toBe('a=1; b=2')
    expect(withoutSessionCookie(`a=1;${ours};b=2`)).toBe('a=1;b=2')
    expect(withoutSessionCookie(`a=1, ${ours}, b=2`)).toBe('a=1, b=2')
    expect(withoutSessionCookie(`${ours}; ${ours}, ${ours};`)).toBeUndefined()
    expect(withoutSessionCookie(`a=1; ${ours}; ${ours}; b=2; ${ours}`)).toBe('a=1; b=2')
  })

  it.each(['__Host-cordon', '__Host-cordon=', '__Host-cordon=a=b', '__Host-cordon="x"', '__host-cordon ; '])(
    'removes it whatever its value: %j',
    (ours) => {
      expect(withoutSessionCookie(`a=1; ${ours}`)).not.toMatch(/cordon/i)
    },
  )

  it.each([
    'a=1',
    'a=1; b=2',
    'a=1;b=2',
    'a=1, b=2',
    'a=x,,y; b=[1,2,,3]',
    'a=1;; b=2',
    'a="x; y"; b',
    'prefs={"a":1,"b":2}',
    '__Host-cordon2=1',
    '__Host-cordonx=1',
    'x__Host-cordon=1',
    '__Host-cordon-theme=dark',
    '__Secure-cordon=1',
    '__Host-other=1',
    'cordon=1',
    'Host-cordon=1',
    'host_cordon=1',
    'a=__Host-cordon',
    'a=__Host-cordon=1',
    '__Host-c%6frdons=1',
  ])('leaves %j exactly as it is', (cookies) => {
    expect(withoutSessionCookie(cookies)).toBe(cookies)
  })

  it.each(['', ' ', ';', ' ; , ;', '\t'])('leaves nothing of %j', (cookies) => {
    expect(withoutSessionCookie(cookies)).toBeUndefined()
  })

  it('takes time in proportion to the length', () => {
    const hostile = [
      `${' '.repeat(60_000)}x`,
      '__Host-cordon '.repeat(4000),
      `${'=;'.repeat(30_000)}x`,
      '%5F'.repeat(20_000),
    ]
    const started = performance.now()
    for (const cookies of hostile) withoutSessionCookie(cookies)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('setsSessionCookie()', () => {
  it.each([
    ...SPELLINGS.map((name) => `${name}=x; Path=/`),
    '__Host-cordon',
    '__Host-cordon; Max-Age=0',
    '__Host-cordon=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; Path=/',
  ])('knows %j for our cookie', (setCookie) => {
    expect(setsSessionCookie(setCookie)).toBe(true)
  })

  it.each([
    'session=1; Path=/',
    '__Host-cordon2=1; Path=/; Secure',
    '__Host-cordon-theme=dark',
    'a=b; __Host-cordon=1',
    'a=__Host-cordon=1',
    'cordon=1',
    '',
  ])('leaves %j to the origin', (setCookie) => {
    expect(setsSessionCookie(setCookie)).toBe(false)
  })
})
