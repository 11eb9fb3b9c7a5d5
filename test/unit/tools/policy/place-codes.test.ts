import { describe, expect, test } from 'vitest'
import { likelyCode, subdivisionFault } from '../../../../tools/policy/iso-3166.ts'
import { placeCodeIssues, withLikelyCode } from '../../../../tools/policy/place-codes.ts'

describe('subdivisions that ISO 3166-2 does not have', () => {
  const none = new Set<string>()
  test.each(['UA-43', 'UA-40', 'US-CA', 'GB-SCT', 'FR-IDF', 'CN-BJ'])('has %s', (code) => {
    expect(subdivisionFault(code, none)).toBeUndefined()
  })

  test.each([
    ['UA-9', none, /Ukraine has no UA-9; did you mean UA-09 \(Luhanska oblast\)/],
    ['UA-99', none, /did you mean UA-09/],
    ['US-XX', none, /did you mean US-TX \(Texas\)/],
    ['QA-99', none, /Qatar has no QA-99 \(it has QA-DA, /],
    ['RU-43', new Set(['RU', 'UA']), /no RU-43, a region of another country; did you mean UA-43/],
    ['RU-43', none, /no RU-43 \(it has /],
    ['XK-01', none, /the country's own code "XK"/],
  ])('%s is none', (code, company, expected) => {
    expect(subdivisionFault(code, company)).toMatch(expected)
  })
})

test.each([
  ['UK', 'GB'],
  ['cn', 'CN'],
  ['IRN', 'IR'],
  ['ua_43', 'UA-43'],
  ['UA43', 'UA-43'],
  ['Sevastopol', 'UA-40'],
  ['Iran', 'IR'],
  ['California', 'US-CA'],
  ['ZZ', undefined],
  ['nowhere at all', undefined],
])('%s is most likely %s', (text, code) => {
  expect(likelyCode(text)).toBe(code)
})

test('an issue about a code is told with the code that was meant', () => {
  const issue = { key: 'ALLOWED_REGIONS[0]', expected: 'an ISO 3166-1 country code ("CN")', received: '"UK"' }
  expect(withLikelyCode(issue).expected).toMatch(/; did you mean GB \(United Kingdom/)
  expect(withLikelyCode({ ...issue, received: '"SU"' }).expected).toMatch(/ISO only reserves it for USSR/)
  expect(withLikelyCode({ key: 'MODE', expected: 'one of "a"', received: '"UK"' }).expected).toBe(
    'one of "a"',
  )
})

test('codes are found wherever a policy may have them', () => {
  const wrong = { signal: 'place', in: ['CU', 'UA-99'] }
  const document = {
    RESTRICTED_REGIONS: ['UA-98', { regions: ['UA-97'], also_in: ['RU-99'] }],
    ALLOWED_REGIONS: ['DE-BE', 'DE-99', 5, null],
    PLACE_GROUPS: [{ regions: ['FR-9', 'group:eu', 'continent:AF'] }],
    NETWORK_OVERRIDES: [{ place: 'US-ZZ' }],
    POLICY: {
      rules: [{ when: { any: [{ not: [wrong] }, { signal: 'network.class', is: 'UA-99' }] } }],
      exemptions: [{ when: { signal: 'place.edge', is: 'UA-99' } }],
    },
    EXAMPLES: [{ given: { place: 'UA-99', 'place.city': 'UA-99' } }],
  }
  expect([...placeCodeIssues(document)].map(({ key }) => key)).toEqual([
    'RESTRICTED_REGIONS[0]',
    'RESTRICTED_REGIONS[1].regions[0]',
    'RESTRICTED_REGIONS[1].also_in[0]',
    'ALLOWED_REGIONS[1]',
    'PLACE_GROUPS[0].regions[0]',
    'NETWORK_OVERRIDES[0].place',
    'POLICY.rules[0].when.any[0].not[0].in[1]',
    'POLICY.exemptions[0].when.is',
    'EXAMPLES[0].given.place',
  ])
})

test.each([
  {},
  { RESTRICTED_REGIONS: 5 },
  { POLICY: { rules: { when: 1 } } },
  { EXAMPLES: [null, { given: [] }] },
])('a document of any shape is looked through: %j', (document) => {
  expect([...placeCodeIssues(document)]).toEqual([])
})
