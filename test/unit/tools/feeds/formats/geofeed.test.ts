import { describe, expect, test } from 'vitest'
import { entries, parse } from '../fixture.ts'

const GEOFEED = { kind: 'geofeed' } as const

describe('a geofeed', () => {
  test('gives each prefix its country and region', () => {
    const text = [
      '# RFC 8805',
      '# Last modified: 2026-04-05 06:07:08.5',
      '5.6.7.0/24,NL,NL-NH,Amsterdam,1098',
      '8.9.0.0/16,us,ca,"Mountain View, CA",',
      '8.10.0.0/16,DE,,,',
      '8.11.0.0/16,,,,',
      '2a01:7e00::/32,ZZ,,,',
      '2a01:7e01::/32,FR',
    ].join('\n')
    const parsed = parse(GEOFEED, text)
    expect(entries(parsed)).toEqual([
      '5.6.7.0/24 NL-NH',
      '8.9.0.0/16 US-CA',
      '8.10.0.0/16 DE',
      '8.11.0.0/16',
      '2a01:7e00::/32',
      '2a01:7e01::/32 FR',
    ])
    expect(parsed).toMatchObject({ published: new Date('2026-04-05T06:07:08Z') })
  })

  test('loses its places where nobody asks for them', () => {
    expect(entries(parse(GEOFEED, '5.6.7.0/24,NL,NL-NH,,', { places: 'drop' }))).toEqual(['5.6.7.0/24'])
  })

  test.each([
    ['5.6.7.0/24,UK,,,', 'line 1: "UK" is not an ISO 3166-1 country code'],
    ['5.6.7.0/24,Germany,,,', 'line 1: "GERMANY" is not an ISO 3166-1 country code'],
    ['5.6.7.0/24,DE,Hessen,,', 'line 1: "HESSEN" is not an ISO 3166-2 code of a region of DE'],
    ['5.6.7.0/24,DE,FR-IDF,,', 'line 1: "FR-IDF" is not an ISO 3166-2 code of a region of DE'],
    ['5.6.7.0/24', 'line 1: expected prefix,country,region,city,postal'],
    ['5.6.7.0/24,"DE', 'line 1: expected prefix,country,region,city,postal'],
    ['ip_prefix,country,region,city,', 'line 1: "COUNTRY" is not an ISO 3166-1 country code'],
    ['5.6.7.9/24,DE,,,', 'line 1: "5.6.7.9/24" has host bits: expected the first address of the prefix'],
    ['<html>', 'got an HTML page instead of a geofeed'],
  ])('refuses %s', (text, message) => {
    expect(parse(GEOFEED, text)).toEqual([message])
  })
})
