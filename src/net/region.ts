import type { Brand } from '../lib/brand.ts'
import { type CountryCode, countryCode } from './country.ts'

/** A full ISO 3166-2 code such as `UA-43`: country, hyphen, 1 to 3 of A-Z and 0-9. Only the form is checked. */
export type RegionCode = Brand<string, 'RegionCode'>

/** Where something is, as far as known. The region, when there is one, lies in the country. */
export type Place = { readonly country: CountryCode; readonly region?: RegionCode }

/** The text of a place in configuration, tokens, headers and records. */
export type PlaceCode = CountryCode | RegionCode

const SUBDIVISION = /^[A-Z0-9]{1,3}$/

/**
 * The full code of a country's subdivision, given as the edge gives it (`43`) or already in full (`UA-43`).
 * A full code of another country, lower case and everything else is `undefined`.
 */
export function regionCode(country: CountryCode, subdivision: unknown): RegionCode | undefined {
  if (typeof subdivision !== 'string') return undefined
  const prefix = `${country}-`
  const part = subdivision.startsWith(prefix) ? subdivision.slice(prefix.length) : subdivision
  return SUBDIVISION.test(part) ? ((prefix + part) as RegionCode) : undefined
}

/** The place that `CN` or `UA-43` names, exactly as written there. */
export function parsePlaceCode(text: string): Place | undefined {
  const country = countryCode(text.slice(0, 2))
  if (country === undefined) return undefined
  if (text.length === 2) return { country }
  if (text[2] !== '-') return undefined
  const region = regionCode(country, text.slice(3))
  return region === undefined || region !== text ? undefined : { country, region }
}

/** The most exact code of a place. `parsePlaceCode` reads it back. */
export function formatPlace(place: Place): PlaceCode {
  return place.region ?? place.country
}

/**
 * Whether a place lies in the place that a list entry names (DESIGN §5, places compare by containment).
 *
 * `ambiguous` when the entry is a region and of the place only that region's country is known: it may be either.
 */
export function comparePlace(entry: Place, place: Place): 'inside' | 'outside' | 'ambiguous' {
  if (entry.country !== place.country) return 'outside'
  if (entry.region === undefined) return 'inside'
  if (place.region === undefined) return 'ambiguous'
  if (entry.region === place.region) return 'inside'
  return sameList(place.country, schemeOf(entry.region), schemeOf(place.region)) ? 'outside' : 'ambiguous'
}

/** What a code is made of after the hyphen; of a number, how many digits. */
export type RegionScheme = 'word' | 'mixed' | number

export function schemeOf(region: RegionCode): RegionScheme {
  const length = region.length - 3
  let digits = 0
  for (let at = 3; at < region.length; at++) if (region.charCodeAt(at) <= NINE) digits++
  if (digits === 0) return 'word'
  return digits === length ? length : 'mixed'
}

const NINE = 0x39

/**
 * Whether two codes of a country can be of the same list. Numbers go with numbers, of one length: `UA-9` is no region of
 * ISO 3166-2, and may well be meant for `UA-09`; `UA-ZZ` is none either, and says as little as no code at all.
 */
export function sameList(country: CountryCode, a: RegionScheme, b: RegionScheme): boolean {
  if (a === b || a === 'mixed' || b === 'mixed') return true
  return typeof a !== typeof b && NUMBERS_AND_WORDS.has(country)
}

/** Countries of which ISO 3166-2 has codes of both kinds, at whatever level. A test holds the list to the standard's. */
export const NUMBERS_AND_WORDS: ReadonlySet<string> = new Set(
  'BD BF BT CG FJ FR GR IS IT KN LT LV MA ML MV PA PH PY RS ST TH UG VN'.split(' '),
)
