import type { Context } from 'hono'
import { verified } from '../enforcement/statements.ts'
import { err, type Result } from '../lib/result.ts'
import { secondsFromMillis, type UnixSeconds } from '../lib/time.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import { takeContent } from '../middleware/take-content.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { formatPlace } from '../net/region.ts'
import { gather } from '../observations/gather.ts'
import { type AppealInput, MAX_APPEAL_BYTES, readAppeal } from '../request/appeal-input.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { collectEvidence } from '../signals/registry.ts'
import type { AppealEntry, AppealFault } from '../state/control/appeal-types.ts'
import { withTimeout } from '../state/with-timeout.ts'
import { keptAddress } from '../telemetry/evidence.ts'
import { appealWritesOf } from './appeal-writes.ts'

/** Why an appeal is not taken although it is one, and after how long another try may succeed. */
export interface NotTaken {
  readonly reason: 'request.rate' | 'service.stale'
  readonly retryAfterSeconds: number
}

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

const CONTROL_MILLIS = 2_000
const UNREACHABLE: NotTaken = { reason: 'service.stale', retryAfterSeconds: 10 }

/** What the client is told, who sees no more of the queue than that. People need an hour at least to answer so many. */
const FAULTS: Readonly<Record<AppealFault, NotTaken>> = {
  'appeal.rate': { reason: 'request.rate', retryAfterSeconds: 60 },
  'appeal.network': { reason: 'request.rate', retryAfterSeconds: 3_600 },
  'appeal.full': { reason: 'service.stale', retryAfterSeconds: 3_600 },
}

/**
 * Puts it into the queue, where it is not there yet.
 *
 * @param network whose attempts are counted together
 * @returns why it was not taken; undefined: it is in the queue, and on disk
 */
export async function enqueue(
  c: Context<CordonEnv>,
  input: AppealInput,
  network: string,
): Promise<NotTaken | undefined> {
  const { gate } = c.var
  const { control } = gate
  if (control === undefined) return UNREACHABLE
  const now = secondsFromMillis(c.env.clock())
  const retryAfterSeconds = appealWritesOf(gate).waitSeconds(network, now)
  if (retryAfterSeconds !== undefined) return { reason: 'request.rate', retryAfterSeconds }
  const entry = await entryOf(c, input, now)
  try {
    const taken = await withTimeout(control.appeal(entry, now), CONTROL_MILLIS)
    if (taken === 'timeout') return UNREACHABLE
    return taken.ok ? undefined : FAULTS[taken.error]
  } catch {
    return UNREACHABLE
  }
}

/** What they say, and what the edge sees of their connection now: not what it saw of the one that was refused. */
async function entryOf(
  c: Context<CordonEnv>,
  { decision, message, contact }: AppealInput,
  now: UnixSeconds,
): Promise<AppealEntry> {
  const { gate, policy, target } = c.var
  const snapshot = takeSnapshot(c.req.raw, target)
  const { place, asn, networkClass } = verified(
    collectEvidence(await gather(snapshot, gate.sources, policy, now)),
  )
  const { address } = snapshot
  return {
    decision,
    language: (await spokenTo(c.req.raw.headers)).tag,
    message,
    contact,
    place: place === undefined ? undefined : formatPlace(place),
    networkClass,
    asn,
    network: address.given ? keptAddress(address.value) : 'unknown',
  }
}
