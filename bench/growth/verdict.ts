import type { Curve, Point } from './curve.ts'
import { type Growth, undisturbed } from './fit.ts'

/**
 * `flat`: nothing that can be told from noise. `logarithmic`: less than in proportion. `by nature`: in proportion to the
 * message. `step`: once, where a cache ends. `linear`: in proportion to a list, which must not be. `open`: one round of
 * whole requests cannot tell less than a doubling.
 */
export type Verdict = 'open' | 'flat' | 'logarithmic' | 'by nature' | 'step' | 'linear'

/** Of whole requests: what two processes of the same worker differ by, or two turns of one. */
const PROCESS_TOLERANCE = 0.15
const TURN_TOLERANCE = 0.05
/** Of one step, from the smallest size to the largest: a thousandth of a request, and what waiting for memory adds. */
const STEP_TOLERANCE_MICROS = 1
/** Below it doubling the size adds less each time than a line would, with room for what the fit leaves open. */
const LINEAR_FROM = 0.7

export interface Judged {
  readonly verdict: Verdict
  /** With `step`: between which sizes. */
  readonly step?: readonly [below: number, above: number]
}

/** What a curve comes to, by its undisturbed figures. */
export function verdictOf(curve: Curve, { exponent }: Pick<Growth, 'exponent'>): Judged {
  const { points, nature } = curve
  const added = differenceOf(points[0], points.at(-1))
  if (isSingleRound(curve) && added <= undisturbedOf(points[0])) return { verdict: 'open' }
  if (added <= toleranceOf(curve)) return { verdict: 'flat' }
  if (nature === 'message') return { verdict: 'by nature' }
  const step = nature === 'cache' ? stepIn(points) : undefined
  if (step !== undefined) return { verdict: 'step', step }
  return { verdict: exponent < LINEAR_FROM ? 'logarithmic' : 'linear' }
}

function isSingleRound({ level, points }: Curve): boolean {
  return level === 'request' && points.every(({ micros }) => micros.length === 1)
}

function toleranceOf({ level, nature, points }: Curve): number {
  if (level === 'step') return STEP_TOLERANCE_MICROS
  return undisturbedOf(points[0]) * (nature === 'message' ? TURN_TOLERANCE : PROCESS_TOLERANCE)
}

/** The steepest rise, where it is over before the largest size: what grows with its size rises most at the end. */
function stepIn(points: readonly Point[]): Judged['step'] {
  let steepest = 0
  let step: Judged['step']
  points.forEach((above, at) => {
    const below = points[at - 1]
    const rise = differenceOf(below, above)
    if (below === undefined || rise <= steepest) return
    steepest = rise
    step = [below.size, above.size]
  })
  return step?.[1] === points.at(-1)?.size && points.length > 2 ? undefined : step
}

function differenceOf(below: Point | undefined, above: Point | undefined): number {
  return below === undefined || above === undefined ? 0 : undisturbed(above) - undisturbed(below)
}

function undisturbedOf(point: Point | undefined): number {
  return point === undefined ? 0 : undisturbed(point)
}
