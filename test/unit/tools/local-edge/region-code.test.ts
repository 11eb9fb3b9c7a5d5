import { iso31662 } from 'iso-3166'
import { describe, expect, test } from 'vitest'
import { REGION_ALIASES } from '../../../../tools/local-edge/region-aliases.ts'
import { regionCodeOf } from '../../../../tools/local-edge/region-code.ts'

function codeOf(country: string, name: string): string | undefined {
  const code = regionCodeOf(country, name)
  return code && `${code.country}-${code.region}`
}

/** In force since January 2024; the package's list is older. */
const NEWER_THAN_THE_PACKAGE = ['NO-31', 'NO-32', 'NO-33', 'NO-39', 'NO-40', 'NO-55', 'NO-56']

describe('regionCodeOf()', () => {
  test.each([
    ['UA', 'Kyiv City', 'UA-30'],
    ['UA', 'Kyiv', 'UA-32'],
    ['UA', 'Crimea', 'UA-43'],
    ['UA', 'Sebastopol City', 'UA-40'],
    ['UA', 'Donetsk', 'UA-14'],
    ['UA', 'Luhansk', 'UA-09'],
    ['UA', 'Kharkivs’ka Oblast’', 'UA-63'],
    ['RU', 'Crimea', 'UA-43'],
    ['RU', 'Moscow', 'RU-MOW'],
    ['RU', 'Moscow Oblast', 'RU-MOS'],
    ['RU', 'Altai', 'RU-AL'],
    ['RU', 'Altay Kray', 'RU-ALT'],
    ['BY', 'Minsk City', 'BY-HM'],
    ['BY', 'Minsk', 'BY-MI'],
    ['GB', 'England', 'GB-ENG'],
    ['GB', 'Northern Ireland', 'GB-NIR'],
    ['FR', 'Ile-de-France', 'FR-IDF'],
    ['FR', 'Rhone-Alpes', 'FR-ARA'],
    ['IT', 'Lombardy', 'IT-25'],
    ['ES', 'Madrid', 'ES-MD'],
    ['DE', 'State of Berlin', 'DE-BE'],
    ['CN', 'Inner Mongolia', 'CN-NM'],
    ['CN', 'Shanxi', 'CN-SX'],
    ['CN', 'Shaanxi', 'CN-SN'],
    ['JP', 'Chiba', 'JP-12'],
    ['BR', 'Sao Paulo', 'BR-SP'],
    ['AR', 'Buenos Aires', 'AR-B'],
    ['AR', 'Buenos Aires F.D.', 'AR-C'],
    ['KZ', 'Almaty', 'KZ-75'],
    ['US', 'Washington', 'US-WA'],
    ['US', 'District of Columbia', 'US-DC'],
  ])('takes %s %s for %s', (country, name, code) => {
    expect(codeOf(country, name)).toBe(code)
  })

  test.each([
    ['US', ''],
    ['US', 'Atlantis'],
    ['US', 'State'],
    ['TW', 'Taiwan'],
    ['ZZ', 'California'],
    // Departments and provinces are second level.
    ['FR', 'Paris'],
    ['ES', 'Sevilla'],
  ])('does not guess for %s %j', (country, name) => {
    expect(codeOf(country, name)).toBeUndefined()
  })
})

test('every alias leads to a first-level code of ISO 3166-2', () => {
  const known = new Set([
    ...iso31662.filter(({ parent }) => parent.length === 2).map(({ code }) => code),
    ...NEWER_THAN_THE_PACKAGE,
  ])
  const used = Object.entries(REGION_ALIASES).flatMap(([country, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ')[0] ?? '')
      .map((code) => (code.includes('-') ? code : `${country}-${code}`)),
  )
  expect(used.filter((code) => !known.has(code))).toEqual([])
})
