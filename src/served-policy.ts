import type { LoadedPolicy } from './config/policy-document.ts'
import type { UnixSeconds } from './lib/time.ts'
import type { PolicyTables } from './observations/gather.ts'
import { type CompiledPolicy, compilePolicy } from './policy/compile.ts'
import { policyRevision } from './policy/revision.ts'
import type { EnforcementMode } from './policy/types.ts'
import { compileNetworkOverrides } from './tables/network-overrides.ts'
import { compileOperatorNetworks } from './tables/operator-networks.ts'

/** A policy ready to serve: all of the gate that is another with another policy. */
export interface ServedPolicy extends PolicyTables {
  readonly loaded: LoadedPolicy
  readonly compiled: CompiledPolicy
  readonly revision: string
}

export async function servePolicy(loaded: LoadedPolicy): Promise<ServedPolicy> {
  const { policy } = loaded
  const revision = await policyRevision(policy)
  return Object.freeze({
    loaded,
    compiled: compilePolicy(policy, revision),
    revision,
    operatorNetworks: compileOperatorNetworks(policy.allowedNetworks),
    overrides: compileNetworkOverrides(policy.networkOverrides),
  })
}

/** How the policy is applied at this instant: what was announced is enforced from its date on. */
export function modeAt({ loaded: { mode, noticeFrom } }: ServedPolicy, now: UnixSeconds): EnforcementMode {
  return mode === 'notice' && noticeFrom !== undefined && now >= noticeFrom ? 'enforce' : mode
}

/** The policies of an isolate: the deployed one, whatever came into force in its stead, and one that is only tried. */
export class Policies {
  readonly deployed: ServedPolicy
  #live: ServedPolicy | undefined
  #candidate: ServedPolicy | undefined

  constructor(deployed: ServedPolicy) {
    this.deployed = deployed
  }

  get inForce(): ServedPolicy {
    return this.#live ?? this.deployed
  }

  /** Evaluated beside the one in force, without changing any answer; undefined where none is tried. */
  get candidate(): ServedPolicy | undefined {
    return this.#candidate
  }

  /** @param live undefined: the deployed one again */
  swap(live: ServedPolicy | undefined): void {
    this.#live = live
  }

  tryOut(candidate: ServedPolicy | undefined): void {
    this.#candidate = candidate
  }
}
