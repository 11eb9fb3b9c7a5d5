import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { type Asn, formatAsn } from '../../src/net/asn.ts'
import { type CidrBlock, contains, formatCidr, parseCidr } from '../../src/net/cidr.ts'
import type { NetworkOverride } from '../../src/policy/types.ts'
import { compileNetworkOverrides } from '../../src/tables/network-overrides.ts'
import { compileOperatorNetworks } from '../../src/tables/operator-networks.ts'
import { AT } from '../support/evidence.ts'
import { addressOf } from '../support/prefix-lists.ts'

/** Nested, equal, of both families. */
const prefix = fc
  .constantFrom(
    ...['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32', '10.2.0.0/15', '11.0.0.0/8'],
    ...['::/0', '2001:db8::/32', '2001:db8:1::/48'],
  )
  .map(blockOf)
const number = fc.constantFrom(64500, 64501).map((value) => value as Asn)
const network = fc.oneof(
  { weight: 3, arbitrary: fc.record({ prefix }) },
  { weight: 1, arbitrary: fc.record({ asn: number }) },
)
const client = fc.option(
  fc
    .constantFrom(
      '10.1.2.3',
      '10.1.2.4',
      '10.1.3.1',
      '10.3.0.1',
      '11.1.1.1',
      '12.0.0.1',
      '2001:db8:1::1',
      '::1',
    )
    .map(addressOf),
  { nil: undefined },
)
const itsNumber = fc.option(number, { nil: undefined })

function blockOf(text: string): CidrBlock {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}

describe('ALLOWED_NETWORKS', () => {
  it('names the entry that going through the list finds: a prefix first, and the one written first', () => {
    fc.assert(
      fc.property(
        fc.array(network),
        client,
        itsNumber,
        (entries: { prefix?: CidrBlock; asn?: Asn }[], address, asn) => {
          const covering = entries.find(
            ({ prefix }) => prefix && address && contains(prefix, address),
          )?.prefix
          const listed = entries.find((entry) => entry.asn !== undefined && entry.asn === asn)?.asn
          const expected = covering === undefined ? listed && formatAsn(listed) : formatCidr(covering)
          expect(compileOperatorNetworks(entries)(address, asn)).toBe(expected)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('NETWORK_OVERRIDES', () => {
  const override = fc.record(
    {
      network,
      class: fc.constantFrom('hosting' as const, 'residential' as const, 'vpn' as const),
      owner: fc.constant('network team'),
      reason: fc.constant('a test'),
      expires: fc.constantFrom(AT, AT + 1, AT + 60).map((at) => at as UnixSeconds),
    },
    { requiredKeys: ['network', 'owner', 'reason', 'expires'] },
  )

  it('say what going through the list says, the longest prefix first, and of equals the one written first', () => {
    fc.assert(
      fc.property(fc.array(override), client, itsNumber, (overrides: NetworkOverride[], address, asn) => {
        const lengthOf = ({ network }: NetworkOverride) => network.prefix?.length ?? -1
        const covers = ({ network: { prefix, asn: listed } }: NetworkOverride) =>
          prefix === undefined ? listed === asn : address !== undefined && contains(prefix, address)
        const expected = overrides
          .toSorted((one, other) => lengthOf(other) - lengthOf(one))
          .find((one) => one.class !== undefined && AT < one.expires && covers(one))
        expect(compileNetworkOverrides(overrides).class(address, asn, AT)).toBe(expected?.class)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('of twenty thousand entries', () => {
  const MANY = 20_000
  const ENOUGH = 40
  let looks = 0
  const counted = Array.from({ length: MANY }, (_, at): CidrBlock => {
    const { base, length } = blockOf(`10.${at >> 8}.${at & 255}.0/24`)
    return {
      length,
      get base() {
        looks++
        return base
      },
    }
  })
  const address = addressOf('10.70.7.9')

  it('one look-up looks at few', () => {
    const allowed = compileOperatorNetworks(counted.map((prefix) => ({ prefix })))
    const { class: classOf } = compileNetworkOverrides(
      counted.map((prefix) => ({
        network: { prefix },
        class: 'hosting',
        owner: 'network team',
        reason: 'a test',
        expires: (AT + 1) as UnixSeconds,
      })),
    )
    looks = 0
    expect(allowed(address, undefined)).toBe('10.70.7.0/24')
    expect(classOf(address, undefined, AT)).toBe('hosting')
    expect(looks).toBeGreaterThan(0)
    expect(looks).toBeLessThan(2 * ENOUGH)
  })
})
