import type { UnixSeconds } from '../lib/time.ts'
import { SIGNAL_NAMES, type SignalName, signalNamed } from '../signals/registry.ts'
import { signalsRead } from './condition.ts'
import { checksKeysElsewhere } from './loosening/checked-keys.ts'
import { isMilder, weakened } from './loosening/condition.ts'
import { exemptionsThatLift, newlyExempted } from './loosening/exemptions.ts'
import { movedAway, reclassified } from './loosening/networks.ts'
import { isSame, matchOf, newlyWritten } from './loosening/same.ts'
import { otherTiers } from './loosening/tiers.ts'
import type { Condition, EnforcementMode, Policy, Rule } from './types.ts'

/** One way in which a policy is milder than the one before where a law stands behind it. */
export interface Loosening {
  /** The rule of the policy before. */
  readonly rule: string
  /** For whoever has to answer for it: "ends earlier". */
  readonly how: string
}

/**
 * Every rule resting on a law that may refuse less after a change than before it, and how.
 *
 * Promises that none is missed: whatever the rules of `before` that rest on a law, and are or will be enforced, refuse,
 * challenge or limit by themselves, `after` treats at least as strictly unless something is listed here. The other way
 * round it errs: what cannot be told is listed. So a rule may be added, a list lengthened, an effect raised without a
 * word, while a condition that was written anew may need one although it means the same.
 */
export function loosened(before: Policy, after: Policy, now: UnixSeconds): readonly Loosening[] {
  return before.rules
    .filter((rule) => isEnforced(rule, now))
    .flatMap((rule) => waysOf(rule, before, after, now).map((how) => ({ rule: rule.id, how })))
}

/** What of a loaded policy decides whether its verdicts are carried out. */
export interface Applied {
  readonly policy: Policy
  readonly mode: EnforcementMode
  readonly noticeFrom: UnixSeconds | undefined
}

/** The same for the mode of the whole policy: what is only noted refuses nobody. */
export function loosenedByMode(before: Applied, after: Applied, now: UnixSeconds): readonly Loosening[] {
  const [from, later] = [enforcedFrom(before, now), enforcedFrom(after, now)]
  if (later <= from) return []
  const how = after.mode === 'monitor' ? 'MODE = "monitor" carries out nothing' : 'MODE = "notice" lets pass'
  return before.policy.rules.filter((rule) => isEnforced(rule, now)).map(({ id }) => ({ rule: id, how }))
}

function enforcedFrom({ mode, noticeFrom }: Applied, now: UnixSeconds): number {
  if (mode === 'enforce') return now
  return mode === 'monitor' ? Number.POSITIVE_INFINITY : Math.max(now, noticeFrom ?? now)
}

/** Rests on a law, and refuses somebody now or later. One that has ended has nothing left to loosen. */
function isEnforced({ basis, mode, to }: Rule, now: UnixSeconds): boolean {
  return basis !== undefined && mode !== 'monitor' && (to === undefined || to > now)
}

function waysOf(rule: Rule, before: Policy, after: Policy, now: UnixSeconds): readonly string[] {
  const successor = after.rules.find(({ id }) => id === rule.id)
  if (successor === undefined) return refusesNobody(rule) ? [] : ['is gone']
  return [
    ...milderMembers(rule, successor, now),
    ...weakened(rule, successor, { before, after, now }),
    ...admitsMore(rule, successor, before, after),
    ...milderSurroundings(rule, successor, before, after, now),
  ]
}

/** What only admits can be missed by nobody; where it asks for the place, it refuses whose place cannot be told. */
function refusesNobody({ effect, when }: Rule): boolean {
  return effect === 'allow' && !readsPlace(when)
}

function readsPlace(when: Condition): boolean {
  return signalsRead(when).some((name) => signalNamed(name).decidesPlace)
}

/** A rule that admits leaves everybody else to the default: whom it names, and what that does, has to stay. */
function* admitsMore(rule: Rule, successor: Rule, before: Policy, after: Policy): Generator<string> {
  if (!admits(successor)) return
  if (admits(rule) && before.default === 'deny' && after.default === 'allow') yield 'the default admits'
  if (!isSame(scopeOf(rule), scopeOf(successor))) yield `${successor.effect}s others than before`
}

