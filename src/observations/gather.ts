import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { type KeyLocation, presentedKey } from '../request/credential.ts'
import { PROOF_HEADER, presentedToken, type TokenCarrier } from '../request/presented-token.ts'
import { confirms } from '../session/confirmation.ts'
import type { KeyHasher } from '../session/credential-hash.ts'
import type { SessionVerifier } from '../session/verify.ts'
import type { AcceptedKeys } from '../state/accepted-keys.ts'
import type { NetworkOverrides } from '../tables/network-overrides.ts'
import type { NetworkTables } from '../tables/networks.ts'
import type { OperatorNetworks } from '../tables/operator-networks.ts'
import type {
  NetworkAnswer,
  Observations,
  PresentedKey,
  PresentedProof,
  PresentedSession,
  RequestSnapshot,
  SessionBinding,
  TableAnswers,
  VouchedSubject,
} from './types.ts'

/** Everything that is read before deciding. */
export interface Sources {
  readonly networks: NetworkTables
  readonly acceptedKeys: AcceptedKeys
  /** Whether somebody the origin has vouched for has been revoked since. */
  readonly isRevoked: (subject: VouchedSubject) => boolean
  readonly keyLocations: readonly KeyLocation[]
  /** Undefined without `CREDENTIAL_SECRET`: keys are then not looked at. */
  readonly hashKey: KeyHasher | undefined
  /** The same under the secret before, while that is kept. */
  readonly hashKeyFormerly: KeyHasher | undefined
  /** Undefined without signing keys: no token can then be told from a forged one. */
  readonly verifySession: SessionVerifier | undefined
  readonly verifyProof: ProofVerifier | undefined
  readonly binding: SessionBinding
}

/** The operator's own words on networks, which the policy in force has. */
export interface PolicyTables {
  readonly operatorNetworks: OperatorNetworks
  readonly overrides: NetworkOverrides
}

/** What a proof must be about: this method and URL, and the token it comes with, if one does. */
export interface ProofSubject {
  readonly method: string
  /** Scheme, host and path, without query. */
  readonly url: string
  readonly token?: string
}

export type ProofVerifier = (
  proof: string,
  about: ProofSubject,
  now: UnixSeconds,
) => Promise<Exclude<PresentedProof, { status: 'none' }>>

/**
 * The one step that reads: tables, stored state, the presented session. Everything after it is pure. Awaits nothing
 * unless a token or a key came with the request.
 */
export async function gather(
  snapshot: RequestSnapshot,
  sources: Sources,
  policy: PolicyTables,
  now: UnixSeconds,
): Promise<Observations> {
  const tables = askTables(snapshot, sources.networks, policy, now)
  const carrier = presentedToken(snapshot.header)
  const [standing, proof, key] = await Promise.all([
    readSession(carrier, sources, now),
    readProof(snapshot, carrier, sources, now),
    readKey(snapshot, sources, now),
  ])
  const session = provedSession(standing, proof, snapshot)
  return Object.freeze({ snapshot, tables, session, proof, binding: sources.binding, key })
}

/**
 * What the same request gives under another policy: the operator's words on its network are that policy's, all else is
 * read already.
 */
export function underPolicy(
  observations: Observations,
  policy: PolicyTables,
  now: UnixSeconds,
): Observations {
  const words = operatorsWords(observations.snapshot, policy, now)
  return { ...observations, tables: { ...observations.tables, ...words } }
}

type OperatorsWords = Pick<TableAnswers, 'operator' | 'override' | 'moved'>

function operatorsWords(
  { address: client, edge }: RequestSnapshot,
  { operatorNetworks, overrides }: PolicyTables,
  now: UnixSeconds,
): OperatorsWords {
  const address = client.given ? client.value : undefined
  const asn = edge.asn.given ? edge.asn.value : undefined
  const place = overrides.place(address, asn, now)
  return {
    operator: operatorNetworks(address, asn),
    override: overrides.class(address, asn, now),
    moved: place && { place, source: 'operator', by: 'override' },
  }
}

