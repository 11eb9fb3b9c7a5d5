import { millisOf, secondsFromMillis, type UnixMillis, type UnixSeconds } from '../../lib/time.ts'
import type { Standing, VouchedSubject } from '../../observations/types.ts'
import type { RevocableToken } from '../../session/verify.ts'
import { withTimeout } from '../with-timeout.ts'
import { coolDownMillis, dueMillis, type Random } from './jitter.ts'
import { PROPAGATION_SECONDS } from './limits.ts'
import { Revocations } from './revocations.ts'
import type { Control, ControlUpdate, RevocationKind } from './types.ts'
import { isControlUpdate } from './update.ts'

const WAIT_SECONDS = 50
const WAIT_MILLIS = 250
const POLL_MILLIS = 10
const BACKGROUND_MILLIS = 5_000

/** What is held besides the revocations, and since when it is known to be so. */
interface Held extends Pick<ControlUpdate, 'stamp' | 'tables' | 'policy' | 'candidate' | 'breakGlassUntil'> {
  /** When the read began that brought it: a change that was made meanwhile may not be in it. */
  readonly asOf: UnixMillis
  /** At what age the next read is due. */
  readonly dueMillis: number
}

/** One read of `Control`, begun by one request. */
interface Reading {
  /** In the order of their beginnings. */
  readonly number: number
  readonly since: number | undefined
  readonly at: UnixMillis
}

/**
 * An isolate's copy of what is in force. Guarantees, where Control can be reached: what it says is what held at most
 * 60 seconds ago, although no request reads anything as a rule. Where it cannot: the last copy serves, and `standing`
 * says how old it is.
 *
 * Nothing here waits for another request's promise, and whatever a request that was cancelled has left undone is taken
 * over once its time is up. Every age is a distance, because clocks jump, and on the local edge requests choose theirs.
 */
export class InForce {
  readonly #control: Pick<Control, 'read'> | undefined
  readonly #maxAgeMillis: number
  readonly #random: Random
  readonly #revocations = new Revocations()
  #held: Held | undefined
  /** Own changes, until a read has brought them: one that had begun before they were made does not know of them. */
  #ahead: readonly ControlUpdate[] = []
  #reading: Reading | undefined
  #begun = 0
  /** The latest of the readings that have brought something. */
  #taken = 0
  /** What had expired by then is not held, and holds again where the clock goes back: everything has to be read then. */
  #withoutExpiredAt = 0
  #failedAt: UnixMillis | undefined
  /** Of reads that are over. They count while there is no copy, and once there is one there always is. */
  #failures = 0
  #coolDownMillis = 0
  #fault: string | undefined

  /**
   * @param control undefined: the operator has said that there is none. Nothing is revoked then, and that is current.
   * @param random lets isolates that have started together ask at different times
   */
  constructor(
    control: Pick<Control, 'read'> | undefined,
    { maxAgeSeconds, random }: { readonly maxAgeSeconds: number; readonly random: Random },
  ) {
    this.#control = control
    this.#maxAgeMillis = millisOf(maxAgeSeconds)
    this.#random = random
  }

  /** Why the last read has failed, for `health`; undefined when it has not. */
  get fault(): string | undefined {
    return this.#fault
  }

  /** Undefined until the first read. */
  get stamp(): number | undefined {
    return this.#held?.stamp
  }

  /** Tokens of an earlier one are worth nothing. */
  get epoch(): number {
    return this.#revocations.epoch
  }

  /** SHA-256 of the prefix table that `Control` names; undefined: the one of the configuration. */
  get tables(): string | undefined {
    return this.#held?.tables
  }

  /** SHA-256 of the live policy document that `Control` names; undefined: the deployed one, or nothing was read yet. */
  get policy(): string | undefined {
    return this.#held?.policy
  }

  /** SHA-256 of the document that is tried out. */
  get candidate(): string | undefined {
    return this.#held?.candidate
  }

  /** Until then what no law demands refuses nobody; may lie in the past. */
  get breakGlassUntil(): UnixSeconds | undefined {
    return this.#held?.breakGlassUntil
  }

  /** Of revocations. */
  get count(): number {
    return this.#revocations.count
  }

  revokes(token: RevocableToken): RevocationKind | 'epoch' | undefined {
    return this.#revocations.revokes(token)
  }

  revokesSubject(subject: VouchedSubject): boolean {
    return this.#revocations.revokesSubject(subject)
  }

  /** For the keyring: a revoked key signs nothing and is not published. */
  readonly isKeyRevoked = (kid: string): boolean => this.#revocations.revokesKey(kid)

