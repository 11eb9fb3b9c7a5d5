import { describe, expect, it } from 'vitest'
import { isNavigation, wantsPage } from '../../../src/request/accept.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

describe('wantsPage()', () => {
  it.each([
    [BROWSER, true],
    ['text/html', true],
    ['TEXT/HTML', true],
    ['application/json, text/html', true],
    ['text/html;q=0.9, application/json;q=0.8', true],
    ['text/html ; q=0.5', true],
    ['text/html;level=1', true],
    ['text/html;q=0.8, application/json;q=0.9', false],
    ['text/html;q=0.8, application/problem+json', false],
    ['text/html;q=0', false],
    ['text/html;q=', false],
    ['text/html;q=x', false],
    ['text/html;q=-1', false],
    ['text/html;q=2', false],
    ['text/html;q=0.0001', false],
    ['text/html;q=0.5, */*', false],
    ['text/html;q=0.1, application/*;q=0.9', false],
    ['text/html;q=0.9, application/*;q=0.8, */*', true],
    ['*/*', false],
    ['text/*', false],
    ['application/json', false],
    ['text/htmlx', false],
    ['', false],
    [null, false],
    [`text/html,${'a'.repeat(4096)}`, false],
  ])('%j: %s', (accept, wants) => {
    expect(wantsPage(accept)).toBe(wants)
  })
})

describe('isNavigation()', () => {
  it.each<readonly [Readonly<Record<string, string>>, boolean]>([
    [{ 'Sec-Fetch-Mode': 'navigate' }, true],
    [{ 'Sec-Fetch-Mode': 'cors', Accept: '*/*' }, false],
    [{ Accept: BROWSER }, true],
    [{ Accept: 'application/json' }, false],
    [{}, false],
  ])('%j: %s', (headers, is) => {
    expect(isNavigation(new Headers(headers))).toBe(is)
  })
})
