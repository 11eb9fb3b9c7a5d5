import type { UnixSeconds } from '../lib/time.ts'
import type { Evidence, SignalName } from '../signals/registry.ts'
import { ASSURANCE_SIGNALS, assuranceOf, isAsSure } from './assurance.ts'
import type { CompiledExemption, CompiledPolicy, CompiledRule } from './compile.ts'
import { INDETERMINATE, MATCHED, PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth, UNMATCHED } from './condition.ts'
import { conclude, decide } from './decide.ts'
import { type Appraisal, type Contribution, findAll } from './findings.ts'
import type { Possible } from './possible.ts'
import { type Decision, EFFECTS, type Effect, type MatchedResource, TIERS } from './types.ts'

/** Between what a request may have come to, as far as a log tells. */
export interface Bounds {
  readonly mildest: Decision
  readonly strictest: Decision
  /** Whether both have the same verdict: then nothing that was not recorded could have changed it. */
  readonly certain: boolean
}

/** Where a log does not tell what was asked for. */
export interface ResourceBounds {
  readonly mildest: MatchedResource
  readonly strictest: MatchedResource
}

/**
 * Decides a request of which not everything was recorded: whatever the missing signals were (absent and unavailable
 * among what they may have been), the verdict lies between the two that this gives. Conditions that do not rest on them
 * are settled as always. The bounds may be wider than need be, never narrower; of `tierMax` nothing is promised.
 *
 * @param unrecorded a place among them whose country is in the evidence is somewhere in that country
 * @param resources in place of `resource`, where it is not certain; every tier between theirs is possible, too
 */
export function decideWithin(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
  unrecorded: ReadonlySet<SignalName>,
  resources?: ResourceBounds,
): Bounds {
  const open = openOf(compiled, evidence, unrecorded)
  const decisions = possibleResources(resource, resources).flatMap((one) =>
    open === undefined
      ? [decide(compiled, evidence, one, now)]
      : scenarios(compiled, open).map((scenario) => {
          const appraisal = appraise(compiled, evidence, open, scenario)
          return conclude(compiled, evidence, one, now, findAll(compiled, evidence, one, now, appraisal))
        }),
  )
  const [first = decide(compiled, evidence, resource, now), ...others] = decisions
  let mildest = first
  let strictest = first
  for (const decision of others) {
    if (severityOf(decision.verdict) < severityOf(mildest.verdict)) mildest = decision
    if (severityOf(decision.verdict) > severityOf(strictest.verdict)) strictest = decision
  }
  return { mildest, strictest, certain: mildest.verdict === strictest.verdict }
}

function severityOf(effect: Effect): number {
  return EFFECTS.indexOf(effect)
}

function possibleResources(
  resource: MatchedResource,
  resources: ResourceBounds | undefined,
): readonly MatchedResource[] {
  if (resources === undefined) return [resource]
  const { mildest, strictest } = resources
  const between = TIERS.slice(TIERS.indexOf(mildest.tier) + 1, TIERS.indexOf(strictest.tier))
  return [mildest, ...between.map((tier) => ({ ...strictest, tier })), strictest]
}

/** What cannot be told for want of a record. */
interface Open {
  readonly rules: ReadonlyMap<CompiledRule, Possible>
  readonly exemptions: ReadonlySet<CompiledExemption>
  readonly session: boolean
  readonly assurance: boolean
}

/** Undefined where nothing is. */
function openOf(
  { rules, exemptions, minimums }: CompiledPolicy,
  evidence: Evidence,
  unrecorded: ReadonlySet<SignalName>,
): Open | undefined {
  if (unrecorded.size === 0) return undefined
  const openRules = new Map<CompiledRule, Possible>()
  for (const rule of rules) {
    const possible = openPossible(rule, evidence, unrecorded)
    if (possible !== undefined) openRules.set(rule, possible)
  }
  const openExemptions = new Set<CompiledExemption>()
  for (const exemption of exemptions) {
    const possible = openPossible(exemption, evidence, unrecorded)
    if (possible !== undefined && (possible.truths & MATCHED) !== 0) openExemptions.add(exemption)
  }
  const session = unrecorded.has('session.status')
  const assurance = minimums.length > 0 && ASSURANCE_SIGNALS.some((name) => unrecorded.has(name))
  const isAny = openRules.size > 0 || openExemptions.size > 0 || session || assurance
  return isAny ? { rules: openRules, exemptions: openExemptions, session, assurance } : undefined
}

