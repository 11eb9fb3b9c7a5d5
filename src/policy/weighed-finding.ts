import type { SignalName } from '../signals/registry.ts'
import type { Weighed } from './combine.ts'
import type { RuleFinding, Tier } from './types.ts'

/** A finding with what deciding needs beyond the record of it. */
export interface WeighedFinding extends RuleFinding, Weighed {
  readonly tier: Tier | undefined
  readonly legalBasis: boolean
  readonly reads: readonly SignalName[]
}
