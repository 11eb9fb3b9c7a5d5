import type { UnixSeconds } from '../lib/time.ts'
import type { Asn } from '../net/asn.ts'
import type { CidrBlock } from '../net/cidr.ts'
import type { NetworkClass } from '../net/network-class.ts'
import type { Place } from '../net/region.ts'
import type { AssuranceLevel, BodyUnread } from '../observations/types.ts'
import type { SignalName } from '../signals/registry.ts'
import type { ReasonCode, RefusalStatus } from './reasons.ts'

/** From mildest to strictest; the order is used to find the strictest resource. */
export const TIERS = ['open', 'standard', 'controlled'] as const
export type Tier = (typeof TIERS)[number]

export const EFFECTS = ['allow', 'limit', 'challenge', 'deny'] as const
export type Effect = (typeof EFFECTS)[number]
export type Verdict = Effect

/** `notice` lets pass, and tells the client since when it will not any more. */
export const ENFORCEMENT_MODES = ['enforce', 'notice', 'monitor'] as const
export type EnforcementMode = (typeof ENFORCEMENT_MODES)[number]

/** The law a rule rests on. Out of its dates, as without one, a place rule answers 403 instead of 451; it never ends. */
export interface Basis {
  readonly law: string
  readonly owner: string
  readonly from: UnixSeconds
  readonly to?: UnixSeconds
}

export type Operator =
  | { readonly is: string | number | boolean }
  | { readonly in: readonly (string | number)[] }
  /** Of an instant: a date as text. */
  | { readonly lt: number | string }
  | { readonly gt: number | string }
  | { readonly prefix: readonly (CidrBlock | string)[] }

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  /** None of them holds. */
  | { readonly not: readonly Condition[] }
  | ({ readonly signal: SignalName } & Operator)

export interface Rule {
  readonly id: string
  readonly effect: Effect
  readonly when: Condition
  /** Defaults to the reason of the first signal the condition reads. */
  readonly reason?: ReasonCode
  /** Exactly this tier; all when left out. */
  readonly tier?: Tier
  /** Ids of the resources it holds for; all when left out. */
  readonly resources?: readonly string[]
  /** With `notice` it is announced before `from`, which it then needs, and enforced from there on. */
  readonly mode?: EnforcementMode
  /** Before this instant the rule does not exist, except where it is announced. */
  readonly from?: UnixSeconds
  /** From this instant on it does not exist. */
  readonly to?: UnixSeconds
  readonly basis?: Basis
  /** Why the rule is there, for whoever reads the policy or a record. */
  readonly note?: string
}

export interface Exemption {
  readonly id: string
  readonly exempts: readonly string[]
  readonly when: Condition
  readonly owner: string
  readonly reason: string
  readonly from?: UnixSeconds
  readonly to: UnixSeconds
  /** Needed to lift a rule that rests on a law. */
  readonly overrides_basis?: boolean
}

export interface Resource {
  readonly id: string
  /** With a catalogue: the mildest it can be. */
  readonly tier: Tier
  readonly host?: string
  readonly path?: string
  readonly method?: string | readonly string[]
  readonly header?: { readonly name: string; readonly value?: string }
  /** A value in the JSON body; the whole body is read for it. */
  readonly body?: BodyMatch
  readonly session?: 'required'
  /** An accepted status here means that the origin checked the API key. */
  readonly keys?: 'checked'
  /** Each request needs a proof of its own that was never used before; needs `session`. */
  readonly replay?: 'strict'
}

/** Where in a JSON body to look, and for what: one of these values, or whatever a catalogue says of the one found. */
export interface BodyMatch {
  /** RFC 6901 */
  readonly pointer: string
  readonly values?: readonly string[]
  readonly catalogue?: string
}

/** Sorts the values of a body, such as models, into tiers: by name, or by what was needed to make them. */
export interface Catalogue {
  readonly id: string
  readonly owner: string
  /** What no entry names is `controlled`. */
  readonly entries: readonly CatalogueEntry[]
  /** Of an entry by its operations that reaches no threshold. */
  readonly below: Tier
  readonly thresholds: readonly Threshold[]
}

export interface CatalogueEntry {
  /** Exactly as a body names it. */
  readonly values: readonly string[]
  /** The mildest tier it can be on; the strictest of all that is said of a value counts. */
  readonly tier?: Tier
  /** Operations spent on training, as export rules count them. */
  readonly training_operations?: number
  readonly from?: UnixSeconds
  readonly to?: UnixSeconds
  readonly note?: string
}

/** From so many operations on, and from that date on, this tier. */
export interface Threshold {
  readonly training_operations: number
  readonly tier: Tier
  readonly from: UnixSeconds
  readonly to?: UnixSeconds
  readonly law: string
}

