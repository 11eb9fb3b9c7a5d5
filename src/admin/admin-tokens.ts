import { utf8 } from '../lib/bytes.ts'
import type { Role } from '../state/control/types.ts'
import type { Administrator } from './context.ts'

/** One entry of `ADMIN_TOKEN_SHA256`: the configuration holds the hash, the token itself nobody but its bearer. */
export interface AdminTokenEntry {
  readonly name: string
  readonly role: Role
  /** SHA-256 of the token, 64 hexadecimal digits. */
  readonly sha256: string
}

export type DigestComparison = (a: Uint8Array, b: Uint8Array) => boolean

/**
 * Whose token it is. Each token is compared with every entry, found or not, by digests of equal length and without
 * leaving early: the time says neither how far a guess came nor which entry it met.
 *
 * @returns a function of the token, which is entirely attacker-controlled
 */
export function adminTokens(
  entries: readonly AdminTokenEntry[],
  same: DigestComparison = sameDigest,
): (token: string) => Promise<Administrator | undefined> {
  const compiled = entries.map(({ name, role, sha256 }) => ({
    administrator: { name: `token:${name}`, role },
    digest: Uint8Array.from(sha256.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)),
  }))
  return async (token) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(token)))
    let found: Administrator | undefined
    for (const entry of compiled) {
      if (same(digest, entry.digest)) found ??= entry.administrator
    }
    return found
  }
}

/** Equal in all bytes, at the cost of all bytes. */
function sameDigest(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0)
  return difference === 0
}
