import { continentOf } from '../net/continent.ts'
import { parseIpAddress } from '../net/ip-address.ts'
import { formatPlace, type Place } from '../net/region.ts'
import type { EdgeFacts, NetworkAnswer, RequestSnapshot } from '../observations/types.ts'
import { edgeFacts } from '../request/edge-facts.ts'
import { readSignal } from './example-signals.ts'

/** Signals by name, as `example-signals` reads them. */
export type Given = Readonly<Record<string, string | number | boolean>>

/** `request.cf` of a home connection, but for its place. */
const HOME = {
  asn: 7922,
  asOrganization: 'Comcast Cable Communications, LLC',
  colo: 'SJC',
  httpProtocol: 'HTTP/2',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'AEAD-AES128-GCM-SHA256',
}
/** Names and coordinates belong to the place: with another one given, they are not known. */
const HOME_PLACE = {
  country: 'US',
  regionCode: 'CA',
  region: 'California',
  city: 'Fairfield',
  continent: 'NA',
  latitude: '38.24920',
  longitude: '-122.04100',
  timezone: 'America/Los_Angeles',
}
const HOME_ADDRESS = '73.162.10.1'
export const HOME_NETWORK: NetworkAnswer = {
  class: 'residential',
  mixed: false,
  confidence: 'high',
  reason: 'a home connection',
}

/** What the edge would have said, so that what detectors derive from it agrees with what is given. */
export function edgeOf(given: Given): EdgeFacts {
  return edgeFacts({ ...HOME, ...placeFacts(given) })
}

function placeFacts(given: Given): Record<string, string> {
  const place = given.place === undefined ? undefined : readSignal('place', given.place)
  if (place?.state === 'observed') return placeAs(place.value as Place)
  if (place !== undefined) return COUNTRY_BY_STATE[String(given['place.state'])] ?? {}
  if (given['place.state'] === 'country_only') return { country: HOME_PLACE.country }
  return COUNTRY_BY_STATE[String(given['place.state'])] ?? HOME_PLACE
}

/** How the edge says that it knows no place (`signals/place-state`). */
const COUNTRY_BY_STATE: Readonly<Record<string, Record<string, string>>> = {
  tor: { country: 'T1' },
  no_data: { country: 'XX' },
  malformed: { country: '?' },
  missing: {},
}

function placeAs(place: Place): Record<string, string> {
  const { country } = place
  if (formatPlace(place) === `${HOME_PLACE.country}-${HOME_PLACE.regionCode}`) return HOME_PLACE
  const continent = continentOf(country)
  return place.region === undefined
    ? { country, continent }
    : { country, continent, regionCode: place.region.slice(country.length + 1) }
}

export function addressOf(given: Given[string] | undefined): RequestSnapshot['address'] {
  const value = parseIpAddress(typeof given === 'string' ? given : HOME_ADDRESS)
  return value === undefined ? { given: false, why: 'missing' } : { given: true, value }
}
