import type { UnixSeconds } from '../../../src/lib/time.ts'
import { millisFromSeconds } from '../../../src/lib/time.ts'
import { EFFECTS, type Verdict } from '../../../src/policy/types.ts'
import type { ReadLog, RunResult } from './run.ts'
import {
  CHANGED_COLUMN,
  type ChangeCount,
  type Counts,
  type Example,
  HOUR_COLUMNS_PER_POLICY,
  type PolicyTally,
  type Share,
  verdictCounts,
} from './tally.ts'

/** Lines that surely came to it, and those that can have. Both are the same where the log says everything needed. */
export interface Bounds {
  readonly lower: number
  readonly upper: number
}

export interface VerdictRow {
  readonly name: string
  readonly lines: number
  readonly verdicts: Readonly<Record<Verdict, Bounds>>
}

export interface NamedBounds extends Bounds {
  readonly name: string
}

export interface NamedLines {
  readonly name: string
  readonly lines: number
}

export interface PolicyReport {
  /** The file it was read from. */
  readonly source: string
  readonly revision: string
  readonly mode: string
  readonly verdicts: Readonly<Record<Verdict, Bounds>>
  readonly countries: readonly VerdictRow[]
  readonly networks: readonly VerdictRow[]
  readonly tiers: readonly VerdictRow[]
  /** Rules that determined verdicts. */
  readonly rules: readonly NamedBounds[]
  readonly reasons: readonly NamedBounds[]
  readonly exemptions: readonly NamedBounds[]
  /** Monitored rules that would have had a say. */
  readonly would: readonly NamedBounds[]
  /** Announced rules that will refuse the like. */
  readonly notices: readonly NamedBounds[]
  /** Rules and exemptions that need what a log does not carry, with how many lines that leaves open. */
  readonly undecided: readonly NamedLines[]
  /** What it reads that is not recorded. */
  readonly not_recorded: readonly NamedLines[]
}

export interface ExampleReport {
  readonly log: string
  readonly line: number
  readonly time: string | null
  readonly country: string
  readonly asn: number | null
  readonly network: string
  /** A /24 or a /48. */
  readonly address: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly tier: string
  readonly ray: string
  readonly reasons: readonly string[]
}

export interface ChangeReport {
  /** `false`: only perhaps, as the log does not carry what it depends on. */
  readonly certain: boolean
  readonly from: string
  readonly to: string
  readonly stricter: boolean
  readonly lines: number
  /** Whose rules cause it. */
  readonly policy: 'policy' | 'against'
  readonly rules: readonly string[]
  readonly examples: readonly ExampleReport[]
}

export interface HourReport {
  /** When it begins. */
  readonly hour: string
  readonly policies: readonly (Readonly<Record<Verdict, number>> & { readonly uncertain: number })[]
  readonly changed: number
  readonly perhaps_changed: number
}

/** All that a replay found: what `--json` prints, and what table and page are made of. */
export interface Report {
  readonly format: 1
  /** Decided as of this instant; null: each line as of its own time. */
  readonly at: string | null
  readonly interrupted: boolean
  readonly logs: readonly {
    readonly name: string
    readonly format: string | null
    readonly lines: number
    readonly fault: string | null
  }[]
  readonly lines: number
  readonly decided: number
  readonly passed_over: Readonly<Record<string, number>>
  readonly malformed: {
    readonly lines: number
    readonly faults: readonly NamedLines[]
    readonly examples: readonly {
      readonly log: string
      readonly line: number
      readonly why: string
      readonly text: string
    }[]
  }
  /** The first, and with `--against` the other. */
  readonly policies: readonly PolicyReport[]
  /** Null without `--against`. */
  readonly changes: {
    readonly certain: number
    readonly perhaps: number
    readonly stricter: number
    readonly milder: number
    readonly kinds: readonly ChangeReport[]
  } | null
  /** Null where no log is of our own records. */
  readonly records: {
    readonly same_revision: { readonly lines: number; readonly differing: number }
    readonly other_revision: { readonly lines: number; readonly differing: number }
    readonly kinds: readonly ChangeReport[]
  } | null
  readonly hours: readonly HourReport[]
}

export interface PolicyTitle {
  readonly source: string
  readonly revision: string
  readonly mode: string
}

