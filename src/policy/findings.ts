import type { UnixSeconds } from '../lib/time.ts'
import type { AssuranceLevel } from '../observations/types.ts'
import type { Evidence } from '../signals/registry.ts'
import { sessionReason } from '../signals/session-status.ts'
import { assuranceOf, isAsSure } from './assurance.ts'
import type { CompiledExemption, CompiledPolicy, CompiledRule } from './compile.ts'
import { INDETERMINATE, MATCHED, PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth, UNMATCHED } from './condition.ts'
import type { Effect, EnforcementMode, Finding, MatchedResource, Notice, Rule } from './types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE, UnsettledPlaces } from './unsettled-places.ts'
import type { WeighedFinding } from './weighed-finding.ts'

/** What was found, but for what did not match: most of a policy has nothing to say about most requests. */
export interface Findings {
  /** Everything that may go into combining: enforced, and not exempted. */
  readonly enforced: readonly WeighedFinding[]
  /** Monitored rules that found something. */
  readonly monitored: readonly WeighedFinding[]
  /** Rules that are announced, and would refuse. */
  readonly announced: readonly AnnouncedFinding[]
  readonly exemptions: readonly string[]
}

export interface AnnouncedFinding extends WeighedFinding {
  readonly notice: Notice
}

/** What a finding does to a verdict. A deny that cannot be told is another thing than one that matched. */
export type Contribution = Effect | 'deny_indeterminate'

/** How conditions are settled; `bounds.ts` settles those otherwise that rest on what nobody recorded. */
export interface Appraisal {
  /** A sum of flags. `MATCHED` beside others: it contributes as a match, and so do its stand-ins. */
  readonly truthOf: (rule: CompiledRule) => Truth
  /** @param of what it would lift */
  readonly holds: (exemption: CompiledExemption, of: Contribution) => boolean
  /** Whether a session that is required is there. */
  readonly hasSession: () => boolean
  /** Whether the place is as sure as that. */
  readonly isAsSure: (minimum: AssuranceLevel) => boolean
}

export const SESSION_RULE = 'session-required'
export const ASSURANCE_RULE = 'minimum-assurance'
/** Ids that no rule of a policy may take. */
export const BUILT_IN_RULES: readonly string[] = [
  UNKNOWN_PLACE_RULE,
  AMBIGUOUS_PLACE_RULE,
  SESSION_RULE,
  ASSURANCE_RULE,
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
  appraisal?: Appraisal,
): Findings {
  const search = new Search(compiled, evidence, resource, now, appraisal)
  search.run(appraisal === undefined ? compiled.candidates(evidence) : compiled.rules)
  return search
}

/**
 * Every rule's finding, those that did not match among them, in the order of the policy: for records and explanations,
 * which few requests need.
 */
export function listFindings(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): readonly WeighedFinding[] {
  const all: WeighedFinding[] = []
  new Search(compiled, evidence, resource, now, undefined, all).run(compiled.rules)
  return all
}

class Search implements Findings {
  readonly enforced: WeighedFinding[] = []
  readonly monitored: WeighedFinding[] = []
  readonly announced: AnnouncedFinding[] = []
  readonly exemptions: string[] = []
  readonly #compiled: CompiledPolicy
  readonly #evidence: Evidence
  readonly #resource: MatchedResource
  readonly #now: UnixSeconds
  readonly #appraisal: Appraisal | undefined
  readonly #all: WeighedFinding[] | undefined
  #places: UnsettledPlaces | undefined

  constructor(
    compiled: CompiledPolicy,
    evidence: Evidence,
    resource: MatchedResource,
    now: UnixSeconds,
    appraisal?: Appraisal,
    all?: WeighedFinding[],
  ) {
    this.#compiled = compiled
    this.#evidence = evidence
    this.#resource = resource
    this.#now = now
    this.#appraisal = appraisal
    this.#all = all
  }

