import { describe, expect, test } from 'vitest'
import { soakChart } from '../../../../bench/soak/chart.ts'

const window = (endsAtSeconds: number, heap: number) => ({
  endsAtSeconds,
  requests: 1,
  hostile: 0,
  perSecond: 1,
  cpuMicros: 200,
  cpuShare: 2,
  p50Micros: 1_000,
  p99Micros: 5_000,
  mostMicros: 9_000,
  heapBytes: [heap, heap],
  residentBytes: 200e6,
})
const SVG = soakChart({
  minutes: 1,
  windows: [window(30, 30e6), window(60, 31e6)],
  changes: [{ order: 'live policy', atSeconds: 15, tookMillis: 1 }],
  keyRotatedAtSeconds: 45,
})

describe('soakChart()', () => {
  test('has a line for each figure, with a point for each window', () => {
    const lines = [...SVG.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = '']) => points.split(' '))
    expect(lines.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2, 2])
  })

  test('marks every change and the key, each at its time', () => {
    expect(SVG).toContain('live policy')
    expect(SVG).toContain('new key begins')
    const [first, second] = [...SVG.matchAll(/d="M([\d.]+) 76V/g)].map(([, x]) => Number(x))
    expect(second).toBeGreaterThan(first ?? 0)
  })

  test('a later window is further to the right, and more memory is higher', () => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = (/<polyline points="([^"]*)"/.exec(SVG)?.[1] ?? '')
      .split(/[ ,]/)
      .map(Number)
    expect(x2).toBeGreaterThan(x1)
    expect(y2).toBeLessThan(y1)
  })

  test('loads nothing from elsewhere', () => {
    expect(SVG.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(|<script/)
  })
})
