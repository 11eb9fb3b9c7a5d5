import { encodeBase64url } from '../lib/bytes.ts'
import { asn } from '../net/asn.ts'
import { CONTINENTS, type Continent } from '../net/continent.ts'
import { type CountryCode, countryCode } from '../net/country.ts'
import { regionCode } from '../net/region.ts'
import type { CertificateStatus, Coordinates, EdgeFacts, Fact } from '../observations/types.ts'

const MAX_TEXT_LENGTH = 256
const MAX_RTT_MILLIS = 600_000

/**
 * The facts of `request.cf`. Promises an answer for anything: every property may be missing or of the wrong type, and
 * `cf` itself may be no object. A value that is there and is not what it should be is `malformed`, never guessed at.
 *
 * The client influences organisation (its registry entry), TLS values and RTT; it cannot set any of them at will.
 * Source: the platform's documentation of `IncomingRequestCfProperties`, and what the edge really sends.
 */
export function edgeFacts(cf: unknown): EdgeFacts {
  const at = propertiesOf(cf)
  const bot = propertiesOf(at('botManagement'))
  const country = countryFact(at('country'))
  return Object.freeze({
    country,
    region: country.given ? fact(at('regionCode'), (value) => regionCode(country.value, value)) : country,
    regionName: fact(at('region'), text),
    city: fact(at('city'), text),
    continent: fact(at('continent'), continent),
    euMember: fact(at('isEUCountry'), euMember),
    coordinates: coordinatesFact(at('latitude'), at('longitude')),
    timeZone: fact(at('timezone'), timeZone),
    colo: fact(at('colo'), text),
    asn: fact(at('asn'), asn),
    organization: fact(at('asOrganization'), text),
    httpProtocol: fact(at('httpProtocol'), text),
    tlsVersion: fact(at('tlsVersion'), text),
    tlsCipher: fact(at('tlsCipher'), text),
    tlsCiphersSha1: fact(at('tlsClientCiphersSha1'), text),
    tlsExtensionsSha1: fact(at('tlsClientExtensionsSha1'), text),
    ja3: fact(bot('ja3Hash'), text),
    ja4: fact(bot('ja4'), text),
    botScore: botScoreFact(cf),
    verifiedBot: fact(bot('verifiedBot'), boolean),
    clientRttMillis: clientRttFact(cf),
    clientCertificate: fact(at('tlsClientAuth'), certificate),
    clientCertificateThumbprint: certificateThumbprint(at('tlsClientAuth')),
  })
}

/** Measured anew with each request. */
export function botScoreFact(cf: unknown): Fact<number> {
  return fact(propertiesOf(propertiesOf(cf)('botManagement'))('score'), botScore)
}

/** The same. HTTP/3 has no TCP to measure, and the other way round. */
export function clientRttFact(cf: unknown): Fact<number> {
  const at = propertiesOf(cf)
  const smoothed = fact(at('clientTcpRtt'), rtt)
  return smoothed.given ? smoothed : fact(at('clientQuicRtt'), rtt)
}

function propertiesOf(value: unknown): (name: string) => unknown {
  if (typeof value !== 'object' || value === null) return () => undefined
  const record = value as Record<string, unknown>
  return (name) => (Object.hasOwn(record, name) ? record[name] : undefined)
}

const MISSING = Object.freeze({ given: false, why: 'missing' } as const)
const MALFORMED = Object.freeze({ given: false, why: 'malformed' } as const)

/** `null`, `undefined` and the empty text are the edge's ways of saying nothing. */
function fact<T>(raw: unknown, parse: (raw: unknown) => T | undefined): Fact<T> {
  if (raw === undefined || raw === null || raw === '') return MISSING
  const value = parse(raw)
  return value === undefined ? MALFORMED : { given: true, value }
}

function countryFact(raw: unknown): Fact<CountryCode> {
  if (raw === 'T1') return { given: false, why: 'tor' }
  if (raw === 'XX') return { given: false, why: 'no_data' }
  return fact(raw, countryCode)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** Text that ends up in records: bounded, and without anything that could start a new line there. */
function text(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > MAX_TEXT_LENGTH) return undefined
  return CONTROL.test(raw) ? undefined : raw
}

function boolean(raw: unknown): boolean | undefined {
  return typeof raw === 'boolean' ? raw : undefined
}

function euMember(raw: unknown): boolean | undefined {
  if (raw === '1' || raw === true) return true
  return raw === false || raw === '0' ? false : undefined
}

function continent(raw: unknown): Continent | undefined {
  return CONTINENTS.find((code) => code === raw)
}

const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/

function timeZone(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.length <= 64 && TIME_ZONE.test(raw) ? raw : undefined
}

function botScore(raw: unknown): number | undefined {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= 99 ? raw : undefined
}

/** The edge writes 0 where it did not measure. */
function rtt(raw: unknown): number | undefined {
  return typeof raw === 'number' && raw > 0 && raw <= MAX_RTT_MILLIS ? raw : undefined
}

function coordinatesFact(latitude: unknown, longitude: unknown): Fact<Coordinates> {
  return fact(latitude ?? longitude, () => {
    const north = degrees(latitude, 90)
    const east = degrees(longitude, 180)
    return north === undefined || east === undefined ? undefined : { latitude: north, longitude: east }
  })
}

const DECIMAL = /^-?\d{1,3}(?:\.\d{1,12})?$/

/** The edge sends coordinates as decimal text; a number is taken too, since nothing promises the text. */
function degrees(raw: unknown, limit: number): number | undefined {
  if (typeof raw !== 'number' && !(typeof raw === 'string' && DECIMAL.test(raw))) return undefined
  const value = Number(raw)
  return Math.abs(value) <= limit ? value : undefined
}

function certificate(raw: unknown): CertificateStatus | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const at = propertiesOf(raw)
  if (at('certPresented') !== '1') return 'none'
  // The edge goes on calling a revoked certificate's chain a success.
  const isRevoked = !['0', '', undefined].includes(at('certRevoked') as string | undefined)
  return at('certVerified') === 'SUCCESS' && !isRevoked ? 'verified' : 'failed'
}

/** Of a certificate that the edge has verified; the fingerprint of any other proves nothing. */
function certificateThumbprint(raw: unknown): Fact<string> {
  if (certificate(raw) !== 'verified') return MISSING
  return fact(propertiesOf(raw)('certFingerprintSHA256'), thumbprint)
}

/** Hexadecimal, with or without colons, as base64url. */
function thumbprint(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined
  const digits = raw.replaceAll(':', '')
  if (!/^[0-9A-Fa-f]{64}$/.test(digits)) return undefined
  return encodeBase64url(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}
