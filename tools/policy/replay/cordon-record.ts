import { parseInstant, type UnixSeconds } from '../../../src/lib/time.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { observed, type Signal, unavailable } from '../../../src/observations/types.ts'
import { SESSION_RULE } from '../../../src/policy/findings.ts'
import { EFFECTS, type MatchedResource, TIERS, type Verdict } from '../../../src/policy/types.ts'
import { type Evidence, registry, type SignalName } from '../../../src/signals/registry.ts'
import { GenerationMap } from './generation-map.ts'
import type { PassedOver } from './logpush.ts'

/** A decision of the gate's as its records tell it. */
export interface RecordedDecision {
  readonly at: UnixSeconds
  readonly evidence: Evidence
  /** Signals that the record does not hold, or not exactly. */
  readonly unrecorded: ReadonlySet<SignalName>
  readonly resource: MatchedResource
  readonly verdict: Verdict
  readonly revision: string | undefined
  readonly method: string | undefined
  /** A /24 or a /48. */
  readonly network: string | undefined
  readonly decision: string
}

export type ReadRecord =
  | { readonly kind: 'recorded'; readonly recorded: RecordedDecision }
  | { readonly kind: 'malformed'; readonly why: string }
  | { readonly kind: 'passed_over'; readonly why: PassedOver }

type Members = Readonly<Record<string, unknown>>

/** An admission is some kilobytes as objects. */
const MAX_ADMISSIONS = 10_000

/**
 * Reads our own records. An admission record holds the whole evidence, so it is decided anew on exactly what it was
 * decided on. A decision record names the admission record that its evidence is in; where that is not among those read
 * before it, the little that it has itself must do. A request that has both is counted once.
 */
export class RecordReader {
  readonly #admissions = new GenerationMap<Held>(MAX_ADMISSIONS)

  read(text: string): ReadRecord {
    let line: unknown
    try {
      line = JSON.parse(text)
    } catch {
      return { kind: 'malformed', why: 'not JSON' }
    }
    if (!isMembers(line)) return { kind: 'malformed', why: 'not a JSON object' }
    if (line.event === 'admission') return this.#admission(line)
    if (line.event === 'decision') return this.#decision(line)
    return typeof line.event === 'string'
      ? { kind: 'passed_over', why: 'other_record' }
      : { kind: 'malformed', why: 'no record of the gate’s: it has no event' }
  }

  #admission(record: Members): ReadRecord {
    const base = baseOf(record)
    if (base === undefined || !isMembers(record.evidence) || typeof record.admission !== 'string')
      return { kind: 'malformed', why: 'an admission record without time, verdict, tier or evidence' }
    const { evidence, unrecorded } = evidenceOf(record.evidence)
    const recorded = { ...base, evidence, unrecorded, decision: record.admission }
    this.#admissions.set(record.admission, { recorded, hasOwn: false })
    return { kind: 'recorded', recorded }
  }

  #decision(record: Members): ReadRecord {
    // Refused before anything about the client was read: no policy was asked, nor would another be.
    if (record.revision === undefined) return { kind: 'passed_over', why: 'other_record' }
    const base = baseOf(record)
    if (base === undefined)
      return { kind: 'malformed', why: 'a decision record without time, verdict or tier' }
    const decision = typeof record.decision === 'string' ? record.decision : ''
    const held = typeof record.admission === 'string' ? this.#admissions.get(record.admission) : undefined
    if (held === undefined)
      return { kind: 'recorded', recorded: { ...base, ...fewSignals(record), decision } }
    // The first decision of the same instant is that of the request which the admission record was written for.
    if (!held.hasOwn && held.recorded.at === base.at) {
      held.hasOwn = true
      return { kind: 'passed_over', why: 'same_request' }
    }
    const { evidence, unrecorded, resource } = held.recorded
    return { kind: 'recorded', recorded: { ...base, evidence, unrecorded, resource, decision } }
  }
}

interface Held {
  readonly recorded: RecordedDecision
  /** The decision record of the same request was met. */
  hasOwn: boolean
}

type Base = Omit<RecordedDecision, 'evidence' | 'unrecorded' | 'decision'>

function baseOf(record: Members): Base | undefined {
  const at = parseInstant(String(record.time))
  const tier = TIERS.find((known) => known === record.tier)
  const verdict = EFFECTS.find((known) => known === record.verdict)
  if (at === undefined || tier === undefined || verdict === undefined) return undefined
  const resources = isMembers(record.resources) ? record.resources : {}
  const id = typeof record.resource === 'string' ? record.resource : 'default'
  const own = id === 'default' ? [] : [id]
  const subject = isMembers(record.subject) ? record.subject : {}
  return {
    at,
    verdict,
    revision: typeof record.revision === 'string' ? record.revision : undefined,
    method: typeof record.method === 'string' ? record.method : undefined,
    network: typeof subject.address === 'string' ? subject.address : undefined,
    resource: {
      tier,
      id,
      anyReading: new Set(resources.any === undefined ? own : textsOf(resources.any)),
      everyReading: new Set(resources.every === undefined ? own : textsOf(resources.every)),
      // The rule stands among the findings wherever a session was required.
      sessionRequired:
        textsOf(record.rules).includes(SESSION_RULE) ||
        listOf(record.findings).some((finding) => isMembers(finding) && finding.rule === SESSION_RULE),
      singleUse: false,
      keysChecked: tier !== 'open',
    },
  }
}

/** Signals that came after the record are not recorded; an address was cut, so it is only roughly known. */
function evidenceOf(recorded: Members): Pick<RecordedDecision, 'evidence' | 'unrecorded'> {
  const evidence: Record<string, Signal<unknown>> = {}
  const unrecorded = new Set<SignalName>()
  for (const { name, kind } of registry) {
    const signal = recorded[name]
    if (!isSignal(signal)) {
      evidence[name] = unavailable('not recorded')
      unrecorded.add(name)
      continue
    }
    evidence[name] = signal
    if (kind !== 'address' || signal.state !== 'observed') continue
    const block = parseCidr(String(signal.value))
    evidence[name] = block.ok ? observed(block.value.base, signal.source) : unavailable('not recorded')
    unrecorded.add(name)
  }
  return { evidence: evidence as unknown as Evidence, unrecorded }
}

/** Place, network class and ASN are all that a decision record itself has. */
function fewSignals(record: Members): Pick<RecordedDecision, 'evidence' | 'unrecorded'> {
  const place = typeof record.place === 'string' ? parsePlaceCode(record.place) : undefined
  const networkClass = NETWORK_CLASSES.find((known) => known === record.network)
  const known: Members = {
    ...(place === undefined
      ? {}
      : {
          place: observed(place, 'edge'),
          'place.state': observed(place.region === undefined ? 'country_only' : 'known', 'derived'),
        }),
    ...(networkClass === undefined ? {} : { 'network.class': observed(networkClass, 'table') }),
    ...(typeof record.asn === 'number' ? { 'network.asn': observed(record.asn, 'edge') } : {}),
  }
  return evidenceOf(known)
}

function isSignal(value: unknown): value is Signal<unknown> {
  if (!isMembers(value)) return false
  if (value.state === 'observed') return 'value' in value && typeof value.source === 'string'
  return value.state === 'absent' || value.state === 'unavailable'
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string')
}
