import type { NetworkClass } from '../net/network-class.ts'
import type { Place } from '../net/region.ts'
import type { MovedPlace, Observations } from '../observations/types.ts'
import { networkVerdict } from '../signals/network-verdict.ts'

/** Networks whose addresses say little of where their users are, while the publisher knows. */
const MOVABLE: ReadonlySet<NetworkClass> = new Set(['satellite', 'mobile', 'privacy_relay'])

/**
 * Where a publisher's list puts the client, if that is another place than the edge's and the publisher may say so: the
 * operator believes it about places, and its word decides the network's class, or would if the operator said nothing of
 * it; which is one of those above. The operator's word on the class is no word on the place: else who calls a network
 * homes would let out of a restricted place those whom the list puts there.
 *
 * Lists describe the publisher's own prefixes and sometimes lie (RFC 8805 §5). Whether this one is followed depends on
 * what would become of it, see `judge`. Where the edge knows no country (Tor among it), nobody is given one.
 */
export function placeByList(observations: Observations): MovedPlace | undefined {
  const { snapshot, tables } = observations
  const { country, region } = snapshot.edge
  const candidates = tables.prefixes?.filter(isBelieved) ?? []
  if (candidates.length === 0 || !country.given || tables.moved !== undefined) return undefined
  const decided = networkVerdict(withoutOperator(observations))
  const answer = candidates.find((candidate) => candidate.class === decided?.class)
  if (decided?.source !== 'feed' || answer?.place === undefined) return undefined
  const here: Place = region.given
    ? { country: country.value, region: region.value }
    : { country: country.value }
  return isElsewhere(answer.place, here)
    ? { place: answer.place, source: 'feed', by: answer.feed }
    : undefined
}

function withoutOperator(observations: Observations): Observations {
  return { ...observations, tables: { ...observations.tables, operator: undefined, override: undefined } }
}

function isBelieved({
  movesPlace,
  class: networkClass,
  confidence,
}: {
  readonly movesPlace: boolean
  readonly class: NetworkClass
  readonly confidence: string
}): boolean {
  return movesPlace && confidence !== 'low' && MOVABLE.has(networkClass)
}

/** A list that knows the country only adds nothing to an edge that knows the region, too. */
function isElsewhere(there: Place, here: Place): boolean {
  if (there.country !== here.country) return true
  return there.region !== undefined && there.region !== here.region
}
