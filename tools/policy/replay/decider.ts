import type { UnixSeconds } from '../../../src/lib/time.ts'
import { continentOf } from '../../../src/net/continent.ts'
import { isEuMember } from '../../../src/net/country.ts'
import { absent, type Observations, observed, unavailable } from '../../../src/observations/types.ts'
import { signalsRead } from '../../../src/policy/condition.ts'
import { judge } from '../../../src/policy/judge.ts'
import { placeByList } from '../../../src/policy/moved-place.ts'
import type { Condition, MatchedResource } from '../../../src/policy/types.ts'
import type { ServedPolicy } from '../../../src/served-policy.ts'
import {
  collectEvidence,
  type Evidence,
  SIGNAL_NAMES,
  type SignalName,
  signalNamed,
} from '../../../src/signals/registry.ts'
import type { RecordedDecision } from './cordon-record.ts'
import { type Facts, isRecorded, PART } from './facts.ts'
import { type Knowledge, observationsOf, snapshotOf } from './observe.ts'
import { type Outcome, outcomeOf, refusedBefore } from './outcome.ts'
import type { Asked } from './resource-book.ts'
import { boundsOf, rank, type Within, wider } from './within.ts'

/** One policy, asked about lines of logs. */
export class Decider {
  readonly served: ServedPolicy
  /** What its rules and exemptions read. */
  readonly reads: ReadonlySet<SignalName>
  readonly #knowledge: Knowledge
  readonly #comparesAddresses: boolean
  #unrecorded: { readonly of: number; readonly names: ReadonlySet<SignalName> } | undefined

  constructor(served: ServedPolicy, knowledge: Knowledge) {
    this.served = served
    this.#knowledge = knowledge
    const { rules, exemptions } = served.loaded.policy
    const conditions = [...rules, ...exemptions].map(({ when }) => when)
    this.reads = new Set(conditions.flatMap(signalsRead))
    this.#comparesAddresses = conditions.some(looksWithin)
  }

