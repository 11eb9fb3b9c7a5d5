import { type AttackCost, attacks, costOf } from './attack.ts'
import type { Abandoned } from './control-model.ts'
import { simulateControl } from './control-simulation.ts'
import type { Window, WindowReport } from './control-tally.ts'
import { type Bill, billOf } from './cost.ts'
import { type Load, loadOf } from './load.ts'
import { loggedBy } from './logs.ts'
import type { Options } from './options.ts'
import { CONTROL } from './product.ts'
import { type CacheRatios, simulateSessions } from './session-simulation.ts'
import { meanCpuMicros, usualIsolates } from './traffic.ts'

export interface Scenario {
  readonly requestsPerSecond: number
  readonly isolates: number
  readonly sessions: number
  readonly caches: CacheRatios
  readonly admissionsOfRefused: number
  readonly cpuMicros: number
  readonly load: Load
  readonly bill: Bill
  readonly control: readonly WindowReport[]
  readonly coldStarts: readonly ColdStart[]
}

export interface ColdStart {
  readonly revocations: number
  readonly abandoned: Abandoned
  /** What each complete read takes; undefined: as measured. */
  readonly completeMillis: number | undefined
  readonly windows: readonly WindowReport[]
}

const SESSIONS_PER_REQUEST_A_SECOND = 10
const DEPLOY_SECONDS = 10
const BURST_SECONDS = 60

export async function scenarioOf(options: Options, requestsPerSecond: number): Promise<Scenario> {
  const { shares, seed, networks, paths, revocations } = options
  const isolates = options.isolates ?? usualIsolates(requestsPerSecond)
  const sessions = options.sessions ?? requestsPerSecond * SESSIONS_PER_REQUEST_A_SECOND
  const refusedPerSecond = requestsPerSecond * shares.refused
  const caches = simulateSessions({
    ...{ isolates, paths, seed, clients: sessions },
    requestsPerSecond: requestsPerSecond - refusedPerSecond,
  })
  const refused = { isolates, requestsPerSecond: refusedPerSecond, clients: networks, paths: 1, seed }
  const admissionsOfRefused = refusedPerSecond === 0 ? 0 : simulateSessions(refused).newAdmission
  const cpuMicros = meanCpuMicros(shares, options.cpuMicros, caches)
  const admissions = { admitted: caches.newAdmission, refused: admissionsOfRefused }
  const logs = loggedBy(shares, admissions, options.logs)
  const mix = { requestsPerSecond, isolates, shares, cpuMicros, logs, revocations }
  const load = loadOf(mix)
  return {
    ...{ requestsPerSecond, isolates, sessions, caches, admissionsOfRefused, cpuMicros, load },
    bill: billOf(mix, load),
    control: await controlOf(options, isolates, requestsPerSecond),
    coldStarts: await coldStartsOf(options, isolates, requestsPerSecond),
  }
}

export function attackCosts({ cpuMicros, logs, attack }: Options): readonly AttackCost[] {
  return attacks(cpuMicros, logs.allowRate).map((one) => costOf(one, attack, logs))
}

/** A deployment, then nothing in particular, then as many clients logging out as there may. */
function controlOf(
  { minutes, revocations, seed }: Options,
  isolates: number,
  requestsPerSecond: number,
): Promise<readonly WindowReport[]> {
  const half = minutes * 30
  const windows: Window[] = [
    { name: 'deployment', fromSeconds: 0, toSeconds: 60 },
    { name: 'every day', fromSeconds: 60, toSeconds: half },
    { name: 'revocations', fromSeconds: half, toSeconds: half + 2 * BURST_SECONDS },
    { name: 'afterwards', fromSeconds: half + 2 * BURST_SECONDS, toSeconds: minutes * 60 },
  ]
  const burst = { fromSeconds: half, changes: CONTROL.clientChangesPerMinute, seconds: BURST_SECONDS }
  const seconds = minutes * 60
  return simulateControl(
    {
      ...{ isolates, requestsPerSecond, seconds, burst, revocations, seed },
      deploySeconds: DEPLOY_SECONDS,
      abandoned: 'dropped',
    },
    windows,
  )
}

const AFTER_DEPLOYMENT: readonly Window[] = [
  { name: '0–10 s', fromSeconds: 0, toSeconds: 10 },
  { name: '10–30 s', fromSeconds: 10, toSeconds: 30 },
  { name: '30–60 s', fromSeconds: 30, toSeconds: 60 },
]

/** The last: if the object made the answer for each, row by row, as slowly as it once did. To see what having it ready is worth. */
const COLD = [
  { revocations: 10_000, abandoned: 'dropped', completeMillis: undefined },
  { revocations: 10_000, abandoned: 'served', completeMillis: undefined },
  { revocations: 50_000, abandoned: 'dropped', completeMillis: undefined },
  { revocations: 50_000, abandoned: 'served', completeMillis: undefined },
  { revocations: 10_000, abandoned: 'served', completeMillis: 69 },
] as const satisfies readonly Omit<ColdStart, 'windows'>[]

async function coldStartsOf(
  { seed }: Options,
  isolates: number,
  requestsPerSecond: number,
): Promise<readonly ColdStart[]> {
  const starts: ColdStart[] = []
  for (const { completeMillis, ...start } of COLD) {
    const plan = {
      ...{ isolates, requestsPerSecond, seed, ...start },
      ...(completeMillis === undefined ? {} : { completeMillis }),
      ...{ seconds: 60, deploySeconds: DEPLOY_SECONDS, burst: undefined },
    }
    starts.push({ ...start, completeMillis, windows: await simulateControl(plan, AFTER_DEPLOYMENT) })
  }
  return starts
}
