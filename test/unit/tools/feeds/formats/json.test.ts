import { describe, expect, test } from 'vitest'
import type { JsonFormat } from '../../../../../tools/feeds/formats/json.ts'
import { JSON_SHAPES } from '../../../../../tools/feeds/formats/json-shapes.ts'
import { entries, parse } from '../fixture.ts'

function json(format: JsonFormat, value: unknown) {
  return parse(format, JSON.stringify(value))
}

const paths = (...list: string[]): JsonFormat => ({ kind: 'json', paths: list })

describe('the documents of publishers', () => {
  test.each([
    [
      'aws',
      {
        createDate: '2026-04-05-06-07-08',
        prefixes: [{ ip_prefix: '5.6.7.0/24', region: 'x' }],
        ipv6_prefixes: [{ ipv6_prefix: '2a01:7e00::/32' }],
      },
    ],
    [
      'gcp',
      {
        creationTime: '2026-04-05T06:07:08.780563',
        prefixes: [{ ipv4Prefix: '5.6.7.0/24' }, { ipv6Prefix: '2a01:7e00::/32' }],
      },
    ],
    ['azure', { values: [{ properties: { addressPrefixes: ['5.6.7.0/24', '2a01:7e00::/32'] } }] }],
    [
      'oracle',
      {
        last_updated_timestamp: '2026-04-05T06:07:08.4578',
        regions: [{ cidrs: [{ cidr: '5.6.7.0/24' }] }, { cidrs: [{ cidr: '2a01:7e00::/32' }] }],
      },
    ],
    ['fastly', { addresses: ['5.6.7.0/24'], ipv6_addresses: ['2a01:7e00::/32'] }],
    ['github_actions', { actions: ['5.6.7.0/24', '2a01:7e00::/32'], hooks: ['nothing'] }],
    ['zscaler', { hubPrefixes: ['5.6.7.0/24', '2a01:7e00::/32'] }],
    [
      'vultr',
      {
        updated: '2026-04-05T06:07:08+00:00',
        subnets: [{ ip_prefix: '5.6.7.0/24' }, { ip_prefix: '2a01:7e00::/32' }],
      },
    ],
  ] as const)('%s', (shape, document) => {
    const parsed = json(JSON_SHAPES[shape], document)
    expect(entries(parsed)).toEqual(['5.6.7.0/24', '2a01:7e00::/32'])
    if ('published' in JSON_SHAPES[shape]) {
      expect(parsed).toMatchObject({ published: new Date('2026-04-05T06:07:08Z') })
    }
  })

  test('onionoo, whose addresses have ports', () => {
    const relays = [{ or_addresses: ['5.6.7.8:9001', '[2a01:7e00::1]:443'] }]
    expect(entries(json(JSON_SHAPES.onionoo, { relays_published: '2026-04-05 06:07:08', relays }))).toEqual([
      '5.6.7.8/32',
      '2a01:7e00::1/128',
    ])
  })
})

describe('a path into JSON', () => {
  test.each<[string, unknown, string[]]>([
    ['[].ip', [{ ip: '5.6.7.8' }], ['5.6.7.8/32']],
    ['[].ip?', [{ ip: null }, {}, { ip: '' }, { ip: '5.6.7.8' }], ['5.6.7.8/32']],
    ['a.*[].ip', { a: { wg: [{ ip: '5.6.7.8' }], tcp: [{ ip: '5.6.7.9' }] } }, ['5.6.7.8/32', '5.6.7.9/32']],
    [
      '[].a|b',
      [{ a: '5.6.7.8', b: '5.6.7.9' }, { b: '5.6.7.10' }],
      ['5.6.7.8/32', '5.6.7.9/32', '5.6.7.10/32'],
    ],
    ['a[][]', { a: [['5.6.7.8'], ['5.6.7.9']] }, ['5.6.7.8/32', '5.6.7.9/32']],
  ])('%s leads to what it says', (path, document, expected) => {
    expect(entries(json(paths(path), document))).toEqual(expected)
  })

  test.each<[string, unknown, string]>([
    [
      'prefixes[].ip',
      { prefixes: [{ ip: '5.6.7.0/24' }, { addr: 1 }] },
      'prefixes[1]: expected a member "ip"',
    ],
    ['[].a|b', [{ c: 1 }], '[0]: expected a member "a" or "b"'],
    ['prefixes[].ip', { error: 'rate limited' }, 'the document: expected a member "prefixes"'],
    ['prefixes[].ip', { prefixes: {} }, 'prefixes: expected an array'],
    ['prefixes[].ip', [], 'the document: expected an object'],
    ['[].ip', { ip: '5.6.7.8' }, 'the document: expected an array'],
    ['a[]', { a: [5] }, 'a[0]: expected a text with a prefix'],
    [
      'a[]',
      { a: ['5.6.7.8/24'] },
      'a[0]: "5.6.7.8/24" has host bits: expected the first address of the prefix',
    ],
    ['a[]', { a: [] }, 'the list is empty'],
  ])('%s and a document that is otherwise', (path, document, message) => {
    expect(json(paths(path), document)).toEqual([message])
  })
})

describe('a text that is not JSON', () => {
  const ZSCALER = JSON_SHAPES.zscaler

  test.each([
    ['{"hubPrefixes": [\n"5.6.7.0/24",', 'the JSON ends in the middle, on line 2: it was cut off'],
    ['{"hubPrefixes": [\n"5.6.7', 'the JSON ends in the middle, on line 2: it was cut off'],
    ['{"hubPrefixes": [\n\n tru', 'the JSON ends in the middle, on line 3: it was cut off'],
    ['{"hubPrefixes": [\n  "5.6.7.0/24" "x"]}', 'not JSON: line 2, column 16'],
    [`{"hubPrefixes": [${'"5.6.7.0/24",\n'.repeat(50)}oops]}`, 'not JSON: line 51, column 1'],
    ['oops', 'not JSON: line 1, column 1'],
    ['\n <!doctype HTML><p>', 'got an HTML page instead of JSON'],
  ])('%j', (text, message) => {
    expect(parse(ZSCALER, text)).toEqual([message])
  })

  test('in another encoding', () => {
    expect(parse(ZSCALER, Buffer.from([0x7b, 0xff, 0x7d]))).toEqual([
      'not UTF-8, or too long for a JSON document',
    ])
  })

  test('may follow the first line where a signature does', () => {
    const text = '{"a":["5.6.7.8"]}\n\nc2lnbmF0dXJl\n'
    expect(entries(parse({ ...paths('a[]'), extent: 'first_line' }, text))).toEqual(['5.6.7.8/32'])
    expect(parse(paths('a[]'), text)).toEqual(['not JSON: line 3, column 1'])
  })
})
