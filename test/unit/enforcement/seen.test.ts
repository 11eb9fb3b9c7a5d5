import { describe, expect, it } from 'vitest'
import { seenOf } from '../../../src/enforcement/seen.ts'
import { observed } from '../../../src/observations/types.ts'
import { collectEvidence } from '../../../src/signals/registry.ts'
import { evidenceWith, NO_ANSWERS, observationsOf, type Sent, UNAVAILABLE } from '../../support/evidence.ts'

const STANDARD = { open: 'standard', standard: 'standard', controlled: 'standard' } as const
const TERSE = { open: 'terse', standard: 'terse', controlled: 'terse' } as const

/** As JSON has it. */
function seen(
  sent: Sent = {},
  language = 'en',
  changes: Parameters<typeof observationsOf>[1] = {},
  detail: Parameters<typeof seenOf>[2] = STANDARD,
) {
  const evidence = collectEvidence(observationsOf(sent, changes))
  return JSON.parse(JSON.stringify(seenOf(evidence, language, detail)))
}

describe('seenOf()', () => {
  it('tells what is known of a home connection', () => {
    expect(seen()).toEqual({
      address: '73.162.10.1',
      place: {
        country: 'US',
        region: 'US-CA',
        name: 'United States (US-CA)',
        city: 'Fairfield',
        continent: 'NA',
        time_zone: 'America/Los_Angeles',
      },
      network: {
        asn: 7922,
        organization: 'Comcast Cable Communications, LLC',
        class: 'residential',
      },
      relay: false,
      tls: { version: 'TLSv1.3', cipher: 'AEAD-AES128-GCM-SHA256' },
      http: 'HTTP/2',
      rtt_ms: 24,
      colo: 'SJC',
    })
  })

  it('names the place in the language of the answer', () => {
    expect(seen({}, 'de').place).toMatchObject({ name: 'Vereinigte Staaten (US-CA)' })
  })

  it.each<[string, Sent, string, unknown]>([
    ['no place', { cf: { country: 'XX', city: null } }, 'country', undefined],
    ['Tor', { cf: { country: 'T1' } }, 'country', undefined],
    ['a malformed time zone', { cf: { timezone: '<b>' } }, 'time_zone', undefined],
    ['an organisation that is no text', { cf: { asOrganization: { a: 1 } } }, 'organization', undefined],
    ['a latency of nought', { cf: { clientTcpRtt: 0 } }, 'rtt_ms', undefined],
  ])('leaves out what is not known: %s', (_, sent, member, value) => {
    const { place, network, ...others } = seen(sent)
    expect({ ...place, ...network, ...others }[member]).toEqual(value)
  })

  it('calls a privacy relay one, and nothing where the kind of network is not known', () => {
    const relayed = evidenceWith({ 'network.class': observed('privacy_relay', 'feed') })
    expect(seenOf(relayed, 'en', STANDARD)).toMatchObject({
      relay: true,
      network: { class: 'privacy_relay' },
    })
    expect(seenOf(evidenceWith({ 'network.class': UNAVAILABLE }), 'en', STANDARD).relay).toBeUndefined()
  })

  it('tells neither network nor relay where every refusal is terse, and all else', () => {
    const { network: _, relay: _relay, ...others } = seen()
    expect(seen({}, 'en', {}, TERSE)).toEqual(others)
  })

  it.each(['open', 'standard', 'controlled'])('tells them where those of %s alone are not', (tier) => {
    expect(seen({}, 'en', {}, { ...TERSE, [tier]: 'standard' })).toEqual(seen())
  })

  it('has no empty members where nothing is known', () => {
    const changes = { tables: NO_ANSWERS }
    expect(seen({ cf: null, address: null }, 'en', changes)).toEqual({})
  })

  it('says nothing of fingerprints, bot scores and where exactly the address is put', () => {
    const cf = {
      botManagement: {
        score: 17,
        verifiedBot: false,
        ja3Hash: 'j'.repeat(32),
        ja4: 't13d1516h2_8daaf6152771',
      },
      tlsClientCiphersSha1: 'Y2lwaGVycw==',
      tlsClientExtensionsSha1: 'ZXh0ZW5zaW9ucw==',
    }
    expect(seen({ cf })).toEqual(seen())
    expect(JSON.stringify(seen({ cf }))).not.toMatch(/38\.249|-122\.04/)
  })
})