function openPossible(
  { reads, possible }: Pick<CompiledRule, 'reads' | 'possible'>,
  evidence: Evidence,
  unrecorded: ReadonlySet<SignalName>,
): Possible | undefined {
  if (!reads.some((name) => unrecorded.has(name))) return undefined
  const found = possible(evidence, unrecorded)
  return found.isSettled ? undefined : found
}

const CONTRIBUTIONS: readonly Contribution[] = ['allow', 'limit', 'challenge', 'deny_indeterminate', 'deny']

/** Kinds of contributions; of the open ones those are made that are in it. */
type Scenario = ReadonlySet<Contribution>

/**
 * Every combination of what is open, by kind: what a verdict comes to depends on which kinds there are, and on nothing
 * else. Not even a refusal more makes it stricter for sure: under a default that denies, a challenge is milder.
 */
function scenarios({ policy }: CompiledPolicy, open: Open): readonly Scenario[] {
  const kinds = new Set<Contribution>(open.exemptions.size > 0 ? CONTRIBUTIONS : [])
  for (const [rule, possible] of open.rules)
    for (const [, kind] of contributionsOf(rule, possible, policy)) if (kind !== 'none') kinds.add(kind)
  if (open.session) kinds.add('deny')
  if (open.assurance) kinds.add('challenge')
  let combinations: Scenario[] = [new Set()]
  for (const kind of kinds) combinations = combinations.flatMap((some) => [some, new Set([...some, kind])])
  return combinations
}

/** What each of the flags that a rule may come to would do, the mildest first. */
function contributionsOf(
  { rule: { effect } }: CompiledRule,
  { truths }: Possible,
  { unknownPlace, ambiguousPlace }: CompiledPolicy['policy'],
): readonly (readonly [flag: Truth, kind: Contribution | 'none'])[] {
  const all: readonly (readonly [flag: Truth, kind: Contribution | 'none'])[] = [
    [INDETERMINATE, MAYBE[effect]],
    [MATCHED, effect],
    [PLACE_UNKNOWN, unknownPlace],
    [PLACE_AMBIGUOUS, ambiguousPlace],
  ]
  return all.filter(([flag]) => (truths & flag) !== 0)
}

/** A rule that admits does nothing where it cannot be told. */
const MAYBE: Readonly<Record<Effect, Contribution | 'none'>> = {
  allow: 'none',
  limit: 'none',
  challenge: 'challenge',
  deny: 'deny_indeterminate',
}

function appraise({ policy }: CompiledPolicy, evidence: Evidence, open: Open, scenario: Scenario): Appraisal {
  const status = evidence['session.status']
  const hasSession = status.state === 'observed' && status.value === 'valid'
  return {
    truthOf: (compiled) => {
      const possible = open.rules.get(compiled)
      return possible === undefined ? compiled.test(evidence) : chosen(compiled, possible, policy, scenario)
    },
    // What an exemption lifts is not made, so one that may hold does where the contribution is left out.
    holds: (exemption, of) =>
      open.exemptions.has(exemption) ? !scenario.has(of) : exemption.test(evidence) === MATCHED,
    hasSession: () => (open.session ? !scenario.has('deny') : hasSession),
    isAsSure: (minimum) =>
      open.assurance ? !scenario.has('challenge') : isAsSure(assuranceOf(evidence), minimum),
  }
}

/** The flags that a rule has in this scenario; at least one where it surely is not unmatched. */
function chosen(
  rule: CompiledRule,
  possible: Possible,
  policy: CompiledPolicy['policy'],
  scenario: Scenario,
): Truth {
  const contributions = contributionsOf(rule, possible, policy)
  let made = UNMATCHED
  for (const [flag, kind] of contributions) if (kind !== 'none' && scenario.has(kind)) made |= flag
  if (made !== UNMATCHED || possible.mayBeUnmatched) return made
  return contributions[0]?.[0] ?? UNMATCHED
}
