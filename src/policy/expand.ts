import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { signalNamed } from '../signals/registry.ts'
import { expandPlaces, type PlaceGroups, partlyListed } from './place-lists.ts'
import type { Basis, Catalogue, Condition, Effect, Exemption, Policy, Resource, Rule } from './types.ts'

/** A named group of places as configured; see `config/policy-schema`. */
export interface RegionGroup {
  readonly id: string
  /** ISO 3166 codes, `continent:…`, `group:…`. */
  readonly regions: readonly string[]
  /** Names of its regions and cities, in any script: for places whose code the edge does not know. */
  readonly names?: readonly string[]
  /** Countries besides those of `regions` where its places are put by some. */
  readonly also_in?: readonly string[]
  /** Networks of the region's own providers, wherever their addresses are said to be. */
  readonly asns?: readonly Asn[]
  readonly reason: string
  readonly from?: UnixSeconds
  readonly to?: UnixSeconds
  readonly basis?: Basis
}

/** Places by a name of their own, for use in lists: `group:<id>`. */
export interface PlaceGroup {
  readonly id: string
  readonly regions: readonly string[]
  readonly owner: string
  /** On what the list rests, and of which day it is. */
  readonly source: string
  readonly as_of: UnixSeconds
}

/** The flat variables that stand for rules. */
export interface FlatPolicy {
  readonly POLICY: {
    readonly default: 'allow' | 'deny'
    readonly reverify: Policy['reverify']
    /** Rules resting on a law that this document loosens, and says so. */
    readonly overrides_basis: readonly string[]
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
  readonly PLACE_GROUPS: readonly PlaceGroup[]
  readonly CATALOGUES: readonly Catalogue[]
  readonly BODY_UNKNOWN: Policy['bodyUnknown']
  readonly MINIMUM_ASSURANCE: Policy['minimumAssurance']
  readonly UNKNOWN_PLACE: Effect
  readonly AMBIGUOUS_PLACE: Effect
}

/** Expands the flat variables to rules of the one engine, before those of `POLICY`. The order decides nothing. */
export function expandPolicy(flat: FlatPolicy): Policy {
  const { POLICY } = flat
  const groups = groupsOf(flat)
  return {
    default: POLICY.default,
    unknownPlace: flat.UNKNOWN_PLACE,
    ambiguousPlace: flat.AMBIGUOUS_PLACE,
    reverify: POLICY.reverify,
    allowedNetworks: flat.ALLOWED_NETWORKS,
    networkOverrides: flat.NETWORK_OVERRIDES,
    resources: POLICY.resources,
    catalogues: flat.CATALOGUES,
    bodyUnknown: flat.BODY_UNKNOWN,
    minimumAssurance: flat.MINIMUM_ASSURANCE,
    rules: [
      ...restricted(flat.RESTRICTED_REGIONS, groups),
      ...allowed(flat.ALLOWED_REGIONS, groups),
      ...networks('denied-networks', 'deny', flat.DENIED_NETWORKS),
      ...networks('challenged-networks', 'challenge', flat.CHALLENGED_NETWORKS),
      ...POLICY.rules.map((rule) => ({ ...rule, when: withPlaces(rule.when, groups) })),
    ],
    exemptions: POLICY.exemptions.map((entry) => ({ ...entry, when: withPlaces(entry.when, groups) })),
  }
}

/** Every list with an id can be named in others; a group may name others that stand before it. */
export function groupsOf({ PLACE_GROUPS, RESTRICTED_REGIONS, ALLOWED_REGIONS }: FlatPolicy): PlaceGroups {
  const groups = new Map<string, readonly string[]>()
  for (const group of [...PLACE_GROUPS, ...RESTRICTED_REGIONS, ...ALLOWED_REGIONS])
    if (typeof group !== 'string') groups.set(group.id, expandPlaces(group.regions, groups))
  return groups
}

/** One rule a group, so that a decision names the group; the plain codes are a group of their own. */
function restricted(list: FlatPolicy['RESTRICTED_REGIONS'], groups: PlaceGroups): Rule[] {
  const plain = list.filter((entry) => typeof entry === 'string')
  const rules = list
    .filter((entry) => typeof entry !== 'string')
    .map(
      ({ id, reason, from, to, basis, ...group }): Rule => ({
        ...denyPlaces(`restricted:${id}`, within(group, groups)),
        note: reason,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(basis === undefined ? {} : { basis }),
      }),
    )
  if (plain.length > 0)
    rules.push(denyPlaces('restricted-regions', { signal: 'place', in: expandPlaces(plain, groups) }))
  return rules
}

/**
 * A territory: by the codes of its regions; by a name that the edge gives for them, in the countries that they are said
 * to be of; and by the networks of its own providers, whose addresses are often put elsewhere.
 */
function within(
  { regions, names = [], also_in = [], asns = [] }: Omit<RegionGroup, 'id' | 'reason'>,
  groups: PlaceGroups,
): Condition {
  const codes = expandPlaces(regions, groups)
  const ways: Condition[] = [{ signal: 'place', in: codes }]
  if (names.length > 0) {
    const named: Condition = {
      any: [
        { signal: 'place.city', in: names },
        { signal: 'place.region_name', in: names },
      ],
    }
    ways.push({ all: [{ signal: 'place', in: [...partlyListed(codes), ...also_in] }, named] })
  }
  // An ASN that is not known is not one of these; one that could not be asked for may be.
  if (asns.length > 0)
    ways.push({
      all: [{ not: [{ signal: 'network.asn', is: 'absent' }] }, { signal: 'network.asn', in: [...asns] }],
    })
  const [only, ...others] = ways
  return others.length === 0 && only !== undefined ? only : { any: ways }
}

/** "Only these": one rule over all of them, since a place needs to be in one list only. */
function allowed(list: FlatPolicy['ALLOWED_REGIONS'], groups: PlaceGroups): Rule[] {
  if (list.length === 0) return []
  const places = list.flatMap((entry) => (typeof entry === 'string' ? [entry] : [...entry.regions]))
  const basis = list.flatMap((entry) => (typeof entry === 'string' ? [] : (entry.basis ?? []))).at(0)
  const when: Condition = { not: [{ signal: 'place', in: expandPlaces(places, groups) }] }
  return [{ ...denyPlaces('allowed-regions', when), ...(basis === undefined ? {} : { basis }) }]
}

/** The condition with the codes that its groups stand for in their stead. */
function withPlaces(condition: Condition, groups: PlaceGroups): Condition {
  if ('all' in condition) return { all: condition.all.map((member) => withPlaces(member, groups)) }
  if ('any' in condition) return { any: condition.any.map((member) => withPlaces(member, groups)) }
  if ('not' in condition) return { not: condition.not.map((member) => withPlaces(member, groups)) }
  if (signalNamed(condition.signal).kind !== 'place') return condition
  if ('in' in condition) return { ...condition, in: expandPlaces(condition.in.map(String), groups) }
  if (!('is' in condition) || condition.is === 'absent') return condition
  const codes = expandPlaces([String(condition.is)], groups)
  return { signal: condition.signal, in: codes }
}

function denyPlaces(id: string, when: Condition): Rule {
  return { id, effect: 'deny', when }
}

function networks(id: string, effect: Effect, classes: readonly NetworkClass[]): Rule[] {
  return classes.length === 0 ? [] : [{ id, effect, when: { signal: 'network.class', in: classes } }]
}
