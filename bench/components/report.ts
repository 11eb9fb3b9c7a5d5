import type { Spread } from '../load/statistics.ts'
import type { Measured } from './measure.ts'
import { ALL } from './names.ts'

export interface Report {
  readonly at: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly rounds: number
  readonly turnMillis: number
  readonly components: readonly (Measured & { readonly about: string })[]
}

export function reportOf(measured: readonly Measured[], run: Omit<Report, 'components'>): Report {
  return { ...run, components: measured.map((one) => ({ about: ALL[one.name], ...one })) }
}

/** For a terminal. */
export function reportText({ components, rounds, turnMillis }: Report): string {
  const rows = components.map(
    ({ name, micros, about }) => `${name.padEnd(25)}${spreadText(micros).padStart(24)}  ${about}`,
  )
  return [
    `${''.padEnd(25)}${'CPU µs'.padStart(24)}`,
    ...rows,
    `median (least–most) of ${rounds} rounds, each of at least ${turnMillis} ms; the loop is taken off`,
  ].join('\n')
}

/** All three with as many digits as the middle one deserves. */
export function spreadText({ median, least, most }: Spread): string {
  const digits = median < 10 ? 2 : median < 100 ? 1 : 0
  const [middle, from, to] = [median, least, most].map((value) => value.toFixed(digits))
  return `${middle} (${from}–${to})`
}
