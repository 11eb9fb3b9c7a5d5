import type { UnixSeconds } from '../lib/time.ts'
import type { Evidence } from '../signals/registry.ts'
import { sessionReason } from '../signals/session-status.ts'
import type { CompiledPolicy, CompiledRule } from './compile.ts'
import { INDETERMINATE, MATCHED, PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth, UNMATCHED } from './condition.ts'
import type { Finding, MatchedResource, Rule } from './types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE, UnsettledPlaces } from './unsettled-places.ts'
import type { WeighedFinding } from './weighed-finding.ts'

export interface Findings {
  /** Everything that may go into combining: enforced, and not exempted. */
  readonly enforced: readonly WeighedFinding[]
  /** Monitored rules that found something. */
  readonly monitored: readonly WeighedFinding[]
  readonly all: readonly WeighedFinding[]
  readonly exemptions: readonly string[]
}

export const SESSION_RULE = 'session-required'
/** Ids that no rule of a policy may take. */
export const BUILT_IN_RULES: readonly string[] = [
  UNKNOWN_PLACE_RULE,
  AMBIGUOUS_PLACE_RULE,
  SESSION_RULE,
  'default',
]

/** The place, or part of it, is what a condition could not tell. */
const UNSETTLED = PLACE_UNKNOWN | PLACE_AMBIGUOUS

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
    const legalBasis = basisHolds(compiledRule.rule, now)
    const truth = compiledRule.test(evidence)
    const finding = weigh(compiledRule, truth, evidence, legalBasis)
    if (finding.mode === 'enforce' && (truth & UNSETTLED) !== 0 && !exempted.lift(finding))
      places.add(truth, finding)
    // Where nothing but the place is open, its stand-in says all there is to say; the rule itself contributes nothing.
    if (finding.mode === 'enforce' && (truth & UNSETTLED) !== 0 && (truth & INDETERMINATE) === 0)
      all.push(finding)
    else keep(finding)
  }
  const { unknownPlace, ambiguousPlace } = compiled.policy
  for (const standIn of places.standIns(unknownPlace, ambiguousPlace)) keep(standIn)
  if (resource.sessionRequired) keep(sessionFinding(evidence))
  return { enforced, monitored, all, exemptions: [...exempted.used] }
}

/** A rule that refuses looks at every resource the path might be; one that admits at those it surely is. */
function holdsFor({ rule, resources }: CompiledRule, resource: MatchedResource): boolean {
  if (resources === undefined) return true
  const admits = rule.effect === 'allow' || rule.effect === 'limit'
  return !resources.isDisjointFrom(admits ? resource.everyReading : resource.anyReading)
}

/** Whether the law a rule rests on is in force. Its dates decide the status, not the rule: no typing error lifts an embargo. */
export function basisHolds({ basis }: Rule, now: UnixSeconds): boolean {
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
    restsOnLaw: rule.basis !== undefined,
    reads,
  }
}

function sessionFinding(evidence: Evidence): WeighedFinding {
  const status = evidence['session.status']
  const value = status.state === 'observed' ? status.value : undefined
  return {
    rule: SESSION_RULE,
    effect: 'deny',
    finding: value === 'valid' ? 'unmatched' : 'matched',
    mode: 'enforce',
    reason: sessionReason(value),
    tier: undefined,
    legalBasis: false,
    restsOnLaw: false,
    reads: ['session.status'],
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
      if (finding.restsOnLaw && exemption.overrides_basis !== true) continue
      this.used.add(exemption.id)
      return true
    }
    return false
  }
}