function askTables(
  snapshot: RequestSnapshot,
  networks: NetworkTables,
  policy: PolicyTables,
  now: UnixSeconds,
): TableAnswers {
  const { edge } = snapshot
  const address = snapshot.address.given ? snapshot.address.value : undefined
  const asn = edge.asn.given ? edge.asn.value : undefined
  const carrier = asn !== undefined && networks.isRelayCarrier(asn)
  return {
    ...operatorsWords(snapshot, policy, now),
    prefixes: networks.byAddress(address),
    asn: asn === undefined ? undefined : networks.byAsn(asn),
    // A relay carrier's name says nothing of who is behind the address.
    organization:
      carrier || !edge.organization.given ? undefined : organizationAnswer(edge.organization.value, networks),
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
  carrier: TokenCarrier,
  { verifySession }: Sources,
  now: UnixSeconds,
): Promise<PresentedSession> {
  if (carrier.found === 'none') return { status: 'none' }
  if (carrier.found === 'repeated') return { status: 'invalid', code: 'token.repeated' }
  if (verifySession === undefined) return { status: 'invalid', code: 'token.no_key' }
  const standing = await verifySession(carrier.token, now)
  return standing.status === 'verified' ? { ...standing, carrier: carrier.carrier } : standing
}

async function readProof(
  { header, method, target }: RequestSnapshot,
  carrier: TokenCarrier,
  { verifyProof }: Sources,
  now: UnixSeconds,
): Promise<PresentedProof> {
  const proof = header(PROOF_HEADER)
  if (proof === undefined || verifyProof === undefined) return { status: 'none' }
  const url = `${target.scheme}://${target.host}${target.path}`
  // A page cannot read the cookie that goes with its request, so it cannot name it either.
  const token = carrier.found === 'token' && carrier.carrier === 'header' ? { token: carrier.token } : {}
  return verifyProof(proof, { method, url, ...token }, now)
}

/** A token that is bound to a key or a certificate is worth nothing without it. */
function provedSession(
  session: PresentedSession,
  proof: PresentedProof,
  { edge: { clientCertificateThumbprint: certificate } }: RequestSnapshot,
): PresentedSession {
  if (session.status !== 'verified' || session.facts.confirmation === undefined) return session
  // Never given out as one, and the proof would not be about it.
  if (session.carrier === 'cookie') return { status: 'unproved', code: 'proof.cookie' }
  const shown = {
    ...(proof.status === 'verified' ? { jkt: proof.jkt } : {}),
    ...(certificate.given ? { certificate: certificate.value } : {}),
  }
  if (confirms(session.facts.confirmation, shown)) return session
  return { status: 'unproved', code: proof.status === 'invalid' ? proof.code : 'proof.missing' }
}

async function readKey(
  { header }: RequestSnapshot,
  { hashKey, hashKeyFormerly, keyLocations, acceptedKeys, isRevoked }: Sources,
  now: UnixSeconds,
): Promise<PresentedKey | undefined> {
  const key = hashKey === undefined ? undefined : presentedKey(header, keyLocations)
  if (key === undefined || hashKey === undefined) return undefined
  const [keyId, formerKeyId] = await Promise.all([hashKey(key), hashKeyFormerly?.(key)])
  const accepted =
    acceptedKeys.find(keyId, now) ??
    (formerKeyId === undefined ? undefined : acceptedKeys.find(formerKeyId, now))
  const names = formerKeyId === undefined ? [keyId] : [keyId, formerKeyId]
  const isGone =
    accepted !== undefined &&
    (names.some((id) => isRevoked({ kind: 'key', id, at: accepted.at })) ||
      // A key of an account that is gone is nobody's, until the origin accepts it again.
      (accepted.account !== undefined && isRevoked({ kind: 'account', ...accepted.account })))
  if (accepted === undefined || isGone)
    return { keyId, formerKeyId, acceptedAt: undefined, account: undefined }
  return { keyId, formerKeyId, acceptedAt: accepted.at, account: accepted.account }
}
