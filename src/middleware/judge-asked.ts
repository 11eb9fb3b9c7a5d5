import type { UnixSeconds } from '../lib/time.ts'
import type { BodyReading, Observations } from '../observations/types.ts'
import { type Judged, judge } from '../policy/judge.ts'
import type { Asked } from '../policy/resource.ts'
import type { MatchedResource } from '../policy/types.ts'
import type { ServedPolicy } from '../served-policy.ts'
import { forAsking } from './for-asking.ts'

/** A request of which it is known what it asks for, and what the policy says to that. */
export interface JudgedAsked extends Judged {
  readonly resource: MatchedResource
}

/**
 * Finds the resource that is asked for and judges the client for it. Reads nothing and changes nothing.
 *
 * @param asked attacker-controlled
 * @param body `none` where no resource looks into the body of such a request
 */
export function judgeAsked(
  { compiled }: Pick<ServedPolicy, 'compiled'>,
  observations: Observations,
  asked: Asked,
  body: BodyReading,
  now: UnixSeconds,
): JudgedAsked {
  const resource = askedFor({ compiled }, asked, body, now)
  return { resource, ...judge(compiled, observations, resource, now) }
}

/** The resource that is asked for; see `judgeAsked`. */
export function askedFor(
  { compiled }: Pick<ServedPolicy, 'compiled'>,
  asked: Asked,
  body: BodyReading,
  now: UnixSeconds,
): MatchedResource {
  return forAsking(compiled.resource.match(asked, body, now), asked.target.path)
}
