import type { SignalName } from '../signals/registry.ts'
import type { Weighed } from './combine.ts'
import type { RuleFinding, Tier } from './types.ts'

/** A finding with what deciding needs beyond the record of it. */
export interface WeighedFinding extends RuleFinding, Weighed {
  readonly tier: Tier | undefined
  /** A law that is in force stands behind it: the refusal may be 451. */
  readonly legalBasis: boolean
  /** A law stands behind it, in force or not: an exemption has to say that it overrides one. */
  readonly restsOnLaw: boolean
  readonly reads: readonly SignalName[]
}
