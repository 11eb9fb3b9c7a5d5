import type { AppliedMode } from '../enforcement/apply-mode.ts'
import { fractionOf } from '../lib/bytes.ts'
import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import { formatPlace } from '../net/region.ts'
import type { Observations, Standing } from '../observations/types.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import type { Decision, MatchedResource } from '../policy/types.ts'
import type { Evidence } from '../signals/registry.ts'
import type { Admissions, Found } from './admissions.ts'
import { keptAddress, recordedEvidence, stableFacts } from './evidence.ts'
import type { Logger } from './logger.ts'
import type { DecisionRecord } from './records.ts'

/** A decided request, with everything that is recorded of it. */
export interface Decided {
  readonly id: string
  readonly at: UnixMillis
  /** The version of the tables that were asked: others may be in force by the time of the record. */
  readonly tables: string
  /** How far what is in force was known. */
  readonly state: Standing
  /** In force when the presented token was looked at: what is issued for this request is of no later one. */
  readonly epoch: number
  readonly observations: Observations
  readonly evidence: Evidence
  readonly resource: MatchedResource
  readonly decision: Decision
  /** The same object with each request of which the verdict was recalled; undefined where none was kept. */
  readonly judgement?: object | undefined
}

/** What became of it. */
export interface Outcome {
  readonly action: 'pass' | 'refuse'
  readonly status: number
  /** The origin it went to, where each region has its own. */
  readonly route?: string
  /** In place of the decision's own: a fault of ours or of the origin. */
  readonly faults?: readonly ReasonCode[]
  readonly originFault?: string
  /** What one of our own steps found wrong. */
  readonly fault?: string
  /** Ids that were learned only from the origin's answer. */
  readonly sessionId?: string
  readonly account?: string
  /** What a policy that is only tried would have said, where it differs. */
  readonly shadow?: NonNullable<DecisionRecord['shadow']>
}

export interface RecordSettings {
  readonly log: Logger
  readonly admissions: Admissions
  readonly mode: AppliedMode
  readonly allowRate: number
  readonly newId: () => string
}

/** Writes the decision record, and before it the admission record where its situation is new. */
export function record(decided: Decided, outcome: Outcome, settings: RecordSettings): void {
  const { decision, observations, evidence, resource } = decided
  const admission = admissionOf(decided, outcome, settings)
  if (admission.isNew) {
    settings.log({
      event: 'admission',
      time: timestamp(decided.at),
      admission: admission.id,
      revision: decision.revision,
      tables: decided.tables,
      verdict: decision.verdict,
      row: decision.row,
      acr: decision.assurance,
      resource: decision.resource,
      resources: { any: [...resource.anyReading], every: [...resource.everyReading] },
      tier: decision.tier,
      ...bodyOf(resource),
      rules: [...decision.determining],
      reasons: [...decision.reasons],
      exemptions: [...decision.exemptions],
      degraded: [...decision.degraded],
      findings: [...decision.findings],
      evidence: recordedEvidence(evidence),
      subject: lastingSubject(decided, outcome),
    })
  }
  const tokenFault = tokenFaultOf(observations, evidence)
  const isStateKnown = decided.state === 'current' || decided.state === 'stale'
  const uneventful =
    decision.verdict === 'allow' &&
    decision.notices.length === 0 &&
    outcome.action === 'pass' &&
    tokenFault === undefined &&
    isStateKnown
  const faults = outcome.faults ?? []
  const { shadow } = outcome
  if (uneventful && faults.length === 0 && shadow === undefined && !sampled(decided.id, settings.allowRate))
    return
  settings.log(decisionRecord(decided, outcome, admission.id, settings.mode, tokenFault))
}

/** What was last written of a verdict that is recalled, and what it was then. */
const lastWritten = new WeakMap<object, { readonly as: string; readonly record: DecisionRecord }>()

/** The same line again, but for its time and its id, where nothing else can be another. */
function decisionRecord(
  decided: Decided,
  outcome: Outcome,
  admission: string,
  mode: AppliedMode,
  tokenFault: string | undefined,
): DecisionRecord {
  const { judgement, state, tables } = decided
  const { action, status, ...rest } = outcome
  for (const _ in rest) return makeRecord(decided, outcome, admission, mode, tokenFault)
  if (judgement === undefined) return makeRecord(decided, outcome, admission, mode, tokenFault)
  const { method } = decided.observations.snapshot
  const as = `${action} ${status} ${method} ${admission} ${mode} ${state} ${tables}`
  const held = lastWritten.get(judgement)
  if (held?.as === as) return { ...held.record, time: timestamp(decided.at), decision: decided.id }
  const record = makeRecord(decided, outcome, admission, mode, tokenFault)
  lastWritten.set(judgement, { as, record })
  return record
}