/** Whether a client that may not use a tier may send a body that could ask for it, and that nobody could read. */
export const UNREAD_BODIES = ['ceiling', 'refuse'] as const
export type UnreadBody = (typeof UNREAD_BODIES)[number]

export const REVERIFICATIONS = ['on_expiry', 'on_revision'] as const

/** The effective document: flat variables already expanded to rules. */
export interface Policy {
  readonly default: 'allow' | 'deny'
  readonly unknownPlace: Effect
  readonly ambiguousPlace: Effect
  /** Whether what a session has verified beyond its connection survives a new revision of the policy. */
  readonly reverify: (typeof REVERIFICATIONS)[number]
  /** Prefixes and ASNs that get the class `operator_allowed`, and nothing else. */
  readonly allowedNetworks: readonly AllowedNetwork[]
  /** The operator's word on single networks; as part of the document, a change of it is another revision. */
  readonly networkOverrides: readonly NetworkOverride[]
  readonly resources: readonly Resource[]
  readonly catalogues: readonly Catalogue[]
  readonly bodyUnknown: Readonly<Record<Tier, UnreadBody>>
  /** How sure the place must be at least on a tier; below it the rule `minimum-assurance` challenges. */
  readonly minimumAssurance: Readonly<Partial<Record<Tier, AssuranceLevel>>>
  readonly rules: readonly Rule[]
  readonly exemptions: readonly Exemption[]
}

export interface AllowedNetwork {
  readonly prefix?: CidrBlock
  readonly asn?: Asn
}

/** A class or a place for a prefix or an ASN, with who answers for it, why, and until when it holds. */
export interface NetworkOverride {
  readonly network: AllowedNetwork
  readonly class?: NetworkClass
  readonly place?: Place
  readonly owner: string
  readonly reason: string
  /** From this instant on it does nothing, and `health` says so. */
  readonly expires: UnixSeconds
}

export type Finding = 'matched' | 'unmatched' | 'indeterminate'

/** One rule's result, as recorded. */
export interface RuleFinding {
  readonly rule: string
  readonly effect: Effect
  readonly finding: Finding
  readonly mode: EnforcementMode
  readonly reason: ReasonCode
}

/** A rule that will be enforced from that instant on, and that would refuse this request. */
export interface Notice {
  readonly rule: string
  readonly reason: ReasonCode
  readonly from: UnixSeconds
}

/** What was asked for, in the policy's own terms. */
export interface MatchedResource {
  /** The strictest tier under any reading of the path. */
  readonly tier: Tier
  /** The resource that set the tier; `default` where none matched. */
  readonly id: string
  /** Ids matched under some reading: rules that refuse look here. */
  readonly anyReading: ReadonlySet<string>
  /** Ids matched under every reading: rules that admit look here. */
  readonly everyReading: ReadonlySet<string>
  readonly sessionRequired: boolean
  /** Needs a proof that was never used before. */
  readonly singleUse: boolean
  /** An accepted status here says something about the API key. */
  readonly keysChecked: boolean
  /** The value of the body that was looked for, and that a resource names; none where several were. */
  readonly value?: string
  /** One that no resource names, where it has the form of a name: for whoever wonders what a catalogue lacks. */
  readonly unnamed?: string
  /** Why a body that mattered could not be read; then `tierMax` is the ceiling of what it may ask for. */
  readonly unread?: BodyUnread
}

/** The row of the combining table that decided; see `combine.ts`. */
export type Row =
  | 'deny_matched'
  | 'deny_indeterminate'
  | 'challenge'
  | 'limit_matched'
  | 'allow_matched'
  | 'default'

export interface Decision {
  readonly verdict: Verdict
  readonly assurance: AssuranceLevel
  /** Reasons of the determining rules, the primary one first; empty when nothing spoke against the request. */
  readonly reasons: readonly ReasonCode[]
  /** Of the primary reason; undefined when the request is let in. */
  readonly status: RefusalStatus | undefined
  /** The row of the combining table that decided. */
  readonly row: Row
  readonly determining: readonly string[]
  readonly exemptions: readonly string[]
  /** Rules in monitor mode that would have had a say. */
  readonly would: readonly RuleFinding[]
  /** Rules that are announced, and will refuse the like of this request. */
  readonly notices: readonly Notice[]
  /** Whether a rule that rests on a law, in force or not, is among those that determined it, or would refuse by itself. */
  readonly restsOnLaw: boolean
  /** Rules that could not be evaluated and were passed over. */
  readonly degraded: readonly string[]
  readonly findings: readonly RuleFinding[]
  readonly tier: Tier
  readonly resource: string
  /** The highest tier on which the same facts would be let in. */
  readonly tierMax: Tier | undefined
  readonly revision: string
  /** What the determining rules read, by signal name: all that a client may be told. */
  readonly observed: Readonly<Record<string, string | number | boolean>>
}
