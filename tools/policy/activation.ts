import { setTimeout as sleep } from 'node:timers/promises'
import { millisOf } from '../../src/lib/time.ts'
import { UsageError } from '../usage-error.ts'
import { say } from './command.ts'
import type { Answer, Door } from './door.ts'

/** Everywhere within a minute: isolates look for news that often. */
const PATIENCE_SECONDS = 75
const PAUSE_SECONDS = 1

/**
 * Waits until the gate has this policy in force.
 *
 * @param sha256 null: the deployed one
 * @throws UsageError where it does not come into force, with why the gate says so
 */
export async function untilInForce(
  door: Door,
  sha256: string | null,
  waitSeconds = PATIENCE_SECONDS,
): Promise<string> {
  for (let waited = 0; ; waited += PAUSE_SECONDS) {
    const state = await door.read('/policy')
    if (isInForce(state, sha256)) return String(state.revision)
    if (waited === 0) say(`Waiting until ${door.gate} has it in force …`)
    if (waited >= waitSeconds) {
      const fault = typeof state.fault === 'string' ? `: ${state.fault}` : ''
      throw new UsageError(
        `it was accepted, and is not in force after ${waitSeconds} seconds${fault}. Nothing is broken: what was in force before still is; see policy -- status`,
      )
    }
    await sleep(millisOf(PAUSE_SECONDS))
  }
}

function isInForce({ live, standing, revision, deployed }: Answer, sha256: string | null): boolean {
  if (sha256 === null) return live === null && revision === deployed
  const named = typeof live === 'object' && live !== null && 'sha256' in live ? live.sha256 : undefined
  return named === sha256 && standing === 'current'
}

/** What the gate says of a change besides yes. */
export function tellActivated({ loosened, warnings, signed_by }: Answer): void {
  for (const line of listOf(warnings)) say(String(line))
  for (const entry of listOf(loosened))
    if (typeof entry === 'object' && entry !== null && 'rule' in entry && 'how' in entry)
      say(`loosens ${entry.rule}: ${entry.how}`)
  const signers = listOf(signed_by)
  if (signers.length > 0) say(`signed by ${signers.join(', ')}`)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
