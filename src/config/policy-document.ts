import { nearest } from '../lib/nearest.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseStrictJson } from '../lib/strict-json.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { expandPolicy } from '../policy/expand.ts'
import type { EnforcementMode, Policy } from '../policy/types.ts'
import type { Example } from './example-schema.ts'
import type { ConfigIssue } from './issue.ts'
import { KEYS, type KeyName, type Values } from './keys.ts'
import { policyIssues } from './policy-issues.ts'
import { readKey } from './read-key.ts'

/**
 * What a policy is made of: these variables, in `wrangler.toml`, in the document of the build, or in a live one. A
 * document has them as its members and nothing else.
 */
export const POLICY_KEYS = [
  'POLICY',
  'MODE',
  'NOTICE_FROM',
  'RESTRICTED_REGIONS',
  'ALLOWED_REGIONS',
  'PLACE_GROUPS',
  'DENIED_NETWORKS',
  'CHALLENGED_NETWORKS',
  'ALLOWED_NETWORKS',
  'NETWORK_OVERRIDES',
  'UNKNOWN_PLACE',
  'AMBIGUOUS_PLACE',
  'CATALOGUES',
  'BODY_UNKNOWN',
  'MINIMUM_ASSURANCE',
  'EXAMPLES',
] as const satisfies readonly KeyName[]
export type PolicyKey = (typeof POLICY_KEYS)[number]
export type PolicyValues = Pick<Values, PolicyKey>

const DOCUMENT_KEYS: ReadonlySet<string> = new Set(POLICY_KEYS)

export function isDocumentKey(name: string): name is PolicyKey {
  return DOCUMENT_KEYS.has(name)
}

/** A policy that was read and checked, from wherever it came. */
export interface LoadedPolicy {
  /** The effective document: flat variables expanded. */
  readonly policy: Policy
  readonly mode: EnforcementMode
  /** With `notice`: from when on it is enforced. */
  readonly noticeFrom: UnixSeconds | undefined
  readonly examples: readonly Example[]
  /** Rules resting on a law that it says it loosens. */
  readonly loosens: readonly string[]
  /** As it was written, before defaults and flat variables: what somebody can edit and publish. */
  readonly document: PolicyMembers
}

export type PolicyMembers = Readonly<Partial<Record<PolicyKey, unknown>>>

/**
 * Reads a policy document. What it leaves out is as by default, never as deployed: its hash says all.
 *
 * @param document parsed JSON or TOML; only operators write it, all the same nothing of its shape is taken for granted
 */
export function loadPolicy(document: unknown): Result<LoadedPolicy, readonly ConfigIssue[]> {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return err([{ key: 'document', expected: `a table of ${POLICY_KEYS.join(', ')}` }])
  const members = document as Readonly<Record<string, unknown>>
  const issues = [...unknownMembers(members)]
  const values: Partial<Record<PolicyKey, unknown>> = {}
  for (const name of POLICY_KEYS) {
    const read = readKey(name, KEYS[name], Object.hasOwn(members, name) ? members[name] : undefined)
    if (read.ok) values[name] = read.value
    else issues.push(...read.error)
  }
  if (issues.length > 0 && POLICY_KEYS.some((name) => !Object.hasOwn(values, name))) return err(issues)
  const policy = effectivePolicy(values as PolicyValues, writtenMembers(members))
  if (!policy.ok) return err([...issues, ...policy.error])
  return issues.length > 0 ? err(issues) : policy
}

/**
 * What a document or an environment says of the policy, and nothing else of it; JSON that came as text, as from the
 * dashboard, as what it stands for.
 */
export function writtenMembers(source: Readonly<Record<string, unknown>>): PolicyMembers {
  const written: Partial<Record<PolicyKey, unknown>> = {}
  for (const name of POLICY_KEYS) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined
    if (value === undefined || value === '') continue
    const json = typeof value === 'string' && /^\s*[[{]/.test(value) ? parseStrictJson(value) : undefined
    written[name] = json?.ok ? json.value : value
  }
  return written
}

/** A member that nothing reads is a typing error, and may be the list that was meant to refuse somebody. */
export function* unknownMembers(document: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  for (const name of Object.keys(document)) {
    if (isDocumentKey(name)) continue
    if (Object.hasOwn(KEYS, name)) {
      yield {
        key: name,
        expected: 'nothing: it is of the deployment, not of the policy, and stays in wrangler.toml',
      }
      continue
    }
    const near = nearest(name, POLICY_KEYS)
    yield {
      key: name,
      expected: `a variable of the policy${near === undefined ? '' : `; did you mean ${near}?`}`,
    }
  }
}

/** The policy that sound values come to, or what is wrong between them. */
export function effectivePolicy(
  values: PolicyValues,
  document: PolicyMembers,
): Result<LoadedPolicy, readonly ConfigIssue[]> {
  const policy = expandPolicy(values)
  const issues = [...policyIssues(policy, values), ...noticeIssues(values)]
  if (issues.length > 0) return err(issues)
  return ok({
    policy,
    mode: values.MODE,
    noticeFrom: values.NOTICE_FROM,
    examples: values.EXAMPLES,
    loosens: values.POLICY.overrides_basis,
    document,
  })
}

function* noticeIssues({ MODE, NOTICE_FROM }: PolicyValues): Generator<ConfigIssue> {
  if (MODE === 'notice' && NOTICE_FROM === undefined)
    yield { key: 'NOTICE_FROM', expected: 'a date beside MODE = "notice": clients are told it' }
  if (MODE !== 'notice' && NOTICE_FROM !== undefined)
    yield { key: 'NOTICE_FROM', expected: 'nothing where MODE is not "notice"' }
}
