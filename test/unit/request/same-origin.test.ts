import { describe, expect, it } from 'vitest'
import { isSameOrigin } from '../../../src/request/same-origin.ts'

const OWN = 'https://gate.test'

describe('isSameOrigin()', () => {
  it.each<readonly [site: string | undefined, origin: string | undefined, expected: boolean]>([
    ['same-origin', OWN, true],
    ['same-origin', undefined, true],
    [undefined, OWN, true],
    // A program, or a browser that says nothing.
    [undefined, undefined, false],
    // Typed by the user, or a bookmark: no page has asked for it, and none says POST or DELETE.
    ['none', undefined, false],
    ['none', OWN, false],
    ['same-site', undefined, false],
    ['same-site', OWN, false],
    ['cross-site', undefined, false],
    ['cross-site', OWN, false],
    ['same-origin', 'https://evil.test', false],
    ['same-origin', 'null', false],
    ['cross-site', 'https://evil.test', false],
    [undefined, 'https://evil.test', false],
    [undefined, 'null', false],
    [undefined, '', false],
    [undefined, 'http://gate.test', false],
    [undefined, 'https://gate.test:8443', false],
    [undefined, 'https://gate.test/', false],
    [undefined, 'https://GATE.test', false],
    [undefined, 'https://gate.test.evil.test', false],
    [undefined, 'https://sub.gate.test', false],
    [undefined, `${OWN}, https://evil.test`, false],
    ['Same-Origin', OWN, false],
    ['same-origin, cross-site', OWN, false],
    ['', OWN, false],
  ])('Sec-Fetch-Site: %s, Origin: %s → %s', (site, origin, expected) => {
    const headers = new Headers()
    if (site !== undefined) headers.set('Sec-Fetch-Site', site)
    if (origin !== undefined) headers.set('Origin', origin)
    expect(isSameOrigin(headers, OWN)).toBe(expected)
  })

  it('counts two lines of one header as neither', () => {
    const twice = new Headers([
      ['Origin', OWN],
      ['Origin', OWN],
    ])
    expect(isSameOrigin(twice, OWN)).toBe(false)
  })
})
