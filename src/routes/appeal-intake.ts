import type { Context } from 'hono'
import { verified } from '../enforcement/statements.ts'
import { err, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import { takeContent } from '../middleware/take-content.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { formatPlace } from '../net/region.ts'
import { gather } from '../observations/gather.ts'
import type { RequestSnapshot } from '../observations/types.ts'
import { type AppealInput, MAX_APPEAL_BYTES, readAppeal } from '../request/appeal-input.ts'
import { collectEvidence } from '../signals/registry.ts'
import type { Unasked } from '../state/appeal-writes.ts'
import type { AppealEntry, AppealFault, AppealTaken } from '../state/control/appeal-types.ts'
import type { Control } from '../state/control/types.ts'
import { withTimeout } from '../state/with-timeout.ts'
import { keptAddress } from '../telemetry/evidence.ts'
import type { NotTaken } from './appeal-answers.ts'

/** Longer than this nobody is waited for. */
const READ_SECONDS = 10

/** What was sent, or what was expected of it. Entirely attacker-controlled; read no further than the bound. */
export async function readInput({ body, headers }: Request): Promise<Result<AppealInput, string>> {
  if (body === null) return err('the body: expected one')
  const taken = await takeContent(body, MAX_APPEAL_BYTES, READ_SECONDS)
  if (taken.state === 'whole') return readAppeal(taken.bytes, headers.get('Content-Type'))
  if (taken.state === 'part') taken.stream.cancel().catch(() => {})
  return err(`the body: expected at most ${MAX_APPEAL_BYTES} bytes, within ${READ_SECONDS} seconds`)
}

/** By which a client is counted, here and in `Control`: its /24 or /48. Addresses the edge did not name are one network. */
export function networkOf({ address }: RequestSnapshot): string {
  return address.given ? keptAddress(address.value) : 'unknown'
}

const CONTROL_MILLIS = 2_000
const UNREACHABLE: NotTaken = { reason: 'service.stale', retryAfterSeconds: 10 }

/**
 * Puts it into the queue.
 *
 * @returns why it was not taken; undefined: it is in the queue, and on disk
 */
export async function enqueue(
  c: Context<CordonEnv>,
  input: AppealInput,
  snapshot: RequestSnapshot,
  now: UnixSeconds,
): Promise<NotTaken | undefined> {
  const { control, appealWrites } = c.var.gate
  if (control === undefined) return UNREACHABLE
  const entry = await entryOf(c, input, snapshot, now)
  const unasked = appealWrites.refusal(entry, now)
  if (unasked !== undefined) return toldOf(unasked)
  const answer = await ask(control, entry, now)
  appealWrites.note(entry, answer, now)
  if (answer === undefined) return UNREACHABLE
  return answer.ok ? undefined : toldOf({ fault: answer.error })
}

async function ask(
  control: Control,
  entry: AppealEntry,
  now: UnixSeconds,
): Promise<Result<AppealTaken, AppealFault> | undefined> {
  try {
    const taken = await withTimeout(control.appeal(entry, now), CONTROL_MILLIS)
    return taken === 'timeout' ? undefined : taken
  } catch {
    return undefined
  }
}

const MINUTE_SECONDS = 60

/** What the client is told, who sees no more of the queue than that. When people will have read it nobody can say. */
function toldOf(why: {
  readonly fault: AppealFault | Unasked['fault']
  readonly waitSeconds?: number
}): NotTaken {
  const { fault, waitSeconds: retryAfterSeconds = MINUTE_SECONDS } = why
  switch (fault) {
    case 'appeal.often':
      return { reason: 'request.rate', retryAfterSeconds }
    case 'appeal.known':
      return { status: 409 }
    case 'appeal.network':
      return { status: 429 }
    case 'appeal.asn':
      return { status: 429, ...(why.waitSeconds === undefined ? {} : { retryAfterSeconds }) }
    case 'appeal.rate':
      return { status: 503, retryAfterSeconds }
    case 'appeal.full':
      return { status: 503 }
  }
}

/** What they say, and what the edge sees of their connection now: not what it saw of the one that was refused. */
async function entryOf(
  c: Context<CordonEnv>,
  { decision, message, contact }: AppealInput,
  snapshot: RequestSnapshot,
  now: UnixSeconds,
): Promise<AppealEntry> {
  const { gate, policy } = c.var
  const observations = await gather(snapshot, gate.sources, policy, now)
  const { place, asn, networkClass } = verified(collectEvidence(observations))
  return {
    decision,
    language: (await spokenTo(c.req.raw.headers)).tag,
    message,
    contact,
    place: place === undefined ? undefined : formatPlace(place),
    networkClass,
    asn,
    network: networkOf(snapshot),
  }
}
