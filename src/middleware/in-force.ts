import { createMiddleware } from 'hono/factory'
import type { Gate } from '../gate.ts'
import type { UnixMillis } from '../lib/time.ts'
import { inBackground } from './in-background.ts'
import type { CordonEnv } from './types.ts'

/**
 * Keeps this isolate's copy of what is in force young enough, and the policy and the prefix table that it names. Nobody
 * waits but where the copy is missing or nearly too old to say that revocations hold within a minute, and then not for
 * long.
 */
export function inForce() {
  return createMiddleware<CordonEnv>(async function inForce(c, next) {
    const gate = c.get('gate')
    await followControl(gate, c.env.clock, (task) => inBackground(c, task))
    c.set('policy', gate.policies.inForce)
    return next()
  })
}

/**
 * Has this isolate hear what `Control` says and bring it into force: epoch and revocations, policy, candidate, prefix
 * table. The one way there, whoever is asked: a request, `health` or an operation over RPC. Never rejects.
 *
 * @param behind takes what nobody waits for
 */
export async function followControl(
  { inForce, policySource, candidateSource, prefixSource }: Gate,
  clock: () => UnixMillis,
  behind: (task: Promise<void>) => void,
): Promise<void> {
  const asked = clock()
  if (inForce.mustWait(asked)) await inForce.catchUp(asked)
  else if (inForce.isDue(asked)) behind(inForce.refresh(asked))
  const now = clock()
  // Before the first word of Control's nobody knows whether there is a live policy.
  if (inForce.stamp !== undefined) {
    policySource.want(inForce.policy, now)
    candidateSource.want(inForce.candidate, now)
  }
  prefixSource.want(inForce.tables)
  const starting: Promise<void>[] = []
  for (const source of [policySource, prefixSource]) {
    if (source.isStarting) starting.push(source.start(now))
    else if (source.isDue(now)) behind(source.retry(now))
  }
  if (candidateSource.isDue(now)) behind(candidateSource.retry(now))
  if (starting.length > 0) await Promise.all(starting)
}

/**
 * Whether there is a policy to decide by. Where `Control` names one that cannot be had, and none was in force here before
 * it or too long ago, there is none: the deployed one may admit what the live one refuses.
 */
export function hasPolicy({ policySource }: Pick<Gate, 'policySource'>, at: UnixMillis): boolean {
  const standing = policySource.standing(at)
  return standing === 'current' || standing === 'stale'
}