function makeRecord(
  decided: Decided,
  outcome: Outcome,
  admission: string,
  mode: AppliedMode,
  tokenFault: string | undefined,
): DecisionRecord {
  const { decision, observations, evidence, resource } = decided
  const { place, 'network.class': network, 'network.asn': asn } = evidence
  const { faults = [], shadow } = outcome
  return {
    event: 'decision',
    time: timestamp(decided.at),
    decision: decided.id,
    admission,
    revision: decision.revision,
    tables: decided.tables,
    verdict: decision.verdict,
    action: outcome.action,
    mode,
    status: outcome.status,
    rules: [...decision.determining],
    reasons: [...faults, ...decision.reasons],
    would: decision.would.map(({ rule }) => rule),
    ...(decision.notices.length === 0 ? {} : { notices: decision.notices.map(({ rule }) => rule) }),
    degraded: [...decision.degraded],
    exemptions: [...decision.exemptions],
    method: observations.snapshot.method,
    resource: decision.resource,
    tier: decision.tier,
    ...bodyOf(resource),
    ...(resource.unnamed === undefined ? {} : { unnamed: resource.unnamed }),
    ...(outcome.route === undefined ? {} : { route: outcome.route }),
    ...(place.state === 'observed' ? { place: formatPlace(place.value) } : {}),
    ...(network.state === 'observed' ? { network: network.value } : {}),
    ...(asn.state === 'observed' ? { asn: asn.value } : {}),
    acr: decision.assurance,
    subject: subjectOf(decided, outcome),
    ...(tokenFault === undefined ? {} : { token_fault: tokenFault }),
    ...(decided.state === 'current' ? {} : { state: decided.state }),
    ...(outcome.originFault === undefined ? {} : { origin_fault: outcome.originFault }),
    ...(outcome.fault === undefined ? {} : { fault: outcome.fault }),
    ...(shadow === undefined ? {} : { shadow }),
  }
}

function admissionOf(decided: Decided, outcome: Outcome, { admissions, newId }: RecordSettings): Found {
  const { decision, evidence, resource, judgement } = decided
  const now = secondsFromMillis(decided.at)
  const situation = () =>
    `${JSON.stringify(lastingSubject(decided, outcome))}\n${outcomeOf(decision)}\n${JSON.stringify(bodyOf(resource))}\n${stableFacts(evidence)}`
  if (judgement === undefined) return admissions.find(situation(), now, newId)
  const { sessionId = '', account = '' } = outcome
  return admissions.findFor(judgement, `${sessionId} ${account}`, situation, now, newId)
}

/** What no resource names is left out: anybody can make up as many values as there are records. */
function bodyOf({ value, unread }: MatchedResource): Pick<DecisionRecord, 'value' | 'unread'> {
  return { ...(value === undefined ? {} : { value }), ...(unread === undefined ? {} : { unread }) }
}

/**
 * What was decided, and why: the same client gets another answer for another resource, after a date, or where a rule
 * reads what `stableFacts` leaves out, and a record must never stand for a decision it does not explain.
 */
function outcomeOf(decision: Decision): string {
  const { revision, tier, verdict, row, assurance, determining, exemptions, degraded } = decision
  // No id of a rule has a comma or a space in it.
  return `${revision} ${tier} ${verdict} ${row} ${assurance} ${determining} ${exemptions} ${degraded}`
}

/** A request that was refused before anything about its client was read. */
export function recordEarlyRefusal(
  id: string,
  at: UnixMillis,
  request: { readonly method: string },
  refusal: { readonly reason: ReasonCode; readonly status: number },
  log: Logger,
): void {
  log({
    event: 'decision',
    time: timestamp(at),
    decision: id,
    verdict: 'deny',
    action: 'refuse',
    status: refusal.status,
    rules: [],
    reasons: [refusal.reason],
    would: [],
    degraded: [],
    exemptions: [],
    method: request.method,
  })
}

export function timestamp(at: UnixMillis): string {
  return new Date(at).toISOString()
}

function subjectOf(
  { observations: { session, snapshot, key }, evidence }: Decided,
  outcome: Outcome,
): NonNullable<DecisionRecord['subject']> {
  const account = evidence['account.id']
  // The one issued with this answer, where a token from elsewhere was presented: else no record would name it.
  const presented = session.status === 'verified' ? session.facts.sessionId : undefined
  const sessionId = outcome.sessionId ?? presented
  const accountId = account.state === 'observed' ? account.value : outcome.account
  return {
    ...(snapshot.address.given ? { address: keptAddress(snapshot.address.value) } : {}),
    ...(sessionId === undefined ? {} : { session: sessionId }),
    ...(key === undefined ? {} : { key: key.keyId }),
    ...(key?.formerKeyId === undefined ? {} : { key_was: key.formerKeyId }),
    ...(accountId === undefined ? {} : { account: accountId }),
  }
}

/** A key that the origin has not accepted can be another one with every request: no situation of its own. */
function lastingSubject(decided: Decided, outcome: Outcome): NonNullable<DecisionRecord['subject']> {
  const { key, key_was, ...others } = subjectOf(decided, outcome)
  const { observations } = decided
  if (key === undefined || observations.key?.acceptedAt === undefined) return others
  return { ...others, key, ...(key_was === undefined ? {} : { key_was }) }
}

/** Why a presented token is worth nothing: by itself, or on this connection. */
function tokenFaultOf({ session }: Observations, evidence: Evidence): string | undefined {
  if ('code' in session) return session.code
  const status = evidence['session.status']
  if (status.state !== 'observed' || status.value === 'none') return undefined
  if (status.value !== 'valid') return `session.${status.value}`
  // Good all the same, where the configuration wants no more than a notice.
  const binding = evidence['session.binding']
  if (binding.state !== 'observed' || binding.value === 'same' || binding.value === 'none') return undefined
  return `session.binding.${binding.value}`
}

/** Whether this decision is in the sample. Its id is random, so the id itself is the draw: nothing more is needed. */
function sampled(id: string, rate: number): boolean {
  if (rate >= 1) return true
  return fractionOf(id) < rate
}
