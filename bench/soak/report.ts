import { spreadOf } from '../load/statistics.ts'
import { type Finding, megabytes } from './laws.ts'
import type { Soaked } from './under-load.ts'
import type { Window } from './window.ts'

export interface Report {
  readonly at: string
  readonly minutes: number
  readonly warmUpSeconds: number
  readonly findings: readonly Finding[]
  /** Shown where something was wrong: the first of them, as they came. */
  readonly faults: readonly string[]
  readonly changes: Soaked['done']
  readonly keyRotatedAtSeconds: number
  /** Of each isolate, at the end of the warm-up. */
  readonly fullHeapBytes: readonly number[]
  readonly windows: readonly Window[]
}

export function reportText({ minutes, warmUpSeconds, findings, faults, changes, windows }: Report): string {
  const median = (figure: 'perSecond' | 'cpuMicros' | 'p50Micros' | 'p99Micros') =>
    spreadOf(windows.map((window) => window[figure])).median
  const resident = spreadOf(windows.map(({ residentBytes }) => residentBytes))
  return [
    `${minutes} min after ${warmUpSeconds} s of warm-up; ${changes.length} changes and a key rotation under load`,
    `median of ${windows.length} windows: ${median('perSecond').toFixed(0)} requests/s, ${median('cpuMicros').toFixed(0)} µs CPU each, p50 ${millis(median('p50Micros'))} ms, p99 ${millis(median('p99Micros'))} ms`,
    `resident: ${megabytes(resident.least)} to ${megabytes(resident.most)} MB`,
    '',
    ...findings.map(({ outcome, law, says }) => `${outcome.padEnd(10)}  ${law}\n            ${says}`),
    ...(faults.length === 0 ? [] : ['', ...faults]),
  ].join('\n')
}

/** One line while it runs. */
export function windowText(
  { endsAtSeconds, perSecond, cpuMicros, p50Micros, p99Micros, heapBytes, residentBytes }: Window,
  { judged, wrong }: Pick<Soaked['judge'], 'judged' | 'wrong'>,
): string {
  return [
    `${endsAtSeconds.toFixed(0).padStart(5)} s`,
    `${perSecond.toFixed(0).padStart(5)}/s`,
    `${cpuMicros.toFixed(0).padStart(5)} µs CPU`,
    `p50 ${millis(p50Micros)} ms`,
    `p99 ${millis(p99Micros)} ms`,
    `heap ${heapBytes.map(megabytes).join(' + ')} MB`,
    `resident ${megabytes(residentBytes)} MB`,
    `${wrong} wrong of ${judged.toLocaleString('en')}`,
  ].join('  ')
}

function millis(micros: number): string {
  return (micros / 1000).toFixed(1)
}
