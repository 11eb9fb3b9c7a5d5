import { describe, expect, it } from 'vitest'
import { CONTINENTS, countriesOf } from '../../../src/net/continent.ts'
import { EU_MEMBERS } from '../../../src/net/country.ts'
import { expandPlaces, isPlaceEntry, namedGroup, partlyListed } from '../../../src/policy/place-lists.ts'

const GROUPS = new Map([
  ['partners', ['CH', 'NO']],
  ['nobody', []],
])

describe('isPlaceEntry()', () => {
  it.each([
    'CN',
    'UA-43',
    'group:eu',
    'group:nobody-wrote-this',
    ...CONTINENTS.map((code) => `continent:${code}`),
  ])('%s can stand in a list', (entry) => {
    expect(isPlaceEntry(entry)).toBe(true)
  })

  it.each([
    '',
    'cn',
    'UK',
    'eu',
    'continent:XX',
    'continent:eu',
    'continent:',
    'group:',
    'group:EU',
    'group:a b',
  ])('%j cannot', (entry) => {
    expect(isPlaceEntry(entry)).toBe(false)
  })
})

describe('namedGroup()', () => {
  it.each([
    ['group:partners', 'partners'],
    ['group:eu', undefined],
    ['continent:AF', undefined],
    ['CN', undefined],
  ])('of %s is %s', (entry, id) => {
    expect(namedGroup(entry)).toBe(id)
  })
})

describe('expandPlaces()', () => {
  it.each<readonly [readonly string[], readonly string[]]>([
    [[], []],
    [
      ['CN', 'UA-43'],
      ['CN', 'UA-43'],
    ],
    [
      ['group:partners', 'DE'],
      ['CH', 'NO', 'DE'],
    ],
    [
      ['CH', 'group:partners', 'NO'],
      ['CH', 'NO'],
    ],
    [['group:nobody'], []],
    [['group:unheard-of', 'CN'], ['CN']],
    [['group:eu'], [...EU_MEMBERS]],
    [['continent:AN'], [...countriesOf('AN')]],
  ])('of %j is %j', (entries, codes) => {
    expect(expandPlaces(entries, GROUPS)).toEqual(codes)
  })

  it('has every country of a continent, and each of two continents', () => {
    expect(expandPlaces(['continent:EU', 'continent:AF'], GROUPS)).toHaveLength(
      countriesOf('EU').length + countriesOf('AF').length,
    )
  })
})

describe('partlyListed()', () => {
  it.each<readonly [readonly string[], readonly string[]]>([
    [['CN'], []],
    [['UA-43', 'UA-40', 'CN'], ['UA']],
    [
      ['UA-43', 'RU-ROS'],
      ['UA', 'RU'],
    ],
    [['UA-43', 'UA'], []],
  ])('of %j is %j', (codes, countries) => {
    expect(partlyListed(codes)).toEqual(countries)
  })
})
