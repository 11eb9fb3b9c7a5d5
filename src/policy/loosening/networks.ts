import { canonicalJson } from '../../lib/canonical-json.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import type { NetworkOverride, Policy } from '../types.ts'
import { newlyWritten } from './same.ts'

/** An override that gives a place moves people into and out of every place rule; so does taking one away. */
export function* movedAway(before: Policy, after: Policy, now: UnixSeconds): Generator<string> {
  const places = ({ networkOverrides }: Policy) =>
    networkOverrides
      .filter((override) => override.place !== undefined && override.expires > now)
      .map(({ network, place, expires }) => ({ network, place, expires }))
  if (newlyWritten(places(before), places(after))) yield 'NETWORK_OVERRIDES moves networks to other places'
}

/** The operator's word on the class of a network comes before every other source's. */
export function* reclassified(before: Policy, after: Policy, now: UnixSeconds): Generator<string> {
  const classes = ({ networkOverrides }: Policy) =>
    networkOverrides
      .filter((override) => isOfClass(override, now))
      .map(({ network, class: given, expires }) => ({ network, class: given, expires }))
  if (newlyWritten(classes(before), classes(after))) yield 'NETWORK_OVERRIDES gives networks other classes'
  const known = new Set(before.allowedNetworks.map(canonicalJson))
  if (after.allowedNetworks.some((network) => !known.has(canonicalJson(network))))
    yield 'ALLOWED_NETWORKS gives networks another class'
}

function isOfClass(override: NetworkOverride, now: UnixSeconds): boolean {
  return override.class !== undefined && override.expires > now
}
