import type { Gate } from '../gate.ts'
import type { UnixMillis } from '../lib/time.ts'
import { inBackground } from './in-background.ts'
import type { Step } from './steps.ts'

/**
 * Keeps this isolate's copy of what is in force young enough, and the policy and the prefix table that it names. Nobody
 * waits but where the copy is missing or nearly too old to say that revocations hold within a minute, and then not for
 * long.
 */
export const inForce: Step = {
  before(c) {
    const gate = c.get('gate')
    const following = followControl(gate, c.env.clock, (task) => inBackground(c, task))
    const enter = () => {
      c.set('policy', gate.policies.inForce)
      return undefined
    }
    return following === undefined ? enter() : following.then(enter)
  },
}

/**
 * Has this isolate hear what `Control` says and bring it into force: epoch and revocations, policy, candidate, prefix
 * table. The one way there, whoever is asked: a request, `health` or an operation over RPC. Never rejects.
 *
 * @param behind takes what nobody waits for
 * @returns undefined where there is nothing to wait for, which is so for nearly every request
 */
export function followControl(
  gate: Gate,
  clock: () => UnixMillis,
  behind: (task: Promise<void>) => void,
): Promise<void> | undefined {
  const { inForce } = gate
  const asked = clock()
  if (inForce.mustWait(asked))
    return inForce.catchUp(asked, behind).then(() => bringIn(gate, clock(), behind))
  if (inForce.isDue(asked)) behind(inForce.refresh(asked))
  return bringIn(gate, asked, behind)
}

function bringIn(
  { inForce, policySource, candidateSource, prefixSource }: Gate,
  now: UnixMillis,
  behind: (task: Promise<void>) => void,
): Promise<void> | undefined {
  // Before the first word of Control's nobody knows whether there is a live policy.
  if (inForce.stamp !== undefined) {
    policySource.want(inForce.policy, now)
    candidateSource.want(inForce.candidate, now)
  }
  prefixSource.want(inForce.tables)
  const policy = startOrRetry(policySource, now, behind)
  const prefixes = startOrRetry(prefixSource, now, behind)
  if (candidateSource.isDue(now)) behind(candidateSource.retry(now))
  if (policy === undefined || prefixes === undefined) return policy ?? prefixes
  return Promise.all([policy, prefixes]).then(() => {})
}

function startOrRetry(
  source: Pick<Gate['prefixSource'], 'isStarting' | 'start' | 'isDue' | 'retry'>,
  now: UnixMillis,
  behind: (task: Promise<void>) => void,
): Promise<void> | undefined {
  if (source.isStarting) return source.start(now)
  if (source.isDue(now)) behind(source.retry(now))
  return undefined
}

/**
 * Whether there is a policy to decide by. Where `Control` names one that cannot be had, and none was in force here before
 * it or too long ago, there is none: the deployed one may admit what the live one refuses.
 */
export function hasPolicy({ policySource }: Pick<Gate, 'policySource'>, at: UnixMillis): boolean {
  const standing = policySource.standing(at)
  return standing === 'current' || standing === 'stale'
}
