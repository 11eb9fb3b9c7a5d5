import { ASSUMPTIONS, PLATFORM_LIMITS } from './limits.ts'
import type { LogVolume } from './logs.ts'
import { HELD_REVOCATION_BYTES, PREFIX_TABLE_BYTES, UNCHANGED_READS_PER_SECOND } from './measured.ts'
import { CACHES, CONTROL, REPLAY } from './product.ts'
import type { Shares } from './traffic.ts'

export interface Mix {
  readonly requestsPerSecond: number
  readonly isolates: number
  readonly shares: Shares
  /** In the mean. */
  readonly cpuMicros: number
  /** Of one request. */
  readonly logs: LogVolume
  readonly revocations: number
}

/** A second, unless said otherwise. */
export interface Load {
  readonly isolates: number
  /** As many as its CPU alone would need. */
  readonly isolatesByCpu: number
  readonly cpuSeconds: number
  readonly requestsOfIsolate: number
  readonly isolateBytes: number
  /** Copies that are asked after every 15 to 20 seconds, where there is traffic. */
  readonly controlReads: number
  /** Of what it bears: measured, and by the platform's soft limit. */
  readonly controlShareOfMeasured: number
  readonly controlShareOfLimit: number
  /** From here on one object no longer does. */
  readonly isolatesOfOneControl: number
  readonly completeReads: number
  readonly replayUses: number
  readonly replayUsesOfShard: number
  readonly replayShareOfShard: number
  /** Each new isolate reads the table once, where it is not in the bundle. */
  readonly blobReads: number
  readonly logEvents: number
  readonly logBytes: number
  readonly logShareOfDay: number
}

const SECONDS_OF_DAY = 86_400
/** In the mean. */
const DUE_SECONDS = (CONTROL.leastDueSeconds + CONTROL.mostDueSeconds) / 2

export function loadOf({ requestsPerSecond, isolates, shares, cpuMicros, logs, revocations }: Mix): Load {
  const { isolateUtilisation, isolateLifeSeconds, writingObjectCalls } = ASSUMPTIONS
  const cpuSeconds = (requestsPerSecond * cpuMicros) / 1e6
  const controlReads = isolates / DUE_SECONDS
  const replayUses = requestsPerSecond * shares.strict
  const logEvents = requestsPerSecond * logs.events
  const starts = isolates / isolateLifeSeconds
  return {
    isolates,
    isolatesByCpu: Math.ceil(cpuSeconds / isolateUtilisation),
    cpuSeconds,
    requestsOfIsolate: requestsPerSecond / isolates,
    isolateBytes: isolateBytes(revocations),
    controlReads,
    controlShareOfMeasured: controlReads / UNCHANGED_READS_PER_SECOND,
    controlShareOfLimit: controlReads / PLATFORM_LIMITS.objectCalls.value,
    isolatesOfOneControl: PLATFORM_LIMITS.objectCalls.value * DUE_SECONDS,
    completeReads: starts,
    replayUses,
    replayUsesOfShard: replayUses / REPLAY.shards,
    replayShareOfShard: replayUses / REPLAY.shards / writingObjectCalls,
    blobReads: starts,
    logEvents,
    logBytes: requestsPerSecond * logs.bytes,
    logShareOfDay: (logEvents * SECONDS_OF_DAY) / PLATFORM_LIMITS.logsPerDay.value,
  }
}

/** With every cache full and a million prefixes of each family. */
function isolateBytes(revocations: number): number {
  const caches = Object.values(CACHES).reduce((sum, { entries, bytesEach }) => sum + entries * bytesEach, 0)
  return caches + revocations * HELD_REVOCATION_BYTES + PREFIX_TABLE_BYTES
}
