import type { Context } from 'hono'
import { disclose, NOTHING_DISCLOSED } from '../enforcement/disclosure.ts'
import { type Problem, problem } from '../enforcement/problem.ts'
import { type Circumstances, storyOf } from '../enforcement/public-message.ts'
import { type PageContent, refusal } from '../enforcement/respond.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import { isPerson } from '../request/is-person.ts'
import type { Evidence } from '../signals/registry.ts'
import type { Decided } from '../telemetry/write.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'
import { OUTLOOKS, type StepId } from '../texts/stories.ts'
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
  /** The session that came is bound to no key, where one that is bound is needed. */
  readonly isUnbound?: boolean
  /** After which the same request may succeed, where that is known. */
  readonly retryAfterSeconds?: number
}

/** Of a decision, what a client can be told about. */
export type DecidedOn = Pick<Decided, 'at' | 'decision' | 'evidence' | 'resource'>

/** The refusal in the form and language this client wants, in what is known of the configuration by now. */
export async function refuse(
  c: Context<CordonEnv>,
  reason: ReasonCode,
  grounds: Grounds = {},
): Promise<Response> {
  c.set('refusal', reason)
  // Unset while the configuration is broken.
  const gate = c.get('gate') as CordonEnv['Variables']['gate'] | undefined
  const spoken = await spokenTo(c.req.raw.headers)
  const { told, texts } = explain(c, spoken, reason, grounds)
  return refusal(told, {
    language: spoken.tag,
    page: wantsPage(c.req.raw.headers.get('Accept')) ? await page() : undefined,
    errorForm: gate?.errorForms(c.get('target')?.readings ?? [c.req.path]),
    blockedBy: gate?.config.BLOCKED_BY_URI,
    retryAfterSeconds: grounds.retryAfterSeconds,
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

type Explaining = { readonly [N in 'decided' | 'status' | 'isUnbound']?: Grounds[N] | undefined } & {
  /** Nothing was refused, and so nothing is on record: there is no reference to give anybody. */
  readonly isOnlyAsked?: boolean
}

/** Steps that begin with the reference of a refusal. */
const OF_A_REFERENCE: ReadonlySet<StepId> = new Set(['contact', 'tell_city'])

/** What this client is told of a refusal, whether it is refused now or asks what would be. */
export function explain(
  c: Context<CordonEnv>,
  spoken: Spoken,
  reason: ReasonCode,
  grounds: Explaining = {},
): Explained {
  const gate = c.get('gate') as CordonEnv['Variables']['gate'] | undefined
  const { decided, status } = grounds
  const story = storyOf(reason, circumstancesOf(c, grounds))
  const steps = OUTLOOKS[story].steps.filter(
    (step) =>
      (step !== 'use_wifi' || mayBeMobile(decided?.evidence)) &&
      !(grounds.isOnlyAsked && OF_A_REFERENCE.has(step)),
  )
  const told = problem(
    reason,
    { story, steps, locale: spoken.locale },
    {
      issuer: gate?.config.ISSUER,
      support: gate?.config.SUPPORT_URI,
      takesAppeals: gate !== undefined && takesAppeals(gate),
      decisionId: c.get('decisionId'),
    },
    status,
    decided === undefined ? NOTHING_DISCLOSED : disclosed(c, decided),
  )
  const { title, detail } = spoken.locale.stories[story]
  return { told, texts: [title, detail, ...steps.map((step) => spoken.locale.steps[step])] }
}

function levelOf({ var: { gate } }: Context<CordonEnv>, { resource }: DecidedOn) {
  return gate.config.REFUSAL_DETAIL[resource.tier]
}

function disclosed(c: Context<CordonEnv>, decided: DecidedOn) {
  const { at, decision, evidence } = decided
  const { rules } = c.get('policy').loaded.policy
  return disclose(levelOf(c, decided), decision, evidence, rules, secondsFromMillis(at))
}

function circumstancesOf(
  c: Context<CordonEnv>,
  { decided, isUnbound = false }: Pick<Explaining, 'decided' | 'isUnbound'>,
): Circumstances {
  return {
    isPerson: isPerson(c.req.raw.headers),
    isMobile: decided !== undefined && isSurelyMobile(decided.evidence) && levelOf(c, decided) !== 'terse',
    isChallenge: decided?.decision.verdict === 'challenge',
    isUnbound,
  }
}

/** Nobody at home is told to leave their mobile data for Wi-Fi. */
function mayBeMobile(evidence: Evidence | undefined): boolean {
  const network = evidence?.['network.class']
  return network?.state !== 'observed' || network.value === 'mobile' || network.value === 'unknown'
}

/** Many networks carry phones among others: those who do not use one would hear a story that is not theirs. */
function isSurelyMobile(evidence: Evidence): boolean {
  const [network, confidence] = [evidence['network.class'], evidence['network.confidence']]
  if (network.state !== 'observed' || network.value !== 'mobile') return false
  return confidence.state === 'observed' && confidence.value === 'high'
}

/** An answer that no policy and no reason is part of: what is not there, not allowed or not taken, and the last-resort 500. */
export function plainProblem(
  c: { readonly var: Pick<CordonEnv['Variables'], 'decisionId'> },
  status: 400 | 404 | 405 | 409 | 429 | 500 | 503,
  title: string,
  { detail, headers }: { readonly detail?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const said = detail === undefined ? { title } : { title, detail }
  const body = { type: 'about:blank', ...said, status, decision: c.var.decisionId }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}
