import { encodeBase64url } from '../lib/bytes.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import type { Place } from '../net/region.ts'
import type { AssuranceLevel, Confirmation, Subject } from '../observations/types.ts'
import type { NextChange } from '../policy/next-change.ts'
import { accountClaim, type GeoClaim, geoClaim, SESSION_TYPE, type SessionClaims } from './claims.ts'
import type { SigningKey } from './keyring.ts'
import { endOf, type Lifetimes } from './lifetime.ts'
import { signClaims } from './sign-claims.ts'

export interface SessionGrant {
  /** The account the origin named, else the key it accepted; undefined for nobody in particular. */
  readonly subject: Subject | undefined
  /** When the origin vouched for the subject. */
  readonly authenticatedAt: UnixSeconds
  /** Kept when a session is renewed, so that its records stay together. */
  readonly sessionId: string | undefined
  readonly assurance: AssuranceLevel
  /** When that was verified. */
  readonly assuredAt: UnixSeconds
  readonly place: Place | undefined
  readonly asn: Asn | undefined
  readonly networkClass: NetworkClass
  readonly addressFamily: 4 | 6 | undefined
  /** Undefined where sessions are not bound to it. */
  readonly ja4: string | undefined
  readonly policyRevision: string
  /** The key or certificate that the token is bound to; undefined for a bearer token. */
  readonly confirmation: Confirmation | undefined
}

export interface SessionTerms {
  readonly issuer: string
  readonly lifetimes: Lifetimes
  readonly nextChange: NextChange
  readonly epoch: number
}

export interface IssuedSession {
  readonly sessionId: string
  readonly token: string
  readonly expiresAt: number
  readonly acr: AssuranceLevel
  readonly geo: GeoClaim
  readonly net: SessionClaims['net']
}

const ID_BYTES = 16

/**
 * Signs what was verified. Carries country, region, ASN and network class only, and of an account when it was created and
 * where its home is: anybody who holds it can read it.
 */
export async function issueSession(
  grant: SessionGrant,
  terms: SessionTerms,
  signingKey: SigningKey,
  now: UnixSeconds,
  random: (bytes: number) => Uint8Array,
): Promise<IssuedSession> {
  const newId = () => encodeBase64url(random(ID_BYTES))
  const geo = geoClaim(grant.place)
  const acct = grant.subject?.kind === 'account' ? accountClaim(grant.subject.facts) : undefined
  const net = { ...(grant.asn === undefined ? {} : { asn: grant.asn }), class: grant.networkClass }
  const sessionId = grant.sessionId ?? newId()
  const expiresAt = endOf(grant, terms.lifetimes, terms.nextChange, now)
  const claims: SessionClaims & { readonly iss: string; readonly aud: string } = {
    iss: terms.issuer,
    aud: terms.issuer,
    sub: grant.subject?.id ?? sessionId,
    sub_kind: grant.subject?.kind ?? 'none',
    ...(acct === undefined ? {} : { acct }),
    auth_time: grant.authenticatedAt,
    iat: now,
    nbf: now,
    exp: expiresAt,
    jti: newId(),
    sid: sessionId,
    acr: grant.assurance,
    acr_time: grant.assuredAt,
    geo,
    net,
    pol: grant.policyRevision,
    epoch: terms.epoch,
    bind: {
      ...(grant.addressFamily === undefined ? {} : { fam: grant.addressFamily }),
      ...(grant.ja4 === undefined ? {} : { ja4: grant.ja4 }),
    },
    ...(grant.confirmation === undefined ? {} : { cnf: grant.confirmation }),
  }
  const token = await signClaims(claims, SESSION_TYPE, signingKey)
  return { sessionId, token, expiresAt, acr: grant.assurance, geo, net }
}
