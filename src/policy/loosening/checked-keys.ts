import type { Policy, Resource } from '../types.ts'
import { matchOf, newlyWritten } from './same.ts'
import { readsBodiesOtherwise } from './tiers.ts'

/**
 * Whether an accepted answer may say something about a key for other requests than before. Where some resources check
 * keys, only they are believed; where none does, everything but what is open is.
 */
export function checksKeysElsewhere(before: Policy, after: Policy): boolean {
  const [was, is] = [believedBy(before), believedBy(after)]
  if (was.named !== is.named || newlyWritten(was.by.map(matchOf), is.by.map(matchOf))) return true
  if (!was.named && newlyWritten(was.by.map(openness), is.by.map(openness))) return true
  return [...was.by, ...is.by].some(({ body }) => body !== undefined) && readsBodiesOtherwise(before, after)
}

/** The resources that tell for which requests keys are believed. */
interface Believed {
  /** They say so themselves. */
  readonly named: boolean
  readonly by: readonly Resource[]
}

function believedBy({ resources }: Policy): Believed {
  const checking = resources.filter(({ keys }) => keys === 'checked')
  if (checking.length > 0) return { named: true, by: checking }
  // What no open resource names is never open.
  return { named: false, by: resources.some(({ tier }) => tier === 'open') ? resources : [] }
}

function openness(resource: Resource) {
  return { ...matchOf(resource), open: resource.tier === 'open' }
}
