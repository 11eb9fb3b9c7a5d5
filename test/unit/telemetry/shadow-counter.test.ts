import { describe, expect, it } from 'vitest'
import type { Difference } from '../../../src/policy/shadow.ts'
import type { ShadowRecord } from '../../../src/telemetry/records.ts'
import { type Compared, type Comparison, ShadowCounter } from '../../../src/telemetry/shadow-counter.ts'
import { later, NOW } from '../../support/gate.ts'
import { readBack } from '../../support/records.ts'

const PAIR: Compared = { candidate: 'c'.repeat(16), live: 'a'.repeat(16) }
const SAME: Comparison = { state: 'same' }
const REFUSED: Difference = {
  in: ['verdict', 'action'],
  verdicts: 'allow→deny',
  actions: 'pass→refuse',
  rules: ['r', 's'],
}
const differs = (changes: Partial<Difference> = {}): Comparison => ({
  state: 'differs',
  difference: { ...REFUSED, ...changes },
})
const only = (records: readonly ShadowRecord[]) => {
  const [first, ...others] = records
  if (first === undefined || others.length > 0) throw new Error(`${records.length} records`)
  return first
}

describe('ShadowCounter', () => {
  it('counts what was compared, what differed, and by what', () => {
    const counter = new ShadowCounter()
    const all = [
      SAME,
      SAME,
      differs(),
      differs({ rules: ['r'] }),
      differs({ verdicts: 'allow→limit', actions: 'pass→pass' }),
    ]
    for (const comparison of all) expect(counter.note(PAIR, comparison, NOW)).toEqual([])
    counter.note(PAIR, { state: 'unread' }, NOW)
    counter.note(PAIR, { state: 'failed', cause: 'first' }, NOW)
    counter.note(PAIR, { state: 'failed', cause: 'second' }, NOW)
    const record = only(counter.settle(later(5)))
    expect(record).toEqual({
      event: 'shadow',
      time: '2026-11-01T00:00:05.000Z',
      since: '2026-11-01T00:00:00.000Z',
      revision: PAIR.candidate,
      live: PAIR.live,
      compared: 5,
      differing: 3,
      unread: 1,
      failed: 2,
      verdicts: { 'allow→deny': 2, 'allow→limit': 1 },
      actions: { 'pass→refuse': 2, 'pass→pass': 1 },
      rules: { r: 3, s: 2 },
      cause: 'first',
    })
    expect(readBack(record)).toEqual(record)
  })

  it('hands out a batch after a minute, not before, and begins another', () => {
    const counter = new ShadowCounter()
    expect(counter.note(PAIR, SAME, NOW)).toEqual([])
    expect(counter.note(PAIR, SAME, later(59))).toEqual([])
    expect(only(counter.note(PAIR, SAME, later(60)))).toMatchObject({ compared: 3 })
    expect(counter.isEmpty).toBe(true)
    expect(counter.note(PAIR, SAME, later(61))).toEqual([])
    expect(only(counter.note(PAIR, SAME, later(121)))).toMatchObject({
      compared: 2,
      since: '2026-11-01T00:01:01.000Z',
    })
  })

  it('hands out a batch at ten thousand comparisons, whatever the time', () => {
    const counter = new ShadowCounter()
    const written = Array.from({ length: 20_000 }, () => counter.note(PAIR, SAME, NOW)).flat()
    expect(written.map(({ compared }) => compared)).toEqual([10_000, 10_000])
  })

  it('counts those that could not be compared towards it: a broken candidate is told of, too', () => {
    const counter = new ShadowCounter()
    const failed: Comparison = { state: 'failed', cause: 'a bug' }
    const written = Array.from({ length: 10_000 }, () => counter.note(PAIR, failed, NOW)).flat()
    expect(only(written)).toMatchObject({ compared: 0, failed: 10_000, cause: 'a bug' })
  })

  it('keeps the revisions apart where requests under both overlap, without a line for each', () => {
    const counter = new ShadowCounter()
    const next = { ...PAIR, live: 'b'.repeat(16) }
    for (let index = 0; index < 50; index++) {
      expect(counter.note(PAIR, SAME, NOW)).toEqual([])
      expect(counter.note(next, differs(), NOW)).toEqual([])
    }
    expect(counter.settle(NOW)).toMatchObject([
      { live: PAIR.live, compared: 50, differing: 0 },
      { live: next.live, compared: 50, differing: 50 },
    ])
  })

  it('holds few revisions at once: the oldest is written first', () => {
    const counter = new ShadowCounter()
    const pair = (index: number) => ({ ...PAIR, live: `${index}`.repeat(16) })
    for (let index = 0; index < 4; index++) expect(counter.note(pair(index), SAME, NOW)).toEqual([])
    expect(counter.note(pair(4), SAME, NOW)).toMatchObject([{ live: pair(0).live }])
  })

  it('holds so many rules, and counts the rest together', () => {
    const counter = new ShadowCounter()
    for (let index = 0; index < 1_000; index++) counter.note(PAIR, differs({ rules: [`rule-${index}`] }), NOW)
    const { rules } = only(counter.settle(NOW))
    expect(Object.keys(rules)).toHaveLength(201)
    expect(rules.others).toBe(800)
  })

  it('shortens why something failed', () => {
    const counter = new ShadowCounter()
    counter.note(PAIR, { state: 'failed', cause: 'x'.repeat(10_000) }, NOW)
    expect(only(counter.settle(NOW)).cause).toHaveLength(200)
  })

  it('is empty before the first, and after the last was taken', () => {
    const counter = new ShadowCounter()
    expect([counter.isEmpty, counter.settle(NOW)]).toEqual([true, []])
    counter.note(PAIR, SAME, NOW)
    expect(counter.isEmpty).toBe(false)
    counter.settle(NOW)
    expect(counter.isEmpty).toBe(true)
  })

  it('ends a batch that a clock began in the future', () => {
    const counter = new ShadowCounter()
    counter.note(PAIR, SAME, later(86_400))
    expect(only(counter.note(PAIR, SAME, NOW))).toMatchObject({ compared: 2 })
  })
})
