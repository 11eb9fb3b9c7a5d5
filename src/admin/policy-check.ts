import { formatIssue } from '../config/issue.ts'
import { openDocument } from '../config/live-document.ts'
import type { LoadedPolicy } from '../config/policy-document.ts'
import { type Signed, statementText, verifyPolicySignatures } from '../config/policy-signature.ts'
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
  /** Who stands for it, by name: where it loosens, only those who signed this very change. */
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
  /**
   * Signatures that lie with the document: their signers may have gone meanwhile. They say that it may serve, and never
   * that it may loosen: a rule that is in force now may not have existed when they were made.
   */
  readonly stored: readonly string[]
  /** Rules resting on a law that it may loosen, and where they are named. */
  readonly overrides: { readonly key: string; readonly rules: readonly string[] }
  /** Where faults that lie in the document itself refuse it: not of one that was in force before. */
  readonly findings: 'refuse' | 'tell'
}

export interface Circumstances {
  /** What is in force now, and how signatures name it; undefined where nothing is compared with it. */
  readonly inForce: { readonly loaded: LoadedPolicy; readonly name: string } | undefined
  readonly signers: readonly PolicySigner[]
  readonly now: UnixSeconds
}

/**
 * Whether a policy may be activated. It has to be sound, to pass its own examples, and where `POLICY_SIGNERS` are
 * configured, to be signed by one of them. A rule resting on a law that refuses less than before has to be named, and
 * then two signers have to stand for it, in this order and against what is in force now: no single person, no slip of
 * the pen and no signature from before an embargo takes it back.
 */
export async function checkPolicy(
  proposal: Proposal,
  { inForce, signers, now }: Circumstances,
): Promise<Result<CheckedPolicy, AdminFault>> {
  const { loaded, overrides } = proposal
  const revision = await policyRevision(loaded.policy)
  const findings = findingsOf(loaded, revision, now)
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ line }) => line)
  const loosenings = inForce === undefined ? [] : looseningsBetween(inForce.loaded, loaded, now)
  const loosens = loosenings.length > 0
  const signed = await signatureFaults(proposal, { replaces: inForce?.name, loosens }, signers)
  const faults = [
    ...(proposal.findings === 'refuse' ? errors : []),
    ...loosenings
      .filter(({ rule }) => !overrides.rules.includes(rule))
      .map((one) => unnamed(one, overrides.key)),
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

function unnamed({ rule, how }: Loosening, key: string): string {
  return `${key}: expected "${rule}" in it, a rule that rests on a law and is loosened: ${how}`
}

interface Transition {
  /** What is in force, as signatures name it. */
  readonly replaces: string | undefined
  readonly loosens: boolean
}

async function signatureFaults(
  { sha256, isDeployed, given, stored }: Proposal,
  { replaces, loosens }: Transition,
  signers: readonly PolicySigner[],
): Promise<{ readonly signers: readonly string[]; readonly faults: readonly string[] }> {
  if (signers.length === 0) return { signers: [], faults: [] }
  const fresh = await verifyPolicySignatures(sha256, given, signers)
  const faults = [
    ...fresh.faults.map(({ index, expected }) => `signatures[${index}]: expected ${expected}`),
    ...(replaces === undefined ? [] : outdated(fresh.signed, replaces)),
  ]
  if (loosens) {
    const names = namesOf(
      fresh.signed.filter((one) => one.replaces !== undefined && one.replaces === replaces),
    )
    const what = statementText({ sha256, replaces })
    if (names.length < 2)
      faults.push(
        `signatures: expected two of POLICY_SIGNERS to have signed ${what}, because a rule that rests on a law is loosened, got ${describeSigners(names)}`,
      )
    return { signers: names, faults }
  }
  const kept = await verifyPolicySignatures(sha256, stored, signers)
  const names = namesOf([...fresh.signed, ...kept.signed])
  if (names.length === 0 && !isDeployed)
    faults.push(
      `signatures: expected one of POLICY_SIGNERS to have signed ${statementText({ sha256 })}, got none`,
    )
  return { signers: names, faults }
}

/** Whoever signed for replacing another policy has not seen what is in force. */
function outdated(signed: readonly Signed[], inForce: string): readonly string[] {
  return signed.flatMap(({ index, replaces }) =>
    replaces === undefined || replaces === inForce
      ? []
      : [
          `signatures[${index}]: expected one that replaces "${inForce}", which is in force, not "${replaces}"`,
        ],
  )
}

function namesOf(signed: readonly Signed[]): readonly string[] {
  return [...new Set(signed.map(({ signer }) => signer))]
}

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
