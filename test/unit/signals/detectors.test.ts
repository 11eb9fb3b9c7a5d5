import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../../src/net/ip-address.ts'
import type { NetworkClass } from '../../../src/net/network-class.ts'
import { absent, type Observations, observed, type Signal } from '../../../src/observations/types.ts'
import { collectEvidence, type SignalName } from '../../../src/signals/registry.ts'
import { observationsOf, placeNamed, RESIDENTIAL, type Sent } from '../../support/evidence.ts'

const missing = absent('missing')
const malformed = absent('malformed')
const bot = (changes: object) => ({ cf: { botManagement: changes } })

/** Each signal in each of its states. */
const STATES: readonly (readonly [SignalName, string, Sent, Signal<unknown>])[] = [
  ['place', 'with a region', {}, observed(placeNamed('US-CA'), 'edge')],
  ['place', 'without a region', { cf: { regionCode: undefined } }, observed(placeNamed('US'), 'edge')],
  ['place', 'with a malformed region', { cf: { regionCode: 'c' } }, observed(placeNamed('US'), 'edge')],
  ['place', 'by Tor', { cf: { country: 'T1' } }, absent('tor')],
  ['place', 'without data', { cf: { country: 'XX' } }, absent('no_data')],
  ['place', 'missing', { cf: null }, missing],
  ['place', 'malformed', { cf: { country: 'us' } }, malformed],
  ['place.state', 'known', {}, observed('known', 'derived')],
  ['place.state', 'without a region', { cf: { regionCode: undefined } }, observed('country_only', 'derived')],
  ['place.state', 'by Tor', { cf: { country: 'T1' } }, observed('tor', 'derived')],
  ['place.state', 'without data', { cf: { country: 'XX' } }, observed('no_data', 'derived')],
  ['place.state', 'missing', { cf: null }, observed('missing', 'derived')],
  ['place.state', 'malformed', { cf: { country: 1 } }, observed('malformed', 'derived')],
  ['place.continent', 'given', {}, observed('NA', 'edge')],
  ['place.continent', 'malformed', { cf: { continent: 'XX' } }, malformed],
  ['place.continent', 'missing', { cf: null }, missing],
  ['place.eu', "the edge's yes", { cf: { country: 'DE', isEUCountry: '1' } }, observed(true, 'edge')],
  ['place.eu', "the edge's no", { cf: { isEUCountry: false } }, observed(false, 'edge')],
  ['place.eu', 'by our list, inside', { cf: { country: 'DE' } }, observed(true, 'derived')],
  ['place.eu', 'by our list, outside', {}, observed(false, 'derived')],
  [
    'place.eu',
    "the edge's no without a country",
    { cf: { country: 'XX', isEUCountry: '0' } },
    absent('no_data'),
  ],
  ['place.city', 'given', {}, observed('Fairfield', 'edge')],
  ['place.city', 'missing', { cf: { city: undefined } }, missing],
  ['place.coordinates', 'given', {}, observed({ latitude: 38.2492, longitude: -122.041 }, 'edge')],
  ['place.coordinates', 'malformed', { cf: { latitude: 'x' } }, malformed],
  ['place.time_zone', 'given', {}, observed('America/Los_Angeles', 'edge')],
  ['place.time_zone', 'missing', { cf: { timezone: '' } }, missing],
  ['network.asn', 'given', {}, observed(7922, 'edge')],
  ['network.asn', 'malformed', { cf: { asn: '7922' } }, malformed],
  ['network.organization', 'given', {}, observed('Comcast Cable Communications, LLC', 'edge')],
  ['network.organization', 'missing', { cf: { asOrganization: undefined } }, missing],
  ['client.address', 'given', {}, observed(parseIpAddress('73.162.10.1'), 'edge')],
  ['client.address', 'missing', { address: null }, missing],
  ['client.address', 'malformed', { address: 'x' }, malformed],
  ['client.address_family', 'IPv4', {}, observed('ipv4', 'derived')],
  ['client.address_family', 'IPv6', { address: '2600::1' }, observed('ipv6', 'derived')],
  ['client.address_family', 'IPv4 in IPv6', { address: '::ffff:73.162.10.1' }, observed('ipv4', 'derived')],
  ['client.address_family', 'missing', { address: null }, missing],
  ['client.special_use', 'global', {}, observed('global', 'table')],
  ['client.special_use', 'private', { address: '10.0.0.1' }, observed('private', 'table')],
  ['client.special_use', 'missing', { address: null }, missing],
  ['client.rtt_ms', 'measured', {}, observed(24, 'edge')],
  ['client.rtt_ms', 'the placeholder 0', { cf: { clientTcpRtt: 0 } }, missing],
  [
    'client.certificate',
    'verified',
    { cf: { tlsClientAuth: { certPresented: '1', certVerified: 'SUCCESS' } } },
    observed('verified', 'edge'),
  ],
  ['client.certificate', 'missing', {}, missing],
  ['edge.colo', 'given', {}, observed('SJC', 'edge')],
  ['edge.colo', 'missing', { cf: null }, missing],
  ['worker.zone', 'relayed', { headers: { 'CF-Worker': 'x.test' } }, observed('x.test', 'edge')],
  ['worker.zone', 'missing', {}, missing],
  ['tls.version', 'given', {}, observed('TLSv1.3', 'edge')],
  ['tls.version', 'plaintext', { cf: { tlsVersion: '' } }, missing],
  ['tls.cipher', 'given', {}, observed('AEAD-AES128-GCM-SHA256', 'edge')],
  ['tls.cipher', 'missing', { cf: null }, missing],
  ['tls.ciphers_sha1', 'given', { cf: { tlsClientCiphersSha1: 'c' } }, observed('c', 'edge')],
  ['tls.ciphers_sha1', 'missing', {}, missing],
  ['tls.extensions_sha1', 'given', { cf: { tlsClientExtensionsSha1: 'e' } }, observed('e', 'edge')],
  ['tls.extensions_sha1', 'missing', {}, missing],
  ['tls.ja3', 'given', bot({ ja3Hash: 'j' }), observed('j', 'edge')],
  ['tls.ja3', 'missing', {}, missing],
  ['tls.ja4', 'given', bot({ ja4: 'j' }), observed('j', 'edge')],
  ['tls.ja4', 'missing', {}, missing],
  ['http.protocol', 'given', {}, observed('HTTP/2', 'edge')],
  ['http.protocol', 'missing', { cf: null }, missing],
  ['bot.score', 'given', bot({ score: 2 }), observed(2, 'edge')],
  ['bot.score', 'malformed', bot({ score: '2' }), malformed],
  ['bot.score', 'missing', {}, missing],
  ['bot.verified', 'given', bot({ verifiedBot: true }), observed(true, 'edge')],
  ['bot.verified', 'missing', {}, missing],
]

