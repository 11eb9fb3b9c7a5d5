import { describe, expect, it } from 'vitest'
import { sessionCookie, setsSessionCookie, withoutSessionCookie } from '../../../src/session/cookie.ts'

describe('sessionCookie()', () => {
  it.each(['Lax', 'Strict', 'None'] as const)(
    'is host-only, secure and out of reach of scripts, SameSite=%s',
    (sameSite) => {
      const [pair, ...attributes] = sessionCookie('a.b.c', 1800, sameSite).split('; ')
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
