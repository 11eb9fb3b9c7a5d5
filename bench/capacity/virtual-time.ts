type Task = () => void

interface Timer {
  readonly task: Task
  /** Whether it settles a promise that somebody waits for. */
  readonly wakes: boolean
  cancelled: boolean
}

let isRunning = false

/**
 * A clock of whole milliseconds that goes on as soon as everything that was to happen has. While `run` runs, the timers
 * of the process are this clock's, so that code of the product waits in simulated time.
 *
 * What happens within one millisecond happens together: promises go on at its end.
 */
export class VirtualTime {
  #now = 0
  readonly #due = new Map<number, Timer[]>()

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.#now
  }

  /** At that time, rounded up, or now where it is over. The task settles no promise. */
  at(millis: number, task: Task): void {
    this.#plan(millis, { task, wakes: false, cancelled: false })
  }

  /** Likewise, for a task that does: whoever waits for it goes on in the same millisecond. */
  wake(millis: number, task: Task): Timer {
    return this.#plan(millis, { task, wakes: true, cancelled: false })
  }

  #plan(millis: number, timer: Timer): Timer {
    const at = Math.max(Math.ceil(millis), this.#now)
    const due = this.#due.get(at)
    if (due === undefined) this.#due.set(at, [timer])
    else due.push(timer)
    return timer
  }

  /** Throws while another one runs: there is one process, and it has one set of timers. */
  async run(untilMillis: number): Promise<void> {
    if (isRunning) throw new Error('two clocks cannot run at a time')
    isRunning = true
    const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis
    const set = (task: Task, millis = 0) => this.wake(this.#now + millis, task)
    const clear = (timer: Timer | undefined) => {
      if (timer !== undefined) timer.cancelled = true
    }
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })
    try {
      for (; this.#now <= untilMillis; this.#now++) {
        const happening = this.#happen()
        if (happening !== undefined) await happening
      }
    } finally {
      isRunning = false
      Object.assign(globalThis, { setTimeout: realTimeout, clearTimeout: realClear })
    }
  }

  /** Not a promise where nothing happens: that is most of the time. */
  #happen(): Promise<void> | undefined {
    return this.#due.has(this.#now) ? this.#happenDue() : undefined
  }

  async #happenDue(): Promise<void> {
    for (let due = this.#take(); due.length > 0; due = this.#take()) {
      let isAnybodyWoken = false
      for (const { task, wakes, cancelled } of due) {
        if (cancelled) continue
        isAnybodyWoken ||= wakes
        task()
      }
      if (isAnybodyWoken) await settled()
    }
  }

  #take(): readonly Timer[] {
    const due = this.#due.get(this.#now) ?? []
    this.#due.delete(this.#now)
    return due
  }
}

/** Every promise that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
