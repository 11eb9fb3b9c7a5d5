import { describe, expect, it } from 'vitest'
import { absent, observed, type TableAnswers } from '../../../src/observations/types.ts'
import { answer, listed, tablesSignal } from '../../support/network-tables.ts'

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

  const hint = listed('proxy', { confidence: 'low' })
  it.each<readonly [string, Partial<TableAnswers>, boolean | undefined]>([
    [
      'homes that a list of low confidence calls a proxy',
      { asn: answer('residential'), prefixes: [hint] },
      false,
    ],
    [
      'a relay in the network of a hoster',
      { asn: answer('hosting'), prefixes: [listed('privacy_relay')] },
      false,
    ],
    [
      'a relay that another list calls a hoster',
      { prefixes: [listed('privacy_relay'), listed('hosting')] },
      false,
    ],
    [
      'phones in a mixed network of servers',
      { asn: answer('hosting', true), prefixes: [listed('mobile')] },
      false,
    ],
    [
      'nothing decided, and two hints at servers',
      { asn: answer('hosting', true), organization: answer('hosting') },
      false,
    ],
    ['two lists of homes', { prefixes: [listed('mobile'), listed('residential')] }, true],
    [
      'homes by a list and by the ASN',
      { asn: answer('residential'), prefixes: [listed('residential')] },
      true,
    ],
    ['a VPN in a network of homes', { asn: answer('residential'), prefixes: [listed('vpn')] }, true],
    ['servers that a list calls phones', { asn: answer('hosting'), prefixes: [listed('mobile')] }, true],
    [
      'two weak signs that decided together',
      { prefixes: [hint], asn: answer('hosting', true), organization: answer('hosting') },
      true,
    ],
    [
      "the operator's override, against two",
      { override: 'residential', asn: answer('hosting'), prefixes: [hint] },
      true,
    ],
    [
      "the operator's allow-list, against two",
      { operator: 'AS1', asn: answer('hosting'), prefixes: [hint] },
      true,
    ],
    [
      "the operator's override, and one source",
      { override: 'residential', asn: answer('hosting') },
      undefined,
    ],
    ['one list', { prefixes: [hint] }, undefined],
    [
      'an ASN, and lists that could not be read',
      { asn: answer('residential'), prefixes: undefined },
      undefined,
    ],
    ['nothing', {}, undefined],
  ])('%s', (_, tables, agree) => {
    expect(tablesSignal('network.sources_agree', tables)).toEqual(
      agree === undefined ? absent('not_applicable') : observed(agree, 'derived'),
    )
  })
})
