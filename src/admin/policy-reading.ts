import type * as v from 'valibot'
import { documentSha256, openDocument } from '../config/live-document.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { policyRevision } from '../policy/revision.ts'
import type { PolicyDocument, PolicyHistory } from '../state/control/types.ts'
import type { AdminContext, ViewedPolicy } from './context.ts'
import type { AdminFault } from './faults.ts'
import { nothing } from './input.ts'
import { defineOperation, fromControl } from './operation.ts'
import * as input from './policy-input.ts'
import * as output from './policy-output.ts'

/** Operations on policies that change nothing. */
export const POLICY_READING = [
  defineOperation({
    id: 'policy',
    method: 'GET',
    path: '/policy',
    summary: 'Which policy is in force, as far as the isolate that answers knows.',
    rights: ['read_policy'],
    input: nothing,
    output: output.policy,
    run: async (context) => ok({ output: output.policyOutput(context) }),
  }),
  defineOperation({
    id: 'policyDocument',
    method: 'GET',
    path: '/policy/document',
    summary: 'The document of the live policy, or another; where none is live, the deployed policy as one.',
    rights: ['read_policy'],
    input: input.whichDocument,
    output: output.policyDocument,
    faults: ['control.unreachable', 'control.no_document'],
    async run(context, asked) {
      const history = await fromControl(context, (control) => control.policies())
      if (!history.ok) return history
      const live = history.value.policy
      const sha256 = asked.sha256 ?? live
      if (sha256 === undefined) return ok({ output: await deployedOutput(context.policies.deployed) })
      const document = await readDocument(context, sha256)
      if (!document.ok) return document
      const { text, signatures } = document.value
      const opened = openDocument(text)
      const revision = opened.ok ? await policyRevision(opened.value.policy) : null
      const source = sha256 === live ? 'live' : 'stored'
      return ok({ output: { source, sha256, revision, document: text, signatures: [...signatures] } })
    },
  }),
  defineOperation({
    id: 'policyHistory',
    method: 'GET',
    path: '/policy/history',
    summary: 'The documents that are kept, the latest first: who put them there, and why.',
    rights: ['read_policy'],
    input: nothing,
    output: output.history,
    faults: ['control.unreachable'],
    async run(context) {
      const history = await fromControl(context, (control) => control.policies())
      return history.ok ? ok({ output: output.historyOutput(history.value) }) : history
    },
  }),
] as const

/** The document with this name, from where all of them lie. */
export async function readDocument(
  context: AdminContext,
  sha256: string,
): Promise<Result<PolicyDocument, AdminFault>> {
  const read = await fromControl(context, (control) => control.document(sha256))
  if (!read.ok) return read
  return read.value === undefined ? err({ code: 'control.no_document' }) : ok(read.value)
}

/** What is in force by the word of `Control`, whatever this isolate has heard of it. */
export interface PolicyNow {
  readonly history: PolicyHistory
  /** Undefined revision: its document cannot be opened, and this is what serves here in its stead. */
  readonly policy: Pick<ViewedPolicy, 'loaded'> & { readonly revision: string | undefined }
}

export async function policyNow(context: AdminContext): Promise<Result<PolicyNow, AdminFault>> {
  const history = await fromControl(context, (control) => control.policies())
  if (!history.ok) return history
  const { policy: sha256 } = history.value
  const { deployed, served } = context.policies
  if (sha256 === undefined) return ok({ history: history.value, policy: deployed })
  const document = await readDocument(context, sha256)
  // A document that is damaged must not stand in the way of the one that mends it.
  if (!document.ok && document.error.code !== 'control.no_document') return document
  const opened = document.ok ? openDocument(document.value.text) : document
  if (!opened.ok)
    return ok({ history: history.value, policy: { loaded: served.loaded, revision: undefined } })
  const loaded = opened.value
  return ok({ history: history.value, policy: { loaded, revision: await policyRevision(loaded.policy) } })
}

/** Undefined where the document cannot be read or opened. */
export async function revisionOf(
  context: AdminContext,
  sha256: string | undefined,
): Promise<string | undefined> {
  if (sha256 === undefined) return context.policies.deployed.revision
  const document = await readDocument(context, sha256)
  const opened = document.ok ? openDocument(document.value.text) : document
  return opened.ok ? policyRevision(opened.value.policy) : undefined
}

/** As a document that somebody could publish: the variables as they were written, in RFC 8785 form. */
export function deployedText({ loaded }: ViewedPolicy): string {
  return canonicalJson(loaded.document)
}

async function deployedOutput(deployed: ViewedPolicy): Promise<v.InferInput<typeof output.policyDocument>> {
  const document = deployedText(deployed)
  const sha256 = await documentSha256(document)
  return { source: 'deployed', sha256, revision: deployed.revision, document, signatures: [] }
}
