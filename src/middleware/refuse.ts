import type { Context } from 'hono'
import { disclose, NOTHING_DISCLOSED } from '../enforcement/disclosure.ts'
import { type Problem, problem } from '../enforcement/problem.ts'
import { storyOf } from '../enforcement/public-message.ts'
import { type PageContent, refusal } from '../enforcement/respond.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import { isPerson } from '../request/is-person.ts'
import type { Evidence } from '../signals/registry.ts'
import type { Decided } from '../telemetry/write.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'
import { OUTLOOKS } from '../texts/stories.ts'
import { takesAppeals } from './appeals.ts'
import { pageFrame } from './page-frame.ts'
import { spokenTo } from './spoken-to.ts'
import type { CordonEnv } from './types.ts'

/** What is known of a refusal beyond its reason. */
export interface Grounds {
  /** Where the policy refused: its facts are told as far as REFUSAL_DETAIL lets them. */
  readonly decided?: DecidedOn
  /** In place of the reason's own. */
  readonly status?: RefusalStatus
  /** After which the same request may succeed, where that is known. */
  readonly retryAfterSeconds?: number
}

/** Of a decision, what a client can be told about. */
export type DecidedOn = Pick<Decided, 'at' | 'decision' | 'evidence' | 'resource'>

/** The refusal in the form and language this client wants, in what is known of the configuration by now. */
export async function refuse(
  c: Context<CordonEnv>,
  reason: ReasonCode,
  { decided, status, retryAfterSeconds }: Grounds = {},
): Promise<Response> {
  c.set('refusal', reason)
  // Unset while the configuration is broken.
  const gate = c.var.gate as CordonEnv['Variables']['gate'] | undefined
  const spoken = await spokenTo(c.req.raw.headers)
  const { told, texts } = explain(c, spoken, reason, { decided, status })
  return refusal(told, {
    language: spoken.tag,
    page: wantsPage(c.req.raw.headers.get('Accept')) ? await page() : undefined,
    errorForm: c.var.target && gate?.errorForms(c.var.target),
    blockedBy: gate?.config.BLOCKED_BY_URI,
    retryAfterSeconds,
  })

  async function page(): Promise<PageContent> {
    // Few refusals are pages, and rendering is the larger half of this program.
    const { refusalPage } = await import('../pages/refusal.tsx')
    return refusalPage(told, texts, pageFrame(c, spoken))
  }
}

/** A refusal in words, and the texts that these are, for a page that says which of them nobody has reviewed. */
export interface Explained {
  readonly told: Problem
  readonly texts: readonly Text[]
}

/** What this client is told of a refusal, whether it is refused now or asks what would be. */
export function explain(
  c: Context<CordonEnv>,
  spoken: Spoken,
  reason: ReasonCode,
  { decided, status }: { readonly [N in 'decided' | 'status']?: Grounds[N] | undefined } = {},
): Explained {
  const gate = c.var.gate as CordonEnv['Variables']['gate'] | undefined
  const circumstances = { isPerson: isPerson(c.req.raw.headers), isMobile: isMobile(decided?.evidence) }
  const story = storyOf(reason, circumstances)
  const told = problem(
    reason,
    { story, locale: spoken.locale },
    {
      issuer: gate?.config.ISSUER,
      support: gate?.config.SUPPORT_URI,
      takesAppeals: gate !== undefined && takesAppeals(gate),
      decisionId: c.var.decisionId,
    },
    status,
    decided === undefined ? NOTHING_DISCLOSED : disclosed(c, decided),
  )
  const { title, detail } = spoken.locale.stories[story]
  const steps = OUTLOOKS[story].steps.map((step) => spoken.locale.steps[step])
  return { told, texts: [title, detail, ...steps] }
}

function disclosed(c: Context<CordonEnv>, { at, decision, evidence, resource }: DecidedOn) {
  const level = c.var.gate.config.REFUSAL_DETAIL[resource.tier]
  const { rules } = c.var.policy.loaded.policy
  return disclose(level, decision, evidence, rules, secondsFromMillis(at))
}

function isMobile(evidence: Evidence | undefined): boolean {
  const network = evidence?.['network.class']
  return network?.state === 'observed' && network.value === 'mobile'
}

/** An answer about the request's form that no policy is part of: 404, 405 and the last-resort 500. */
export function plainProblem(
  c: { readonly var: Pick<CordonEnv['Variables'], 'decisionId'> },
  status: 404 | 405 | 500,
  title: string,
  headers = {},
): Response {
  const body = { type: 'about:blank', title, status, decision: c.var.decisionId }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}
