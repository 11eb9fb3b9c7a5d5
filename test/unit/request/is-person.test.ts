import { describe, expect, it } from 'vitest'
import { isPerson } from '../../../src/request/is-person.ts'

describe('isPerson()', () => {
  it.each([
    [{ Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, true],
    [{ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', Accept: 'application/json' }, true],
    [{ 'Sec-Fetch-Mode': 'cors', Accept: '*/*', 'User-Agent': 'node' }, false],
    [{ Accept: '*/*', 'User-Agent': 'curl/8' }, false],
    [{ Accept: 'application/json', 'User-Agent': 'OpenAI/Python' }, false],
    [{}, false],
  ])('%j: %j', (headers, expected) => {
    expect(isPerson(new Headers(headers as Record<string, string>))).toBe(expected)
  })
})