  /** What the policy makes of a line, whatever the log leaves open. */
  outcome(facts: Facts, asked: Asked, index: number, now: UnixSeconds): Outcome {
    if (asked.fault !== undefined)
      return refusedBefore(asked.fault, String(facts.edge[PART.country] || '(unknown)'))
    const resources = asked.possible[index] ?? []
    const snapshot = snapshotOf(facts, ANY_TARGET, this.#knowledge)
    const observations = observationsOf(snapshot, this.#knowledge, this.served, now)
    const unrecorded = this.#unrecordedOf(facts.recorded)
    const evidence = collectEvidence(observations)
    const within = this.#judged(observations, evidence, resources, now, unrecorded)
    return outcomeOf(within, evidence, resources, this.#missed(unrecorded, resources))
  }

  /** Most lines of a log carry the same. */
  #unrecordedOf(recorded: number): ReadonlySet<SignalName> {
    if (this.#unrecorded?.of !== recorded) {
      const names = new Set(SIGNAL_NAMES.filter((name) => !isRecorded(name, recorded)))
      this.#unrecorded = { of: recorded, names }
    }
    return this.#unrecorded.names
  }

  /** As `policy/judge` does it, with bounds: a list that moves the place is followed only if nothing becomes milder. */
  #judged(
    observations: Observations,
    evidence: Evidence,
    resources: readonly MatchedResource[],
    now: UnixSeconds,
    unrecorded: ReadonlySet<SignalName>,
  ): Within {
    const { compiled } = this.served
    const byEdge = boundsOf(compiled, evidence, resources, now, unrecorded)
    const moved = placeByList(observations)
    if (moved === undefined || byEdge.mildest.verdict === 'deny') return byEdge
    const elsewhere = { ...observations, tables: { ...observations.tables, moved } }
    const byList = boundsOf(compiled, collectEvidence(elsewhere), resources, now, unrecorded)
    const [resource, ...others] = resources
    if (resource === undefined || others.length > 0 || !byEdge.certain || !byList.certain)
      return wider(byEdge, byList)
    const { decision } = judge(compiled, observations, resource, now)
    return decision.verdict === byList.mildest.verdict ? byList : byEdge
  }

  /** The same for what one of our own records holds. */
  recorded({ evidence, unrecorded, resource, revision, at }: RecordedDecision, now = at): Outcome {
    const ours = revision === this.served.revision
    const open = new Set(unrecorded)
    if (!this.#comparesAddresses) open.delete('client.address')
    const said = ours ? evidence : this.#withOperatorsWord(evidence, open, now)
    const { compiled } = this.served
    const moved = boundsOf(compiled, said, [resource], now, open)
    const stayed = withoutMove(said)
    // A place that a publisher's list gave was followed because nothing became milder by it; so it is here.
    const there = stayed && boundsOf(compiled, stayed, [resource], now, open)
    const within = there !== undefined && isStricter(there, moved) ? there : moved
    return outcomeOf(within, said, [resource], this.#missed(open, [resource]))
  }

  #missed(
    unrecorded: ReadonlySet<SignalName>,
    resources: readonly { readonly sessionRequired: boolean }[],
  ): readonly SignalName[] {
    const needsSession = resources.some(({ sessionRequired }) => sessionRequired)
    const needsAssurance = this.served.compiled.minimums.length > 0
    return SIGNAL_NAMES.filter(
      (name) =>
        unrecorded.has(name) &&
        (this.reads.has(name) ||
          (needsSession && name === 'session.status') ||
          (needsAssurance && name === 'session.assurance')),
    )
  }

  /** Overrides and allowed networks of a policy that is not the one the record was written under. */
  #withOperatorsWord(evidence: Evidence, open: Set<SignalName>, now: UnixSeconds): Evidence {
    const address = evidence['client.address']
    const number = evidence['network.asn']
    const block = address.state === 'observed' ? address.value : undefined
    const asn = number.state === 'observed' ? number.value : undefined
    const { operatorNetworks, overrides } = this.served
    const said =
      operatorNetworks(block, asn) === undefined
        ? overrides.class(block, asn, now)
        : ('operator_allowed' as const)
    if (said !== undefined)
      return {
        ...evidence,
        'network.class': observed(said, 'operator'),
        'network.confidence': observed('high', 'operator'),
      }
    const before = evidence['network.class']
    if (before.state !== 'observed' || before.source !== 'operator') return evidence
    // What the network is without that word, nobody has recorded.
    open.add('network.class').add('network.confidence')
    return { ...evidence, 'network.class': unavailable('not recorded') }
  }
}

const ANY_TARGET = {
  scheme: 'https',
  host: 'host.invalid',
  hostname: 'host.invalid',
  path: '/',
  query: '',
  readings: ['/'],
} as const

/** The evidence with the edge's own word for the place, where a publisher's list had another; undefined where none had. */
function withoutMove(evidence: Evidence): Evidence | undefined {
  const edge = evidence['place.edge']
  const { place } = evidence
  if (place.state !== 'observed' || place.source !== 'feed' || edge.state !== 'observed') return undefined
  const { country, region } = edge.value
  return {
    ...evidence,
    place: observed(edge.value, 'edge'),
    'place.edge': absent('not_applicable'),
    'place.state': observed(region === undefined ? 'country_only' : 'known', 'derived'),
    'place.continent': observed(continentOf(country), 'derived'),
    'place.eu': observed(isEuMember(country), 'derived'),
  }
}

function isStricter(one: Within, other: Within): boolean {
  return rank(one.mildest.verdict) > rank(other.strictest.verdict)
}

/** Whether it tells apart addresses that a record keeps as one: prefixes longer than /24 or /48, or whole addresses. */
function looksWithin(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(looksWithin)
  if ('any' in condition) return condition.any.some(looksWithin)
  if ('not' in condition) return condition.not.some(looksWithin)
  if (signalNamed(condition.signal).kind !== 'address') return false
  if (!('prefix' in condition)) return !('is' in condition && condition.is === 'absent')
  return condition.prefix.some((prefix) => {
    if (typeof prefix !== 'string') return prefix.length > (prefix.base.version === 4 ? 24 : 40)
    const length = Number(prefix.split('/')[1] ?? 128)
    return length > (prefix.includes(':') ? 40 : 24)
  })
}