  run(rules: readonly CompiledRule[]): void {
    for (const rule of rules) this.#look(rule)
    if (this.#places !== undefined) {
      const { unknownPlace, ambiguousPlace } = this.#compiled.policy
      for (const standIn of this.#places.standIns(unknownPlace, ambiguousPlace)) this.#keep(standIn)
    }
    if (this.#resource.sessionRequired) this.#keep(this.#sessionFinding())
    for (const minimum of this.#compiled.minimums) this.#keep(this.#assuranceFinding(minimum))
  }

  #look(compiledRule: CompiledRule): void {
    const mode = modeNow(compiledRule.rule, this.#now)
    if (mode === undefined || !holdsFor(compiledRule, this.#resource)) return
    const truth =
      this.#appraisal === undefined
        ? compiledRule.test(this.#evidence)
        : this.#appraisal.truthOf(compiledRule)
    if (truth === UNMATCHED && this.#all === undefined) return
    const finding = weigh(compiledRule, mode, truth, this.#evidence, this.#now)
    const isUnsettled = mode === 'enforce' && (truth & UNSETTLED) !== 0
    if (isUnsettled) this.#noteUnsettled(truth, finding)
    // Where nothing but the place is open, its stand-in says all there is to say; the rule itself contributes nothing.
    if (isUnsettled && (truth & (INDETERMINATE | MATCHED)) === 0) this.#all?.push(finding)
    else this.#keep(finding, compiledRule.rule)
  }

  #noteUnsettled(truth: Truth, finding: WeighedFinding): void {
    const { unknownPlace, ambiguousPlace } = this.#compiled.policy
    let dependent = UNMATCHED
    if ((truth & PLACE_UNKNOWN) !== 0 && !this.#lift(finding, unknownPlace)) dependent |= PLACE_UNKNOWN
    if ((truth & PLACE_AMBIGUOUS) !== 0 && !this.#lift(finding, ambiguousPlace)) dependent |= PLACE_AMBIGUOUS
    if (dependent === UNMATCHED) return
    this.#places ??= new UnsettledPlaces()
    this.#places.add(dependent, finding)
  }

  #keep(finding: WeighedFinding, rule?: Rule): void {
    this.#all?.push(finding)
    if (finding.finding === 'unmatched' || this.#lift(finding, contributionOf(finding))) return
    if (finding.mode === 'monitor') this.monitored.push(finding)
    else if (finding.mode === 'enforce') this.enforced.push(finding)
    else if (rule?.from !== undefined && refuses(finding) && finding.finding === 'matched')
      this.announced.push({
        ...finding,
        notice: { rule: finding.rule, reason: finding.reason, from: rule.from },
      })
  }

  /** Whether an exemption removes this finding; notes the first that does. */
  #lift(finding: WeighedFinding, of: Contribution): boolean {
    for (const compiled of this.#compiled.exemptionsOf(finding.rule)) {
      const { exemption } = compiled
      if (finding.restsOnLaw && exemption.overrides_basis !== true) continue
      if (!isWithin(exemption, this.#now) || !this.#holds(compiled, of)) continue
      if (!this.exemptions.includes(exemption.id)) this.exemptions.push(exemption.id)
      return true
    }
    return false
  }

  #holds(compiled: CompiledExemption, of: Contribution): boolean {
    return this.#appraisal === undefined
      ? compiled.test(this.#evidence) === MATCHED
      : this.#appraisal.holds(compiled, of)
  }

  #sessionFinding(): WeighedFinding {
    const status = this.#evidence['session.status']
    const value = status.state === 'observed' ? status.value : undefined
    const hasSession = this.#appraisal === undefined ? value === 'valid' : this.#appraisal.hasSession()
    return {
      rule: SESSION_RULE,
      effect: 'deny',
      finding: hasSession ? 'unmatched' : 'matched',
      mode: 'enforce',
      reason: sessionReason(value),
      tier: undefined,
      legalBasis: false,
      restsOnLaw: false,
      reads: ['session.status'],
    }
  }

  #assuranceFinding({ tier, level }: CompiledPolicy['minimums'][number]): WeighedFinding {
    const isMet =
      this.#appraisal === undefined
        ? isAsSure(assuranceOf(this.#evidence), level)
        : this.#appraisal.isAsSure(level)
    return {
      rule: ASSURANCE_RULE,
      effect: 'challenge',
      finding: isMet ? 'unmatched' : 'matched',
      mode: 'enforce',
      reason: 'place.unproven',
      tier,
      legalBasis: false,
      restsOnLaw: false,
      reads: ['place', 'place.state', 'network.class'],
    }
  }
}

function contributionOf({ effect, finding }: WeighedFinding): Contribution {
  return effect === 'deny' && finding === 'indeterminate' ? 'deny_indeterminate' : effect
}

function isWithin(
  { from, to }: { readonly from?: UnixSeconds; readonly to?: UnixSeconds },
  now: UnixSeconds,
): boolean {
  return (from === undefined || now >= from) && (to === undefined || now < to)
}

/**
 * How a rule is taken at this instant; undefined where it does not exist. What was announced is enforced from its date
 * on: a notice without a date would be a rule that was never meant to refuse anybody.
 */
export function modeNow({ mode = 'enforce', from, to }: Rule, now: UnixSeconds): EnforcementMode | undefined {
  if (to !== undefined && now >= to) return undefined
  if (from !== undefined && now < from) return mode === 'notice' ? mode : undefined
  return mode === 'notice' ? 'enforce' : mode
}

/** A rule that refuses looks at every resource the path might be; one that admits at those it surely is. */
function holdsFor({ rule, resources }: CompiledRule, resource: MatchedResource): boolean {
  if (resources === undefined) return true
  return !resources.isDisjointFrom(refuses(rule) ? resource.anyReading : resource.everyReading)
}

function refuses({ effect }: { readonly effect: Effect }): boolean {
  return effect === 'deny' || effect === 'challenge'
}

/** Whether the law a rule rests on is in force. Its dates decide the status, not the rule: no typing error lifts an embargo. */
export function basisHolds({ basis }: Pick<Rule, 'basis'>, now: UnixSeconds): boolean {
  return basis !== undefined && isWithin(basis, now)
}

function weigh(
  { rule, reads, reason, indeterminateReason }: CompiledRule,
  mode: EnforcementMode,
  truth: Truth,
  evidence: Evidence,
  now: UnixSeconds,
): WeighedFinding {
  const finding: Finding =
    truth === UNMATCHED ? 'unmatched' : (truth & MATCHED) !== 0 ? 'matched' : 'indeterminate'
  return {
    rule: rule.id,
    effect: rule.effect,
    finding,
    mode,
    reason: finding === 'indeterminate' ? indeterminateReason : reason(evidence),
    tier: rule.tier,
    legalBasis: basisHolds(rule, now),
    restsOnLaw: rule.basis !== undefined,
    reads,
  }
}
