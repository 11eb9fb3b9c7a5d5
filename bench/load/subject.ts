import type { WorkerParts } from './capnp.ts'
import type { Expectation } from './expectation.ts'
import type { Kit } from './kit.ts'
import type { RequestSource } from './request.ts'

/** What is measured, in a process of its own. */
export interface Subject {
  readonly name: string
  /** The least that anything can cost, what people build instead, or ours. */
  readonly kind: 'floor' | 'peer' | 'cordon'
  /** In a few words, for the report. */
  readonly about: string
  readonly expects: Expectation
  /** Requests under way at a time, where the usual number of them would not be answered within a turn. */
  readonly atOnce?: number
  readonly prepare: (kit: Kit) => Promise<Prepared>
}

export interface Prepared {
  readonly worker: WorkerParts
  /**
   * Called before each turn, so that nothing expires in one.
   * @param seconds how long the requests have to last, where each can be sent once only
   */
  readonly requests: (port: number, seconds: number) => Promise<RequestSource> | RequestSource
}
