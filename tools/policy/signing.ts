import { signPolicy } from '../../src/config/policy-signature.ts'
import { UsageError } from '../usage-error.ts'
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

/** The signatures to send: those given, and one by each key; none is no member at all. */
export async function signaturesOf(
  sha256: string,
  { sign, signature }: SigningOptions,
): Promise<{ readonly signatures?: readonly string[] }> {
  const made = await Promise.all(sign.map((path) => signPolicy(sha256, readSignerKey(path))))
  const all = [...signature, ...made]
  return all.length === 0 ? {} : { signatures: all }
}

export function whyOption(text: string | undefined, name = '--why'): string {
  if (text === undefined || text.trim().length < 3)
    throw new UsageError(`${name}: expected a reason of 3 characters or more, for the log of changes`)
  return text
}
