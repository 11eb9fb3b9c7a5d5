import { iso31662 } from 'iso-3166'
import { describe, expect, it } from 'vitest'
import type { CountryCode } from '../../../src/net/country.ts'
import {
  comparePlace,
  formatPlace,
  NUMBERS_AND_WORDS,
  type Place,
  parsePlaceCode,
  regionCode,
} from '../../../src/net/region.ts'

const UA = 'UA' as CountryCode

function place(text: string): Place {
  const parsed = parsePlaceCode(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

describe('regionCode()', () => {
  it.each([
    ['43', 'UA-43'],
    ['UA-43', 'UA-43'],
    ['9', 'UA-9'],
    ['ENG', 'UA-ENG'],
    ['UA', 'UA-UA'],
  ])('takes the subdivision %s for %s', (subdivision, region) => {
    expect(regionCode(UA, subdivision)).toBe(region)
  })

  it.each([
    '',
    '1234',
    'eng',
    '4 3',
    '43\n',
    'é',
    '-43',
    'UA-',
    'UA-UA-43',
    'ua-43',
    'US-CA',
    'RU-43',
    43,
    null,
    undefined,
    ['43'],
  ])('refuses the subdivision %j', (subdivision) => {
    expect(regionCode(UA, subdivision)).toBeUndefined()
  })
})

describe('parsePlaceCode()', () => {
  it('reads a country', () => {
    expect(parsePlaceCode('CN')).toEqual({ country: 'CN' })
  })

  it('reads a region with its country', () => {
    expect(parsePlaceCode('UA-43')).toEqual({ country: 'UA', region: 'UA-43' })
  })

  it.each([
    '',
    'U',
    'ua',
    'UKR',
    'XX',
    'T1',
    'UA-',
    'UA43',
    'UA_43',
    'UA-4343',
    'UA-UA-43',
    'XX-43',
    'UA-43 ',
    '43',
  ])('refuses %j', (text) => {
    expect(parsePlaceCode(text)).toBeUndefined()
  })
})

describe('formatPlace()', () => {
  it.each(['CN', 'UA-43', 'XK'])('writes %s as it was read', (text) => {
    expect(formatPlace(place(text))).toBe(text)
  })
})

describe('NUMBERS_AND_WORDS', () => {
  it('are the countries whose list has codes of both kinds', () => {
    const kinds = new Map<string, Set<string>>()
    for (const { code } of iso31662) {
      const [country = '', part = ''] = code.split('-')
      const kind = /^\d+$/.test(part) ? 'number' : /^[A-Z]+$/.test(part) ? 'word' : 'other'
      kinds.set(country, (kinds.get(country) ?? new Set()).add(kind))
    }
    const both = [...kinds].filter(([, of]) => of.has('number') && of.has('word')).map(([country]) => country)
    expect([...NUMBERS_AND_WORDS].sort()).toEqual(both.sort())
  })
})

describe('comparePlace()', () => {
  it.each([
    ['UA', 'UA', 'inside'],
    ['UA', 'UA-43', 'inside'],
    ['UA-43', 'UA-43', 'inside'],
    ['UA-43', 'UA', 'ambiguous'],
    ['UA-43', 'UA-30', 'outside'],
    ['UA-09', 'UA-9', 'ambiguous'],
    ['UA-9', 'UA-09', 'ambiguous'],
    ['UA-9', 'UA-43', 'ambiguous'],
    ['FR-973', 'FR-73', 'ambiguous'],
    ['UA-43', 'UA-ZZ', 'ambiguous'],
    ['US-CA', 'US-06', 'ambiguous'],
    ['FR-973', 'FR-IDF', 'outside'],
    ['UA-9', 'UA-9', 'inside'],
    ['UA-9', 'UA-8', 'outside'],
    ['UA-9', 'RU-09', 'outside'],
    ['GB-ENG', 'GB-LN', 'outside'],
    ['FR-2A', 'FR-20', 'outside'],
    ['FR-20', 'FR-20R', 'outside'],
    ['FR-2A', 'FR-IDF', 'outside'],
    ['FR-IDF', 'FR-2A', 'outside'],
    ['UA-2A', 'UA-20', 'outside'],
    ['UA-20', 'UA-2A', 'outside'],
    ['FR-A', 'FR-973', 'outside'],
    ['UA-43', 'US', 'outside'],
    ['UA-43', 'US-CA', 'outside'],
    ['UA', 'US', 'outside'],
    ['UA', 'US-CA', 'outside'],
  ])('says, of the entry %s and the place %s: %s', (entry, where, expected) => {
    expect(comparePlace(place(entry), place(where))).toBe(expected)
  })
})
