import { machine } from '../load/report.ts'
import { type Spread, spreadOf } from '../load/statistics.ts'
import type { Curve } from './curve.ts'
import { type Growth, growthOf } from './fit.ts'
import { type Judged, verdictOf } from './verdict.ts'

export interface MeasuredCurve extends Curve {
  readonly growth: Growth
  readonly judged: Judged
}

export interface Report {
  readonly at: string
  readonly machine: ReturnType<typeof machine>
  readonly quick: boolean
  readonly curves: readonly MeasuredCurve[]
}

export function reportOf(curves: readonly Curve[], { at, quick }: Pick<Report, 'at' | 'quick'>): Report {
  return { at, machine: machine(), quick, curves: curves.map(measured) }
}

export function measured(curve: Curve): MeasuredCurve {
  const growth = growthOf(curve)
  return { ...curve, growth, judged: verdictOf(curve, growth) }
}

/** For a terminal. */
export function reportText({ curves }: Report): string {
  return [
    ...curves.map(curveText),
    'CPU µs, median (least–most) of the rounds; judged by the least of each size',
  ].join('\n')
}

function curveText(curve: MeasuredCurve): string {
  const { dimension, level, name, unit, points, growth } = curve
  const digits = level === 'request' ? 0 : 3
  const rows = points.map(
    ({ size, micros }) =>
      `  ${size.toLocaleString('en').padStart(10)}${spreadText(spreadOf(micros), digits).padStart(30)}`,
  )
  return [
    `${dimension}: ${name} (${level === 'request' ? 'whole request' : 'one step'})`,
    ...rows,
    `  added ${spreadText(growth.addedMicros, digits)} µs; ${nanosText(growth.microsPerUnit)} ns per ${unit}; ${spreadText(growth.microsPerDoubling, digits)} µs per doubling`,
    `  ${verdictText(curve)}`,
    '',
  ].join('\n')
}

/** What a curve comes to, in a line. */
export function verdictText({
  judged: { verdict, step },
  growth: { addedMicros },
  unit,
}: MeasuredCurve): string {
  switch (verdict) {
    case 'open':
      return 'open: one round cannot tell'
    case 'flat':
      return 'flat'
    case 'logarithmic':
      return `logarithmic or thereabouts: ${micros(addedMicros)} µs in all`
    case 'by nature':
      return `linear by nature: each ${unit} has to be carried`
    case 'step':
      return `a step, not growth: between ${(step ?? []).map((size) => size.toLocaleString('en')).join(' and ')}`
    case 'linear':
      return `LINEAR: ${micros(addedMicros)} µs in all`
  }
}

function micros({ median }: Spread): string {
  return median.toFixed(median < 10 ? 2 : 0)
}

function spreadText({ median, least, most }: Spread, digits: number): string {
  const [middle, from, to] = [median, least, most].map((value) => value.toFixed(digits))
  return `${middle} (${from}–${to})`
}

function nanosText({ median, least, most }: Spread): string {
  const [middle, from, to] = [median, least, most].map((value) => Number((value * 1000).toPrecision(2)))
  return `${middle} (${from}–${to})`
}
