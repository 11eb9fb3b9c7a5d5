import * as v from 'valibot'
import { formatPath } from '../../src/config/issue.ts'
import { signingKeys } from '../../src/config/secrets-schema.ts'
import { importKeyring } from '../../src/session/keyring.ts'
import type { SigningJwk } from '../signing-keys.ts'
import { UsageError } from '../usage-error.ts'

export interface SigningSet {
  readonly keys: readonly SigningJwk[]
}

/**
 * The text of `SIGNING_KEYS`, checked as the gate checks it, so that what passes here does not fail there.
 *
 * @throws UsageError without any part of the text, which may be a private key
 */
export async function readSigningSet(text: string): Promise<SigningSet> {
  if (text.trim() === '')
    throw new UsageError('stdin: expected the private JWKS of SIGNING_KEYS, and it is empty')
  const parsed = v.safeParse(signingKeys, text)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const path = issue.path?.map(({ key }) => (typeof key === 'number' ? key : String(key))) ?? []
    throw new UsageError(`${formatPath('stdin', path)}: expected ${issue.message}`)
  }
  const keys = parsed.output.keys as readonly SigningJwk[]
  const imported = await importKeyring(keys, { verifyForSeconds: 0 })
  if (!imported.ok) throw new UsageError(`stdin: expected ${imported.error}`)
  return { keys }
}
