import { UsageError } from '../../tools/usage-error.ts'

/** A kind of request, by the subject of `npm run bench` that stands for it. */
export const KINDS = {
  known: 'knownSession',
  first: 'firstVisit',
  api: 'knownSessionPerRequest',
  strict: 'dpopClient',
  refused: 'refusedPlace',
} as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[]

/** CPU microseconds a request. */
export type CpuMicros = Readonly<Record<Kind, number>>

/**
 * Medians of `bench/README.md`. An upper bound of what is billed: the process's own accounting has the kernel's network
 * and workerd's HTTP in it.
 */
export const CPU_MICROS: CpuMicros = { known: 736, first: 1_073, api: 876, strict: 969, refused: 331 }

/**
 * Those that the report of `npm run bench -- --json` has, and the given ones for the others. Throws a `UsageError` where
 * it is no such report.
 */
export function cpuMicrosIn(text: string, otherwise: CpuMicros): CpuMicros {
  const medians = new Map(subjectsIn(text).map(({ subject, cpuMicros }) => [subject.name, cpuMicros.median]))
  const micros = { ...otherwise }
  for (const kind of KIND_NAMES) micros[kind] = medians.get(KINDS[kind]) ?? otherwise[kind]
  return micros
}

interface Reported {
  readonly subject: { readonly name: string }
  readonly cpuMicros: { readonly median: number }
}

function subjectsIn(text: string): readonly Reported[] {
  const fault = new UsageError('--cpu-micros: not a report of `npm run bench -- --json FILE`')
  let report: unknown
  try {
    report = JSON.parse(text)
  } catch {
    throw fault
  }
  const subjects = (report as { readonly subjects?: unknown } | null)?.subjects
  if (!Array.isArray(subjects) || !subjects.every(isReported)) throw fault
  return subjects
}

function isReported(value: unknown): value is Reported {
  const { subject, cpuMicros } = (value ?? {}) as { readonly [N in keyof Reported]?: Partial<Reported[N]> }
  return typeof subject?.name === 'string' && Number.isFinite(cpuMicros?.median)
}

/** `npm run bench:control`: reads a second where nothing has changed. */
export const UNCHANGED_READS_PER_SECOND = 3_500

type Measured = readonly (readonly [revocations: number, millis: number])[]
/** Of the object and the way, by revocations in force: a complete read that finds the text ready, and one that makes it. */
const COMPLETE_READ_MILLIS: Measured = [
  [0, 1.1],
  [10_000, 2.2],
  [50_000, 8.3],
]
const MAKING_READ_MILLIS: Measured = [
  [0, 1.3],
  [10_000, 14.6],
  [50_000, 68.8],
]
/** Of a revocation that is news, and goes over the wire as an object of its own. */
export const NEWS_MILLIS = 0.004
/** In an isolate's memory: two entries of maps, two texts and the object. */
export const HELD_REVOCATION_BYTES = 350

export function completeReadMillis(revocations: number): number {
  return between(COMPLETE_READ_MILLIS, revocations)
}

export function makingReadMillis(revocations: number): number {
  return between(MAKING_READ_MILLIS, revocations)
}

/** Between the measured points on a straight line. */
function between(measured: Measured, revocations: number): number {
  let [below, millis] = measured[0] ?? [0, 0]
  for (const [above, most] of measured) {
    if (revocations <= above) {
      const share = above === below ? 0 : (revocations - below) / (above - below)
      return millis + share * (most - millis)
    }
    below = above
    millis = most
  }
  return (millis * revocations) / below
}

/** Bytes of a line of the log; a test holds them to what the gate writes. */
export const DECISION_RECORD_BYTES = 520
export const ADMISSION_RECORD_BYTES = 3_500
/** At 1,000,000 prefixes of each family: 5.4 and 9.0 bytes. */
export const PREFIX_TABLE_BYTES = 14_400_000
