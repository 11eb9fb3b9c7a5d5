import type { ConfigIssue } from '../../src/config/issue.ts'
import { MAX_DOCUMENT_BYTES } from '../../src/config/live-document.ts'
import { POLICY_KEYS } from '../../src/config/policy-document.ts'
import type { PolicyDocument } from './open-policy.ts'

/** What Cloudflare lets a variable have, as JSON. */
export const MAX_VARIABLE_BYTES = 5_120

export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '')
}

/** Variables of `wrangler.toml` that Cloudflare does not take, and where they fit. */
export function* variableSizeIssues(document: PolicyDocument): Generator<ConfigIssue> {
  for (const key of POLICY_KEYS) {
    const bytes = document[key] === undefined ? 0 : jsonBytes(document[key])
    if (bytes > MAX_VARIABLE_BYTES)
      yield {
        key,
        expected: `at most 5 KB as JSON, which is what a variable may have: put the policy into a file of its own, then POLICY = "bundle" and npm run policy -- bundle FILE, or npm run policy -- publish FILE`,
        received: sizeText(bytes),
      }
  }
}

export function* documentSizeIssues(document: PolicyDocument): Generator<ConfigIssue> {
  const bytes = jsonBytes(document)
  if (bytes > MAX_DOCUMENT_BYTES)
    yield { key: '', expected: 'a document of at most 1 MiB as JSON', received: sizeText(bytes) }
}

/** Where a document of this size can be put. */
export function placesFor(document: PolicyDocument): string {
  const fits = Object.values(document).every((value) => jsonBytes(value) <= MAX_VARIABLE_BYTES)
  const size = sizeText(jsonBytes(document))
  return fits
    ? `${size}: fits the variables of wrangler.toml, the bundle and a live document`
    : `${size}: too large for the variables of wrangler.toml (5 KB each), fits the bundle and a live document`
}

export function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`
}
