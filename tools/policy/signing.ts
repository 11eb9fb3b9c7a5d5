import { replacedName, signPolicy } from '../../src/config/policy-signature.ts'
import { UsageError } from '../usage-error.ts'
import type { Door } from './door.ts'
import { readHistory } from './history-command.ts'
import { readSignerKey } from './signer-key.ts'

/** Options of every command whose document may have to be signed. */
export const SIGNING_OPTIONS = {
  sign: { type: 'string', multiple: true, default: [] as string[] },
  signature: { type: 'string', multiple: true, default: [] as string[] },
} as const

export interface SigningOptions {
  readonly sign: readonly string[]
  readonly signature: readonly string[]
}

/**
 * The signatures to send: those given, and one by each key; none is no member at all.
 *
 * @param replaces what is in force, as `inForceName` has it; those made here are then good for loosening that
 */
export async function signaturesOf(
  sha256: string,
  { sign, signature }: SigningOptions,
  replaces?: string,
): Promise<{ readonly signatures?: readonly string[] }> {
  const made = await Promise.all(sign.map((path) => signPolicy(sha256, readSignerKey(path), replaces)))
  const all = [...signature, ...made]
  return all.length === 0 ? {} : { signatures: all }
}

/** What a gate has in force, as a signature that may loosen it names it; by the word of `Control`, not of an isolate. */
export async function inForceName(door: Door): Promise<string> {
  const [{ live }, { deployed }] = await Promise.all([readHistory(door), door.read('/policy')])
  return replacedName(live ?? undefined, String(deployed))
}

export function whyOption(text: string | undefined, name = '--why'): string {
  if (text === undefined || text.trim().length < 3)
    throw new UsageError(`${name}: expected a reason of 3 characters or more, for the log of changes`)
  return text
}
