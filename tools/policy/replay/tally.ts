import { EFFECTS, type Verdict } from '../../../src/policy/types.ts'
import type { PassedOver } from './logpush.ts'
import type { Change, Outcome } from './outcome.ts'
import { rank } from './within.ts'

/** How many lines surely, and how many at most, came to each verdict, in the order of `EFFECTS`. */
export interface Counts {
  lines: number
  readonly surely: number[]
  readonly atMost: number[]
}

/** Of something that may have been part of a decision: surely, and at most. */
export interface Share {
  surely: number
  atMost: number
}

/** Where a line is: resolved to its number once all blocks before it have been counted. */
export interface LinePosition {
  readonly source: number
  readonly block: number
  readonly line: number
}

/** What is shown of one line. The address is cut to a /24 or a /48. */
export interface Example extends LinePosition {
  readonly time: number
  readonly country: string
  readonly asn: number | undefined
  readonly networkClass: string
  readonly address: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly tier: string
  readonly ray: string
  readonly reasons: readonly string[]
}

export interface Malformed extends LinePosition {
  readonly why: string
  readonly text: string
}

export interface ChangeCount {
  readonly change: Change
  lines: number
  examples: Example[]
}

export interface PolicyTally {
  readonly all: Counts
  readonly countries: Map<string, Counts>
  readonly networks: Map<string, Counts>
  readonly tiers: Map<string, Counts>
  readonly rules: Map<string, Share>
  readonly reasons: Map<string, Share>
  readonly exemptions: Map<string, Share>
  readonly would: Map<string, Share>
  readonly notices: Map<string, Share>
  /** Rules of which the log does not say whether they spoke. */
  readonly undecided: Map<string, number>
  readonly unrecorded: Map<string, number>
}

/** By the records: what was decided then, and what the policy decides on the same evidence. */
export interface AgainstRecords {
  /** Decisions made under the very policy that is asked. */
  sameRevision: number
  sameRevisionDiffering: number
  otherRevision: number
  otherRevisionDiffering: number
  readonly changes: Map<string, ChangeCount>
}

export interface Tally {
  lines: number
  decided: number
  malformed: number
  /** Why, and how many of each. */
  readonly faults: Map<string, number>
  malformedExamples: Malformed[]
  readonly passedOver: Map<PassedOver, number>
  readonly policies: readonly PolicyTally[]
  readonly hours: Map<number, number[]>
  readonly changes: Map<string, ChangeCount>
  readonly records: AgainstRecords
}

export const MAX_EXAMPLES = 3
export const MAX_MALFORMED_EXAMPLES = 10
/** Distinct values that a client or a log may choose; what is beyond is counted under one name. */
const MAX_VALUES = 5_000
const OTHERS = '(others)'
/** A year of hours, twice. */
const MAX_HOURS = 20_000

/** Columns of an hour: for each policy its verdicts, and lines that are not certain; then changes, sure and possible. */
export const HOUR_COLUMNS_PER_POLICY = EFFECTS.length + 1
export const HOUR_COLUMNS = HOUR_COLUMNS_PER_POLICY * 2 + 2
export const CHANGED_COLUMN = HOUR_COLUMNS_PER_POLICY * 2

export function newCounts(): Counts {
  return { lines: 0, surely: EFFECTS.map(() => 0), atMost: EFFECTS.map(() => 0) }
}

export function newTally(policies: number): Tally {
  return {
    lines: 0,
    decided: 0,
    malformed: 0,
    faults: new Map(),
    malformedExamples: [],
    passedOver: new Map(),
    policies: Array.from({ length: policies }, newPolicyTally),
    hours: new Map(),
    changes: new Map(),
    records: {
      sameRevision: 0,
      sameRevisionDiffering: 0,
      otherRevision: 0,
      otherRevisionDiffering: 0,
      changes: new Map(),
    },
  }
}

function newPolicyTally(): PolicyTally {
  return {
    all: newCounts(),
    countries: new Map(),
    networks: new Map(),
    tiers: new Map(),
    rules: new Map(),
    reasons: new Map(),
    exemptions: new Map(),
    would: new Map(),
    notices: new Map(),
    undecided: new Map(),
    unrecorded: new Map(),
  }
}

/** Counts so many lines of one outcome. */
export function countOutcome(tally: PolicyTally, outcome: Outcome, lines: number): void {
  addVerdicts(tally.all, outcome, lines)
  addVerdicts(entryOf(tally.countries, outcome.country, newCounts), outcome, lines)
  addVerdicts(entryOf(tally.networks, outcome.networkClass, newCounts), outcome, lines)
  addVerdicts(entryOf(tally.tiers, outcome.tier, newCounts), outcome, lines)
  for (const list of ['rules', 'reasons', 'exemptions', 'would', 'notices'] as const)
    for (const name of outcome[list]) {
      const share = entryOf(tally[list], name, newShare)
      share.atMost += lines
      if (outcome.certain) share.surely += lines
    }
  for (const list of ['undecided', 'unrecorded'] as const)
    for (const name of outcome[list]) add(tally[list], name, lines)
}

function newShare(): Share {
  return { surely: 0, atMost: 0 }
}

function addVerdicts(counts: Counts, { mildest, strictest, certain }: Outcome, lines: number): void {
  counts.lines += lines
  const [from, to] = [rank(mildest), rank(strictest)]
  for (let verdict = from; verdict <= to; verdict++) increase(counts.atMost, verdict, lines)
  if (certain) increase(counts.surely, to, lines)
}

