import type { ControlUpdate } from '../../src/state/control/types.ts'
import { completeReadMillis, makingReadMillis, NEWS_MILLIS, UNCHANGED_READS_PER_SECOND } from './measured.ts'
import { CONTROL } from './product.ts'
import type { VirtualTime } from './virtual-time.ts'

/**
 * What becomes of a call whose caller has given up: nobody has published it. `dropped`: the object never begins with it.
 * `served`: the object does the work, and nobody gets the answer.
 */
export type Abandoned = 'dropped' | 'served'

export interface Call {
  /** undefined: everything is wanted. */
  readonly since: number | undefined
  /** Of the way there, and of the way back. */
  readonly oneWayMillis: number
  /** After which the caller looks no more. */
  readonly patienceMillis: number
}

export interface ControlModelOptions {
  /** In force. */
  readonly revocations: number
  readonly abandoned: Abandoned
  /** What each complete read takes the object; undefined: as measured, the first more than those after it. */
  readonly completeMillis?: number
}

export interface Served {
  reads: number
  complete: number
  /** Answers that came when nobody waited any more, or never. */
  inVain: number
  rejected: number
  busyMillis: number
}

const UNCHANGED_MILLIS = 1_000 / UNCHANGED_READS_PER_SECOND
/** An assumption, like the next: nothing was measured on the platform. */
const CHANGE_MILLIS = 5
const MOST_QUEUED_MILLIS = 10_000

/** One object that does one thing at a time, first come, first served: as fast as `npm run bench:control` found it. */
export class ModelControl {
  readonly #time: VirtualTime
  readonly #abandoned: Abandoned
  readonly #completeMillis: number | undefined
  readonly #revocations: number
  readonly #report: (what: Partial<Served>) => void
  #freeAt = 0
  #stamp: number
  /** Of the text that is ready. */
  #readyStamp: number | undefined

  constructor(time: VirtualTime, options: ControlModelOptions, report: (what: Partial<Served>) => void) {
    this.#time = time
    this.#abandoned = options.abandoned
    this.#completeMillis = options.completeMillis
    this.#revocations = options.revocations
    this.#stamp = options.revocations
    this.#report = report
  }

  change(): void {
    this.#stamp++
    this.#freeAt = Math.max(this.#freeAt, this.#time.now) + CHANGE_MILLIS
    this.#report({ busyMillis: CHANGE_MILLIS })
  }

  /** Settles within the caller's patience, or never. */
  read(call: Call): Promise<ControlUpdate> {
    const givenUpAt = this.#time.now + call.patienceMillis
    return new Promise((resolve, reject) => {
      this.#time.at(this.#time.now + call.oneWayMillis, () => this.#arrive(call, givenUpAt, resolve, reject))
    })
  }

  #arrive(
    { since, oneWayMillis }: Call,
    givenUpAt: number,
    resolve: (update: ControlUpdate) => void,
    reject: (error: Error) => void,
  ): void {
    const begin = Math.max(this.#freeAt, this.#time.now)
    this.#report({ reads: 1, complete: since === undefined ? 1 : 0 })
    if (begin - this.#time.now > MOST_QUEUED_MILLIS) {
      this.#report({ rejected: 1 })
      const error = Object.assign(new Error('Durable Object is overloaded.'), { overloaded: true })
      const at = this.#time.now + oneWayMillis
      if (at <= givenUpAt) this.#time.wake(at, () => reject(error))
      return
    }
    if (this.#abandoned === 'dropped' && begin > givenUpAt + oneWayMillis) {
      this.#report({ inVain: 1 })
      return
    }
    const millis = this.#millisOf(since)
    this.#freeAt = begin + millis
    const back = this.#freeAt + oneWayMillis
    const isInVain = back > givenUpAt
    this.#report({ busyMillis: millis, inVain: isInVain ? 1 : 0 })
    const update = answer(this.#stamp, since === undefined)
    if (!isInVain) this.#time.wake(back, () => resolve(update))
  }

  #millisOf(since: number | undefined): number {
    if (since !== undefined) return UNCHANGED_MILLIS + (this.#stamp - since) * NEWS_MILLIS
    if (this.#completeMillis !== undefined) return this.#completeMillis
    const news = this.#readyStamp === undefined ? undefined : this.#stamp - this.#readyStamp
    if (news !== undefined && news <= CONTROL.mostChangesKept)
      return completeReadMillis(this.#revocations) + news * NEWS_MILLIS
    this.#readyStamp = this.#stamp
    return makingReadMillis(this.#revocations)
  }
}

/** Without the revocations themselves, which decide nothing here and would fill the memory of this process. */
function answer(stamp: number, complete: boolean): ControlUpdate {
  return {
    stamp,
    epoch: 0,
    tables: undefined,
    policy: undefined,
    candidate: undefined,
    breakGlassUntil: undefined,
    complete,
    revocations: [],
    lifted: [],
  }
}
