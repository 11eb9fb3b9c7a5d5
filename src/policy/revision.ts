import { hex, utf8 } from '../lib/bytes.ts'
import { canonicalJson } from '../lib/canonical-json.ts'

/**
 * Identifies a policy: the first 16 hex digits of SHA-256 over its RFC 8785 form, flat variables expanded. Two
 * configurations that mean the same have the same revision, in whatever order their keys were written.
 */
export async function policyRevision(document: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(canonicalJson(document)))
  return hex(new Uint8Array(digest)).slice(0, 16)
}