function increase(list: number[], at: number, by: number): void {
  list[at] = (list[at] ?? 0) + by
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const held = map.get(key)
  if (held !== undefined) return held
  const name = map.size >= MAX_VALUES ? OTHERS : key
  const made = map.get(name) ?? make()
  map.set(name, made)
  return made
}

export function add<K>(map: Map<K, number>, key: K, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by)
}

/** The hour's columns; undefined once there are more hours than a plot could show. */
export function hourOf(tally: Tally, hour: number): number[] | undefined {
  const held = tally.hours.get(hour)
  if (held !== undefined || tally.hours.size >= MAX_HOURS) return held
  const made = new Array<number>(HOUR_COLUMNS).fill(0)
  tally.hours.set(hour, made)
  return made
}

export function hourColumn(policy: number, { certain, strictest }: Outcome): number {
  return policy * HOUR_COLUMNS_PER_POLICY + (certain ? rank(strictest) : EFFECTS.length)
}

export function changeKey({ certain, from, to, rules, policy }: Change): string {
  return JSON.stringify([certain, from, to, rules, policy])
}

export function changeCount(changes: Map<string, ChangeCount>, change: Change): ChangeCount {
  const others: Change = { ...change, rules: [OTHERS] }
  const key = changeKey(changes.size >= MAX_VALUES ? others : change)
  const held = changes.get(key)
  if (held !== undefined) return held
  const made = { change: changes.size >= MAX_VALUES ? others : change, lines: 0, examples: [] }
  changes.set(key, made)
  return made
}

/** Whether the example would be kept: of a few kinds of client, the earliest lines. */
export function keepExample(examples: Example[], example: Example, limit = MAX_EXAMPLES): void {
  const alike = examples.findIndex((held) => isAlike(held, example))
  if (alike >= 0) {
    const held = examples[alike]
    if (held !== undefined && isBefore(example, held)) examples[alike] = example
  } else examples.push(example)
  examples.sort(comparePositions)
  examples.length = Math.min(examples.length, limit)
}

function isAlike(a: Example, b: Example): boolean {
  return a.country === b.country && a.asn === b.asn && a.path === b.path && a.method === b.method
}

export function comparePositions(a: LinePosition, b: LinePosition): number {
  return a.source - b.source || a.block - b.block || a.line - b.line
}

function isBefore(a: LinePosition, b: LinePosition): boolean {
  return comparePositions(a, b) < 0
}

export function keepMalformed(tally: Tally, malformed: Malformed): void {
  tally.malformedExamples.push(malformed)
  tally.malformedExamples.sort(comparePositions)
  tally.malformedExamples.length = Math.min(tally.malformedExamples.length, MAX_MALFORMED_EXAMPLES)
}

/** Adds what another thread has counted. */
export function merge(into: Tally, from: Tally): void {
  into.lines += from.lines
  into.decided += from.decided
  into.malformed += from.malformed
  for (const malformed of from.malformedExamples) keepMalformed(into, malformed)
  addAll(into.faults, from.faults)
  addAll(into.passedOver, from.passedOver)
  for (const [index, policy] of from.policies.entries()) {
    const own = into.policies[index]
    if (own !== undefined) mergePolicy(own, policy)
  }
  for (const [hour, columns] of from.hours) {
    const own = hourOf(into, hour)
    if (own !== undefined) for (const [column, lines] of columns.entries()) increase(own, column, lines)
  }
  mergeChanges(into.changes, from.changes)
  for (const name of [
    'sameRevision',
    'sameRevisionDiffering',
    'otherRevision',
    'otherRevisionDiffering',
  ] as const)
    into.records[name] += from.records[name]
  mergeChanges(into.records.changes, from.records.changes)
}

function mergeChanges(into: Map<string, ChangeCount>, from: Map<string, ChangeCount>): void {
  for (const { change, lines, examples } of from.values()) {
    const own = changeCount(into, change)
    own.lines += lines
    for (const example of examples) keepExample(own.examples, example)
  }
}

function mergePolicy(into: PolicyTally, from: PolicyTally): void {
  addCounts(into.all, from.all)
  for (const name of ['countries', 'networks', 'tiers'] as const)
    for (const [key, counts] of from[name]) addCounts(entryOf(into[name], key, newCounts), counts)
  for (const name of ['rules', 'reasons', 'exemptions', 'would', 'notices'] as const)
    for (const [key, share] of from[name]) {
      const own = entryOf(into[name], key, newShare)
      own.surely += share.surely
      own.atMost += share.atMost
    }
  addAll(into.undecided, from.undecided)
  addAll(into.unrecorded, from.unrecorded)
}

function addCounts(into: Counts, from: Counts): void {
  into.lines += from.lines
  for (const [verdict, lines] of from.surely.entries()) increase(into.surely, verdict, lines)
  for (const [verdict, lines] of from.atMost.entries()) increase(into.atMost, verdict, lines)
}

function addAll<K>(into: Map<K, number>, from: Map<K, number>): void {
  for (const [key, count] of from) add(into, key, count)
}

export function verdictCounts<T>(of: (verdict: Verdict, index: number) => T): Record<Verdict, T> {
  return Object.fromEntries(EFFECTS.map((verdict, index) => [verdict, of(verdict, index)])) as Record<
    Verdict,
    T
  >
}
