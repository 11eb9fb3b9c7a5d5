import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EdgeFacts } from '../../../src/observations/types.ts'
import { edgeFacts } from '../../../src/request/edge-facts.ts'
import { HOME_CF } from '../../support/gate.ts'

const CF: Readonly<Record<string, unknown>> = {
  ...HOME_CF,
  isEUCountry: '0',
  clientQuicRtt: 30,
  tlsClientCiphersSha1: 'ciphers',
  tlsClientExtensionsSha1: 'extensions',
  botManagement: { score: 90, verifiedBot: false, ja3Hash: 'ja3', ja4: 'ja4' },
  tlsClientAuth: { certPresented: '0', certVerified: 'NONE' },
}
const facts = (changes: Readonly<Record<string, unknown>> = {}) => edgeFacts({ ...CF, ...changes })
const given = <T>(value: T) => ({ given: true, value })
const not = (why: string) => ({ given: false, why })

const FINGERPRINT = '112233445566778899aabbccddeeff00'.repeat(2)
const COLONS = FINGERPRINT.toUpperCase().match(/../g)?.join(':')
const withCertificate = (changes: Readonly<Record<string, unknown>>) => ({
  tlsClientAuth: {
    certPresented: '1',
    certVerified: 'SUCCESS',
    certFingerprintSHA256: FINGERPRINT,
    ...changes,
  },
})

/** Each fact, the property it comes from, and what it is on the base connection. */
const PROPERTIES: readonly (readonly [keyof EdgeFacts, string, unknown])[] = [
  ['country', 'country', 'US'],
  ['region', 'regionCode', 'US-CA'],
  ['city', 'city', 'Fairfield'],
  ['continent', 'continent', 'NA'],
  ['euMember', 'isEUCountry', false],
  ['coordinates', 'latitude', { latitude: 38.2492, longitude: -122.041 }],
  ['timeZone', 'timezone', 'America/Los_Angeles'],
  ['colo', 'colo', 'SJC'],
  ['asn', 'asn', 7922],
  ['organization', 'asOrganization', 'Comcast Cable Communications, LLC'],
  ['httpProtocol', 'httpProtocol', 'HTTP/2'],
  ['tlsVersion', 'tlsVersion', 'TLSv1.3'],
  ['tlsCipher', 'tlsCipher', 'AEAD-AES128-GCM-SHA256'],
  ['tlsCiphersSha1', 'tlsClientCiphersSha1', 'ciphers'],
  ['tlsExtensionsSha1', 'tlsClientExtensionsSha1', 'extensions'],
  ['clientRttMillis', 'clientTcpRtt', 24],
  ['clientCertificate', 'tlsClientAuth', 'none'],
]
const FACT_NAMES = Object.keys(edgeFacts({})) as (keyof EdgeFacts)[]

