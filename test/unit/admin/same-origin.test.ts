import { describe, expect, it } from 'vitest'
import { checkOrigin } from '../../../src/admin/same-origin.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const check = (headers: Record<string, string>) => checkOrigin(new Headers(headers), 'https://gate.test')

describe('checkOrigin()', () => {
  it.each([
    ['a program', JSON_TYPE],
    [
      'a page of the same origin',
      { ...JSON_TYPE, Origin: 'https://gate.test', 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['JSON in UTF-8', { 'Content-Type': 'Application/JSON; charset=UTF-8' }],
  ])('lets %s change something', (_, headers) => {
    expect(check(headers).ok).toBe(true)
  })

  it.each([
    ['another site', { Origin: 'https://evil.test' }],
    ['another port', { Origin: 'https://gate.test:8443' }],
    ['another scheme', { Origin: 'http://gate.test' }],
    ['a host that only begins alike', { Origin: 'https://gate.test.evil.test' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['a sibling host', { 'Sec-Fetch-Site': 'same-site' }],
    ['a cross-site request', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a navigation', { 'Sec-Fetch-Site': 'none' }],
  ])('lets %s change nothing', (_, headers) => {
    expect(check({ ...JSON_TYPE, ...headers })).toMatchObject({ error: { code: 'admin.cross_site' } })
  })

  it.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/plain; application/json',
    'application/json, text/plain',
    'application/json; charset=utf-16',
  ])('takes no body of the type %s, which a form could send or readers differ on', (type) => {
    expect(check(type === undefined ? {} : { 'Content-Type': type })).toEqual({
      ok: false,
      error: { code: 'admin.media_type' },
    })
  })
})