export function reportOf(
  { tally, logs, isInterrupted, lineNumber }: RunResult,
  titles: readonly PolicyTitle[],
  at: UnixSeconds | undefined,
): Report {
  const exampleOf = ({ source, block, line, networkClass, ...example }: Example): ExampleReport => ({
    log: logs[source]?.name ?? '',
    line: lineNumber({ source, block, line }),
    ...example,
    network: networkClass,
    time: example.time === 0 ? null : instantText(example.time as UnixSeconds),
    asn: example.asn ?? null,
  })
  const kindsOf = (changes: ReadonlyMap<string, ChangeCount>): ChangeReport[] =>
    [...changes.values()]
      .map(({ change, lines, examples }) => ({ ...change, lines, examples: examples.map(exampleOf) }))
      .sort(
        (a, b) =>
          Number(b.certain) - Number(a.certain) ||
          b.lines - a.lines ||
          compare(a.rules.join(), b.rules.join()),
      )
  const { records } = tally
  return {
    format: 1,
    at: at === undefined ? null : instantText(at),
    interrupted: isInterrupted,
    logs: logs.map(logReport),
    lines: tally.lines,
    decided: tally.decided,
    passed_over: Object.fromEntries([...tally.passedOver].sort(([a], [b]) => compare(a, b))),
    malformed: {
      lines: tally.malformed,
      faults: linesOf(tally.faults),
      examples: tally.malformedExamples.map(({ source, block, line, why, text }) => ({
        log: logs[source]?.name ?? '',
        line: lineNumber({ source, block, line }),
        why,
        text,
      })),
    },
    policies: tally.policies.flatMap((policy, index) => {
      const title = titles[index]
      return title === undefined ? [] : [policyReport(policy, title)]
    }),
    changes: tally.policies.length < 2 ? null : changesOf(kindsOf(tally.changes)),
    records:
      records.sameRevision + records.otherRevision === 0
        ? null
        : {
            same_revision: { lines: records.sameRevision, differing: records.sameRevisionDiffering },
            other_revision: { lines: records.otherRevision, differing: records.otherRevisionDiffering },
            kinds: kindsOf(records.changes),
          },
    hours: hoursOf(tally.hours, tally.policies.length),
  }
}

function logReport({ name, format, lines, fault }: ReadLog): Report['logs'][number] {
  return { name, format: format ?? null, lines, fault: fault ?? null }
}

function changesOf(kinds: readonly ChangeReport[]): NonNullable<Report['changes']> {
  const linesIf = (wanted: (kind: ChangeReport) => boolean) =>
    kinds.filter(wanted).reduce((sum, { lines }) => sum + lines, 0)
  return {
    certain: linesIf(({ certain }) => certain),
    perhaps: linesIf(({ certain }) => !certain),
    stricter: linesIf(({ certain, stricter }) => certain && stricter),
    milder: linesIf(({ certain, stricter }) => certain && !stricter),
    kinds,
  }
}

function policyReport(tally: PolicyTally, title: PolicyTitle): PolicyReport {
  return {
    ...title,
    verdicts: verdictsOf(tally.all),
    countries: rowsOf(tally.countries),
    networks: rowsOf(tally.networks),
    tiers: rowsOf(tally.tiers),
    rules: boundsOf(tally.rules),
    reasons: boundsOf(tally.reasons),
    exemptions: boundsOf(tally.exemptions),
    would: boundsOf(tally.would),
    notices: boundsOf(tally.notices),
    undecided: linesOf(tally.undecided),
    not_recorded: linesOf(tally.unrecorded),
  }
}

function verdictsOf({ surely, atMost }: Counts): Readonly<Record<Verdict, Bounds>> {
  return verdictCounts((_, index) => ({ lower: surely[index] ?? 0, upper: atMost[index] ?? 0 }))
}

function rowsOf(map: ReadonlyMap<string, Counts>): readonly VerdictRow[] {
  return [...map]
    .map(([name, counts]) => ({ name, lines: counts.lines, verdicts: verdictsOf(counts) }))
    .sort((a, b) => b.lines - a.lines || compare(a.name, b.name))
}

function boundsOf(map: ReadonlyMap<string, Share>): readonly NamedBounds[] {
  return [...map]
    .map(([name, { surely, atMost }]) => ({ name, lower: surely, upper: atMost }))
    .sort((a, b) => b.upper - a.upper || compare(a.name, b.name))
}

function linesOf(map: ReadonlyMap<string, number>): readonly NamedLines[] {
  return [...map]
    .map(([name, lines]) => ({ name, lines }))
    .sort((a, b) => b.lines - a.lines || compare(a.name, b.name))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const SECONDS_PER_HOUR = 3_600

function hoursOf(hours: ReadonlyMap<number, readonly number[]>, policies: number): readonly HourReport[] {
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, columns]) => ({
      hour: instantText((hour * SECONDS_PER_HOUR) as UnixSeconds),
      policies: Array.from({ length: policies }, (_, index) => {
        const first = index * HOUR_COLUMNS_PER_POLICY
        return {
          ...verdictCounts((_verdict, at) => columns[first + at] ?? 0),
          uncertain: columns[first + EFFECTS.length] ?? 0,
        }
      }),
      changed: columns[CHANGED_COLUMN] ?? 0,
      perhaps_changed: columns[CHANGED_COLUMN + 1] ?? 0,
    }))
}

/** Empty for an instant beyond all calendars, which a number in a log may name. */
export function instantText(at: UnixSeconds): string {
  const date = new Date(millisFromSeconds(at))
  return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`
}
