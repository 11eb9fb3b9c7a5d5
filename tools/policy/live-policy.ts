import { formatIssue } from '../../src/config/issue.ts'
import { type LoadedPolicy, loadPolicy } from '../../src/config/policy-document.ts'
import { parseStrictJson } from '../../src/lib/strict-json.ts'
import { UsageError } from '../usage-error.ts'
import type { Door } from './door.ts'
import type { PolicyDocument } from './open-policy.ts'

/** What a gate has in force, or keeps, as it stands there. */
export interface LivePolicy {
  readonly name: string
  /** `deployed`: nothing was published, or it was taken back. */
  readonly source: string
  readonly sha256: string
  /** Undefined where the gate itself cannot read it. */
  readonly revision: string | undefined
  readonly document: PolicyDocument
  readonly loaded: LoadedPolicy
}

/**
 * The policy that a gate has in force.
 *
 * @throws UsageError where it is none to this checkout: one of another version, say
 */
export async function livePolicy(door: Door): Promise<LivePolicy> {
  const { source, sha256, revision, document } = await door.read('/policy/document')
  const json = typeof document === 'string' ? parseStrictJson(document) : undefined
  const loaded = loadPolicy(json?.ok ? json.value : undefined)
  if (!json?.ok || !loaded.ok)
    throw new UsageError(
      [
        `what ${door.gate} has in force is no policy to this checkout; is it of another version?`,
        ...(loaded.ok ? [] : loaded.error.map(formatIssue)),
      ].join('\n  '),
    )
  return {
    name: `in force at ${door.gate}`,
    source: String(source),
    sha256: String(sha256),
    revision: typeof revision === 'string' ? revision : undefined,
    document: json.value as PolicyDocument,
    loaded: loaded.value,
  }
}
