import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { example } from '../../../src/config/example-schema.ts'
import { parseInstant } from '../../../src/lib/time.ts'

const LEAST = { id: 'e', expect: { verdict: 'deny' } }
const messagesOf = (input: unknown) =>
  (v.safeParse(example, input).issues ?? []).map(({ message }) => message)

describe('an example', () => {
  it('needs an id and what is expected; the rest is an ordinary request', () => {
    expect(v.parse(example, LEAST)).toEqual({
      ...LEAST,
      given: {},
      request: { method: 'GET', path: '/', headers: {} },
    })
    expect(v.parse(example, { ...LEAST, request: { path: '/v1/x' } }).request).toEqual({
      method: 'GET',
      path: '/v1/x',
      headers: {},
    })
  })

  it('may give signals in words, a request with a body, and an instant', () => {
    const full = {
      id: 'crimea-by-name',
      given: {
        place: 'UA',
        'place.city': 'Simferopol',
        'network.asn': 'AS201776',
        'network.class': 'unavailable',
      },
      request: {
        method: 'POST',
        host: 'api.example.com',
        path: '/v1/chat',
        headers: { accept: '*/*' },
        body: { model: 'm' },
      },
      at: '2026-12-01',
      expect: { verdict: 'deny', reason: 'place.restricted', rule: 'restricted:crimea', tier: 'controlled' },
    }
    expect(v.parse(example, full)).toEqual({ ...full, at: parseInstant('2026-12-01') })
  })

  it.each<readonly [string, object, string]>([
    ['a signal that there is not', { given: { plaec: 'UA' } }, 'did you mean "place"?'],
    ['one that an object inherits', { given: { toString: 'UA' } }, 'the name of a signal'],
    [
      'a value that the signal cannot have',
      { given: { 'network.class': 'home' } },
      'network.class: expected one of',
    ],
    ['a place that is none', { given: { place: 'UK' } }, 'place: expected an ISO 3166 code'],
    ['a list for a signal', { given: { place: ['UA'] } }, 'text, a number, true or false'],
    ['a path without its slash', { request: { path: 'v1' } }, 'a path from "/" on'],
    ['a method that never passes', { request: { method: 'TRACE' } }, 'a method in upper case'],
    ['a host that is none', { request: { host: 'https://x' } }, 'an exact host name'],
    ['a misspelt member of the request', { request: { pth: '/' } }, 'a table {method?'],
    ['no date', { at: 'tomorrow' }, 'a date'],
    ['an unknown verdict', { expect: { verdict: 'block' } }, 'one of "allow"'],
    ['an unknown reason', { expect: { verdict: 'deny', reason: 'place.bad' } }, 'a reason code'],
    ['nothing expected', { expect: undefined }, 'a table {verdict'],
    ['another member', { note: 'x' }, 'an example {id'],
  ])('may not have %s', (_, changes, expected) => {
    expect(messagesOf({ ...LEAST, ...changes }).join('\n')).toContain(expected)
  })
})
