import type { Usage } from '../load/accounting.ts'
import { quantile } from '../load/statistics.ts'
import type { Tally } from './traffic.ts'

/** What was measured of one stretch of the load. */
export interface Window {
  /** Since the end of the warm-up. */
  readonly endsAtSeconds: number
  readonly requests: number
  readonly hostile: number
  readonly perSecond: number
  /** CPU time of the gate's process a request. */
  readonly cpuMicros: number
  /**
   * The same as a share of what the load generator took for it at the same time: on a machine that others use as well,
   * both take longer.
   */
  readonly cpuShare: number
  readonly p50Micros: number
  readonly p99Micros: number
  readonly mostMicros: number
  /** Of each isolate, after a collection. */
  readonly heapBytes: readonly number[]
  readonly residentBytes: number
}

export interface Stretch {
  readonly tally: Tally
  readonly seconds: number
  readonly before: Usage
  readonly after: Usage
  /** Of the load generator. */
  readonly ownCpuMicros: number
  readonly heapBytes: readonly number[]
  readonly endsAtSeconds: number
}

export function windowOf({
  tally,
  seconds,
  before,
  after,
  ownCpuMicros,
  heapBytes,
  endsAtSeconds,
}: Stretch): Window {
  const { requests, hostile, latencyMicros } = tally
  const cpuMicros = after.cpuMicros - before.cpuMicros
  return {
    endsAtSeconds,
    requests,
    hostile,
    perSecond: requests / seconds,
    cpuMicros: cpuMicros / requests,
    cpuShare: cpuMicros / ownCpuMicros,
    p50Micros: quantile(latencyMicros, 0.5),
    p99Micros: quantile(latencyMicros, 0.99),
    mostMicros: quantile(latencyMicros, 1),
    heapBytes,
    residentBytes: after.residentBytes,
  }
}
