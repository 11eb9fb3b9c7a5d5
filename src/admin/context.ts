import type { LoadedPolicy } from '../config/policy-document.ts'
import type { PolicySigner } from '../config/policy-signers-schema.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { EnforcementMode } from '../policy/types.ts'
import type { Actor } from '../state/control/actor.ts'
import type { Control, ControlUpdate, Role } from '../state/control/types.ts'

/** Somebody who has been let in. */
export interface Administrator extends Actor {
  readonly role: Role
}

export const KEY_STATES = ['next', 'active', 'retired', 'ended'] as const

/** As in `state/control/in-force`. */
export const STANDINGS = ['current', 'stale', 'expired', 'never'] as const

/** What a signing key is used for at an instant. A revoked key is `ended`, whatever its dates say. */
export interface KeyState {
  readonly kid: string
  readonly alg: string
  readonly state: (typeof KEY_STATES)[number]
  readonly activeFrom: number
  readonly retiredSince?: number
  readonly verifiesUntil?: number
}

/** This isolate's copy of what `Control` says, as it is while the request is answered. */
export interface InForceCopy {
  /** Undefined until it was read for the first time. */
  readonly stamp: number | undefined
  readonly epoch: number
  readonly tables: string | undefined
  readonly policy: string | undefined
  readonly candidate: string | undefined
  readonly breakGlassUntil: UnixSeconds | undefined
  /** How many revocations are in force. */
  readonly count: number
  /** How far the copy can be relied on. */
  readonly standing: (typeof STANDINGS)[number]
  /** What this isolate has just changed it knows at once. */
  readonly apply: (update: ControlUpdate) => void
}

/**
 * How a prefix table is found where it lies. `unsound`: what lies there is no table, or not the one it is named after;
 * `no_store`: there is no place where it could lie.
 */
export type TableReading = 'ok' | 'not_found' | 'unreachable' | 'timeout' | 'no_store' | 'unsound'

export const POLICY_STANDINGS = ['current', 'stale', 'expired', 'missing'] as const

export interface ViewedPolicy {
  readonly loaded: LoadedPolicy
  readonly revision: string
}

/** The policies of this isolate, as they are while the request is answered. */
export interface PolicyView {
  readonly deployed: ViewedPolicy
  /** What decides here now. */
  readonly served: ViewedPolicy
  /** How it is applied at this instant. */
  readonly mode: EnforcementMode
  /** How it stands to the one that `Control` names; see `state/policy-source`. */
  readonly standing: (typeof POLICY_STANDINGS)[number]
  readonly fault: string | undefined
  /** Undefined where none is tried out, or it cannot be had. */
  readonly candidate: ViewedPolicy | undefined
  readonly candidateFault: string | undefined
  readonly signers: readonly PolicySigner[]
  /** Brings into force here what has just been changed, before anybody is answered. */
  readonly follow: () => Promise<void>
}

/** All that an operation gets to know of the gate: nothing of a request, so that HTTP and RPC are the same to it. */
export interface AdminContext {
  readonly control: Control
  readonly inForce: InForceCopy
  /** Reads the table of this checksum and opens it, as an isolate would that is told to have it in force. */
  readonly readTable: (sha256: string) => Promise<TableReading>
  readonly policies: PolicyView
  readonly keys: (now: UnixSeconds) => readonly KeyState[]
  /** The longest life of a token that exists now, in seconds: how long a revocation has to be remembered. */
  readonly forSeconds: number
  readonly now: UnixSeconds
  /** Names the request in the logs. */
  readonly decision: string
  /** The description of this interface, made by `npm run generate`. */
  readonly document: Readonly<Record<string, unknown>>
}
