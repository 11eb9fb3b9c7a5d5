import { describe, expect, test } from 'vitest'
import { type ControlPlan, simulateControl } from '../../../../bench/capacity/control-simulation.ts'

const PLAN: ControlPlan = {
  isolates: 50,
  requestsPerSecond: 500,
  seconds: 300,
  deploySeconds: 5,
  revocations: 0,
  burst: undefined,
  abandoned: 'dropped',
  seed: 1,
}
const WINDOWS = [
  { name: 'deployment', fromSeconds: 0, toSeconds: 60 },
  { name: 'afterwards', fromSeconds: 60, toSeconds: 300 },
]

describe('simulateControl()', () => {
  test('reads as often as the rules say: each isolate every 15 to 20 seconds, everything once', async () => {
    const [deployment, afterwards] = await simulateControl(PLAN, WINDOWS)
    expect(deployment?.completeReads).toBeGreaterThanOrEqual(50)
    expect(deployment?.completeReads).toBeLessThan(75)
    // Not even of isolates far away: what comes too late for one request is there for the next.
    expect(deployment?.inVain).toBe(0)
    expect(afterwards?.readsPerSecond).toBeGreaterThan(50 / 19.5)
    expect(afterwards?.readsPerSecond).toBeLessThan(50 / 16.5)
    expect(afterwards?.refused).toBeLessThan(0.001)
    expect(afterwards?.waiting).toBeLessThan(0.002)
  })

  test('is the same for the same seed', async () => {
    const one = await simulateControl(PLAN, WINDOWS)
    expect(await simulateControl(PLAN, WINDOWS)).toEqual(one)
    expect(await simulateControl({ ...PLAN, seed: 2 }, WINDOWS)).not.toEqual(one)
  })

  test('isolates with little to do have their requests wait, and none is refused for it', async () => {
    const [, quiet] = await simulateControl({ ...PLAN, requestsPerSecond: 1, seconds: 300 }, WINDOWS)
    const [, busy] = await simulateControl(PLAN, WINDOWS)
    expect(quiet?.waiting).toBeGreaterThan(0.05)
    expect(quiet?.waiting).toBeGreaterThan(20 * (busy?.waiting ?? 1))
  })

  test('an object that cannot keep up refuses for want of a copy, and one that can does not', async () => {
    const cold = { ...PLAN, seconds: 60, revocations: 1_000, completeMillis: 800 } as const
    const [slow] = await simulateControl({ ...cold, abandoned: 'served' }, WINDOWS)
    const [fast] = await simulateControl({ ...cold, completeMillis: 3 }, WINDOWS)
    expect(slow?.refused).toBeGreaterThan(0.5)
    expect(fast?.refused).toBeLessThan(0.02)
  })
})
