import type { NetworkClass } from '../net/network-class.ts'
import { ASSURANCE_LEVELS, type AssuranceLevel } from '../observations/types.ts'
import type { Evidence, SignalName } from '../signals/registry.ts'

/** Networks people sit behind: an address of theirs tells where its user is, as far as an address can. */
const ACCESS_NETWORKS: ReadonlySet<NetworkClass> = new Set([
  'residential',
  'mobile',
  'satellite',
  'business',
  'education',
])

/**
 * How sure the place is (`acr`): `none` without a place; `substantial` for a known access network whose facts agree;
 * `low` for everything an evader can sit behind, and for what nobody lists. `high` needs a proof beyond the address: no
 * signal of the connection gives one, a session may carry it.
 */
export function assuranceOf(evidence: Evidence): AssuranceLevel {
  if (evidence.place.state !== 'observed') return 'none'
  if (evidence['session.assurance'].state === 'observed') return evidence['session.assurance'].value
  const network = evidence['network.class']
  if (network.state !== 'observed' || !ACCESS_NETWORKS.has(network.value)) return 'low'
  const confidence = evidence['network.confidence']
  // A name that speaks of telephones is no known network.
  if (confidence.state !== 'observed' || confidence.value === 'low') return 'low'
  // A publisher's word for the place, against the edge's.
  if (evidence.place.source === 'feed') return 'low'
  const family = evidence['client.special_use']
  if (family.state !== 'observed' || family.value !== 'global') return 'low'
  const agree = evidence['network.sources_agree']
  return agree.state === 'observed' && !agree.value ? 'low' : 'substantial'
}

/** What a place's assurance rests on. */
export const ASSURANCE_SIGNALS = [
  'place',
  'session.assurance',
  'network.class',
  'network.confidence',
  'client.special_use',
  'network.sources_agree',
] as const satisfies readonly SignalName[]

export function isAsSure(level: AssuranceLevel, minimum: AssuranceLevel): boolean {
  return ASSURANCE_LEVELS.indexOf(level) >= ASSURANCE_LEVELS.indexOf(minimum)
}