describe('edgeFacts()', () => {
  it.each(PROPERTIES)('%s is read from %s', (fact, _, value) => {
    expect(facts()[fact]).toEqual(given(value))
  })

  const alone = PROPERTIES.filter(([fact]) => fact !== 'coordinates' && fact !== 'clientRttMillis')
  it.each(
    alone.flatMap(([fact, property]) => [undefined, null, ''].map((none) => [fact, none, property] as const)),
  )('%s is missing where it is %j', (fact, none, property) => {
    expect(facts({ [property]: none })[fact]).toEqual(not('missing'))
  })

  const WRONG: readonly unknown[] = [
    [],
    [1],
    { a: 1 },
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1.5,
    true,
    'a\nb',
    'x'.repeat(300),
  ]
  const right = (fact: string, value: unknown) =>
    (fact === 'euMember' && value === true) || (fact === 'clientCertificate' && typeof value === 'object')
  it.each(
    alone.flatMap(([fact, property]) =>
      WRONG.filter((value) => !right(fact, value)).map(
        (value) => [fact, String(value).slice(0, 9), property, value] as const,
      ),
    ),
  )('%s is malformed where it is %j', (fact, _, property, value) => {
    expect(facts({ [property]: value })[fact]).toEqual(not('malformed'))
  })

  it.each([undefined, null, 0, '', 'US', true, [], () => 'US'].map((cf) => [String(cf), cf]))(
    'cf = %s gives nothing at all',
    (_, cf) => {
      for (const name of FACT_NAMES) expect(edgeFacts(cf)[name]).toEqual(not('missing'))
    },
  )

  it('reads no property that cf only inherits', () => {
    expect(edgeFacts(Object.create(CF)).country).toEqual(not('missing'))
  })

  it('never throws and always answers, whatever cf is', () => {
    const names = [
      ...PROPERTIES.map(([, property]) => property),
      'longitude',
      'botManagement',
      'clientQuicRtt',
    ]
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.double(), fc.anything())),
    )
    fc.assert(
      fc.property(anything, (cf) => {
        const facts = edgeFacts(cf)
        for (const name of FACT_NAMES) {
          const fact = facts[name]
          if (fact.given) expect(fact.value).not.toBeUndefined()
          else expect(['missing', 'malformed', 'tor', 'no_data']).toContain(fact.why)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('the country', () => {
  it.each([
    ['US', given('US')],
    ['XK', given('XK')],
    ['us', not('malformed')],
    ['USA', not('malformed')],
    ['U', not('malformed')],
    ['UK', not('malformed')],
    ['EU', not('malformed')],
    ['US ', not('malformed')],
    ['T1', not('tor')],
    ['t1', not('malformed')],
    ['XX', not('no_data')],
    ['A1', not('malformed')],
  ])('%j', (country, expected) => {
    expect(facts({ country }).country).toEqual(expected)
    // Without a country there is no region, for the same cause.
    if (!expected.given) expect(facts({ country }).region).toEqual(expected)
  })
})

describe('the region', () => {
  it.each([
    ['43', 'UA', given('UA-43')],
    ['UA-43', 'UA', given('UA-43')],
    ['CA', 'US', given('US-CA')],
    ['US-CA', 'UA', not('malformed')],
    ['ca', 'US', not('malformed')],
    ['CALI', 'US', not('malformed')],
    [43, 'UA', not('malformed')],
  ])('%j in %s', (regionCode, country, expected) => {
    expect(facts({ regionCode, country }).region).toEqual(expected)
  })
})

describe('the coordinates', () => {
  it.each([
    ['text', '38.2', '-122', given({ latitude: 38.2, longitude: -122 })],
    ['numbers', 38.2, -122, given({ latitude: 38.2, longitude: -122 })],
    ['zero', '0', '0', given({ latitude: 0, longitude: 0 })],
    ['the poles', '90', '-180', given({ latitude: 90, longitude: -180 })],
    ['a latitude out of range', '90.1', '0', not('malformed')],
    ['a longitude out of range', '0', '-180.1', not('malformed')],
    ['NaN', Number.NaN, 0, not('malformed')],
    ['infinity', 0, Number.POSITIVE_INFINITY, not('malformed')],
    ['text that is no number', 'north', '0', not('malformed')],
    ['an exponent', '1e1', '0', not('malformed')],
    ['hexadecimal', '0x10', '0', not('malformed')],
    ['white space', ' 1', '0', not('malformed')],
    ['a comma', '38,2', '0', not('malformed')],
    ['true', true, '0', not('malformed')],
    ['one of them only', '38.2', undefined, not('malformed')],
    ['the other only', undefined, '1', not('malformed')],
    ['none', undefined, undefined, not('missing')],
  ])('%s', (_, latitude, longitude, expected) => {
    expect(facts({ latitude, longitude }).coordinates).toEqual(expected)
  })
})

describe('the ASN', () => {
  it.each([
    [1, given(1)],
    [4_294_967_294, given(4_294_967_294)],
    ['7922', not('malformed')],
    ['AS7922', not('malformed')],
    [0, not('malformed')],
    [-7922, not('malformed')],
    [4_294_967_295, not('malformed')],
    [2 ** 32, not('malformed')],
    [7922.5, not('malformed')],
    [Number.NaN, not('malformed')],
  ])('%j', (asn, expected) => {
    expect(facts({ asn }).asn).toEqual(expected)
  })
})

describe('the rest', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, keyof EdgeFacts, unknown]>([
    ['QUIC measures where TCP does not', { clientTcpRtt: 0 }, 'clientRttMillis', given(30)],
    ['QUIC where TCP is missing', { clientTcpRtt: undefined }, 'clientRttMillis', given(30)],
    ['QUIC where TCP is malformed', { clientTcpRtt: '24' }, 'clientRttMillis', given(30)],
    ['neither measured', { clientTcpRtt: 0, clientQuicRtt: undefined }, 'clientRttMillis', not('missing')],
    [
      'an impossible round trip',
      { clientTcpRtt: 1e9, clientQuicRtt: -1 },
      'clientRttMillis',
      not('malformed'),
    ],
    ['EU as the edge writes it', { isEUCountry: '1' }, 'euMember', given(true)],
    ['EU as anything else', { isEUCountry: 'yes' }, 'euMember', not('malformed')],
    ['a continent nobody knows', { continent: 'XX' }, 'continent', not('malformed')],
    ['a continent in lower case', { continent: 'eu' }, 'continent', not('malformed')],
    [
      'a time zone with three parts',
      { timezone: 'America/Argentina/Salta' },
      'timeZone',
      given('America/Argentina/Salta'),
    ],
    ['a time zone like Etc/GMT+1', { timezone: 'Etc/GMT+1' }, 'timeZone', given('Etc/GMT+1')],
    ['a time zone that is a path', { timezone: '../../etc/passwd' }, 'timeZone', not('malformed')],
    ['a line feed in a name', { asOrganization: 'a\nb' }, 'organization', not('malformed')],
    ['a line separator in a name', { asOrganization: 'a\u2028b' }, 'organization', not('malformed')],
    [
      'letters of any script in a name',
      { asOrganization: 'ООО «Пример»' },
      'organization',
      given('ООО «Пример»'),
    ],
    ['256 characters of a name', { city: 'x'.repeat(256) }, 'city', given('x'.repeat(256))],
    ['257 characters of a name', { city: 'x'.repeat(257) }, 'city', not('malformed')],
    ['the bot score', {}, 'botScore', given(90)],
    ['a bot score of 0, not computed', { botManagement: { score: 0 } }, 'botScore', not('malformed')],
    ['a bot score of 100', { botManagement: { score: 100 } }, 'botScore', not('malformed')],
    ['no Bot Management', { botManagement: undefined }, 'verifiedBot', not('missing')],
    ['Bot Management as text', { botManagement: 'x' }, 'ja4', not('missing')],
    ['verifiedBot as text', { botManagement: { verifiedBot: 'true' } }, 'verifiedBot', not('malformed')],
    ['JA3 and JA4', {}, 'ja3', given('ja3')],
    [
      'a certificate that holds',
      { tlsClientAuth: { certPresented: '1', certVerified: 'SUCCESS' } },
      'clientCertificate',
      given('verified'),
    ],
    [
      'a certificate that fails',
      { tlsClientAuth: { certPresented: '1', certVerified: 'FAILED:expired' } },
      'clientCertificate',
      given('failed'),
    ],
    [
      'a certificate that was revoked',
      withCertificate({ certRevoked: '1' }),
      'clientCertificate',
      given('failed'),
    ],
    [
      'the fingerprint of a certificate that was revoked',
      withCertificate({ certRevoked: '1' }),
      'clientCertificateThumbprint',
      not('missing'),
    ],
    [
      'a certificate that was not revoked',
      withCertificate({ certRevoked: '0' }),
      'clientCertificate',
      given('verified'),
    ],
    [
      'its fingerprint',
      withCertificate({ certRevoked: '0' }),
      'clientCertificateThumbprint',
      given('ESIzRFVmd4iZqrvM3e7_ABEiM0RVZneImaq7zN3u_wA'),
    ],
    [
      'a certificate that was revoked, and fails besides',
      withCertificate({ certRevoked: '1', certVerified: 'FAILED:expired' }),
      'clientCertificate',
      given('failed'),
    ],
    [
      'a revoked certificate nobody presented',
      withCertificate({ certPresented: '0', certRevoked: '1' }),
      'clientCertificate',
      given('none'),
    ],
    [
      'a certificate nobody checked',
      { tlsClientAuth: { certPresented: '1' } },
      'clientCertificate',
      given('failed'),
    ],
    [
      'success without a certificate',
      { tlsClientAuth: { certVerified: 'SUCCESS' } },
      'clientCertificate',
      given('none'),
    ],
    [
      'a certificate that holds, and its fingerprint',
      withCertificate({}),
      'clientCertificateThumbprint',
      given('ESIzRFVmd4iZqrvM3e7_ABEiM0RVZneImaq7zN3u_wA'),
    ],
    [
      'a fingerprint with colons, in upper case',
      withCertificate({ certFingerprintSHA256: COLONS }),
      'clientCertificateThumbprint',
      given('ESIzRFVmd4iZqrvM3e7_ABEiM0RVZneImaq7zN3u_wA'),
    ],
    [
      'the fingerprint of a certificate that fails',
      withCertificate({ certVerified: 'FAILED:self signed certificate' }),
      'clientCertificateThumbprint',
      not('missing'),
    ],
    [
      'the fingerprint of a certificate nobody presented',
      withCertificate({ certPresented: '0' }),
      'clientCertificateThumbprint',
      not('missing'),
    ],
    [
      'a certificate that holds, without a fingerprint',
      withCertificate({ certFingerprintSHA256: '' }),
      'clientCertificateThumbprint',
      not('missing'),
    ],
    [
      'a SHA-1 fingerprint',
      withCertificate({ certFingerprintSHA256: FINGERPRINT.slice(0, 40) }),
      'clientCertificateThumbprint',
      not('malformed'),
    ],
    [
      'a fingerprint in base64',
      withCertificate({ certFingerprintSHA256: 'ESIzRFVmd4iZqrvM3e7_ABEiM0RVZneImaq7zN3u_wA' }),
      'clientCertificateThumbprint',
      not('malformed'),
    ],
    [
      'a fingerprint that is no text',
      withCertificate({ certFingerprintSHA256: 1 }),
      'clientCertificateThumbprint',
      not('malformed'),
    ],
    ['a certificate as text', { tlsClientAuth: 'SUCCESS' }, 'clientCertificate', not('malformed')],
  ])('%s', (_, changes, fact, expected) => {
    expect(facts(changes)[fact]).toEqual(expected)
  })
})
