import { type Policy, type Rule, TIERS, type Tier } from '../types.ts'
import { mayMatch } from './conditions.ts'
import { finding, type LintFinding } from './finding.ts'

/** Rules that no request can ever meet, because of what they ask for or of where they hold. */
export function* lintReachability(policy: Policy): Generator<LintFinding> {
  const possible = possibleTiers(policy)
  for (const rule of policy.rules) {
    const { id, tier } = rule
    if (!mayMatch(rule.when))
      yield finding(
        'rule_never_matches',
        id,
        'no request can match its condition: its parts exclude one another',
      )
    const mildest = mildestOf(rule, policy)
    if (tier === undefined) continue
    if (mildest !== undefined && rank(tier) < rank(mildest))
      yield finding(
        'rule_never_matches',
        id,
        `it holds on tier ${tier}, and whatever its resources match is at least ${mildest}`,
      )
    else if (!possible.has(tier))
      yield finding('rule_of_no_tier', id, `it holds on tier ${tier}, which no resource is of`)
  }
}

/** Of the resources that a rule names: the strictest that matches sets the tier, so it is no milder than each of them. */
function mildestOf({ resources }: Rule, policy: Policy): Tier | undefined {
  if (resources === undefined) return undefined
  const tiers = policy.resources.filter(({ id }) => resources.includes(id)).map(({ tier }) => rank(tier))
  return tiers.length === 0 ? undefined : TIERS[Math.min(...tiers)]
}

/** What nobody named is controlled, and a catalogue may sort into any tier. */
function possibleTiers({ resources, catalogues }: Policy): ReadonlySet<Tier> {
  if (catalogues.length > 0) return new Set(TIERS)
  return new Set(['controlled', ...resources.map(({ tier }) => tier)])
}

function rank(tier: Tier): number {
  return TIERS.indexOf(tier)
}
