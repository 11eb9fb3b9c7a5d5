import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { type KeyLocation, presentedKey } from '../request/credential.ts'
import { presentedToken } from '../request/presented-token.ts'
import type { KeyHasher } from '../session/credential-hash.ts'
import type { AcceptedKeys } from '../state/accepted-keys.ts'
import type { NetworkOverrides } from '../tables/network-overrides.ts'
import type { NetworkTables } from '../tables/networks.ts'
import type { OperatorNetworks } from '../tables/operator-networks.ts'
import type {
  NetworkAnswer,
  Observations,
  PresentedKey,
  PresentedSession,
  RequestSnapshot,
  TableAnswers,
} from './types.ts'

/** Everything that is read before deciding. */
export interface Sources {
  readonly networks: NetworkTables
  readonly operatorNetworks: OperatorNetworks
  readonly overrides: NetworkOverrides
  readonly acceptedKeys: AcceptedKeys
  readonly keyLocations: readonly KeyLocation[]
  /** Undefined without `CREDENTIAL_SECRET`: keys are then not looked at. */
  readonly hashKey: KeyHasher | undefined
  /** Undefined without signing keys: no token can then be told from a forged one. */
  readonly verifySession: ((token: string, now: UnixSeconds) => Promise<PresentedSession>) | undefined
}

/**
 * The one step that reads: tables, stored state, the presented session. Everything after it is pure. Awaits nothing
 * unless a token or a key came with the request.
 */
export async function gather(
  snapshot: RequestSnapshot,
  sources: Sources,
  now: UnixSeconds,
): Promise<Observations> {
  const tables = askTables(snapshot, sources, now)
  const [session, key] = await Promise.all([
    readSession(snapshot, sources, now),
    readKey(snapshot, sources, now),
  ])
  return Object.freeze({ snapshot, tables, session, key })
}

function askTables(
  snapshot: RequestSnapshot,
  { networks, operatorNetworks, overrides }: Sources,
  now: UnixSeconds,
): TableAnswers {
  const { edge } = snapshot
  const address = snapshot.address.given ? snapshot.address.value : undefined
  const asn = edge.asn.given ? edge.asn.value : undefined
  const place = overrides.place(address, asn, now)
  const carrier = asn !== undefined && networks.isRelayCarrier(asn)
  return {
    operator: operatorNetworks(address, asn),
    override: overrides.class(address, asn, now),
    prefixes: networks.byAddress(address),
    asn: asn === undefined ? undefined : networks.byAsn(asn),
    // A relay carrier's name says nothing of who is behind the address.
    organization:
      carrier || !edge.organization.given ? undefined : organizationAnswer(edge.organization.value, networks),
    moved: place && { place, source: 'operator', by: 'override' },
  }
}

const MAX_NAMES = 2_000
const answers = new WeakMap<NetworkTables, BoundedMap<string, NetworkAnswer | 'no rule'>>()

/** Rules on names cost some microseconds, and a few hundred names make up most traffic. Keyed by name, per table. */
function organizationAnswer(name: string, networks: NetworkTables): NetworkAnswer | undefined {
  let known = answers.get(networks)
  if (known === undefined) {
    known = new BoundedMap(MAX_NAMES)
    answers.set(networks, known)
  }
  const held = known.get(name)
  if (held !== undefined) return held === 'no rule' ? undefined : held
  const match = networks.byOrganization(name)
  const answer = match && {
    class: match.class,
    mixed: false,
    confidence: match.confidence,
    reason: match.rule,
  }
  known.set(name, answer ?? 'no rule')
  return answer
}

async function readSession(
  { header }: RequestSnapshot,
  { verifySession }: Sources,
  now: UnixSeconds,
): Promise<PresentedSession> {
  const carrier = presentedToken(header)
  if (carrier.found === 'none') return { status: 'none' }
  if (carrier.found === 'repeated') return { status: 'invalid', code: 'token.repeated' }
  return verifySession === undefined
    ? { status: 'invalid', code: 'token.no_key' }
    : verifySession(carrier.token, now)
}

async function readKey(
  { header }: RequestSnapshot,
  { hashKey, keyLocations, acceptedKeys }: Sources,
  now: UnixSeconds,
): Promise<PresentedKey | undefined> {
  const key = hashKey === undefined ? undefined : presentedKey(header, keyLocations)
  if (key === undefined || hashKey === undefined) return undefined
  const keyId = await hashKey(key)
  const accepted = acceptedKeys.find(keyId, now)
  return { keyId, accepted: accepted !== undefined, account: accepted?.account }
}
