import { hex, utf8 } from '../lib/bytes.ts'
import { err, type Result } from '../lib/result.ts'
import { parseStrictJson, type StrictJsonError } from '../lib/strict-json.ts'
import type { ConfigIssue } from './issue.ts'
import { type LoadedPolicy, loadPolicy } from './policy-document.ts'

/** As UTF-8. Ten thousand times what a policy of a page has; and half of what a row of `Control` can hold. */
export const MAX_DOCUMENT_BYTES = 1_048_576

/**
 * Reads the text of a live policy: JSON that every reader reads alike, of the size allowed, and a sound policy.
 *
 * @param text only operators write it; all the same nothing of it is taken for granted
 */
export function openDocument(text: string): Result<LoadedPolicy, readonly ConfigIssue[]> {
  // First by its length, which costs nothing and is never above that in bytes.
  if (text.length > MAX_DOCUMENT_BYTES || utf8(text).length > MAX_DOCUMENT_BYTES)
    return err([{ key: 'document', expected: `at most ${MAX_DOCUMENT_BYTES} bytes of UTF-8` }])
  const json = parseStrictJson(text)
  if (!json.ok) return err([{ key: 'document', expected: JSON_FAULTS[json.error] }])
  return loadPolicy(json.value)
}

const JSON_FAULTS: Readonly<Record<StrictJsonError, string>> = {
  syntax: 'JSON',
  duplicate_member: 'JSON with each member once',
  too_deep: 'JSON that is nested at most 32 deep',
}

/** Names a document: SHA-256 of its text as UTF-8, in hexadecimal. */
export async function documentSha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))))
}
