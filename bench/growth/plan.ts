/** How much is done. */
export interface Plan {
  readonly quick: boolean
  /** Of whole requests. */
  readonly rounds: number
  /** Of one round at one size. */
  readonly seconds: number
  /** Before the first round, in each process. */
  readonly warmUpSeconds: number
  readonly stepRounds: number
  /** About so long is a turn of a step. */
  readonly stepMillis: number
  /** For tables, gone afterwards. */
  readonly folder: string
  readonly progress: (line: string) => void
}
