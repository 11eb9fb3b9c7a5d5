import { ASSUMPTIONS, PLATFORM_LIMITS } from './limits.ts'
import type { Load, Mix } from './load.ts'
import { chargeOf, PRICES, type Price } from './prices.ts'
import { CONTROL, REPLAY } from './product.ts'

export interface CostLine {
  readonly about: string
  /** A month. */
  readonly units: number
  readonly unit: string
  readonly dollars: number
}

export interface Bill {
  readonly lines: readonly CostLine[]
  readonly dollars: number
  /** Of a million requests, the plan's share and what it includes counted in. */
  readonly dollarsPerMillion: number
  /** Instead of the lines for logs. */
  readonly alternatives: readonly CostLine[]
}

const GB = 1e9
const DAYS_OF_MONTH = 30

/** A month of this, every second of it. */
export function billOf(mix: Mix, load: Load): Bill {
  const { secondsOfMonth, logRetentionDays } = ASSUMPTIONS
  const perMonth = (perSecond: number) => perSecond * secondsOfMonth
  const requests = perMonth(mix.requestsPerSecond)
  const { replayUses, controlReads, completeReads } = load
  const logGigabytes = perMonth(load.logBytes) / GB
  const rowsRead =
    controlReads * CONTROL.rowsReadUnchanged +
    completeReads * mix.revocations +
    replayUses * REPLAY.rowsReadPerUse
  const lines = [
    line(PRICES.plan, 1),
    line(PRICES.requests, requests),
    line(PRICES.cpu, perMonth(load.cpuSeconds) * 1_000),
    line(PRICES.objectRequests, perMonth(controlReads + completeReads + replayUses)),
    line(PRICES.objectDuration, objectGigabyteSeconds(awakeObjects(replayUses))),
    line(PRICES.rowsRead, perMonth(rowsRead)),
    line(PRICES.rowsWritten, perMonth(replayUses * REPLAY.rowsWrittenPerUse)),
    line(PRICES.blobReads, perMonth(load.blobReads)),
    line(PRICES.logBytes, logGigabytes),
    line(PRICES.logStorage, (logGigabytes * logRetentionDays) / DAYS_OF_MONTH),
  ]
  const dollars = lines.reduce((sum, { dollars }) => sum + dollars, 0)
  return {
    lines,
    dollars,
    dollarsPerMillion: (dollars / requests) * 1e6,
    alternatives: [line(PRICES.logEvents, perMonth(load.logEvents)), line(PRICES.logpush, requests)],
  }
}

/** `Control` never sleeps; a shard does, some ten seconds after its last call. */
function awakeObjects(replayUses: number): number {
  const secondsAwakeAfterUse = 10
  const usesOfShard = replayUses / REPLAY.shards
  return 1 + REPLAY.shards * (1 - Math.exp(-usesOfShard * secondsAwakeAfterUse))
}

function objectGigabyteSeconds(objects: number): number {
  return (objects * ASSUMPTIONS.secondsOfMonth * PLATFORM_LIMITS.objectBytes.value) / GB
}

function line(price: Price, units: number): CostLine {
  return { about: price.about, units, unit: price.unit, dollars: chargeOf(price, units) }
}