describe('the signal', () => {
  it.each(STATES)('%s, %s', (name, _, sent, signal) => {
    expect(collectEvidence(observationsOf(sent))[name]).toEqual(signal)
  })
})

const answer = (networkClass: NetworkClass, mixed = false) => ({ ...RESIDENTIAL, class: networkClass, mixed })
const tablesSignal = (name: SignalName, tables: Partial<Observations['tables']>, sent: Sent = {}) => {
  const none = { operator: undefined, asn: undefined, organization: undefined }
  return collectEvidence(observationsOf(sent, { tables: { ...none, ...tables } }))[name]
}

describe('network.mixed', () => {
  it.each([
    ['listed and mixed', { asn: answer('hosting', true) }, {}, observed(true, 'table')],
    ['listed and not mixed', { asn: answer('hosting') }, {}, observed(false, 'table')],
    ['not listed', {}, {}, absent('not_applicable')],
    ['no ASN', {}, { cf: { asn: undefined } }, missing],
  ] as const)('%s', (_, tables, sent, signal) => {
    expect(tablesSignal('network.mixed', tables, sent)).toEqual(signal)
  })
})

describe('network.sources_agree', () => {
  it.each([
    ['a carrier named like a host', 'residential', 'hosting', observed(false, 'derived')],
    ['a carrier named like a VPN', 'mobile', 'vpn', observed(false, 'derived')],
    ['a mobile carrier named like a cable one', 'mobile', 'residential', observed(true, 'derived')],
    ['a host named like a carrier', 'hosting', 'residential', observed(true, 'derived')],
    ['a host named like a host', 'hosting', 'hosting', observed(true, 'derived')],
    ['a name without a rule', 'residential', undefined, absent('not_applicable')],
    ['an ASN that is not listed', undefined, 'hosting', absent('not_applicable')],
  ] as const)('%s', (_, asn, organization, signal) => {
    const tables = {
      asn: asn && answer(asn),
      organization: organization && answer(organization),
    }
    expect(tablesSignal('network.sources_agree', tables)).toEqual(signal)
  })
})
