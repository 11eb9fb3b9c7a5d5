import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BlockMessage, FromWorker, NetworkNames, Setup, ToWorker } from './messages.ts'
import type { Tally } from './tally.ts'

export interface DoneBlock {
  readonly source: number
  readonly block: number
  readonly lines: number
}

/** Threads that each decide one block at a time. */
export class Pool {
  readonly #workers: readonly Worker[]
  readonly #idle: Worker[] = []
  readonly #tallies: Tally[] = []
  readonly #onDone: (done: DoneBlock) => void
  #failure: Error | undefined
  #wake: (() => void) | undefined

  constructor(size: number, setup: Setup, onDone: (done: DoneBlock) => void) {
    this.#onDone = onDone
    this.#workers = Array.from({ length: size }, () => this.#start(setup))
  }

  #start(setup: Setup): Worker {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
      workerData: setup,
      // What is remembered is bounded; this keeps the garbage collector from waiting for more memory than that needs.
      resourceLimits: { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 24 },
    })
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'tally') this.#tallies.push(message.tally)
      else {
        if (message.kind === 'done') this.#onDone(message)
        this.#idle.push(worker)
      }
      this.#wake?.()
    })
    worker.on('error', (error) => {
      this.#failure = error instanceof Error ? error : new Error(String(error))
      this.#wake?.()
    })
    return worker
  }

  /** Every thread hears of it before any block that is handed out from now on. */
  tell(names: NetworkNames): void {
    for (const worker of this.#workers) this.#post(worker, { kind: 'names', names })
  }

  /** Hands the block to a thread that has nothing to do; waits until there is one. */
  async give(message: BlockMessage, only?: number): Promise<void> {
    const wanted = only === undefined ? undefined : this.#workers[only % this.#workers.length]
    const worker = await this.#until(() => {
      if (wanted === undefined) return this.#idle.pop()
      const at = this.#idle.indexOf(wanted)
      return at < 0 ? undefined : this.#idle.splice(at, 1)[0]
    })
    this.#post(worker, message)
  }

  /** Waits for what is under way, and collects what every thread has counted. */
  async finish(): Promise<readonly Tally[]> {
    await this.#until(() => (this.#idle.length === this.#workers.length ? true : undefined))
    for (const worker of this.#workers) this.#post(worker, { kind: 'finish' })
    await this.#until(() => (this.#tallies.length === this.#workers.length ? true : undefined))
    return this.#tallies
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #post(worker: Worker, message: ToWorker): void {
    const isChunk = message.kind === 'block' && message.data.kind === 'chunk'
    worker.postMessage(message, isChunk && message.data.kind === 'chunk' ? [message.data.bytes.buffer] : [])
  }

  async #until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      const found = find()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
