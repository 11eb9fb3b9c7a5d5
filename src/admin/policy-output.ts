import * as v from 'valibot'
import { ENFORCEMENT_MODES } from '../policy/types.ts'
import type { PolicyHistory } from '../state/control/types.ts'
import { type AdminContext, POLICY_STANDINGS } from './context.ts'
import { actor, count, seconds } from './output.ts'
import type { CheckedPolicy } from './policy-check.ts'

/** Of a document that this isolate could read; null while it cannot. */
const revision = v.nullable(v.string())
const named = v.nullable(v.strictObject({ sha256: v.string(), revision }))

export const policy = v.strictObject({
  /** Revision of the deployed policy. */
  deployed: v.string(),
  live: named,
  candidate: named,
  /** Of the policy that decides here now. */
  revision: v.string(),
  mode: v.picklist(ENFORCEMENT_MODES),
  break_glass_until: v.nullable(seconds),
  standing: v.picklist(POLICY_STANDINGS),
  /** Why the live policy is not in force here. */
  fault: v.nullable(v.string()),
  candidate_fault: v.nullable(v.string()),
})

export const policyDocument = v.strictObject({
  source: v.picklist(['live', 'stored', 'deployed']),
  sha256: v.string(),
  revision,
  document: v.string(),
  signatures: v.array(v.string()),
})

export const history = v.strictObject({
  live: v.nullable(v.string()),
  before: v.nullable(v.string()),
  candidate: v.nullable(v.string()),
  documents: v.array(
    v.strictObject({
      sha256: v.string(),
      bytes: count,
      signatures: count,
      stamp: count,
      at: seconds,
      by: actor,
      why: v.string(),
    }),
  ),
})

/** Of a change of policy, done or only tried. */
export const activated = v.strictObject({
  /** Null: of no document, but the deployed policy, or none. */
  sha256: v.nullable(v.string()),
  revision,
  /** Null where it was only tried. */
  stamp: v.nullable(count),
  /** Rules that rest on a law and refuse less than before. */
  loosened: v.array(v.strictObject({ rule: v.string(), how: v.string() })),
  warnings: v.array(v.string()),
  signed_by: v.array(v.string()),
})

export function policyOutput({ inForce, policies }: AdminContext): v.InferInput<typeof policy> {
  const { deployed, served, mode, standing, fault, candidate, candidateFault } = policies
  const { policy: live, candidate: tried } = inForce
  return {
    deployed: deployed.revision,
    live:
      live === undefined ? null : { sha256: live, revision: standing === 'current' ? served.revision : null },
    candidate: tried === undefined ? null : { sha256: tried, revision: candidate?.revision ?? null },
    revision: served.revision,
    mode,
    break_glass_until: inForce.breakGlassUntil ?? null,
    standing,
    fault: fault ?? null,
    candidate_fault: candidateFault ?? null,
  }
}

export function historyOutput(held: PolicyHistory): v.InferInput<typeof history> {
  return {
    live: held.policy ?? null,
    before: held.policyBefore ?? null,
    candidate: held.candidate ?? null,
    documents: held.documents.map(({ by, ...rest }) => ({ ...rest, by: { name: by.name, role: by.role } })),
  }
}

export function activatedOutput(
  sha256: string | undefined,
  stamp: number | undefined,
  checked?: CheckedPolicy,
): v.InferInput<typeof activated> {
  return {
    sha256: sha256 ?? null,
    revision: checked?.revision ?? null,
    stamp: stamp ?? null,
    loosened: [...(checked?.loosened ?? [])],
    warnings: [...(checked?.warnings ?? [])],
    signed_by: [...(checked?.signedBy ?? [])],
  }
}
