import { describe, expect, it } from 'vitest'
import type { Asn } from '../../../src/net/asn.ts'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { ASN_GROUPS, RELAY_CARRIERS } from '../../../src/tables/asn-entries.ts'
import { isRelayCarrier, lookupAsn } from '../../../src/tables/asn-table.ts'

const as = (number: number): Asn => number as Asn
const listed = ASN_GROUPS.flatMap((group) => group.networks.map(([number]) => number))

describe('lookupAsn()', () => {
  it.each([
    [7922, 'residential', false],
    [3320, 'residential', false],
    [21928, 'mobile', false],
    [15895, 'mobile', false],
    [55836, 'mobile', false],
    [14593, 'satellite', false],
    [800, 'satellite', false],
    [3, 'education', false],
    [680, 'education', false],
    [22616, 'corporate_gateway', false],
    [36692, 'corporate_gateway', false],
    [16509, 'hosting', false],
    [8075, 'hosting', false],
    [9009, 'hosting', false],
    [24940, 'hosting', false],
    [216025, 'vpn', false],
    [396319, 'proxy', false],
    [396507, 'tor', false],
    [15169, 'hosting', true],
    [4837, 'residential', true],
    [25229, 'residential', true],
    [42337, 'residential', true],
    [6939, 'business', true],
    [131279, 'business', true],
  ])('AS%i is %s, mixed: %s', (number, networkClass, mixed) => {
    expect(lookupAsn(as(number))).toMatchObject({ class: networkClass, mixed })
  })

  it('names the operator and the reason', () => {
    expect(lookupAsn(as(7922))?.reason).toBe('Comcast: home access')
  })

  it('knows nothing of an ASN that is not listed', () => {
    expect(lookupAsn(as(64_512))).toBeUndefined()
  })

  it('has Google Fiber as homes, although Google is not', () => {
    expect(lookupAsn(as(16591))?.class).toBe('residential')
  })
})

describe('relay carriers', () => {
  it.each([13335, 20940, 36183, 54113])('AS%i carries the relay and has no class of its own', (number) => {
    expect(isRelayCarrier(as(number))).toBe(true)
    expect(lookupAsn(as(number))).toBeUndefined()
  })

  it('are the four that Private Relay leaves from, and no others', () => {
    expect(RELAY_CARRIERS.map(([number]) => number).sort()).toEqual([13335, 20940, 36183, 54113])
    expect(isRelayCarrier(as(63949))).toBe(false)
  })
})

describe('the entries', () => {
  it('list no ASN twice', () => {
    const twice = listed.filter((number, index) => listed.indexOf(number) !== index)
    expect(twice).toEqual([])
  })

  it('are public ASNs', () => {
    const odd = listed.filter((number) => !Number.isInteger(number) || number < 1 || number >= 4_200_000_000)
    expect(odd).toEqual([])
    expect(listed.filter((number) => number >= 64_496 && number <= 131_071)).toEqual([])
  })

  it('have a class that the product knows, an operator and a reason', () => {
    for (const group of ASN_GROUPS) {
      expect(NETWORK_CLASSES).toContain(group.class)
      expect(group.reason).not.toBe('')
      for (const [, operator] of group.networks) expect(operator.trim()).toBe(operator)
    }
  })

  it('give no class that only a prefix, a proof or the operator can give', () => {
    const classes = new Set(ASN_GROUPS.map((group) => group.class))
    for (const never of ['privacy_relay', 'edge_worker', 'operator_allowed', 'unknown'] as const)
      expect(classes).not.toContain(never)
  })
})
