import type { Transport } from './transport.ts'

/**
 * What one source may cost in time, over all its files and attempts: so much in all, and less of it waiting for a
 * server that says nothing.
 */
export class Patience {
  readonly #now: Transport['now']
  readonly #limits: Transport['limits']
  readonly #until: number
  #silence = 0

  constructor({ now, limits }: Pick<Transport, 'now' | 'limits'>) {
    this.#now = now
    this.#limits = limits
    this.#until = now().getTime() + limits.total
  }

  /** Milliseconds. */
  get left(): number {
    return Math.max(0, this.#until - this.#now().getTime())
  }

  /** So long the server was waited for in vain. */
  wasted(ms: number): void {
    this.#silence += ms
  }

  /** Whether another attempt may be made after a pause. */
  allowsAnother(pause: number): boolean {
    return pause < this.left && this.#silence + this.#limits.connect <= this.#limits.silence
  }
}
