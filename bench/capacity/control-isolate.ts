import type { UnixMillis } from '../../src/lib/time.ts'
import { InForce } from '../../src/state/control/in-force.ts'
import type { ModelControl } from './control-model.ts'
import type { ControlTally } from './control-tally.ts'
import { CONTROL } from './product.ts'
import type { Chance } from './random.ts'
import type { VirtualTime } from './virtual-time.ts'

/** As `STATE_MAX_AGE_SECONDS` is, unless somebody says otherwise. */
const MAX_AGE_SECONDS = 14_400
/** How long a request waits, and how long a read goes on behind it. */
const IN_FRONT_MILLIS = 250
const BEHIND_MILLIS = 5_000
/** More requests than this tell nothing more: each then stands for several. */
const MOST_SIMULATED_PER_SECOND = 5
/** Any instant will do. */
const BEGINNING = 1_800_000_000_000

export interface World {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly control: ModelControl
  readonly tally: ControlTally
  /** Mean time until an isolate is gone and another takes its place. */
  readonly lifeSeconds: number
}

/**
 * The product's own `InForce` behind made-up requests. Those that fall into the time in which nothing has to be read are
 * left out: they neither wait nor ask.
 */
export class SimulatedIsolate {
  readonly #world: World
  readonly #perSecond: number
  readonly #roundTripMillis: number
  #inForce: InForce
  #generation = 0
  /** When the read began that brought what is held. */
  #freshAt: number | undefined
  /** When each request came that waits for what another of them is waiting for; undefined while none waits. */
  #together: number[] | undefined

  constructor(world: World, perSecond: number, roundTripMillis: number) {
    this.#world = world
    this.#perSecond = perSecond
    this.#roundTripMillis = roundTripMillis
    this.#inForce = this.#newCopy()
  }

  /** Without a copy of anything; again after the life of an isolate. */
  start(): void {
    const { time, chance, lifeSeconds } = this.#world
    const generation = ++this.#generation
    this.#inForce = this.#newCopy()
    this.#freshAt = undefined
    this.#together = undefined
    this.#expectRequest(generation, time.now)
    time.at(time.now + chance.untilNext(1 / lifeSeconds) * 1_000, () => this.start())
  }

  #newCopy(): InForce {
    const read = async (since: number | undefined) => {
      const { time, chance, control } = this.#world
      const [generation, begun] = [this.#generation, time.now]
      const oneWayMillis = (this.#roundTripMillis / 2) * chance.between(0.9, 1.1)
      const update = await control.read({ since, oneWayMillis, patienceMillis: BEHIND_MILLIS })
      if (generation === this.#generation) this.#freshAt = begun
      return update
    }
    const { chance } = this.#world
    const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => chance.below(256))
    return new InForce({ read }, { maxAgeSeconds: MAX_AGE_SECONDS, random })
  }

  #expectRequest(generation: number, from: number): void {
    const { time, chance } = this.#world
    const perSecond = Math.min(this.#perSecond, MOST_SIMULATED_PER_SECOND)
    time.at(from + chance.untilNext(perSecond) * 1_000, () => {
      if (generation !== this.#generation) return
      this.#request(generation)
      this.#expectRequest(generation, Math.max(time.now, this.#quietUntil()))
    })
  }

  #quietUntil(): number {
    return this.#freshAt === undefined ? 0 : this.#freshAt + CONTROL.leastDueSeconds * 1_000
  }

  #request(generation: number): void {
    const { time, tally } = this.#world
    const now = clock(time.now)
    const inForce = this.#inForce
    if (inForce.mustWait(now)) {
      this.#wait(generation, now)
      return
    }
    if (inForce.isDue(now)) void inForce.refresh(now)
    if (!mayDecide(inForce, now)) tally.refused(time.now, this.#stands)
  }

  /** Of those that wait at a time one does so really: all look at the same copy, and looking is what takes long to simulate. */
  #wait(generation: number, now: UnixMillis): void {
    const { time } = this.#world
    if (this.#together !== undefined) {
      this.#together.push(time.now)
      return
    }
    const together = [time.now]
    this.#together = together
    const inForce = this.#inForce
    // Nothing in this process ends a read with its request: that it goes on has nothing to be done for.
    void inForce
      .catchUp(now, () => {})
      .then(() => {
        if (generation !== this.#generation) return
        this.#together = undefined
        for (const begun of together) this.#settle(begun, mayDecide(inForce, clock(time.now)))
      })
  }

  #settle(begun: number, decides: boolean): void {
    const { time, tally } = this.#world
    tally.waited(begun, decides ? time.now - begun : IN_FRONT_MILLIS, this.#stands)
    if (!decides) tally.refused(begun, this.#stands)
  }

  /** How many requests one stands for. */
  get #stands(): number {
    return Math.max(1, this.#perSecond / MOST_SIMULATED_PER_SECOND)
  }
}

function clock(millis: number): UnixMillis {
  return Math.floor(BEGINNING + millis) as UnixMillis
}

/** Else the controlled and the standard tier get 503. */
function mayDecide(inForce: InForce, now: UnixMillis): boolean {
  const standing = inForce.standing(now)
  return standing === 'current' || standing === 'stale'
}
