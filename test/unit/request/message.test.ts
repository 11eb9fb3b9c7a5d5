import { describe, expect, it } from 'vitest'
import { hasUnexpectedContent, NEVER_FORWARDED } from '../../../src/request/message.ts'

describe('hasUnexpectedContent()', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
    ['GET', {}, false],
    ['GET', { 'Content-Length': '0' }, false],
    ['GET', { 'Content-Length': '1' }, true],
    ['GET', { 'Content-Length': '00' }, true],
    ['GET', { 'Content-Length': '0, 0' }, true],
    ['GET', { 'Content-Length': '' }, true],
    ['GET', { 'Transfer-Encoding': 'chunked' }, true],
    ['GET', { 'Transfer-Encoding': 'identity' }, true],
    ['HEAD', { 'Content-Length': '1' }, true],
    ['HEAD', {}, false],
    ['POST', { 'Content-Length': '1' }, false],
    ['POST', { 'Transfer-Encoding': 'chunked' }, false],
    ['DELETE', { 'Content-Length': '1' }, false],
  ])('%s with %j: %s', (method, headers, unexpected) => {
    expect(hasUnexpectedContent(method, new Headers(headers))).toBe(unexpected)
  })
})

it('TRACE, TRACK and CONNECT never travel', () => {
  expect([...NEVER_FORWARDED].toSorted()).toEqual(['CONNECT', 'TRACE', 'TRACK'])
})
