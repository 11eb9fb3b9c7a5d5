import { iso31661 } from 'iso-3166'
import { describe, expect, it } from 'vitest'
import { CONTINENTS, continentOf } from '../../../src/net/continent.ts'
import type { CountryCode } from '../../../src/net/country.ts'
import { EU_MEMBERS } from '../../../src/net/country.ts'

describe('continentOf()', () => {
  it('has one for every country, and Kosovo', () => {
    const countries = [...iso31661.map(({ alpha2 }) => alpha2), 'XK']
    expect(countries.filter((country) => !CONTINENTS.includes(continentOf(country as CountryCode)))).toEqual(
      [],
    )
  })

  it.each([
    ['US', 'NA'],
    ['CU', 'NA'],
    ['BR', 'SA'],
    ['GB', 'EU'],
    ['UA', 'EU'],
    ['RU', 'EU'],
    ['TR', 'AS'],
    ['KP', 'AS'],
    ['EG', 'AF'],
    ['NA', 'AF'],
    ['AS', 'OC'],
    ['AQ', 'AN'],
  ])('counts %s to %s', (country, continent) => {
    expect(continentOf(country as CountryCode)).toBe(continent)
  })

  it('counts every member state of the European Union to Europe', () => {
    expect([...EU_MEMBERS].filter((country) => continentOf(country) !== 'EU')).toEqual([])
  })
})
