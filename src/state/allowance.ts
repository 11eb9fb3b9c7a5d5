import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'

interface Window {
  readonly from: UnixSeconds
  readonly count: number
}

/**
 * So many a minute for each key, counted in this isolate. Guarantees: holds at most `maxKeys` counters, so that whoever
 * chooses the keys does not choose its size; the price is that somebody with more networks than that is counted anew.
 * It slows down whoever floods; what must not be exceeded at all is not counted here.
 */
export class Allowance {
  readonly #limit: number
  readonly #windows: BoundedMap<string, Window>

  constructor(limit: number, maxKeys: number) {
    this.#limit = limit
    this.#windows = new BoundedMap(maxKeys)
  }

  /** Seconds until there is room again; undefined while there is. */
  waitSeconds(key: string, now: UnixSeconds): number | undefined {
    const { from, count } = this.#window(key, now)
    return count < this.#limit ? undefined : from + WINDOW_SECONDS - now
  }

  count(key: string, now: UnixSeconds): void {
    const { from, count } = this.#window(key, now)
    this.#windows.set(key, { from, count: count + 1 })
  }

  /** A clock that went back begins a new window, rather than one that lasts until it has caught up. */
  #window(key: string, now: UnixSeconds): Window {
    const held = this.#windows.get(key)
    return held === undefined || now < held.from || now >= held.from + WINDOW_SECONDS
      ? { from: now, count: 0 }
      : held
  }
}

const WINDOW_SECONDS = 60
