import { SimulatedIsolate } from './control-isolate.ts'
import { type ControlModelOptions, ModelControl } from './control-model.ts'
import { ControlTally, type Window, type WindowReport } from './control-tally.ts'
import { ASSUMPTIONS } from './limits.ts'
import { spreadOver } from './places.ts'
import { Chance } from './random.ts'
import { VirtualTime } from './virtual-time.ts'

export interface ControlPlan extends ControlModelOptions {
  readonly isolates: number
  readonly requestsPerSecond: number
  readonly seconds: number
  /** A deployment begins the run: within so long every isolate is a new one. */
  readonly deploySeconds: number
  readonly burst: Burst | undefined
  readonly seed: number
}

/** So many changes, evenly over so long. */
export interface Burst {
  readonly fromSeconds: number
  readonly changes: number
  readonly seconds: number
}

/** What all isolates ask of the one object, and what their requests have of it. The same plan gives the same report. */
export async function simulateControl(
  plan: ControlPlan,
  windows: readonly Window[],
): Promise<readonly WindowReport[]> {
  const { isolates, requestsPerSecond, deploySeconds, burst, seconds, seed } = plan
  const time = new VirtualTime()
  const chance = new Chance(seed)
  const tally = new ControlTally(windows)
  const control = new ModelControl(time, plan, (what) => tally.served(time.now, what))
  const world = { time, chance, control, tally, lifeSeconds: ASSUMPTIONS.isolateLifeSeconds }
  for (const { share, isolates: here } of spreadOver(isolates, ASSUMPTIONS.places)) {
    const roundTripMillis = roundTrip(chance)
    for (let made = 0; made < here; made++) {
      const isolate = new SimulatedIsolate(world, (requestsPerSecond * share) / here, roundTripMillis)
      time.at(chance.between(0, deploySeconds) * 1_000, () => isolate.start())
    }
  }
  for (let made = 0; burst !== undefined && made < burst.changes; made++)
    time.at((burst.fromSeconds + (made / burst.changes) * burst.seconds) * 1_000, () => control.change())
  await time.run(seconds * 1_000)
  return tally.report(requestsPerSecond)
}

/** There is one object, and it is near some: an assumption. The last twentieth is farther than a request waits. */
const ROUND_TRIPS = [
  { share: 0.2, least: 5, most: 40 },
  { share: 0.5, least: 40, most: 150 },
  { share: 0.25, least: 150, most: 230 },
  { share: 0.05, least: 230, most: 330 },
] as const

function roundTrip(chance: Chance): number {
  let drawn = chance.next()
  for (const { share, least, most } of ROUND_TRIPS) {
    if (drawn < share) return chance.between(least, most)
    drawn -= share
  }
  return ROUND_TRIPS[0].least
}
