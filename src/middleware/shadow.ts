import type { Context } from 'hono'
import { applyMode } from '../enforcement/apply-mode.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { underPolicy } from '../observations/gather.ts'
import type { BodyReading } from '../observations/types.ts'
import { judge } from '../policy/judge.ts'
import { differenceOf } from '../policy/shadow.ts'
import { bodyByHead } from '../request/body.ts'
import { modeAt, type ServedPolicy } from '../served-policy.ts'
import type { Comparison } from '../telemetry/shadow-counter.ts'
import type { Decided, Outcome } from '../telemetry/write.ts'
import { forAsking } from './for-asking.ts'
import { inBackground } from './in-background.ts'
import type { CordonEnv } from './types.ts'

/**
 * Evaluates the candidate, where one is tried, on what this request was decided on, and counts what would be another
 * answer. For the record alone, once the request's own answer is settled: nothing here reaches it, and nothing throws.
 *
 * @returns for the record of this request: how the candidate differs; nothing where it does not, or there is none
 */
export function shadow(c: Context<CordonEnv>, decided: Decided): Pick<Outcome, 'shadow'> {
  const gate = c.get('gate')
  const policy = c.get('policy')
  const { candidate } = gate.policies
  const counter = gate.shadowCounter
  if (candidate === undefined) {
    if (!counter.isEmpty) write(c, counter.settle(c.env.clock()))
    return {}
  }
  const { comparison, found } = compare(c, decided, candidate)
  const of = { candidate: candidate.revision, live: policy.revision }
  // By the clock of now: a slow request was decided long before it ends, and the counter's time goes forward only.
  write(c, counter.note(of, comparison, c.env.clock()))
  return found
}

interface Compared {
  readonly comparison: Comparison
  readonly found: Pick<Outcome, 'shadow'>
}

/** A candidate is written by people who try something: what fails in it is counted, and costs nobody an answer. */
function compare(c: Context<CordonEnv>, decided: Decided, candidate: ServedPolicy): Compared {
  try {
    return evaluate(c, decided, candidate)
  } catch (error) {
    return { comparison: { state: 'failed', cause: String(error) }, found: {} }
  }
}

function evaluate(c: Context<CordonEnv>, decided: Decided, candidate: ServedPolicy): Compared {
  const { snapshot } = decided.observations
  const now = secondsFromMillis(decided.at)
  const body = bodyFor(c, candidate, decided)
  if (body === undefined) return { comparison: { state: 'unread' }, found: {} }
  const resource = forAsking(candidate.compiled.resource.match(snapshot, body, now), snapshot.target.path)
  const observations = underPolicy(decided.observations, candidate, now)
  const { decision } = judge(candidate.compiled, observations, resource, now)
  const { action } = applyMode(decision, modeAt(candidate, now))
  const lived = {
    decision: decided.decision,
    action: applyMode(decided.decision, modeAt(c.get('policy'), now)).action,
  }
  const difference = differenceOf(lived, { decision, action })
  if (difference === undefined) return { comparison: { state: 'same' }, found: {} }
  const { verdict, reasons, determining, tierMax } = decision
  return {
    comparison: { state: 'differs', difference },
    found: {
      shadow: {
        revision: candidate.revision,
        verdict,
        action,
        reasons: [...reasons],
        rules: [...determining],
        ...(tierMax === undefined ? {} : { tier_max: tierMax }),
        differs: [...difference.in],
      },
    },
  }
}

/** Undefined where only the candidate would have had the body read: by now it has gone on to the origin. */
function bodyFor(
  { req, var: { body, gate } }: Context<CordonEnv>,
  { compiled }: ServedPolicy,
  { observations: { snapshot } }: Decided,
): BodyReading | undefined {
  if (body !== undefined) return body.reading
  if (!compiled.resource.needsBody(snapshot)) return { state: 'none' }
  const { method, headers, body: stream } = req.raw
  const known = bodyByHead(method, headers, gate.config.BODY_LIMIT_BYTES)
  return known ?? (stream === null ? { state: 'read', value: undefined } : undefined)
}

function write(c: Context<CordonEnv>, records: readonly Parameters<CordonEnv['Bindings']['log']>[0][]): void {
  if (records.length === 0) return
  inBackground(
    c,
    Promise.resolve().then(() => {
      for (const entry of records) c.env.log(entry)
    }),
  )
}
