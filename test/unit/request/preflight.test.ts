import { describe, expect, it } from 'vitest'
import { readPreflight } from '../../../src/request/preflight.ts'

const ASKED = { Origin: 'https://app.test', 'Access-Control-Request-Method': 'PUT' }

describe('readPreflight()', () => {
  it.each<readonly [what: string, headers: Record<string, string>, names: readonly string[]]>([
    ['no header', {}, []],
    ['an empty list', { 'Access-Control-Request-Headers': '' }, []],
    ['one header', { 'Access-Control-Request-Headers': 'content-type' }, ['content-type']],
    ['several, with blanks', { 'Access-Control-Request-Headers': 'a, b ,\tc,,' }, ['a', 'b', 'c']],
    [
      'what is no token',
      { 'Access-Control-Request-Headers': 'a b,x:y,"q",é,a/b,(c),x-ok,a;b,a=b' },
      ['x-ok'],
    ],
    [
      'a name too long',
      { 'Access-Control-Request-Headers': `${'a'.repeat(64)},${'b'.repeat(65)}` },
      ['a'.repeat(64)],
    ],
    ['a length of nothing', { 'Content-Length': '0' }, []],
    ['a page without an origin', { Origin: 'null' }, []],
  ])('reads a preflight with %s', (_, headers, headerNames) => {
    const sent = { ...ASKED, ...headers }
    expect(readPreflight('OPTIONS', new Headers(sent))).toEqual({ origin: sent.Origin, headerNames })
  })

  it('keeps the first 64 of more headers than any script sets', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `x-${index}`)
    const headers = new Headers({ ...ASKED, 'Access-Control-Request-Headers': names.join(',') })
    expect(readPreflight('OPTIONS', headers)?.headerNames).toEqual(names.slice(0, 64))
  })

  it.each<readonly [what: string, method: string, headers: Record<string, string>]>([
    ['another method', 'GET', ASKED],
    ['another spelling of the method', 'options', ASKED],
    ['no origin', 'OPTIONS', { 'Access-Control-Request-Method': 'PUT' }],
    ['no method asked about', 'OPTIONS', { Origin: 'https://app.test' }],
    ['an empty method', 'OPTIONS', { ...ASKED, 'Access-Control-Request-Method': '' }],
    ['a method that is no token', 'OPTIONS', { ...ASKED, 'Access-Control-Request-Method': 'PUT, GET' }],
    ['content', 'OPTIONS', { ...ASKED, 'Content-Length': '2' }],
    ['content of unknown length', 'OPTIONS', { ...ASKED, 'Transfer-Encoding': 'chunked' }],
  ])('takes no request with %s for one', (_, method, headers) => {
    expect(readPreflight(method, new Headers(headers))).toBeUndefined()
  })
})