function admits({ effect }: Rule): boolean {
  return effect === 'allow' || effect === 'limit'
}

function scopeOf({ when, tier, resources, from, to }: Rule) {
  return { when, tier, resources, from, to }
}

function* milderMembers(rule: Rule, successor: Rule, now: UnixSeconds): Generator<string> {
  if (isMilder(successor.effect, rule.effect)) yield `${rule.effect} became ${successor.effect}`
  if (successor.mode === 'monitor') yield 'is only monitored'
  if (successor.basis === undefined) yield 'rests on no law any more, so that nothing guards it'
  if (startOf(successor, now) > startOf(rule, now)) yield 'begins later'
  if (successor.to !== undefined && (rule.to === undefined || successor.to < rule.to)) yield 'ends earlier'
  if (successor.tier !== undefined && successor.tier !== rule.tier) yield `holds on ${successor.tier} only`
  const kept = successor.resources
  if (kept !== undefined && !(rule.resources?.every((id) => kept.includes(id)) ?? false))
    yield 'holds for fewer resources'
}

function startOf({ from }: Rule, now: UnixSeconds): number {
  return Math.max(from ?? now, now)
}

function* milderSurroundings(
  rule: Rule,
  successor: Rule,
  before: Policy,
  after: Policy,
  now: UnixSeconds,
): Generator<string> {
  if (readsPlace(rule.when)) {
    if (isMilder(after.unknownPlace, before.unknownPlace)) yield 'UNKNOWN_PLACE is milder'
    if (isMilder(after.ambiguousPlace, before.ambiguousPlace)) yield 'AMBIGUOUS_PLACE is milder'
  }
  yield* newlyExempted(rule, successor, before, after, now)
  yield* otherTiers(rule, before, after)
  yield* otherResources(rule, before, after)
  // Whom an exemption lets off depends on what it reads as much as whom the rule refuses.
  const lifting = exemptionsThatLift(rule, successor, after, now)
  const reads = [rule, successor, ...lifting].flatMap(({ when }) => signalsRead(when))
  if (reads.some((name) => CHANGED_BY_PLACE.has(name))) yield* movedAway(before, after, now)
  if (reads.some((name) => CHANGED_BY_CLASS.has(name))) yield* reclassified(before, after, now)
  if (reads.some((name) => CHANGED_BY_KEYS.has(name)) && checksKeysElsewhere(before, after))
    yield 'keys are checked elsewhere'
  if (reads.includes('session.assurance') && before.reverify !== after.reverify)
    yield 'what a session has verified stands otherwise (reverify)'
}

function namesWhere(holds: (name: SignalName) => boolean): ReadonlySet<SignalName> {
  return new Set(SIGNAL_NAMES.filter(holds))
}

/** What an override of a network's place has a say in: `network.signs` tells who moved it. */
const CHANGED_BY_PLACE = namesWhere((name) => signalNamed(name).about === 'place' || name === 'network.signs')

/**
 * What an override of a network's class has a say in; its number and its registered name stay what they are. A session is
 * good only on networks of its class, and whom the origin vouched for is known by it.
 */
const CHANGED_BY_CLASS = namesWhere((name) => {
  if (name.startsWith('network.')) return name !== 'network.asn' && name !== 'network.organization'
  return signalNamed(name).about === 'session' && name !== 'session.binding' && name !== 'key.id'
})

/** What an origin that accepts a key has a say in. */
const CHANGED_BY_KEYS = namesWhere((name) => /^(?:account|key|identity)\./.test(name))

/** The resources that a rule names have to mean what they meant. */
function* otherResources(rule: Rule, before: Policy, after: Policy): Generator<string> {
  for (const id of rule.resources ?? []) {
    const [was, is] = [before, after].map(({ resources }) => resources.find((resource) => resource.id === id))
    if (was === undefined || (is !== undefined && isSame(matchOf(was), matchOf(is)))) continue
    yield `resource ${id} is asked for otherwise`
  }
  const read = (rule.resources ?? []).some(
    (id) => before.resources.find((resource) => resource.id === id)?.body?.catalogue !== undefined,
  )
  if (read && newlyWritten(before.catalogues, after.catalogues)) yield 'a catalogue sorts otherwise'
}
