/** What grows. `message`: every gate has to carry it. `cache`: what does not fit into a cache is done again. */
export type Nature = 'list' | 'message' | 'cache'

/** Microseconds of each round, at one size. */
export interface Point {
  readonly size: number
  readonly micros: readonly number[]
}

/** What a curve is of. */
export interface CurveAbout {
  readonly dimension: string
  /** A whole request through the production bundle, or one step of it in a loop. */
  readonly level: 'request' | 'step'
  readonly name: string
  /** What is counted, in the singular. */
  readonly unit: string
  readonly nature: Nature
}

/** Cost against size. All points have the same rounds, in the same order; at least two, by ascending size. */
export interface Curve extends CurveAbout {
  readonly points: readonly Point[]
}