  /** `stale`: Control cannot be read, and the copy still serves. `expired`: it may not any more. */
  standing(now: UnixMillis): Standing {
    if (this.#control === undefined) return 'current'
    if (this.#held === undefined) return 'never'
    const age = this.#age(now)
    if (age <= millisOf(PROPAGATION_SECONDS)) return 'current'
    return age <= this.#maxAgeMillis ? 'stale' : 'expired'
  }

  /** Whether this request should call `refresh` behind itself. */
  isDue(now: UnixMillis): boolean {
    return this.#isOld(now, this.#held?.dueMillis ?? 0) && !this.#isReading(now) && !this.#isCoolingDown(now)
  }

  /** Whether this request must call `catchUp` before it is decided. */
  mustWait(now: UnixMillis): boolean {
    return this.#isOld(now, millisOf(WAIT_SECONDS)) && !this.#isCoolingDown(now)
  }

  /** Reads behind a request. Never rejects; what went wrong is `fault`. */
  async refresh(now: UnixMillis): Promise<void> {
    if (this.#control !== undefined && this.isDue(now)) await this.#read(this.#control, this.#begin(now))
  }

  /**
   * Reads in front of a request, or looks on while another request does, for at most 250 ms. Never rejects; whether it
   * has helped is `standing`.
   *
   * @param behind keeps the read going when the request is over, up to five seconds, so that the next one has what came
   *   too late for this one
   */
  async catchUp(now: UnixMillis, behind: (task: Promise<void>) => void): Promise<void> {
    if (this.#control === undefined || !this.mustWait(now)) return
    const other = this.#isReading(now) ? this.#reading : undefined
    const reading = other ?? this.#begin(now)
    if (other === undefined) {
      const read = this.#read(this.#control, reading)
      behind(read)
      await withTimeout(read, WAIT_MILLIS)
    } else await this.#lookOn(other)
    if (this.#reading === reading) this.#fail('timeout', (now + WAIT_MILLIS) as UnixMillis)
  }

  /**
   * What a change made by this isolate has brought. It holds at once; the stamp moves only where nothing lies between,
   * so that the changes of others are still read.
   */
  apply(update: ControlUpdate): void {
    const held = this.#held
    if (held === undefined || update.complete || update.stamp <= held.stamp) return
    this.#ahead = [...this.#ahead, update]
    this.#held = this.#after(held, update)
  }

  #begin(now: UnixMillis): Reading {
    // Nobody has ended it: whoever began it was cut off, with all that was to go on behind.
    if (this.#reading !== undefined) this.#failures++
    const since = now < this.#withoutExpiredAt ? undefined : this.#held?.stamp
    const reading = { number: ++this.#begun, since, at: now }
    this.#reading = reading
    return reading
  }

  async #read(control: Pick<Control, 'read'>, reading: Reading): Promise<void> {
    const outcome = await withTimeout(this.#ask(control, reading), BACKGROUND_MILLIS)
    if (this.#reading !== reading) return
    this.#reading = undefined
    if (outcome !== 'timeout') return
    this.#failures++
    this.#fail('timeout', (reading.at + BACKGROUND_MILLIS) as UnixMillis)
  }

  /** By timers of the request that waits. A count of looks is no bound: where an isolate is busy, each of them is late. */
  async #lookOn(reading: Reading): Promise<void> {
    let isOver = false
    const over = setTimeout(() => {
      isOver = true
    }, WAIT_MILLIS)
    while (this.#reading === reading && !isOver)
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS))
    clearTimeout(over)
  }

  /** Takes the answer even after the time-out, if the request lives so long and nothing newer has come. */
  async #ask(control: Pick<Control, 'read'>, reading: Reading): Promise<void> {
    let answer: unknown
    try {
      answer = await control.read(reading.since, secondsFromMillis(reading.at))
    } catch (error) {
      this.#failReading(isOverloaded(error) ? 'overloaded' : 'unreachable', reading)
      return
    }
    if (this.#taken >= reading.number) return
    if (isControlUpdate(answer) && answersTo(answer, reading)) this.#take(answer, reading)
    else this.#failReading('malformed answer', reading)
  }

  #take(update: ControlUpdate, { number, since, at }: Reading): void {
    this.#taken = number
    this.#failedAt = undefined
    this.#fault = undefined
    const held = this.#held
    if (held !== undefined && !update.complete && update.stamp < held.stamp) {
      // Older than what this isolate has changed itself since it asked: nothing in it is new.
      this.#held = { ...held, asOf: at }
      return
    }
    this.#withoutExpiredAt = update.complete ? at : Math.max(this.#withoutExpiredAt, at)
    this.#revocations.apply(update, secondsFromMillis(at))
    // Everything, although only news was asked for: the storage was lost or set back, and own changes with it.
    const isSetBack = update.complete && since !== undefined
    this.#ahead = isSetBack ? [] : this.#ahead.filter((own) => own.stamp > update.stamp)
    this.#held = this.#ahead.reduce((before, own) => this.#after(before, own), {
      ...heldOf(update),
      asOf: at,
      dueMillis: dueMillis(this.#random),
    })
  }

  #after({ stamp, asOf, dueMillis }: Held, own: ControlUpdate): Held {
    this.#revocations.apply(own, secondsFromMillis(asOf))
    return { ...heldOf(own), asOf, dueMillis, stamp: own.stamp === stamp + 1 ? own.stamp : stamp }
  }

  /** A failure that comes after the time-out says nothing new. */
  #failReading(what: string, reading: Reading): void {
    if (this.#reading !== reading) return
    this.#failures++
    this.#fail(what, reading.at)
  }

  #fail(what: string, at: UnixMillis): void {
    this.#failedAt = at
    this.#coolDownMillis = coolDownMillis(this.#failures, this.#held !== undefined, this.#random)
    this.#fault = `Control: ${what}`
  }

  #isOld(now: UnixMillis, millis: number): boolean {
    return this.#control !== undefined && this.#age(now) >= millis
  }

  #age(now: UnixMillis): number {
    return this.#held === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - this.#held.asOf)
  }

  #isReading(now: UnixMillis): boolean {
    return this.#reading !== undefined && Math.abs(now - this.#reading.at) < BACKGROUND_MILLIS
  }

  #isCoolingDown(now: UnixMillis): boolean {
    if (this.#failedAt === undefined) return false
    return Math.abs(now - this.#failedAt) < this.#coolDownMillis
  }
}

function heldOf({ stamp, tables, policy, candidate, breakGlassUntil }: ControlUpdate) {
  return { stamp, tables, policy, candidate, breakGlassUntil }
}

/** A part is worth something only to whoever holds the rest. */
function answersTo({ complete, stamp }: ControlUpdate, { since }: Reading): boolean {
  return complete || (since !== undefined && stamp >= since)
}

function isOverloaded(error: unknown): boolean {
  return error instanceof Error && (error as { readonly overloaded?: unknown }).overloaded === true
}
