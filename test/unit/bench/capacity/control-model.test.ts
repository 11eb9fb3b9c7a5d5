import { describe, expect, test } from 'vitest'
import { type Abandoned, ModelControl, type Served } from '../../../../bench/capacity/control-model.ts'
import { VirtualTime } from '../../../../bench/capacity/virtual-time.ts'

/** So many complete reads at once, of 100 ms each; when each was answered, and what the object did. */
async function atOnce(calls: number, abandoned: Abandoned, patienceMillis: number) {
  const time = new VirtualTime()
  const sum: Served = { reads: 0, complete: 0, inVain: 0, rejected: 0, busyMillis: 0 }
  const control = new ModelControl(time, { revocations: 5, abandoned, completeMillis: 100 }, (what) => {
    for (const key of Object.keys(sum) as (keyof Served)[]) sum[key] += what[key] ?? 0
  })
  const answered: number[] = []
  for (let made = 0; made < calls; made++)
    time.at(0, () => {
      const call = { since: undefined, oneWayMillis: 20, patienceMillis }
      control.read(call).then(
        () => answered.push(time.now),
        () => answered.push(-time.now),
      )
    })
  await time.run(60_000)
  return { answered, ...sum }
}

describe('ModelControl', () => {
  test('answers one after the other, and the way takes its time', async () => {
    const { answered, complete, busyMillis } = await atOnce(3, 'served', 5_000)
    expect(answered).toEqual([140, 240, 340])
    expect([complete, busyMillis]).toEqual([3, 300])
  })

  test('does in vain what nobody waits for any more', async () => {
    expect(await atOnce(5, 'served', 250)).toMatchObject({ answered: [140, 240], inVain: 3, busyMillis: 500 })
  })

  test('or does not begin with it: the third is under way when its caller gives up', async () => {
    expect(await atOnce(5, 'dropped', 250)).toMatchObject({
      answered: [140, 240],
      inVain: 3,
      busyMillis: 300,
    })
  })

  test('rejects what would wait for more than ten seconds', async () => {
    const { answered, rejected } = await atOnce(103, 'served', 30_000)
    expect(rejected).toBe(2)
    expect(answered.filter((at) => at < 0)).toEqual([-40, -40])
  })

  test('what lies between costs a little each, and what does not, less', async () => {
    const time = new VirtualTime()
    const busy: number[] = []
    const control = new ModelControl(time, { revocations: 0, abandoned: 'served' }, ({ busyMillis }) => {
      if (busyMillis !== undefined) busy.push(busyMillis)
    })
    time.at(0, () => void control.read({ since: 0, oneWayMillis: 1, patienceMillis: 5_000 }))
    for (let made = 0; made < 100; made++) time.at(10, () => control.change())
    time.at(1_000, () => void control.read({ since: 0, oneWayMillis: 1, patienceMillis: 5_000 }))
    await time.run(2_000)
    expect(busy[0]).toBeCloseTo(1 / 3.5)
    expect(busy.at(-1)).toBeCloseTo(1 / 3.5 + 0.4)
  })

  test('a complete read is dear where nothing is ready: the first, and the next after 250 changes', async () => {
    const time = new VirtualTime()
    const busy: number[] = []
    const control = new ModelControl(time, { revocations: 10_000, abandoned: 'served' }, ({ busyMillis }) => {
      if (busyMillis !== undefined && busyMillis !== 5) busy.push(busyMillis)
    })
    const call = { since: undefined, oneWayMillis: 1, patienceMillis: 5_000 }
    for (const at of [0, 1_000, 20_000, 50_000]) time.at(at, () => void control.read(call))
    for (let made = 0; made < 250; made++) time.at(2_000, () => control.change())
    time.at(30_000, () => control.change())
    await time.run(60_000)
    expect(busy.map((millis) => Math.round(millis * 10) / 10)).toEqual([14.6, 2.2, 3.2, 14.6])
  })
})
