import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSourcesFile } from '../../../../tools/feeds/custom.ts'
import { SHIPPED_SOURCES } from '../../../../tools/feeds/sources.ts'
import { temporaryDirectory } from './fixture.ts'

const DIRECTORY = temporaryDirectory()

function read(contents: unknown) {
  const path = join(DIRECTORY, 'feeds.json')
  writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents))
  const sources = readSourcesFile(path, SHIPPED_SOURCES)
  return sources.ok ? sources.value : sources.error
}

const GEOFEED = { id: 'my-mobile', format: 'geofeed', url: 'https://mobile.example/geo.csv', class: 'mobile' }
const MMDB = { id: 'paid', format: 'mmdb', file: 'data/paid.mmdb', class: 'proxy' }
const CSV = { id: 'csv', format: 'csv', file: 'a.csv', class: 'vpn', header: 'no', columns: { prefix: 1 } }

describe("the operator's sources file", () => {
  test('adds sources, and leaves shipped ones out', () => {
    const sources = read({
      disable: ['aws', 'starlink'],
      sources: [
        { ...GEOFEED, moves_place: true, tolerate: 0.01, authorization_env: 'GEO_KEY', max_age_days: 3 },
        {
          ...MMDB,
          fields: { class: 'traits.user_type', country: 'country.iso_code' },
          class_values: { hosting: 'hosting' },
          flags: { is_residential_proxy: 'proxy' },
        },
        {
          ...CSV,
          columns: { first: 1, last: 2, class: 3 },
          class_values: { VPN: 'vpn' },
        },
        { id: 'bot', format: 'gcp', url: 'https://bot.example/ips.json', class: 'crawler' },
        { id: 'js', format: 'json', paths: ['a[].b'], url: 'https://js.example/ips.json', class: 'hosting' },
      ],
    })
    expect(sources.slice(0, 1)).toMatchObject([{ id: 'gcp' }])
    expect(sources.slice(-5)).toMatchObject([
      {
        id: 'my-mobile',
        movesPlace: true,
        tolerate: 0.01,
        maxAgeDays: 3,
        credentials: { authorizationEnv: 'GEO_KEY' },
        mirrors: [{ file: 'my-mobile.csv' }],
      },
      {
        id: 'paid',
        file: join(DIRECTORY, 'data/paid.mmdb'),
        format: {
          kind: 'mmdb',
          class: { field: 'traits.user_type', values: { hosting: 'hosting' } },
          country: 'country.iso_code',
          flags: { is_residential_proxy: 'proxy' },
        },
      },
      {
        format: {
          kind: 'csv',
          first: 1,
          last: 2,
          class: { column: 3, values: { VPN: 'vpn' } },
          header: 'no',
        },
      },
      { format: { kind: 'json', paths: ['prefixes[].ipv4Prefix|ipv6Prefix'] } },
      { format: { kind: 'json', paths: ['a[].b'] } },
    ])
  })

  test('tells everything that is wrong at once, by key', () => {
    const bad = {
      id: 'Bad Id',
      format: 'geofeed',
      url: 'http://geo.example/?key=s3cret',
      class: 'mobil',
      confidnece: 1,
    }
    const messages = read({
      sources: [bad, { format: 'xml' }, { ...GEOFEED, class: undefined }],
      disabel: [],
    })
    expect(messages).toEqual([
      'sources[0].id: expected an id of 1 to 64 characters: a-z 0-9 : _ -',
      'sources[0].id: expected an id of a-z 0-9 -',
      'sources[0].url: expected an https URL (http only for this machine) without a user name and password',
      expect.stringMatching(/^sources\[0\]\.class: expected one of residential, mobile, .*, unknown$/),
      'sources[0].confidnece: no such key here, did you mean "confidence"?',
      expect.stringMatching(/^sources\[1\]\.format: expected one of lines, geofeed, json, csv, mmdb, aws, /),
      'sources[2].class: is missing',
      'disabel: no such key here, did you mean "disable"?',
    ])
    expect(JSON.stringify(messages)).not.toContain('s3cret')
  })

  test.each<[string, unknown, string]>([
    ['an unknown id', { disable: ['awz'] }, 'disable[0]: no shipped source has this id, did you mean "aws"?'],
    [
      'an id that is taken',
      { sources: [{ ...GEOFEED, id: 'aws' }] },
      'sources[0].id: "aws" is taken; to replace a shipped source, name it in "disable"',
    ],
    [
      'an id twice',
      { sources: [GEOFEED, GEOFEED] },
      'sources[1].id: "my-mobile" is taken; to replace a shipped source, name it in "disable"',
    ],
    [
      'no origin',
      { sources: [{ ...GEOFEED, url: undefined }] },
      'sources[0]: expected one of "url", "urls" and "file"',
    ],
    [
      'two origins',
      { sources: [{ ...GEOFEED, file: 'x' }] },
      'sources[0]: expected one of "url", "urls" and "file"',
    ],
    [
      'a key for a file',
      { sources: [{ ...MMDB, authorization_env: 'X' }] },
      'sources[0]: a file needs no credentials',
    ],
    [
      'a key itself',
      { sources: [{ ...GEOFEED, authorization_env: 'Bearer s3cret' }] },
      'sources[0].authorization_env: expected the name of an environment variable (A-Z 0-9 _)',
    ],
    [
      'a user in the URL',
      { sources: [{ ...GEOFEED, url: 'https://me:s3cret@a.example/' }] },
      'sources[0].url: expected an https URL (http only for this machine) without a user name and password',
    ],
    [
      'servers that move',
      { sources: [{ ...GEOFEED, class: 'hosting', moves_place: true }] },
      'sources[0].moves_place: only with a class of satellite, mobile, privacy_relay',
    ],
    [
      'somebody else’s allow-list',
      { sources: [{ ...GEOFEED, class: 'operator_allowed' }] },
      'sources[0].class: expected one of residential, mobile, satellite, business, education, hosting, vpn, proxy, tor, privacy_relay, corporate_gateway, edge_worker, crawler, unknown',
    ],
    [
      'no columns',
      { sources: [{ ...CSV, columns: {} }] },
      'sources[0].columns: expected either "prefix", or "first" and "last"',
    ],
    [
      'half a range',
      { sources: [{ ...CSV, columns: { first: 1 } }] },
      'sources[0].columns: expected either "prefix", or "first" and "last"',
    ],
    [
      'names without a header',
      { sources: [{ ...CSV, columns: { prefix: 'ip' } }] },
      'sources[0].columns: without a header columns have numbers, from 1',
    ],
    [
      'classes without values',
      { sources: [{ ...CSV, columns: { prefix: 1, class: 2 } }] },
      'sources[0]: expected both "columns.class" and "class_values", or neither',
    ],
    [
      'a field without values',
      { sources: [{ ...MMDB, fields: { class: 'a' } }] },
      'sources[0]: expected both "fields.class" and "class_values", or neither',
    ],
    [
      'min above max',
      { sources: [{ ...GEOFEED, expect: { min: 5, max: 1 } }] },
      'sources[0].expect: min is above max',
    ],
    [
      'a path that is none',
      { sources: [{ ...GEOFEED, format: 'json', paths: ['a[0].b'] }] },
      'sources[0].paths[0]: expected a path such as "regions[].cidrs[].cidr"',
    ],
    ['a list', [], 'the file: expected an object with "sources" and "disable"'],
    ['no JSON', '{\n"sources": [,]}', 'not JSON: line 2, column 13'],
  ])('is refused for %s', (_, contents, message) => {
    expect(read(contents)).toEqual([message])
  })
})
