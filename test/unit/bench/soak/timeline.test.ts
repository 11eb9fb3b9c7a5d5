import { describe, expect, test } from 'vitest'
import { Timeline } from '../../../../bench/soak/timeline.ts'

function changed() {
  const timeline = new Timeline('old')
  timeline.begin('new', 100)(110)
  return timeline
}

describe('Timeline.possible()', () => {
  test.each<readonly [string, number, number, number, readonly string[]]>([
    ['answered before the order was given', 50, 99, 0, ['old']],
    ['that was under way when it was given', 50, 100, 0, ['old', 'new']],
    ['sent while it was carried out', 105, 200, 0, ['old', 'new']],
    ['sent with its answer', 110, 200, 0, ['old', 'new']],
    ['sent after its answer', 111, 200, 0, ['new']],
    ['sent within the time that it takes elsewhere', 1_110, 1_200, 1_000, ['old', 'new']],
    ['sent after that time', 1_111, 1_200, 1_000, ['new']],
  ])('for a request %s', (_, sentAt, heardAt, lag, values) => {
    expect(changed().possible(sentAt, heardAt, lag)).toEqual(values)
  })

  test('while an order is under way, both', () => {
    const timeline = new Timeline('old')
    const answered = timeline.begin('new', 100)
    expect(timeline.possible(5_000, 5_001, 0)).toEqual(['old', 'new'])
    answered(6_000)
    expect(timeline.possible(6_001, 6_002, 0)).toEqual(['new'])
  })

  test('what was put back is one value again after its time', () => {
    const timeline = changed()
    timeline.begin('old', 200)(210)
    expect(timeline.possible(205, 206, 50)).toEqual(['new', 'old'])
    expect(timeline.possible(300, 301, 50)).toEqual(['old'])
  })
})

test('Timeline.begin() refuses an order while another one is under way', () => {
  const timeline = new Timeline(0)
  timeline.begin(1, 100)
  expect(() => timeline.begin(2, 101)).toThrow(RangeError)
})

test('Timeline.ordered is what was ordered last', () => {
  expect([changed().ordered, changed().answeredAt]).toEqual(['new', 110])
})
