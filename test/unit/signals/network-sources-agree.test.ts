import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { answer, tablesSignal } from '../../support/network-tables.ts'

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
