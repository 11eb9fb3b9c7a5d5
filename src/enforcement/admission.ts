import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { formatPlace, type Place } from '../net/region.ts'
import type { SessionFacts } from '../observations/types.ts'
import type { Decision } from '../policy/types.ts'
import type { Statement } from '../session/assertion.ts'
import { geoClaim } from '../session/claims.ts'
import type { SessionGrant, Subject } from '../session/issue.ts'
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

export interface Addressee {
  readonly issuer: string
  readonly audience: string
  readonly method: string
  readonly pathAndQuery: string
}

/** What the origin is told about this request. */
export function statement(
  { place, asn, networkClass }: Verified,
  decision: Decision,
  verdict: 'allow' | 'limit',
  session: SessionFacts | undefined,
  to: Addressee,
): Statement {
  return {
    iss: to.issuer,
    aud: to.audience,
    ...(session === undefined ? {} : { sid: session.sessionId, sub: session.subject }),
    htm: to.method,
    pathAndQuery: to.pathAndQuery,
    geo: geoClaim(place),
    net: { ...(asn === undefined ? {} : { asn }), class: networkClass },
    acr: decision.assurance,
    verdict,
    ...(decision.tierMax === undefined ? {} : { tier_max: decision.tierMax }),
    pol: decision.revision,
  }
}

/** What a session token for this client says. */
export function grant(
  { place, asn, networkClass }: Verified,
  decision: Decision,
  subject: Subject | undefined,
  sessionId: string | undefined,
): SessionGrant {
  return {
    subject,
    sessionId,
    assurance: decision.assurance,
    place,
    asn,
    networkClass,
    policyRevision: decision.revision,
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
export function stillTrue(session: SessionFacts, subject: Subject | undefined, now: UnixSeconds): boolean {
  if (now >= session.expiresAt) return false
  return subject === undefined || (session.identity === subject.kind && session.subject === subject.id)
}
