import { describe, expect, test } from 'vitest'
import type { Curve } from '../../../../bench/growth/curve.ts'
import { niceAbove, plot } from '../../../../bench/growth/plot.ts'
import { measured } from '../../../../bench/growth/report.ts'

function curve(name: string, sizes: readonly number[], change: Partial<Curve> = {}) {
  return measured({
    ...{ dimension: 'rules', level: 'step', name, unit: 'rule', nature: 'list' },
    points: sizes.map((size, at) => ({ size, micros: [at + 2, at + 1, at + 4] })),
    ...change,
  })
}

const LIST = curve('lists <of> "places"', [0, 10_000, 100_000, 1_000_000])
const MESSAGE = { dimension: 'headers', level: 'request', nature: 'message', unit: 'header' } as const
const OURS = curve('known session', [20, 40, 100], MESSAGE)
const FLOOR = curve('floor', [20, 40, 100], MESSAGE)

describe('plot()', () => {
  test('says in words what it shows', () => {
    const svg = plot([LIST, OURS])
    expect(svg).toMatch(/role="img" aria-labelledby="title about"/)
    expect(svg).toMatch(/<title id="title">[^<]+<\/title>/)
    expect(svg).toMatch(/<desc id="about">[^<]*rules, lists[^<]*headers, known session[^<]*<\/desc>/)
  })

  test('escapes names', () => {
    const svg = plot([LIST])
    expect(svg).toContain('lists &lt;of&gt; &quot;places&quot;')
    expect(svg).not.toContain('<of>')
  })

  test('loads nothing from elsewhere', () => {
    expect(plot([LIST]).replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(|<script/)
  })

  test('shows ours and the floor in one panel, by other marks than colour alone', () => {
    const svg = plot([OURS, FLOOR])
    expect(svg.match(/<g transform=/g)).toHaveLength(1)
    expect(svg.match(/<circle/g)).toHaveLength(3)
    expect(svg.match(/<rect x=/g)).toHaveLength(3)
  })

  test('larger sizes lie to the right, and higher cost above', () => {
    const points = [...plot([LIST]).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)]
    const [xs, ys] = [1, 2].map((group) => points.map((found) => Number(found[group])))
    expect(xs).toHaveLength(4)
    expect(xs).toEqual(xs?.toSorted((a, b) => a - b))
    expect(ys).toEqual(ys?.toSorted((a, b) => b - a))
  })

  test('has no number that is none', () => {
    expect(plot([LIST, OURS, curve('one size of nothing', [0, 1])])).not.toMatch(/NaN|Infinity/)
  })
})

test.each([
  [0.9, 1],
  [1.2, 2],
  [43, 50],
  [1_040, 2_000],
])('niceAbove(%d) is %d', (value, nice) => {
  expect(niceAbove(value)).toBeCloseTo(nice, 9)
})
