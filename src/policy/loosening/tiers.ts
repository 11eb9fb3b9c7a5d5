import { canonicalJson } from '../../lib/canonical-json.ts'
import { SIGNAL_NAMES } from '../../signals/registry.ts'
import { compileCondition, INDETERMINATE } from '../condition.ts'
import { representativeEvidence } from '../representative-evidence.ts'
import { type Catalogue, type Policy, type Resource, type Rule, TIERS, type Tier } from '../types.ts'
import { isSame, matchOf, newlyWritten } from './same.ts'

/**
 * A rule for one tier is evaded by a resource that changes its tier: to a milder one, and if the rule's is not the
 * strictest, to a stricter one too. A rule for all tiers is milder on a milder tier only where it cannot be evaluated.
 */
export function* otherTiers(rule: Rule, before: Policy, after: Policy): Generator<string> {
  if (rule.tier === undefined || rule.tier === 'controlled') {
    if (getsMilder(before, after) && (rule.tier !== undefined || mayBeUntold(rule)))
      yield 'a resource may be of a milder tier'
  } else if (sortsOtherwise(before, after)) yield 'a resource may be of another tier'
}

/** Whether a signal that is merely not there leaves the rule open. A lookup that fails can do so to any rule. */
function mayBeUntold({ when }: Rule): boolean {
  const evidence = representativeEvidence([when])
  if (evidence === undefined) return true
  const test = compileCondition(when)
  for (const one of evidence) {
    const failed = SIGNAL_NAMES.some((name) => one[name].state === 'unavailable')
    if (!failed && (test(one) & INDETERMINATE) !== 0) return true
  }
  return false
}

function sortsOtherwise(before: Policy, after: Policy): boolean {
  return (
    newlyWritten(before.resources.map(sorting), after.resources.map(sorting)) ||
    readsBodiesOtherwise(before, after)
  )
}

/** Whether some body may be sorted otherwise by the same resources. */
export function readsBodiesOtherwise(before: Policy, after: Policy): boolean {
  const usesBodies = [...before.resources, ...after.resources].some(({ body }) => body !== undefined)
  if (!usesBodies) return false
  return (
    newlyWritten(before.catalogues.map(weights), after.catalogues.map(weights)) ||
    !isSame(before.bodyUnknown, after.bodyUnknown)
  )
}

/** What of a catalogue decides. */
function weights({ id, below, entries, thresholds }: Catalogue) {
  return {
    id,
    below,
    entries: entries.map(({ note: _, ...entry }) => entry),
    thresholds: thresholds.map(({ law: _, ...threshold }) => threshold),
  }
}

/**
 * Whether some request may be of a milder tier than before. The strictest resource that matches sets it, and what none
 * matches is `controlled`: so a resource that is new, or matches anew, makes milder what nothing matched, and one that is
 * gone leaves its requests to those that are milder.
 */
function getsMilder(before: Policy, after: Policy): boolean {
  if (readsBodiesOtherwise(before, after)) return true
  const was = tiersByMatch(before.resources)
  const is = tiersByMatch(after.resources)
  const looking = before.resources.filter(({ body }) => body !== undefined).map(matchKey)
  const mildest = Math.min(...is.values(), CONTROLLED)
  for (const [match, tier] of is) if (tier < (was.get(match) ?? CONTROLLED)) return true
  for (const [match, tier] of was) if (!is.has(match) && mildest < tier) return true
  // What looks into bodies makes `controlled` whatever it does not know there.
  return mildest < CONTROLLED && looking.some((match) => !is.has(match))
}

const CONTROLLED = rank('controlled')

function rank(tier: Tier): number {
  return TIERS.indexOf(tier)
}

/** What is asked for, with the strictest tier that it is given. */
function tiersByMatch(resources: readonly Resource[]): ReadonlyMap<string, number> {
  const tiers = new Map<string, number>()
  for (const resource of resources) {
    const key = matchKey(resource)
    tiers.set(key, Math.max(tiers.get(key) ?? 0, rank(resource.tier)))
  }
  return tiers
}

function matchKey(resource: Resource): string {
  return canonicalJson(matchOf(resource))
}

/** What of a resource decides on a request's tier. */
function sorting(resource: Resource) {
  return { tier: resource.tier, ...matchOf(resource) }
}
