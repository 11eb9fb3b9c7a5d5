import type { DetailLevel } from '../config/refusal-schema.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { basisHolds } from '../policy/findings.ts'
import type { Decision, Rule } from '../policy/types.ts'
import type { Evidence, SignalName } from '../signals/registry.ts'

/** What a refusal says of its grounds, beyond its cause. */
export interface Disclosure {
  /** By signal name. Values come from the edge and the client: text, to be escaped. */
  readonly observed: Decision['observed']
  /** The laws that a 451 rests on (RFC 7725 §3). */
  readonly legalBasis: readonly string[]
  /** Ids of the rules that determined it. */
  readonly rules: readonly string[]
}

export const NOTHING_DISCLOSED: Disclosure = { observed: {}, legalBasis: [], rules: [] }

/**
 * Signals of which everybody may hear: where a client is and by which network. Nothing that was measured, and nothing of
 * how sure or suspicious anything is.
 */
const PLAIN: ReadonlySet<string> = new Set<SignalName>([
  'place',
  'place.state',
  'place.region_name',
  'place.city',
  'network.class',
  'network.organization',
  'network.asn',
])

/** Who runs the network that was refused, so that a person knows which of their connections is meant. */
const OPERATOR = ['network.organization', 'network.asn'] as const

/**
 * What the client is told of a decision's grounds: only what its determining rules read, so that a refused VPN does not
 * name the country. `terse` tells nothing, `standard` place and network and the law, `verbose` everything they read.
 * The operator of the network is told with reasons that are about the network.
 */
export function disclose(
  level: DetailLevel,
  decision: Decision,
  evidence: Evidence,
  rules: readonly Pick<Rule, 'id' | 'basis'>[],
  now: UnixSeconds,
): Disclosure {
  if (level === 'terse') return NOTHING_DISCLOSED
  const observed: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(decision.observed))
    if (level === 'verbose' || PLAIN.has(name)) observed[name] = value
  if (decision.reasons[0]?.startsWith('network.')) {
    for (const name of OPERATOR) {
      const signal = evidence[name]
      if (signal.state === 'observed') observed[name] = signal.value
    }
  }
  return {
    observed,
    legalBasis: decision.status === 451 ? lawsOf(decision, rules, now) : [],
    rules: level === 'verbose' ? decision.determining : [],
  }
}

function lawsOf(
  { determining }: Decision,
  rules: readonly Pick<Rule, 'id' | 'basis'>[],
  now: UnixSeconds,
): string[] {
  const laws = rules.flatMap((rule) =>
    rule.basis !== undefined && basisHolds(rule, now) && determining.includes(rule.id)
      ? [rule.basis.law]
      : [],
  )
  return [...new Set(laws)]
}
