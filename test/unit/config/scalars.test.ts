import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  hostName,
  id,
  instant,
  issuerUrl,
  linkUrl,
  method,
  network,
  oneOf,
  originUrl,
  placeCode,
  shortText,
  wholeNumber,
} from '../../../src/config/scalars.ts'

const origin = originUrl('an origin')
const count = wholeNumber(1, 10, 'things')
const colour = oneOf(['red', 'green'])

type Row = readonly [
  name: string,
  schema: v.GenericSchema<unknown, unknown>,
  good: readonly unknown[],
  bad: readonly unknown[],
]
const ROWS: readonly Row[] = [
  ['placeCode', placeCode, ['CN', 'UA-43', 'XK'], ['cn', 'XX', 'T1', 'UA-4343', 'UA 43', '', 7, null]],
  ['id', id, ['a', '7', 'a:b_c-d', 'x'.repeat(64)], ['', 'A', '-a', 'a b', 'a.b', 'a\n', 'x'.repeat(65), 1]],
  ['shortText', shortText, ['x', ' ', 'x'.repeat(500)], ['', 'x'.repeat(501), 1, undefined]],
  ['oneOf', colour, ['red', 'green'], ['blue', 'RED', '', 0, null]],
  ['wholeNumber', count, [1, 10], [0, 11, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, null]],
  [
    'originUrl',
    origin,
    ['https://a.test', 'https://a.test/', 'http://a.test:8080', 'http://[::1]:8080'],
    [
      'https://a.test/x',
      'https://a.test?',
      'https://u@a.test',
      'HTTPS://a.test',
      'ftp://a.test',
      'a.test',
      '',
      1,
    ],
  ],
  [
    'issuerUrl',
    issuerUrl,
    [
      'https://a.test',
      'http://localhost',
      'http://localhost:8787',
      'http://127.0.0.1:1',
      'http://[::1]:8787',
    ],
    [
      'https://a.test/',
      'http://a.test',
      'http://localhost.evil.test',
      'http://127.0.0.1.evil.test',
      'https://a.test/x',
      1,
    ],
  ],
  [
    'linkUrl',
    linkUrl,
    ['https://a.test/x?y#z', 'http://a.test', 'mailto:a@a.test'],
    ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '/relative', 'HTTPS ://', '', 1],
  ],
  [
    'hostName',
    hostName,
    ['a.test', 'a.test:8443', 'localhost', 'a_b.test', '[::1]', '[::1]:8787', '127.0.0.1'],
    [
      'A.test',
      '*.a.test',
      'a..test',
      '.a.test',
      'a.test.',
      'https://a.test',
      'a.test/x',
      'a test',
      'a.test:',
      '',
      1,
    ],
  ],
  [
    'method',
    method,
    ['GET', 'POST', 'PROPFIND', 'X', 'CONNECTED'],
    ['TRACE', 'TRACK', 'CONNECT', 'get', 'GET ', 'M-SEARCH', '', 1, null],
  ],
  ['instant', instant, ['2026-09-15', '2026-09-15T00:00Z'], ['2026-09-15T00:00', '15.9.2026', 'soon', '', 0]],
  [
    'network',
    network,
    ['203.0.113.0/24', 'AS64500', '2001:db8::/32'],
    ['203.0.113.7/24', '64500', 'AS-1', '', 1],
  ],
]

describe.each(ROWS)('%s', (_, schema, good, bad) => {
  it.each(good.map((value) => [value]))('takes %j', (value) => {
    expect(v.safeParse(schema, value).success).toBe(true)
  })

  it.each(bad.map((value) => [value]))('refuses %j, and says what was expected', (value) => {
    const result = v.safeParse(schema, value)
    expect(result.success).toBe(false)
    // Not one of the library's own sentences, which quote what was received.
    expect(result.issues?.every(({ message }) => message !== '' && !message.startsWith('Invalid'))).toBe(true)
  })
})

describe('what becomes a value', () => {
  it('is a date in seconds', () => {
    expect(v.parse(instant, '2026-11-01')).toBe(1_793_491_200)
  })

  it('is a network by its number or by its prefix', () => {
    expect(v.parse(network, 'AS64500')).toEqual({ asn: 64500 })
    expect(v.parse(network, '203.0.113.0/24')).toMatchObject({ prefix: { length: 24 } })
  })
})
