import { type Spread, spreadOf } from '../load/statistics.ts'
import type { Curve, Point } from './curve.ts'

export interface Line {
  readonly intercept: number
  readonly slope: number
  /** Sum of squares of what the line does not explain. */
  readonly residual: number
}

/** Least squares. Throws `RangeError` where the values of x are all the same: there is no line then. */
export function lineThrough(xs: readonly number[], ys: readonly number[]): Line {
  const meanX = mean(xs)
  const meanY = mean(ys)
  let covariance = 0
  let variance = 0
  xs.forEach((x, at) => {
    covariance += (x - meanX) * ((ys[at] ?? 0) - meanY)
    variance += (x - meanX) ** 2
  })
  if (variance === 0) throw new RangeError('there is one size only')
  const slope = covariance / variance
  const intercept = meanY - slope * meanX
  const residual = xs.reduce((sum, x, at) => sum + ((ys[at] ?? 0) - intercept - slope * x) ** 2, 0)
  return { intercept, slope, residual }
}

export interface Growth {
  /** From the smallest to the largest size. */
  readonly addedMicros: Spread
  readonly microsPerUnit: Spread
  /** Over the sizes above 0; where that is one only, nothing counts as one before it. */
  readonly microsPerDoubling: Spread
  /** Of the power of the size that fits the undisturbed figures best, from 0 (a logarithm) to 1.5; 1 is a line. */
  readonly exponent: number
}

/** The lines through the figures of each round, over all rounds: what disturbs the machine for long disturbs all sizes of one. */
export function growthOf({ points }: Pick<Curve, 'points'>): Growth {
  const sizes = points.map(({ size }) => size)
  const above = points.filter(({ size }) => size > 0).length > 1 ? sizes.map((size) => size > 0) : undefined
  const logs = sizes.map((size) => Math.log2(above === undefined ? 1 + size : size))
  const rounds = Array.from({ length: points[0]?.micros.length ?? 0 }, (_, round) =>
    points.map(({ micros }) => micros[round] ?? Number.NaN),
  )
  const kept = (values: readonly number[]) => values.filter((_, at) => above?.[at] ?? true)
  return {
    addedMicros: spreadOf(rounds.map((ys) => (ys.at(-1) ?? Number.NaN) - (ys[0] ?? Number.NaN))),
    microsPerUnit: spreadOf(rounds.map((ys) => lineThrough(sizes, ys).slope)),
    microsPerDoubling: spreadOf(rounds.map((ys) => lineThrough(kept(logs), kept(ys)).slope)),
    exponent: exponentOf(sizes, points.map(undisturbed)),
  }
}

const STEPS = 30
const MOST = 1.5

/**
 * A power of the size beside a constant: 0 stands for the logarithm, which is what powers near it look like. Two sizes
 * cannot tell, and are taken for a line.
 */
function exponentOf(sizes: readonly number[], ys: readonly number[]): number {
  if (sizes.length < 3) return 1
  let best = { exponent: 0, residual: Number.POSITIVE_INFINITY }
  for (let step = 0; step <= STEPS; step++) {
    const exponent = (step / STEPS) * MOST
    const xs = sizes.map((size) => (step === 0 ? Math.log1p(size) : size ** exponent))
    const { slope, residual } = lineThrough(xs, ys)
    if (slope > 0 && residual < best.residual) best = { exponent, residual }
  }
  return best.exponent
}

/** The least of the rounds: whatever else is on the machine only adds to a turn. */
export function undisturbed({ micros }: Point): number {
  return spreadOf(micros).least
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
