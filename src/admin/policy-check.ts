import { formatIssue } from '../config/issue.ts'
import { openDocument } from '../config/live-document.ts'
import type { LoadedPolicy } from '../config/policy-document.ts'
import { verifyPolicySignatures } from '../config/policy-signature.ts'
import type { PolicySigner } from '../config/policy-signers-schema.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { compilePolicy } from '../policy/compile.ts'
import { formatExampleResult, runExamples } from '../policy/examples.ts'
import { formatFinding, lintPolicy } from '../policy/lint.ts'
import { type Loosening, loosened, loosenedByMode } from '../policy/loosening.ts'
import { policyRevision } from '../policy/revision.ts'
import type { AdminFault } from './faults.ts'

/** A policy that may be activated, and what whoever does it should know. */
export interface CheckedPolicy {
  readonly revision: string
  readonly loosened: readonly Loosening[]
  readonly warnings: readonly string[]
  /** Signers of the document, by name. */
  readonly signedBy: readonly string[]
}

/** The policy of a text, or every fault of it that its form shows. */
export function openPolicy(text: string): Result<LoadedPolicy, AdminFault> {
  const opened = openDocument(text)
  return opened.ok ? opened : refused(opened.error.map(formatIssue))
}

export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly line: string
}

/** What lint and the policy's own examples say of it. */
export function findingsOf(loaded: LoadedPolicy, revision: string, now: UnixSeconds): readonly Finding[] {
  const compiled = compilePolicy(loaded.policy, revision)
  return [
    ...lintPolicy(loaded.policy, loaded, now).map((finding) => ({
      severity: finding.severity,
      line: formatFinding(finding),
    })),
    ...runExamples(loaded.examples, compiled, now)
      .filter((result) => !result.ok)
      .map((result) => ({ severity: 'error' as const, line: `EXAMPLES: ${formatExampleResult(result)}` })),
  ]
}

/** What a policy is activated as. */
export interface Proposal {
  readonly loaded: LoadedPolicy
  readonly sha256: string
  /** The deployed one: whoever deploys answers for it, so nobody has to sign it unless it loosens. */
  readonly isDeployed: boolean
  /** Signatures that have just been given; each must count for something. */
  readonly given: readonly string[]
  /** Signatures that lie with the document: their signers may have gone meanwhile. */
  readonly stored: readonly string[]
  /** Rules resting on a law that it may loosen. */
  readonly overrides: readonly string[]
  /** Where faults that lie in the document itself refuse it: not of one that was in force before. */
  readonly findings: 'refuse' | 'tell'
}

export interface Circumstances {
  /** What is in force now; undefined where nothing is compared with it. */
  readonly before: LoadedPolicy | undefined
  readonly signers: readonly PolicySigner[]
  readonly now: UnixSeconds
}

/**
 * Whether a policy may be activated. It has to be sound, to pass its own examples, and where `POLICY_SIGNERS` are
 * configured, to be signed by one of them. A rule resting on a law that refuses less than before has to be named, and
 * then two signers have to stand for it: no single person and no slip of the pen takes back an embargo.
 */
export async function checkPolicy(
  proposal: Proposal,
  { before, signers, now }: Circumstances,
): Promise<Result<CheckedPolicy, AdminFault>> {
  const { loaded, overrides } = proposal
  const revision = await policyRevision(loaded.policy)
  const findings = findingsOf(loaded, revision, now)
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ line }) => line)
  const loosenings = before === undefined ? [] : looseningsBetween(before, loaded, now)
  const signed = await signatureFaults(proposal, loosenings.length > 0, signers)
  const faults = [
    ...(proposal.findings === 'refuse' ? errors : []),
    ...loosenings.filter(({ rule }) => !overrides.includes(rule)).map(unnamed),
    ...signed.faults,
  ]
  if (faults.length > 0) return refused(faults)
  const warnings = findings
    .filter(({ severity }) => severity === 'warning' || proposal.findings === 'tell')
    .map(({ line }) => line)
  return ok({ revision, loosened: loosenings, warnings, signedBy: signed.signers })
}

function looseningsBetween(
  before: LoadedPolicy,
  after: LoadedPolicy,
  now: UnixSeconds,
): readonly Loosening[] {
  return [...loosened(before.policy, after.policy, now), ...loosenedByMode(before, after, now)]
}

function unnamed({ rule, how }: Loosening): string {
  return `POLICY.overrides_basis: expected "${rule}" in it, a rule that rests on a law and is loosened: ${how}`
}

async function signatureFaults(
  { sha256, isDeployed, given, stored }: Proposal,
  isLoosened: boolean,
  signers: readonly PolicySigner[],
): Promise<{ readonly signers: readonly string[]; readonly faults: readonly string[] }> {
  if (signers.length === 0) return { signers: [], faults: [] }
  const fresh = await verifyPolicySignatures(sha256, given, signers)
  const kept = await verifyPolicySignatures(sha256, stored, signers)
  const names = [...new Set([...fresh.signers, ...kept.signers])]
  const faults = fresh.faults.map(({ index, expected }) => `signatures[${index}]: expected ${expected}`)
  const needed = isLoosened ? 2 : 1
  if (names.length < needed && (isLoosened || !isDeployed))
    faults.push(`signatures: ${WANTED[needed]}, got ${describeSigners(names)}`)
  return { signers: names, faults }
}

const WANTED = {
  1: 'expected one of POLICY_SIGNERS to have signed',
  2: 'expected two of POLICY_SIGNERS to have signed, because a rule that rests on a law is loosened',
} as const

function describeSigners(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}

const MAX_LINES = 50
const MAX_LINE_LENGTH = 400

function refused(lines: readonly string[]): Result<never, AdminFault> {
  const shown = lines.slice(0, MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH))
  const more = lines.length - shown.length
  return err({ code: 'admin.policy', details: more === 0 ? shown : [...shown, `and ${more} more`] })
}
