import type * as v from 'valibot'
import { documentSha256 } from '../config/live-document.ts'
import type { LoadedPolicy } from '../config/policy-document.ts'
import { replacedName } from '../config/policy-signature.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { ChangeOrder, ChangeRecord, PolicyDocument } from '../state/control/types.ts'
import type { AdminContext } from './context.ts'
import type { AdminFault } from './faults.ts'
import { earlierChange, makeChange } from './make-change.ts'
import type { Order, Performed } from './operation.ts'
import { type CheckedPolicy, checkPolicy, openPolicy, type Proposal } from './policy-check.ts'
import type * as input from './policy-input.ts'
import * as output from './policy-output.ts'
import { deployedText, type PolicyNow, policyNow, readDocument, revisionOf } from './policy-reading.ts'

const DOCUMENT_KEY = 'POLICY.overrides_basis'

type Activated = Result<Performed<v.InferInput<typeof output.activated>>, AdminFault>

/** Checks a document against the policy in force, and puts it there: unless another one has come between. */
export async function publish(
  context: AdminContext,
  asked: v.InferOutput<typeof input.published>,
  order: Order,
): Promise<Activated> {
  const { document: text, signatures = [], expected, dry_run: isTrial = false, why } = asked
  const opened = openPolicy(text)
  if (!opened.ok) return opened
  const sha256 = await documentSha256(text)
  const repeated = isTrial ? ok(undefined) : await repeatedChange(context, order, (made) => made === sha256)
  if (!repeated.ok) return repeated
  if (repeated.value !== undefined) return repeatedOutput(context, repeated.value, sha256)
  const now = await policyNow(context)
  if (!now.ok) return now
  const { history, policy } = now.value
  if (expected !== undefined && expected !== policy.revision) return err({ code: 'control.moved' })
  const loaded = opened.value
  const proposal: Proposal = {
    loaded,
    sha256,
    isDeployed: false,
    given: signatures,
    stored: [],
    overrides: { key: DOCUMENT_KEY, rules: loaded.loosens },
    findings: 'refuse',
  }
  const checked = await check(context, proposal, now.value)
  if (!checked.ok) return checked
  if (isTrial) return ok({ output: output.activatedOutput(sha256, undefined, checked.value) })
  return activate(context, {
    what: {
      change: { action: 'set_policy', sha256 },
      document: { text, signatures },
      replaces: { policy: history.policy },
      why,
    },
    order,
    checked: checked.value,
  })
}

/** Goes back to a policy that was in force before, whose faults are known by now; but not past a law unnoticed. */
export async function rollBack(
  context: AdminContext,
  asked: v.InferOutput<typeof input.rolledBack>,
  order: Order,
): Promise<Activated> {
  const { to, signatures = [], overrides_basis: named = [], why } = asked
  const wanted = (made: string | undefined) => to === undefined || made === (to ?? undefined)
  const repeated = await repeatedChange(context, order, wanted)
  if (!repeated.ok) return repeated
  if (repeated.value !== undefined) return repeatedOutput(context, repeated.value, madeOf(repeated.value))
  const now = await policyNow(context)
  if (!now.ok) return now
  const { history } = now.value
  const sha256 = to === undefined ? history.policyBefore : (to ?? undefined)
  if (sha256 === history.policy) return err({ code: 'admin.in_force' })
  const target = await targetOf(context, sha256)
  if (!target.ok) return target
  const { loaded, document } = target.value
  const proposal: Proposal = {
    loaded,
    sha256: sha256 ?? (await documentSha256(deployedText(context.policies.deployed))),
    isDeployed: sha256 === undefined,
    given: signatures,
    stored: document?.signatures ?? [],
    // What the document says of itself was said of another change, long ago.
    overrides: { key: 'overrides_basis', rules: named },
    findings: 'tell',
  }
  const checked = await check(context, proposal, now.value)
  if (!checked.ok) return checked
  return activate(context, {
    what: {
      change: { action: 'set_policy', sha256 },
      // Those that it has already stay with it.
      ...(document === undefined ? {} : { document: { text: document.text, signatures } }),
      replaces: { policy: history.policy },
      why,
    },
    order,
    checked: checked.value,
  })
}

/** What is only tried out loosens nothing. */
export async function tryOut(
  context: AdminContext,
  { document: text, signatures = [], why }: v.InferOutput<typeof input.candidate>,
  order: Order,
): Promise<Activated> {
  if (text === null) {
    return activate(context, { what: { change: { action: 'set_candidate', sha256: undefined }, why }, order })
  }
  const opened = openPolicy(text)
  if (!opened.ok) return opened
  const sha256 = await documentSha256(text)
  const proposal: Proposal = {
    loaded: opened.value,
    sha256,
    isDeployed: false,
    given: signatures,
    stored: [],
    overrides: { key: DOCUMENT_KEY, rules: [] },
    findings: 'refuse',
  }
  const checked = await check(context, proposal, undefined)
  if (!checked.ok) return checked
  const change = { action: 'set_candidate', sha256 } as const
  const document = { text, signatures }
  return activate(context, { what: { change, document, why }, order, checked: checked.value })
}

function check({ policies, now }: AdminContext, proposal: Proposal, held: PolicyNow | undefined) {
  const inForce = held && {
    loaded: held.policy.loaded,
    name: replacedName(held.history.policy, policies.deployed.revision),
  }
  return checkPolicy(proposal, { inForce, signers: policies.signers, now })
}

interface Target {
  readonly loaded: LoadedPolicy
  /** Undefined: the deployed one. */
  readonly document?: PolicyDocument
}

async function targetOf(
  context: AdminContext,
  sha256: string | undefined,
): Promise<Result<Target, AdminFault>> {
  if (sha256 === undefined) return ok({ loaded: context.policies.deployed.loaded })
  const document = await readDocument(context, sha256)
  if (!document.ok) return document
  const opened = openPolicy(document.value.text)
  return opened.ok ? ok({ loaded: opened.value, document: document.value }) : opened
}

interface Activation {
  readonly what: Omit<ChangeOrder, 'by' | 'decision' | 'idempotencyKey'>
  readonly order: Order
  readonly checked?: CheckedPolicy
}

/** In force here before anybody is answered; elsewhere within the minute. */
async function activate(context: AdminContext, { what, order, checked }: Activation): Promise<Activated> {
  const made = await makeChange(context, what, order)
  if (!made.ok) return made
  await context.policies.follow()
  const { record, repeated } = made.value
  return ok({ output: output.activatedOutput(madeOf(record), record.stamp, checked), record, repeated })
}

/** The change that this order has made already. It is not checked again: what it would be held against is its own work. */
async function repeatedChange(
  context: AdminContext,
  order: Order,
  isMeant: (made: string | undefined) => boolean,
): Promise<Result<ChangeRecord | undefined, AdminFault>> {
  const earlier = await earlierChange(context, order)
  if (!earlier.ok || earlier.value === undefined) return earlier
  const { change } = earlier.value
  const isSame = change.action === 'set_policy' && isMeant(change.sha256)
  return isSame ? earlier : err({ code: 'control.key_reused' })
}

function madeOf({ change }: ChangeRecord): string | undefined {
  return change.action === 'set_policy' || change.action === 'set_candidate' ? change.sha256 : undefined
}

async function repeatedOutput(
  context: AdminContext,
  record: ChangeRecord,
  sha256: string | undefined,
): Promise<Activated> {
  const revision = await revisionOf(context, sha256)
  const given = output.activatedOutput(sha256, record.stamp)
  return ok({ output: { ...given, revision: revision ?? null }, record, repeated: true })
}
