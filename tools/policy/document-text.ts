import { canonicalJson } from '../../src/lib/canonical-json.ts'
import type { PolicyDocument } from './open-policy.ts'

/**
 * The one text of a document, so that two people who sign the same policy sign the same bytes, from TOML and from JSON
 * alike (RFC 8785).
 */
export function documentText(document: PolicyDocument): string {
  return canonicalJson(document)
}
