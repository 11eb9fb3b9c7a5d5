import type { NetworkClass } from '../net/network-class.ts'
import type { Basis, Condition, Effect, Exemption, Policy, Resource, Rule } from './types.ts'

/** A named group of places as configured; see `config/policy-schema`. */
export interface RegionGroup {
  readonly id: string
  readonly regions: readonly string[]
  readonly reason: string
  readonly basis?: Basis
}

/** The flat variables that stand for rules. */
export interface FlatPolicy {
  readonly POLICY: {
    readonly default: 'allow' | 'deny'
    readonly reverify: Policy['reverify']
    readonly resources: readonly Resource[]
    readonly rules: readonly Rule[]
    readonly exemptions: readonly Exemption[]
  }
  readonly RESTRICTED_REGIONS: readonly (string | RegionGroup)[]
  readonly ALLOWED_REGIONS: readonly (string | RegionGroup)[]
  readonly DENIED_NETWORKS: readonly NetworkClass[]
  readonly CHALLENGED_NETWORKS: readonly NetworkClass[]
  readonly ALLOWED_NETWORKS: Policy['allowedNetworks']
  readonly NETWORK_OVERRIDES: Policy['networkOverrides']
  readonly UNKNOWN_PLACE: Effect
  readonly AMBIGUOUS_PLACE: Effect
}

/** Expands the flat variables to rules of the one engine, before those of `POLICY`. The order decides nothing. */
export function expandPolicy(flat: FlatPolicy): Policy {
  const { POLICY } = flat
  return {
    default: POLICY.default,
    unknownPlace: flat.UNKNOWN_PLACE,
    ambiguousPlace: flat.AMBIGUOUS_PLACE,
    reverify: POLICY.reverify,
    allowedNetworks: flat.ALLOWED_NETWORKS,
    networkOverrides: flat.NETWORK_OVERRIDES,
    resources: POLICY.resources,
    rules: [
      ...restricted(flat.RESTRICTED_REGIONS),
      ...allowed(flat.ALLOWED_REGIONS),
      ...networks('denied-networks', 'deny', flat.DENIED_NETWORKS),
      ...networks('challenged-networks', 'challenge', flat.CHALLENGED_NETWORKS),
      ...POLICY.rules,
    ],
    exemptions: POLICY.exemptions,
  }
}

/** One rule a group, so that a decision names the group; the plain codes are a group of their own. */
function restricted(list: FlatPolicy['RESTRICTED_REGIONS']): Rule[] {
  const plain = list.filter((entry) => typeof entry === 'string')
  const groups = list.filter((entry) => typeof entry !== 'string')
  const rules = groups.map((group): Rule => {
    const rule = denyPlaces(`restricted:${group.id}`, { signal: 'place', in: group.regions })
    return { ...rule, note: group.reason, ...(group.basis === undefined ? {} : { basis: group.basis }) }
  })
  if (plain.length > 0) rules.push(denyPlaces('restricted-regions', { signal: 'place', in: plain }))
  return rules
}

/** "Only these": one rule over all of them, since a place needs to be in one list only. */
function allowed(list: FlatPolicy['ALLOWED_REGIONS']): Rule[] {
  if (list.length === 0) return []
  const places = list.flatMap((entry) => (typeof entry === 'string' ? [entry] : [...entry.regions]))
  const basis = list.flatMap((entry) => (typeof entry === 'string' ? [] : (entry.basis ?? []))).at(0)
  const rule = denyPlaces('allowed-regions', { not: [{ signal: 'place', in: places }] })
  return [{ ...rule, ...(basis === undefined ? {} : { basis }) }]
}

function denyPlaces(id: string, when: Condition): Rule {
  return { id, effect: 'deny', when }
}

function networks(id: string, effect: Effect, classes: readonly NetworkClass[]): Rule[] {
  return classes.length === 0 ? [] : [{ id, effect, when: { signal: 'network.class', in: classes } }]
}
