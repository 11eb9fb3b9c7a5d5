import type { Context } from 'hono'
import { disclose, NOTHING_DISCLOSED } from '../enforcement/disclosure.ts'
import { type Problem, problem } from '../enforcement/problem.ts'
import { type Circumstances, storyOf } from '../enforcement/public-message.ts'
import {
  answerFor,
  type PageContent,
  refusal,
  type WrittenRefusal,
  writtenRefusal,
} from '../enforcement/respond.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { refusalPage } from '../pages/refusal.tsx'
import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import { isPerson } from '../request/is-person.ts'
import { pathAsSent } from '../request/path-as-sent.ts'
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
export type DecidedOn = Pick<Decided, 'at' | 'decision' | 'evidence' | 'resource' | 'judgement'>

/** The refusal in the form and language this client wants, in what is known of the configuration by now. */
export function refuse(
  c: Context<CordonEnv>,
  reason: ReasonCode,
  grounds: Grounds = {},
): Response | Promise<Response> {
  c.set('refusal', reason)
  const { headers } = c.req.raw
  // Unset while the configuration is broken.
  const gate = c.get('gate') as CordonEnv['Variables']['gate'] | undefined
  const errorForm = gate?.errorForms(c.get('target')?.readings ?? [pathAsSent(c.req.raw)])
  const accept = headers.get('Accept')
  const judgement = grounds.decided?.judgement
  const as = `${reason} ${errorForm} ${headers.has('Sec-Fetch-Site')}\n${headers.get('Accept-Language')}\n${accept}`
  const held = judgement && lastWritten.get(judgement)
  if (held?.as === as) return answerFor(c.get('decisionId'), held.written)
  const spoken = spokenTo(headers)
  return spoken instanceof Promise ? spoken.then(inWords) : inWords(spoken)

  function inWords(spoken: Spoken): Response | Promise<Response> {
    const { told, texts } = explain(c, spoken, reason, grounds)
    const form = {
      language: spoken.tag,
      errorForm,
      blockedBy: gate?.config.BLOCKED_BY_URI,
      retryAfterSeconds: grounds.retryAfterSeconds,
    }
    if (wantsPage(accept))
      return pageOf(told, texts, pageFrame(c, spoken)).then((page) => refusal(told, { ...form, page }))
    const written = writtenRefusal(told, form)
    if (judgement !== undefined && as.length <= MAX_AS_LENGTH) lastWritten.set(judgement, { as, written })
    return answerFor(told.decision, written)
  }
}

/** Few refusals are pages, and rendering is the larger half of this program. */
async function pageOf(...of: Parameters<typeof refusalPage>): Promise<PageContent> {
  const pages = await import('../pages/refusal.tsx')
  return pages.refusalPage(...of)
}

/**
 * How a client was last told of a verdict that is recalled, and by what it was told so: whoever is refused goes on asking,
 * and nothing but the id is another then.
 */
const lastWritten = new WeakMap<object, { readonly as: string; readonly written: WrittenRefusal }>()
/** Clients choose what they accept, and could fill the memory with it. */
const MAX_AS_LENGTH = 1_000

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
