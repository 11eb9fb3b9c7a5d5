import { cpus, release, totalmem } from 'node:os'
import { installedPackage } from '../../tools/project.ts'
import { AT_ONCE, type Measured } from './measure.ts'
import { ratiosOf } from './ratios.ts'
import type { Spread } from './statistics.ts'

export interface Report {
  readonly at: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly rounds: number
  readonly seconds: number
  readonly atOnce: number
  readonly subjects: readonly Measured[]
  readonly ratios: Readonly<Record<string, number>>
}

export function reportOf(
  subjects: readonly Measured[],
  { rounds, seconds, at }: Pick<Report, 'rounds' | 'seconds' | 'at'>,
): Report {
  const medians = new Map(subjects.map(({ subject, cpuMicros }) => [subject.name, cpuMicros.median]))
  return { at, machine: machine(), rounds, seconds, atOnce: AT_ONCE, subjects, ratios: ratiosOf(medians) }
}

/** What figures were measured on, and with which versions. */
export function machine(): Report['machine'] {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: cpus().length,
    memoryBytes: totalmem(),
    linux: release(),
    node: process.versions.node,
    workerd: installedPackage('workerd').version,
  }
}

const COLUMNS = ['CPU µs a request', 'requests/s', 'p50 ms', 'p99 ms', 'MB'] as const
const WIDTHS = [24, 20, 22, 22, 6] as const
const NAME_WIDTH = 23

/** For a terminal. */
export function reportText({ subjects, ratios, rounds, seconds }: Report): string {
  const head = COLUMNS.map((column, at) => column.padStart(WIDTHS[at] ?? 0)).join('')
  const rows = subjects.map(({ subject, cpuMicros, perSecond, p50Micros, p99Micros, residentBytes }) => {
    const cells = [
      spreadText(cpuMicros, 1),
      spreadText(perSecond, 0),
      spreadText(inMillis(p50Micros), 1),
      spreadText(inMillis(p99Micros), 1),
      (residentBytes / 2 ** 20).toFixed(0),
    ]
    return subject.name.padEnd(NAME_WIDTH) + cells.map((cell, at) => cell.padStart(WIDTHS[at] ?? 0)).join('')
  })
  const named = Object.entries(ratios).map(
    ([name, value]) => `${name.padEnd(26)}${value.toFixed(2).padStart(10)}`,
  )
  return [
    `${''.padEnd(NAME_WIDTH)}${head}`,
    ...rows,
    `median (least–most) of ${rounds} rounds of ${seconds} s, ${AT_ONCE} requests at a time`,
    '',
    ...named,
  ].join('\n')
}

function spreadText({ median, least, most }: Spread, digits: number): string {
  const [middle, from, to] = [median, least, most].map((value) => value.toFixed(value < 1000 ? digits : 0))
  return `${middle} (${from}–${to})`
}

function inMillis({ median, least, most }: Spread): Spread {
  return { median: median / 1000, least: least / 1000, most: most / 1000 }
}
