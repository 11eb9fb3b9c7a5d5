import { describe, expect, it } from 'vitest'
import { type AnyRequest, assertedRequest } from '../../../src/verify/request.ts'

const read = (request: AnyRequest) => {
  const asserted = assertedRequest(request)
  return asserted.ok ? asserted.value : asserted.error
}
const node = (url: string, more: object = {}) => ({
  method: 'GET',
  url,
  headers: { 'cordon-assertion': 'a.b.c' },
  ...more,
})
const web = (url: string) => ({ method: 'GET', url, headers: new Headers({ 'Cordon-Assertion': 'a.b.c' }) })

/** What a parser of URLs would have respelt. */
const TARGETS = [
  '/',
  '/?',
  '/a?',
  '/a?b?c',
  '//a',
  '/a//b',
  '/%61/%2f',
  '/a?x=%41&y=a b',
  '/a/../b',
  '/é',
  '/a|"',
]

describe('assertedRequest()', () => {
  it.each(TARGETS)('reads the target %s as received, in every form', (pathAndQuery) => {
    const expected = { method: 'GET', pathAndQuery, assertion: 'a.b.c' }
    expect(read(node(pathAndQuery))).toEqual(expected)
    expect(read(node('/mounted', { originalUrl: pathAndQuery }))).toEqual(expected)
    expect(read(web(`https://origin.test:8443${pathAndQuery}`))).toEqual(expected)
    expect(read(expected)).toEqual(expected)
  })

  it.each([
    ['http://origin.test', '/'],
    ['http://origin.test?a=1', '/?a=1'],
    ['http://origin.test/a#b', '/a'],
    ['http://user@origin.test/a', '/a'],
    ['http://[::1]:9000/a', '/a'],
  ])('reads of %s the target %s', (url, pathAndQuery) => {
    expect(read(web(url))).toMatchObject({ pathAndQuery })
    expect(read(node(url))).toMatchObject({ pathAndQuery })
  })

  it('reads a Request', () => {
    const request = new Request('https://origin.test/a?', {
      method: 'PUT',
      headers: { 'cordon-assertion': 'x' },
    })
    expect(read(request)).toEqual({ method: 'PUT', pathAndQuery: '/a?', assertion: 'x' })
  })

  it('heeds no header that would override method or target', () => {
    const overrides = {
      'x-http-method-override': 'DELETE',
      'x-original-url': '/admin',
      'x-original-method': 'DELETE',
      'x-original-uri': '/admin',
      'x-forwarded-uri': '/admin',
      'x-rewrite-url': '/admin',
    }
    const headers = { 'cordon-assertion': 'a.b.c', ...overrides }
    const expected = { method: 'GET', pathAndQuery: '/a', assertion: 'a.b.c' }
    expect(read(node('/a', { headers }))).toEqual(expected)
    expect(read({ ...web('http://origin.test/a'), headers: new Headers(headers) })).toEqual(expected)
  })

  it.each([
    [undefined, 'assertion.missing'],
    [null, 'assertion.missing'],
    ['', 'assertion.missing'],
    [[], 'assertion.missing'],
    [['', ''], 'assertion.missing'],
    [['a.b.c', 'd.e.f'], 'assertion.repeated'],
    [['a.b.c', 'a.b.c'], 'assertion.repeated'],
    ['a.b.c, d.e.f', 'assertion.repeated'],
    ['a.b.c,', 'assertion.repeated'],
    [['a.b.c,d.e.f'], 'assertion.repeated'],
  ])('calls the header %j %s', (assertion, fault) => {
    expect(read({ method: 'GET', pathAndQuery: '/', assertion })).toBe(fault)
    if (assertion !== null)
      expect(read(node('/', { headers: { 'cordon-assertion': assertion } }))).toBe(fault)
  })

  it('calls two headers repeated, as a Request joins them', () => {
    const headers = new Headers([
      ['Cordon-Assertion', 'a.b.c'],
      ['cordon-assertion', 'd.e.f'],
    ])
    expect(read({ method: 'GET', url: 'http://origin.test/', headers })).toBe('assertion.repeated')
  })

  it('does not take a header spelt with an underscore', () => {
    expect(read(node('/', { headers: { cordon_assertion: 'a.b.c' } }))).toBe('assertion.missing')
  })

  it('is not misled by a client header called get', () => {
    expect(read(node('/a', { headers: { get: 'x', 'cordon-assertion': 'a.b.c' } }))).toMatchObject({
      assertion: 'a.b.c',
    })
  })
})
