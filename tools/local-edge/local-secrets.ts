import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adminToken } from '../keys/admin-token.ts'
import { CACHE_DIRECTORY } from '../project.ts'
import { generateCredentialSecret, generateSigningKey } from '../signing-keys.ts'
import { writeFileAtomically } from './atomic-file.ts'

export type LocalSecrets = {
  readonly SIGNING_KEYS: string
  readonly CREDENTIAL_SECRET: string
  /** Of the admin door, as its only operator. The gate itself is given the digest, as everywhere. */
  readonly adminToken: string
  readonly ADMIN_TOKEN_SHA256: string
}

const NAMES = ['SIGNING_KEYS', 'CREDENTIAL_SECRET', 'adminToken', 'ADMIN_TOKEN_SHA256'] as const

/** The local edge's own secrets, made once and kept, so that a cookie survives a restart as it would a deployment. */
export async function localSecrets(path = join(CACHE_DIRECTORY, 'keys.json')): Promise<LocalSecrets> {
  const kept = readSecrets(path)
  if (kept !== undefined) return kept
  const { token, entry } = adminToken('local', 'operator', randomBytes(32))
  const secrets = {
    SIGNING_KEYS: JSON.stringify({ keys: [await generateSigningKey('ES256')] }),
    CREDENTIAL_SECRET: generateCredentialSecret(),
    adminToken: token,
    ADMIN_TOKEN_SHA256: JSON.stringify([entry]),
  }
  writeFileAtomically(path, JSON.stringify(secrets), 0o600)
  return secrets
}

function readSecrets(path: string): LocalSecrets | undefined {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<LocalSecrets>
    if (NAMES.some((name) => typeof kept[name] !== 'string')) return undefined
    JSON.parse(kept.SIGNING_KEYS ?? '')
    return kept as LocalSecrets
  } catch {
    // Missing or damaged: there is nothing in it that cannot be made again.
    return undefined
  }
}
