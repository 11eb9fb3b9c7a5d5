import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_DIRECTORY } from '../project.ts'
import { generateCredentialSecret, generateSigningKey } from '../signing-keys.ts'
import { writeFileAtomically } from './atomic-file.ts'

export type LocalSecrets = { readonly SIGNING_KEYS: string; readonly CREDENTIAL_SECRET: string }

/** The local edge's own secrets, made once and kept, so that a cookie survives a restart as it would a deployment. */
export async function localSecrets(path = join(CACHE_DIRECTORY, 'keys.json')): Promise<LocalSecrets> {
  const kept = readSecrets(path)
  if (kept !== undefined) return kept
  const secrets = {
    SIGNING_KEYS: JSON.stringify({ keys: [await generateSigningKey('ES256')] }),
    CREDENTIAL_SECRET: generateCredentialSecret(),
  }
  writeFileAtomically(path, JSON.stringify(secrets), 0o600)
  return secrets
}

function readSecrets(path: string): LocalSecrets | undefined {
  try {
    const { SIGNING_KEYS, CREDENTIAL_SECRET } = JSON.parse(
      readFileSync(path, 'utf8'),
    ) as Partial<LocalSecrets>
    if (typeof CREDENTIAL_SECRET !== 'string' || typeof SIGNING_KEYS !== 'string') return undefined
    JSON.parse(SIGNING_KEYS)
    return { SIGNING_KEYS, CREDENTIAL_SECRET }
  } catch {
    // Missing or damaged: there is nothing in it that cannot be made again.
    return undefined
  }
}
