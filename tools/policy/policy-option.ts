import type { LoadedPolicy } from '../../src/config/policy-document.ts'
import { type DoorOptions, openDoor } from './door.ts'
import { livePolicy } from './live-policy.ts'
import { soundPolicy } from './open-policy.ts'

export interface PolicyOptions extends DoorOptions {
  readonly policy?: string | undefined
  readonly env?: string | undefined
}

/** Options of every command that asks a policy. */
export const POLICY_OPTIONS = {
  policy: { type: 'string' },
  env: { type: 'string' },
  gate: { type: 'string' },
  'token-file': { type: 'string' },
} as const

/** A policy that may be asked, and how to call it. */
export interface NamedPolicy {
  readonly name: string
  readonly loaded: LoadedPolicy
}

/**
 * The policy that `--policy` names: a file, one environment of a wrangler.toml, or `live`. Left out: this checkout's
 * wrangler.toml.
 */
export async function policyOption({ policy, env, ...door }: PolicyOptions): Promise<NamedPolicy> {
  return policy === 'live' ? livePolicy(openDoor(door)) : soundPolicy(policy, env)
}
