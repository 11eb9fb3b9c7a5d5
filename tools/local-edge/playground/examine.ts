import {
  type AppliedMode,
  applyMode,
  type Disposition,
  withBreakGlass,
} from '../../../src/enforcement/apply-mode.ts'
import type { Gate } from '../../../src/gate.ts'
import { ok, type Result } from '../../../src/lib/result.ts'
import { secondsFromMillis, type UnixMillis, type UnixSeconds } from '../../../src/lib/time.ts'
import { forAsking } from '../../../src/middleware/for-asking.ts'
import { gather } from '../../../src/observations/gather.ts'
import type { BodyReading } from '../../../src/observations/types.ts'
import { type Judged, judge } from '../../../src/policy/judge.ts'
import type { MatchedResource } from '../../../src/policy/types.ts'
import { bodyByHead, readingOf } from '../../../src/request/body.ts'
import { takeSnapshot } from '../../../src/request/snapshot.ts'
import { parseTarget } from '../../../src/request/target.ts'
import { modeAt, type ServedPolicy } from '../../../src/served-policy.ts'

/** A request decided as the gate decides it, with everything that the gate keeps to itself. */
export interface Examined extends Judged {
  readonly policy: ServedPolicy
  readonly resource: MatchedResource
  readonly now: UnixSeconds
  readonly mode: AppliedMode
  readonly disposition: Disposition
}

/**
 * What the gate makes of a request: the same steps in the same order, by the same functions and in the policy in force,
 * and nothing recorded or answered. The error is the reason of a request that is refused before anything is decided.
 *
 * @param content of the request, whose own body stays unread
 */
export async function examine(
  request: Request,
  content: Uint8Array<ArrayBuffer>,
  gate: Gate,
  at: UnixMillis,
): Promise<Result<Examined, string>> {
  const target = parseTarget(request.url, request.headers.get('Host') ?? undefined, gate.admittedForms)
  if (!target.ok) return target
  const policy = gate.policies.inForce
  const now = secondsFromMillis(at)
  const snapshot = takeSnapshot(request, target.value)
  const body = policy.compiled.resource.needsBody(snapshot) ? read(request, content, gate) : ok(NO_BODY)
  if (!body.ok) return body
  const observations = await gather(snapshot, gate.sources, policy, now)
  const matched = policy.compiled.resource.match(snapshot, body.value, now)
  const resource = forAsking(matched, target.value.path)
  const judged = judge(policy.compiled, observations, resource, now)
  const mode = withBreakGlass(modeAt(policy, now), gate.inForce.breakGlassUntil, now)
  const disposition = applyMode(judged.decision, mode, policy.loaded.noticeFrom)
  return ok({ ...judged, policy, resource, now, mode, disposition })
}

const NO_BODY: BodyReading = { state: 'none' }

function read(
  { method, headers }: Request,
  content: Uint8Array<ArrayBuffer>,
  { config }: Gate,
): Result<BodyReading, string> {
  const known = bodyByHead(method, headers, config.BODY_LIMIT_BYTES)
  if (known !== undefined) return ok(known)
  if (content.length > config.BODY_LIMIT_BYTES) return ok({ state: 'unread', why: 'too_large' })
  return readingOf(content, headers.get('Content-Type'))
}
