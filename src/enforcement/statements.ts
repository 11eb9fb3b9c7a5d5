import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { formatPlace, type Place } from '../net/region.ts'
import type {
  AccountFacts,
  Confirmation,
  Observations,
  SessionFacts,
  Subject,
} from '../observations/types.ts'
import type { Decision } from '../policy/types.ts'
import type { Statement } from '../session/assertion.ts'
import { geoClaim } from '../session/claims.ts'
import type { SessionGrant } from '../session/issue.ts'
import type { Evidence } from '../signals/registry.ts'

/** What was verified about a client that passes, in the terms both tokens are made of. */
export interface Verified {
  readonly place: Place | undefined
  readonly asn: Asn | undefined
  readonly networkClass: NetworkClass
}

export function verified(evidence: Evidence): Verified {
  const { place, 'network.asn': asn, 'network.class': network } = evidence
  return {
    place: place.state === 'observed' ? place.value : undefined,
    asn: asn.state === 'observed' ? asn.value : undefined,
    networkClass: network.state === 'observed' ? network.value : 'unknown',
  }
}

/**
 * The same, with the place that a session is bound to: the edge's own word. Another's may be followed for one resource
 * and not for the next (`policy/judge.ts`), and the session holds for both.
 */
export function verifiedByEdge(evidence: Evidence): Verified {
  const { place, 'place.edge': edge } = evidence
  const isMoved = place.state === 'observed' && place.source !== 'edge'
  if (!isMoved) return verified(evidence)
  return { ...verified(evidence), place: edge.state === 'observed' ? edge.value : undefined }
}

/** Who asks: the session that is good on this connection, and whom the origin has vouched for. */
export interface Client {
  readonly session: SessionFacts | undefined
  readonly identity: Subject | undefined
}

export interface Addressee {
  readonly issuer: string
  readonly audience: string
  readonly method: string
  readonly pathAndQuery: string
  /** The value of the body that was decided on, where there is one. */
  readonly bodyValue?: string | undefined
}

/** What the origin is told about this request. */
export function statement(
  { place, asn, networkClass }: Verified,
  decision: Decision,
  verdict: 'allow' | 'limit',
  client: Client,
  to: Addressee,
): Statement {
  return {
    iss: to.issuer,
    aud: to.audience,
    ...(client.session === undefined ? {} : { sid: client.session.sessionId }),
    ...subjectClaims(client),
    htm: to.method,
    pathAndQuery: to.pathAndQuery,
    geo: geoClaim(place),
    net: { ...(asn === undefined ? {} : { asn }), class: networkClass },
    acr: decision.assurance,
    verdict,
    ...(decision.tierMax === undefined ? {} : { tier_max: decision.tierMax }),
    ...(to.bodyValue === undefined ? {} : { res: to.bodyValue }),
    pol: decision.revision,
  }
}

/** A subject is stated only where it counts on this connection: a key's session without its key states none. */
function subjectClaims({ session, identity }: Client): Pick<Statement, 'sub' | 'sub_kind'> {
  if (identity !== undefined) return { sub: identity.id, sub_kind: identity.kind }
  return session?.identity === 'none' ? { sub: session.subject, sub_kind: 'none' } : {}
}

/** What a session token for this client says, beyond what was verified of the connection. */
export interface Holder {
  readonly subject: Subject | undefined
  readonly authenticatedAt: UnixSeconds
  /** The session it goes on with, if any. */
  readonly session: SessionFacts | undefined
  /** Somebody else than before: then the session gets another name (OWASP ASVS 7.2.4). */
  readonly isNewHolder: boolean
  /** The key or certificate it has shown and wants the token bound to. */
  readonly confirmation: Confirmation | undefined
}

/** What a session token for this client says. A proof made earlier in the session keeps its age. */
export function grant(
  { place, asn, networkClass }: Verified,
  decision: Decision,
  { snapshot: { address, edge }, binding }: Observations,
  { subject, authenticatedAt, session, isNewHolder, confirmation }: Holder,
  now: UnixSeconds,
): SessionGrant {
  const isCarriedOver = decision.assurance === 'high' && session?.assurance === 'high'
  return {
    subject,
    // Never of the future, as two data centres' clocks would have it: such a token would be none.
    authenticatedAt: Math.min(authenticatedAt, now) as UnixSeconds,
    sessionId: isNewHolder ? undefined : session?.sessionId,
    assurance: decision.assurance,
    assuredAt: (isCarriedOver ? Math.min(session.assuredAt, now) : now) as UnixSeconds,
    place,
    asn,
    networkClass,
    addressFamily: address.given ? address.value.version : undefined,
    ja4: binding.tls !== 'off' && edge.ja4.given ? edge.ja4.value : undefined,
    policyRevision: decision.revision,
    confirmation,
  }
}

/** The convenience headers of `ORIGIN_HEADERS = "assertion+facts"`: unsigned, and worth what the connection is. */
export function factHeaders(
  { place, networkClass }: Verified,
  verdict: 'allow' | 'limit',
): Record<string, string> {
  return {
    ...(place === undefined ? {} : { 'Cordon-Country': place.country }),
    ...(place?.region === undefined ? {} : { 'Cordon-Region': formatPlace(place) }),
    'Cordon-Network': networkClass,
    'Cordon-Verdict': verdict,
  }
}

/** Whether a presented session says nothing that this request would not say better. */
export function stillTrue(
  session: SessionFacts,
  subject: Subject | undefined,
  current: { readonly policyRevision: string; readonly sameBinding: boolean },
): boolean {
  if (session.renewalDue || session.policyRevision !== current.policyRevision || !current.sameBinding)
    return false
  if (subject === undefined) return true
  const isSame = session.identity === subject.kind && session.subject === subject.id
  return isSame && alike(session.account, subject.facts)
}

function alike(one: AccountFacts | undefined, other: AccountFacts | undefined): boolean {
  return (
    one?.created === other?.created &&
    one?.home?.country === other?.home?.country &&
    one?.home?.region === other?.home?.region
  )
}
