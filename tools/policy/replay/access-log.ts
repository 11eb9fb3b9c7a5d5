import { parseInstant, type UnixSeconds } from '../../../src/lib/time.ts'
import type { LookedUp } from '../../local-edge/lookup.ts'
import { bitOf, type EdgeValue, PART, PARTS, type Part } from './facts.ts'
import type { ReadLine } from './logpush.ts'

/** Where the client is, and by whose network, as far as the offline databases know. */
export type LookUp = (address: string) => LookedUp | undefined

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
/**
 * Apache's "common" and "combined", which nginx has by the name of "combined" too: what stands behind the status is not
 * read. No part of it can match in two ways, so that a line costs what it is long.
 */
const LINE =
  /^(\S+) \S+ ([^[]*)\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\] "((?:[^"\\]|\\.)*)" (\d{3}|-)(?: |$)/
const REQUEST = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+)(?: HTTP\/(\d(?:\.\d)?))?$/
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i

/** Reads one line. Whoever sends a request chooses its method and target; the server has written the rest. */
export function readAccessLine(line: string, lookUp: LookUp): ReadLine {
  const match = LINE.exec(line)
  if (match === null) return { kind: 'malformed', why: 'not a line of a common or combined access log' }
  const [, address = '', , day, month, year, time, hours, minutes, written = ''] = match
  const number = MONTHS.indexOf(month ?? '') / 3 + 1
  if (!Number.isInteger(number) || number < 1) return { kind: 'malformed', why: 'a month that is none' }
  const at = parseInstant(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`)
  if (at === undefined) return { kind: 'malformed', why: 'a time that is none' }
  const request = REQUEST.exec(withoutEscapes(written))
  if (request === null) return { kind: 'malformed', why: 'no request line' }
  const [, method = '', target = '', version] = request
  const absolute = ABSOLUTE.exec(target)
  return {
    kind: 'request',
    facts: {
      at: at as UnixSeconds,
      method,
      host: absolute?.[1]?.toLowerCase(),
      target: absolute === null ? target : absolute[2] || '/',
      address,
      ...edgeOf(lookUp(address) ?? {}, version),
    },
  }
}

/** Everything that the databases could have said is looked up; what they leave out, the edge leaves out too. */
const LOOKED_UP: readonly Part[] = [
  'address',
  'country',
  'region',
  'regionName',
  'city',
  'latitude',
  'longitude',
  'timeZone',
  'asn',
  'organization',
]

function edgeOf(found: LookedUp, version: string | undefined) {
  const edge = new Array<EdgeValue>(PARTS.length).fill(undefined)
  let recorded = 0
  for (const part of LOOKED_UP) recorded |= bitOf(part)
  edge[PART.country] = found.country
  edge[PART.region] = found.regionCode
  edge[PART.regionName] = found.region
  edge[PART.city] = found.city
  edge[PART.latitude] = found.latitude
  edge[PART.longitude] = found.longitude
  edge[PART.timeZone] = found.timezone
  edge[PART.asn] = found.asn
  edge[PART.organization] = found.asOrganization
  if (version !== undefined) {
    recorded |= bitOf('protocol')
    edge[PART.protocol] = `HTTP/${version.replace(/^([23])\.0$/, '$1')}`
  }
  return { edge, recorded }
}

/** `\"` and `\\` of both servers; `\xHH`, which either writes for a byte, stays as it is and makes the path unreadable. */
function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["\\])/g, '$1') : text
}
