import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { Continent } from '../net/continent.ts'
import type { CountryCode } from '../net/country.ts'
import type { IpAddress } from '../net/ip-address.ts'
import type { NetworkClass } from '../net/network-class.ts'
import type { Place, RegionCode } from '../net/region.ts'

/** Who said it: shown in the admission record, so that an answer can be traced to its origin. */
export type Source = 'edge' | 'request' | 'feed' | 'table' | 'rule' | 'operator' | 'token' | 'derived'

/** Why an edge fact is not there. `tor` and `no_data` are the edge's own codes T1 and XX. */
export type AbsentWhy = 'missing' | 'malformed' | 'tor' | 'no_data' | 'not_applicable'

/**
 * One thing learned about a request. Three states, because "the edge does not say" and "looking failed" lead to
 * different outcomes, and neither may be mistaken for a "no".
 */
export type Signal<T> =
  | { readonly state: 'observed'; readonly value: T; readonly source: Source }
  | { readonly state: 'absent'; readonly why: AbsentWhy }
  | { readonly state: 'unavailable'; readonly cause: string }

export function observed<T>(value: T, source: Source): Signal<T> {
  return { state: 'observed', value, source }
}

export function absent(why: AbsentWhy): Signal<never> {
  return { state: 'absent', why }
}

export function unavailable(cause: string): Signal<never> {
  return { state: 'unavailable', cause }
}

/** A value the edge may or may not have given. `malformed` = it was there, and was not what it should be. */
export type Fact<T> =
  | { readonly given: true; readonly value: T }
  | { readonly given: false; readonly why: AbsentWhy }

/** Facts of `request.cf`, parsed once. An attacker chooses none of them directly; the edge measures them. */
export interface EdgeFacts {
  readonly country: Fact<CountryCode>
  readonly region: Fact<RegionCode>
  /** In English, of the subdivision. */
  readonly regionName: Fact<string>
  readonly city: Fact<string>
  readonly continent: Fact<Continent>
  readonly euMember: Fact<boolean>
  readonly coordinates: Fact<Coordinates>
  readonly timeZone: Fact<string>
  readonly colo: Fact<string>
  readonly asn: Fact<Asn>
  readonly organization: Fact<string>
  readonly httpProtocol: Fact<string>
  readonly tlsVersion: Fact<string>
  readonly tlsCipher: Fact<string>
  readonly tlsCiphersSha1: Fact<string>
  readonly tlsExtensionsSha1: Fact<string>
  readonly ja3: Fact<string>
  readonly ja4: Fact<string>
  readonly botScore: Fact<number>
  readonly verifiedBot: Fact<boolean>
  readonly clientRttMillis: Fact<number>
  readonly clientCertificate: Fact<CertificateStatus>
  /** SHA-256 of a verified client certificate, as `x5t#S256` has it (RFC 8705 §3.1). */
  readonly clientCertificateThumbprint: Fact<string>
}

export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
}

export const CERTIFICATE_STATUSES = ['none', 'verified', 'failed'] as const
export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number]

/** What is asked for. `path` is as sent; `readings` are the forms a back end might take it for. */
export interface RequestTarget {
  readonly scheme: 'http' | 'https'
  /** Lower case, with the port if one was given. */
  readonly host: string
  /** Lower case, without the port. */
  readonly hostname: string
  readonly path: string
  /** With its leading `?`, or empty. */
  readonly query: string
  /** Every way a back end might read the path; the first is the plain one. Never empty. */
  readonly readings: readonly string[]
}

/** Frozen facts of one request. Built by `request/snapshot`, the only place that touches `Request`. */
export interface RequestSnapshot {
  readonly method: string
  readonly target: RequestTarget
  /** The client's address as the edge saw it (`CF-Connecting-IP`). */
  readonly address: Fact<IpAddress>
  readonly edge: EdgeFacts
  /** Zone of the Worker that relayed the request (`CF-Worker`). */
  readonly relayedBy: Fact<string>
  /** The value of a request header as the client sent it; several lines are joined by `, `. */
  readonly header: (name: string) => string | undefined
}

/** Why nobody can say what a body asks for. `not_recorded`: it was not handed over, or no log holds it. */
export const BODY_UNREAD = [
  'too_large',
  'too_slow',
  'encoded',
  'not_json',
  'batch',
  'websocket',
  'not_recorded',
] as const
export type BodyUnread = (typeof BODY_UNREAD)[number]

/**
 * The body of a request, as far as the policy looks into it: apart from the snapshot, because it is read only where a
 * resource asks for it. `none` is a request that has none (GET, HEAD); an empty body is read, and holds nothing.
 */
export type BodyReading =
  | { readonly state: 'none' }
  | { readonly state: 'read'; readonly value: unknown }
  | { readonly state: 'unread'; readonly why: BodyUnread }

/** What a network table says of an ASN or of an organisation's name. */
export interface NetworkAnswer {
  readonly class: NetworkClass
  /** Homes and servers share the ASN: never refused on the ASN alone. */
  readonly mixed: boolean
  readonly confidence: 'high' | 'medium' | 'low'
  readonly reason: string
}

/** What a publisher's list says of the prefixes around an address. */
export interface PrefixAnswer {
  readonly class: NetworkClass
  readonly confidence: 'high' | 'medium' | 'low'
  /** The list's name in the feed configuration. */
  readonly feed: string
  /** Where the publisher says that its users behind the prefix are (RFC 8805, or Apple's list). */
  readonly place?: Place
  /** The operator believes this publisher about places. */
  readonly movesPlace: boolean
}

