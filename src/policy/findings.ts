import type { UnixSeconds } from '../lib/time.ts'
import type { Evidence, SignalName } from '../signals/registry.ts'
import type { CompiledPolicy, CompiledRule } from './compile.ts'
import { MATCHED, PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth, UNMATCHED } from './condition.ts'
import type { ReasonCode } from './reasons.ts'
import type { Effect, EnforcementMode, Finding, MatchedResource, RuleFinding, Tier } from './types.ts'

/** A finding with what deciding needs beyond the record of it. */
export interface WeighedFinding extends RuleFinding {
  readonly tier: Tier | undefined
  readonly legalBasis: boolean
  readonly reads: readonly SignalName[]
}

export interface Findings {
  /** Everything that may go into combining: enforced, and not exempted. */
  readonly enforced: readonly WeighedFinding[]
  /** Monitored rules that found something. */
  readonly monitored: readonly WeighedFinding[]
  readonly all: readonly WeighedFinding[]
  readonly exemptions: readonly string[]
}

export const UNKNOWN_PLACE_RULE = 'unknown-place'
export const AMBIGUOUS_PLACE_RULE = 'ambiguous-place'
export const SESSION_RULE = 'session-required'
/** Ids that no rule of a policy may take. */
export const BUILT_IN_RULES: readonly string[] = [
  UNKNOWN_PLACE_RULE,
  AMBIGUOUS_PLACE_RULE,
  SESSION_RULE,
  'default',
]

/**
 * Evaluates every rule once. Tiers are left to the caller, so that the same findings answer "what would hold on a
 * stricter tier".
 */
export function findAll(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): Findings {
  const exempted = new ExemptionsInForce(compiled, evidence, now)
  const all: WeighedFinding[] = []
  const enforced: WeighedFinding[] = []
  const monitored: WeighedFinding[] = []
  const keep = (finding: WeighedFinding) => {
    all.push(finding)
    if (finding.finding === 'unmatched' || exempted.lift(finding)) return
    if (finding.mode === 'monitor') monitored.push(finding)
    else enforced.push(finding)
  }

  const places = new UnsettledPlaces()
  for (const compiledRule of compiled.rules) {
    if (!holdsFor(compiledRule, resource)) continue
    const legalBasis = basisHolds(compiledRule, now)
    if (compiledRule.rule.basis !== undefined && !legalBasis) continue
    const truth = compiledRule.test(evidence)
    const finding = weigh(compiledRule, truth, evidence, legalBasis)
    if (finding.finding === 'indeterminate' && (truth & (PLACE_UNKNOWN | PLACE_AMBIGUOUS)) !== 0) {
      // The place rule stands in for this one; unless this one would not have counted anyway.
      if (finding.mode === 'enforce') {
        if (!exempted.lift(finding)) places.add(truth, finding)
        all.push(finding)
      } else keep(finding)
    } else keep(finding)
  }
  const { unknownPlace, ambiguousPlace } = compiled.policy
  for (const stand of places.rules(unknownPlace, ambiguousPlace)) keep(stand)
  if (resource.sessionRequired) keep(sessionFinding(evidence))
  return { enforced, monitored, all, exemptions: [...exempted.used] }
}

/** A rule that refuses looks at every resource the path might be; one that admits at those it surely is. */
function holdsFor({ rule, resources }: CompiledRule, resource: MatchedResource): boolean {
  if (resources === undefined) return true
  const admits = rule.effect === 'allow' || rule.effect === 'limit'
  return !resources.isDisjointFrom(admits ? resource.everyReading : resource.anyReading)
}

function basisHolds({ rule: { basis } }: CompiledRule, now: UnixSeconds): boolean {
  return basis !== undefined && now >= basis.from && (basis.to === undefined || now < basis.to)
}

function weigh(
  { rule, reads, reason, indeterminateReason }: CompiledRule,
  truth: Truth,
  evidence: Evidence,
  legalBasis: boolean,
): WeighedFinding {
  const finding: Finding = truth === MATCHED ? 'matched' : truth === UNMATCHED ? 'unmatched' : 'indeterminate'
  return {
    rule: rule.id,
    effect: rule.effect,
    finding,
    mode: rule.mode ?? 'enforce',
    reason: finding === 'indeterminate' ? indeterminateReason : reason(evidence),
    tier: rule.tier,
    legalBasis,
    reads,
  }
}

function sessionFinding(evidence: Evidence): WeighedFinding {
  const status = evidence['session.status']
  const value = status.state === 'observed' ? status.value : 'none'
  const reason: ReasonCode = value === 'none' || value === 'valid' ? 'session.required' : `session.${value}`
  return {
    ...standing(SESSION_RULE, 'deny', reason),
    finding: value === 'valid' ? 'unmatched' : 'matched',
    reads: ['session.status'],
  }
}

function standing(rule: string, effect: Effect, reason: ReasonCode): WeighedFinding {
  const mode: EnforcementMode = 'enforce'
  return { rule, effect, finding: 'matched', mode, reason, tier: undefined, legalBasis: false, reads: [] }
}

/** Rules whose place condition could not be told, and which the two place rules stand in for. */
class UnsettledPlaces {
  #unknown = false
  #ambiguous = false
  #legalBasis = false

  add(truth: Truth, finding: WeighedFinding): void {
    if ((truth & PLACE_UNKNOWN) !== 0) this.#unknown = true
    else this.#ambiguous = true
    this.#legalBasis ||= finding.legalBasis
  }

  /** Each at most once a request, on every tier. */
  *rules(unknownPlace: Effect, ambiguousPlace: Effect): Generator<WeighedFinding> {
    const common = { legalBasis: this.#legalBasis, reads: ['place', 'place.state'] as const }
    if (this.#unknown) yield { ...standing(UNKNOWN_PLACE_RULE, unknownPlace, 'place.unknown'), ...common }
    if (this.#ambiguous)
      yield { ...standing(AMBIGUOUS_PLACE_RULE, ambiguousPlace, 'place.ambiguous'), ...common }
  }
}

class ExemptionsInForce {
  readonly used = new Set<string>()
  readonly #inForce: CompiledPolicy['exemptions']

  constructor(compiled: CompiledPolicy, evidence: Evidence, now: UnixSeconds) {
    this.#inForce = compiled.exemptions.filter(
      ({ exemption: { from, to }, test }) =>
        (from === undefined || now >= from) && now < to && test(evidence) === MATCHED,
    )
  }

  /** Whether an exemption removes this finding; notes the first that does. */
  lift(finding: WeighedFinding): boolean {
    for (const { exemption, exempts } of this.#inForce) {
      if (!exempts.has(finding.rule)) continue
      if (finding.legalBasis && exemption.overrides_basis !== true) continue
      this.used.add(exemption.id)
      return true
    }
    return false
  }
}
