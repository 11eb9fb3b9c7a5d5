import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { type KeyLocation, presentedKey } from '../request/credential.ts'
import { PROOF_HEADER, presentedToken, type TokenCarrier } from '../request/presented-token.ts'
import { confirms } from '../session/confirmation.ts'
import type { KeyHasher } from '../session/credential-hash.ts'
import type { SessionVerifier, TokenStanding } from '../session/verify.ts'
import type { AcceptedKeys } from '../state/accepted-keys.ts'
import type { NetworkOverrides } from '../tables/network-overrides.ts'
import type { NetworkTables } from '../tables/networks.ts'
import type { OperatorNetworks } from '../tables/operator-networks.ts'
import type {
  Fact,
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

/** What a client has shown of itself, and what that is worth now. */
export type Presented = Pick<Observations, 'session' | 'proof' | 'binding' | 'key'>

/** Of a request, what can be presented with it, and for what. */
export type Presenting = Pick<RequestSnapshot, 'method' | 'target' | 'header'>

/**
 * The one step that reads: tables, stored state, the presented session. Everything after it is pure. Awaits nothing
 * unless a token, a proof or a key came with the request.
 */
export async function gather(
  snapshot: RequestSnapshot,
  sources: Sources,
  policy: PolicyTables,
  now: UnixSeconds,
): Promise<Observations> {
  const presented = await readPresented(
    snapshot,
    () => snapshot.edge.clientCertificateThumbprint,
    sources,
    now,
  )
  return observe(snapshot, presented, sources, policy, now)
}

/** The rest of what is read, once it is known what was presented. */
export function observe(
  snapshot: RequestSnapshot,
  presented: Presented,
  { networks }: Pick<Sources, 'networks'>,
  policy: PolicyTables,
  now: UnixSeconds,
): Observations {
  return Object.freeze({ snapshot, tables: askTables(snapshot, networks, policy, now), ...presented })
}

/**
 * Looks at the token, the proof and the key that came with a request. A promise only where one of them has to be
 * computed: a token that this isolate has seen, or none, is told at once.
 *
 * @param certificate of the connection; asked for where a token is bound to one
 */
export function readPresented(
  asked: Presenting,
  certificate: () => Fact<string>,
  sources: Sources,
  now: UnixSeconds,
): Presented | Promise<Presented> {
  const carrier = presentedToken(asked.header)
  const session = readSession(carrier, sources, now)
  const proof = readProof(asked, carrier, sources, now)
  const key = readKey(asked, sources, now)
  const put = (
    standing: PresentedSession,
    shown: PresentedProof,
    held: PresentedKey | undefined,
  ): Presented => ({
    session: provedSession(standing, shown, certificate),
    proof: shown,
    binding: sources.binding,
    key: held,
  })
  const isThere = !(session instanceof Promise || proof instanceof Promise || key instanceof Promise)
  return isThere ? put(session, proof, key) : Promise.all([session, proof, key]).then((all) => put(...all))
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

const NO_SESSION: PresentedSession = { status: 'none' }

function readSession(
  carrier: TokenCarrier,
  { verifySession }: Sources,
  now: UnixSeconds,
): PresentedSession | Promise<PresentedSession> {
  if (carrier.found === 'none') return NO_SESSION
  if (carrier.found === 'repeated') return { status: 'invalid', code: 'token.repeated' }
  if (verifySession === undefined) return { status: 'invalid', code: 'token.no_key' }
  const carried = (standing: TokenStanding): PresentedSession =>
    standing.status === 'verified' ? { ...standing, carrier: carrier.carrier } : standing
  const standing = verifySession(carrier.token, now)
  return standing instanceof Promise ? standing.then(carried) : carried(standing)
}

const NO_PROOF: PresentedProof = { status: 'none' }

function readProof(
  { header, method, target }: Presenting,
  carrier: TokenCarrier,
  { verifyProof }: Sources,
  now: UnixSeconds,
): PresentedProof | Promise<PresentedProof> {
  const proof = header(PROOF_HEADER)
  if (proof === undefined || verifyProof === undefined) return NO_PROOF
  const url = `${target.scheme}://${target.host}${target.path}`
  // A page cannot read the cookie that goes with its request, so it cannot name it either.
  const token = carrier.found === 'token' && carrier.carrier === 'header' ? { token: carrier.token } : {}
  return verifyProof(proof, { method, url, ...token }, now)
}

/** A token that is bound to a key or a certificate is worth nothing without it. */
function provedSession(
  session: PresentedSession,
  proof: PresentedProof,
  certificateOf: () => Fact<string>,
): PresentedSession {
  if (session.status !== 'verified' || session.facts.confirmation === undefined) return session
  // Never given out as one, and the proof would not be about it.
  if (session.carrier === 'cookie') return { status: 'unproved', code: 'proof.cookie' }
  const certificate = certificateOf()
  const shown = {
    ...(proof.status === 'verified' ? { jkt: proof.jkt } : {}),
    ...(certificate.given ? { certificate: certificate.value } : {}),
  }
  if (confirms(session.facts.confirmation, shown)) return session
  return { status: 'unproved', code: proof.status === 'invalid' ? proof.code : 'proof.missing' }
}

function readKey(
  { header }: Presenting,
  sources: Sources,
  now: UnixSeconds,
): undefined | Promise<PresentedKey> {
  const { hashKey, hashKeyFormerly, keyLocations } = sources
  const key = hashKey === undefined ? undefined : presentedKey(header, keyLocations)
  if (key === undefined || hashKey === undefined) return undefined
  return Promise.all([hashKey(key), hashKeyFormerly?.(key)]).then(([keyId, formerKeyId]) =>
    keyStanding(keyId, formerKeyId, sources, now),
  )
}

function keyStanding(
  keyId: string,
  formerKeyId: string | undefined,
  { acceptedKeys, isRevoked }: Sources,
  now: UnixSeconds,
): PresentedKey {
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