/** Another place than the edge's, and who says so. */
export interface MovedPlace {
  readonly place: Place
  readonly source: 'operator' | 'feed'
  /** The list's name, or `override`. */
  readonly by: string
}

/** Answers of every table that was asked about this request. */
export interface TableAnswers {
  /** An entry of the operator's own allow-list that holds for this address or ASN. */
  readonly operator: string | undefined
  /** The network class that the operator gives this address or ASN. */
  readonly override: NetworkClass | undefined
  /** Of the publishers' lists, of each class one and one of low confidence; `undefined` when they could not be asked. */
  readonly prefixes: readonly PrefixAnswer[] | undefined
  readonly asn: NetworkAnswer | undefined
  readonly organization: NetworkAnswer | undefined
  /** In place of the edge's word; `undefined` in nearly all cases. */
  readonly moved: MovedPlace | undefined
}

export const IDENTITY_KINDS = ['account', 'key', 'none'] as const
export type IdentityKind = (typeof IDENTITY_KINDS)[number]

/** What the origin says of an account beside its id. Each is optional, and what it does not say is not known. */
export interface AccountFacts {
  readonly created?: UnixSeconds
  readonly home?: Place
}

/** Whom the origin vouches for. */
export interface Subject {
  readonly kind: 'account' | 'key'
  readonly id: string
  /** Of an account of which the origin says anything. */
  readonly facts?: AccountFacts
}

/** The same, with when it did. */
export interface VouchedSubject extends Subject {
  readonly at: UnixSeconds
}

export const ASSURANCE_LEVELS = ['none', 'low', 'substantial', 'high'] as const
export type AssuranceLevel = (typeof ASSURANCE_LEVELS)[number]

/** What the client holds that a token is bound to (RFC 7800): a DPoP key, a client certificate, or both. */
export interface Confirmation {
  readonly jkt?: string
  readonly 'x5t#S256'?: string
}

/** What a session token said, after its signature and every claim were checked. */
export interface SessionFacts {
  readonly subject: string
  readonly identity: IdentityKind
  /** What the origin has said of the account; only where `identity` is one. */
  readonly account?: AccountFacts
  /** When the origin last vouched for the subject; renewing a token does not change it. */
  readonly authenticatedAt: UnixSeconds
  readonly sessionId: string
  readonly tokenId: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly assurance: AssuranceLevel
  /** When that was verified; renewing a token does not change it either, unless it is verified anew. */
  readonly assuredAt: UnixSeconds
  /** What was verified still counts: it is not past its time, and the policy in force does not want it anew. */
  readonly assuranceStands: boolean
  /** Past its time, within the grace period: this request renews it. */
  readonly renewalDue: boolean
  readonly place: Place | undefined
  readonly asn: Asn | undefined
  readonly networkClass: NetworkClass
  readonly addressFamily: 4 | 6 | undefined
  /** Only where the configuration binds sessions to it. */
  readonly ja4: string | undefined
  readonly policyRevision: string
  readonly confirmation: Confirmation | undefined
}

/** How the token came: a browser's cookie is sent by itself, a header only by a program that means to. */
export type TokenCarrierKind = 'cookie' | 'header'

export type PresentedSession =
  | { readonly status: 'none' }
  | { readonly status: 'verified'; readonly facts: SessionFacts; readonly carrier: TokenCarrierKind }
  /** `unproved`: bound to a key or a certificate that the client has not shown with this request. */
  | {
      readonly status: 'expired' | 'invalid' | 'revoked' | 'unproved'
      readonly code: string
    }

/** How far this isolate's copy of what is in force can be relied on; see `state/control/in-force`. */
export const STANDINGS = ['current', 'stale', 'expired', 'never'] as const
export type Standing = (typeof STANDINGS)[number]

/** What was shown with this request of a key of the client's own (RFC 9449). */
export type PresentedProof =
  | { readonly status: 'none' }
  | {
      readonly status: 'verified'
      readonly jkt: string
      readonly jti: string
      readonly iat: UnixSeconds
      /** The server's nonce in it: `stale` is one of ours no longer, or never was. */
      readonly nonce: 'none' | 'good' | 'stale'
    }
  | { readonly status: 'invalid'; readonly code: string }

export const BINDING_MODES = ['off', 'notice', 'require'] as const
/** What a difference leads to: nothing, a note in evidence and records, or that the token counts as none. */
export type BindingMode = (typeof BINDING_MODES)[number]

/** What a session is bound to beyond country and network class. */
export interface SessionBinding {
  readonly asn: BindingMode
  readonly tls: BindingMode
}

/** The client's API key, as far as it is known. Only ever an HMAC of it. */
export interface PresentedKey {
  readonly keyId: string
  /** Its id under the secret before, while that is kept: by which older tokens and notes name it. */
  readonly formerKeyId: string | undefined
  /** When the origin accepted it, within the last hour and as far as this isolate knows; undefined when it did not. */
  readonly acceptedAt: UnixSeconds | undefined
  /** The account that the origin has named for it, and when. */
  readonly account: Omit<VouchedSubject, 'kind'> | undefined
}

/** Everything a detector may see. */
export interface Observations {
  readonly snapshot: RequestSnapshot
  readonly tables: TableAnswers
  readonly session: PresentedSession
  readonly proof: PresentedProof
  readonly binding: SessionBinding
  readonly key: PresentedKey | undefined
}
