import { describe, expect, test } from 'vitest'
import { chart, escapeXml } from '../../../../bench/load/chart.ts'

type Bar = Parameters<typeof chart>[0][number]

function bar(name: string, kind: Bar['subject']['kind'], median: number, about = 'about it'): Bar {
  return { subject: { name, kind, about }, cpuMicros: { median, least: median * 0.9, most: median * 1.1 } }
}

const BARS = [
  bar('ok', 'floor', 20),
  bar('floor', 'floor', 50, 'strips & sets <names> "once"'),
  bar('hono', 'peer', 90),
  bar('known', 'cordon', 60),
]

test('escapeXml() leaves nothing that ends a text or an attribute', () => {
  expect(escapeXml(`<a href="x" title='y'>&amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  )
})

describe('chart()', () => {
  test('escapes what subjects say of themselves', () => {
    const svg = chart(BARS)
    expect(svg).toContain('strips &amp; sets &lt;names&gt; &quot;once&quot;')
    expect(svg).not.toContain('<names>')
  })

  test('marks each floor with a line of its own', () => {
    expect(chart(BARS).match(/stroke-dasharray/g)).toHaveLength(2)
  })

  test('loads nothing from elsewhere', () => {
    expect(chart(BARS).replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(|<script/)
  })

  test('a longer bar stands for more time', () => {
    const widths = widthsIn(chart(BARS))
    expect(widths.known).toBeGreaterThan(widths.floor ?? 0)
    expect(widths.hono).toBeGreaterThan(widths.known ?? 0)
  })

  test('one that takes far longer than the rest does not make lines of them, and is marked', () => {
    const svg = chart([...BARS, bar('scan', 'peer', 50_000)])
    const widths = widthsIn(svg)
    expect(svg.match(/\(cut off\)/g)).toHaveLength(1)
    expect(chart(BARS)).not.toContain('(cut off)')
    expect(widths.ok).toBeGreaterThan(10)
    expect(widths.scan).toBeLessThan(500)
  })
})

/** Width of the bar, by the name before it. */
function widthsIn(svg: string): Readonly<Record<string, number>> {
  const rows = svg.matchAll(/font-weight="600">(\w+)<\/text><rect [^>]*?width="([\d.]+)"/g)
  return Object.fromEntries([...rows].map(([, name = '', width]) => [name, Number(width)]))
}
