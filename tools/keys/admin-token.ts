import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { adminTokens, ROLES, type Role } from '../../src/config/admin-schema.ts'
import { UsageError } from '../usage-error.ts'

/** One holder of an admin token, as the secret `ADMIN_TOKEN_SHA256` lists them. */
export type AdminEntry = v.InferOutput<typeof adminTokens>[number]

/** Says what it is wherever it turns up, so that scanners for leaked secrets find it. */
const PREFIX = 'cordon_admin_'
/** What Cloudflare lets a secret have. */
const MAX_SECRET_BYTES = 5_120

/** A new token of these random bytes, and the entry by which the gate knows it without having it. */
export function adminToken(
  name: string,
  role: Role,
  random: Uint8Array,
): { readonly token: string; readonly entry: AdminEntry } {
  const token = `${PREFIX}${Buffer.from(random).toString('base64url')}`
  // A plain hash will do: nobody finds 256 random bits by trying.
  return { token, entry: { name, role, sha256: createHash('sha256').update(token).digest('hex') } }
}

export function roleOption(text: string | undefined): Role {
  const role = ROLES.find((known) => known === text)
  if (role === undefined) throw new UsageError(`--role: expected ${ROLES.join(', ')}`)
  return role
}

export function nameOption(text: string | undefined): string {
  if (text === undefined) throw new UsageError('--name: expected who holds the token')
  return text
}

/**
 * The entries of the present secret; none when there is nothing on stdin.
 *
 * @throws UsageError without any part of the text, which may be a token in the wrong place
 */
export function readAdminEntries(text: string): readonly AdminEntry[] {
  if (text.trim() === '') return []
  const parsed = v.safeParse(adminTokens, parseJson(text))
  if (!parsed.success)
    throw new UsageError(
      'stdin: expected the JSON list [{"name":…,"role":…,"sha256":…}] of ADMIN_TOKEN_SHA256',
    )
  return parsed.output
}

/** The text of the new secret, which the gate takes. */
export function withEntry(entries: readonly AdminEntry[], added: AdminEntry): string {
  const list = v.safeParse(adminTokens, [...entries, added])
  // Everything but what was added has been checked, and of that only the name comes from outside.
  if (!list.success) throw new UsageError(`--name: expected ${list.issues[0].message}`)
  const text = JSON.stringify(list.output)
  if (Buffer.byteLength(text) > MAX_SECRET_BYTES)
    throw new UsageError(
      'the list would be longer than the 5 KB of a secret: take out whom you no longer need',
    )
  return text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
