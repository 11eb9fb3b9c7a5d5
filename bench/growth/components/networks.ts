import type { UnixSeconds } from '../../../src/lib/time.ts'
import { asn } from '../../../src/net/asn.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import type { IpAddress } from '../../../src/net/ip-address.ts'
import { compileNetworkOverrides } from '../../../src/tables/network-overrides.ts'
import { compileOperatorNetworks } from '../../../src/tables/operator-networks.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { NOW } from '../../decide/made-up.ts'
import { seeded } from '../../networks/made-up.ts'
import { prefix } from '../made-up-policy.ts'
import { overAll, type Trial, type TrialMaker } from './trial.ts'

const ADDRESSES = 65_536
const LISTED = 512
const SOME_ASN = asn(7_922)
const EXPIRES = (NOW + 86_400) as UnixSeconds

/** Of both families, from anywhere. */
function anyAddresses(): readonly IpAddress[] {
  const random = seeded(ADDRESSES)
  return Array.from({ length: ADDRESSES }, (_, at): IpAddress => {
    if (at % 4 !== 0) return { version: 4, w0: 0x01000000 + random(0xdf000000), w1: 0, w2: 0, w3: 0 }
    return { version: 6, w0: 0x20000000 + random(0x10000000), w1: random(0x100000000), w2: 0, w3: 1 }
  })
}

/** In no entry of an operator's list, or in one, anywhere in it. */
function addressesFor(entries: number, are: 'listed' | 'unlisted'): readonly IpAddress[] {
  const random = seeded(entries)
  return Array.from({ length: LISTED }, () => {
    const { w0 } = blockOf(prefix(random(entries))).base
    return { version: 4, w0: are === 'listed' ? w0 + 1 : w0 ^ 0x80000000, w1: 0, w2: 0, w3: 0 }
  }).map((address) => ({ ...address, version: 4, w0: address.w0 >>> 0 }))
}

function blockOf(text: string) {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

function allowed(entries: number, are: 'listed' | 'unlisted'): Trial {
  const find = compileOperatorNetworks(
    Array.from({ length: entries }, (_, at) => ({ prefix: blockOf(prefix(at)) })),
  )
  return overAll(addressesFor(entries, are), (address) => find(address, SOME_ASN)?.length ?? 0)
}

function overrides(entries: number, are: 'listed' | 'unlisted'): Trial {
  const found = compileNetworkOverrides(
    Array.from({ length: entries }, (_, at) => ({
      network: { prefix: blockOf(prefix(at)) },
      class: 'business' as const,
      owner: 'bench',
      reason: 'made up',
      expires: EXPIRES,
    })),
  )
  return overAll(addressesFor(entries, are), (address) => found.class(address, SOME_ASN, NOW)?.length ?? 0)
}

export const NETWORKS = {
  /** @param table compiled, as `npm run feeds` writes it; empty for none */
  async prefixes(_, table) {
    const prefixes = new CurrentPrefixes()
    const opened = table.byteLength === 0 ? undefined : await prefixes.swap(new Uint8Array(table))
    if (opened?.ok === false) throw new Error(opened.error)
    return overAll(anyAddresses(), (address) => prefixes.find(address)?.length ?? 0)
  },
  allowed: (entries) => allowed(entries, 'unlisted'),
  allowedHit: (entries) => allowed(entries, 'listed'),
  overrides: (entries) => overrides(entries, 'unlisted'),
  overridesHit: (entries) => overrides(entries, 'listed'),
} satisfies Readonly<Record<string, TrialMaker>>
