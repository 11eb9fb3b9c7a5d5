import { escapeXml } from '../load/chart.ts'
import type { Report } from './report.ts'
import type { Window } from './window.ts'

const WIDTH = 960
const LEFT = 170
const RIGHT = 20
const TOP = 96
const BAND = 100
const GAP = 34
const COLOURS = ['#2f6fde', '#d9a441', '#8a94a6']

interface Series {
  readonly name: string
  readonly of: (window: Window) => number
}

interface Band {
  readonly title: string
  readonly unit: string
  readonly series: readonly Series[]
}

const BANDS: readonly Band[] = [
  {
    title: 'Heap',
    unit: 'MB',
    series: [
      { name: 'isolate 1', of: ({ heapBytes }) => (heapBytes[0] ?? 0) / 1e6 },
      { name: 'isolate 2', of: ({ heapBytes }) => (heapBytes[1] ?? 0) / 1e6 },
    ],
  },
  {
    title: 'Resident',
    unit: 'MB',
    series: [{ name: 'process', of: ({ residentBytes }) => residentBytes / 1e6 }],
  },
  {
    title: 'Latency',
    unit: 'ms',
    series: [
      { name: 'p50', of: ({ p50Micros }) => p50Micros / 1000 },
      { name: 'p99', of: ({ p99Micros }) => p99Micros / 1000 },
    ],
  },
  {
    title: 'CPU a request',
    unit: 'µs',
    series: [{ name: 'gate', of: ({ cpuMicros }) => cpuMicros }],
  },
]

/** Memory, latency and CPU time over the time, with a line where something was changed. Each band begins at zero. */
export function soakChart({
  windows,
  changes,
  keyRotatedAtSeconds,
  minutes,
}: Pick<Report, 'windows' | 'changes' | 'keyRotatedAtSeconds' | 'minutes'>): string {
  const seconds = Math.max(1, windows.at(-1)?.endsAtSeconds ?? 0)
  const x = (at: number) => LEFT + (Math.min(at, seconds) / seconds) * (WIDTH - LEFT - RIGHT)
  const height = TOP + BANDS.length * (BAND + GAP) + 20
  const marks = [
    ...changes.map(({ order, atSeconds }) => ({ name: order as string, at: atSeconds })),
    { name: 'new key begins', at: keyRotatedAtSeconds },
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>Memory, latency and CPU time under load</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="12" y="24" font-size="16" font-weight="600">${minutes} minutes of load, a fifth of it hostile; dashed: a change under load</text>
${marks.map(({ name, at }) => mark(x(at), name, height)).join('\n')}
${BANDS.map((band, index) => bandOf(band, windows, TOP + index * (BAND + GAP), x)).join('\n')}
<text x="${LEFT}" y="${height - 8}">0 s</text><text x="${WIDTH - RIGHT}" y="${height - 8}" text-anchor="end">${seconds.toFixed(0)} s</text>
</svg>
`
}

function mark(x: number, name: string, height: number): string {
  const at = x.toFixed(1)
  return `<g><path d="M${at} 76V${height - 24}" stroke="#c0392b" stroke-dasharray="2 4" opacity="0.6"/><text x="${at}" y="72" font-size="9" fill="#667085" transform="rotate(-20 ${at} 72)">${escapeXml(name)}</text></g>`
}

function bandOf(
  { title, unit, series }: Band,
  windows: readonly Window[],
  top: number,
  x: (at: number) => number,
): string {
  const most = Math.max(Number.MIN_VALUE, ...series.flatMap(({ of }) => windows.map(of))) * 1.1
  const y = (value: number) => top + BAND - (value / most) * BAND
  const lines = series.map(({ name, of }, index) => {
    const points = windows.map(
      (window) => `${x(window.endsAtSeconds).toFixed(1)},${y(of(window)).toFixed(1)}`,
    )
    const colour = COLOURS[index] ?? '#111'
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/><text x="12" y="${top + 34 + index * 16}" fill="${colour}">${escapeXml(name)}</text>`
  })
  return [
    `<path d="M${LEFT} ${top}V${top + BAND}H${WIDTH - RIGHT}" fill="none" stroke="#8a94a6"/>`,
    `<text x="12" y="${top + 14}" font-weight="600">${escapeXml(title)}, ${unit}</text>`,
    `<text x="${LEFT - 6}" y="${top + 10}" text-anchor="end">${most.toFixed(most < 10 ? 1 : 0)}</text>`,
    `<text x="${LEFT - 6}" y="${top + BAND}" text-anchor="end">0</text>`,
    ...lines,
  ].join('')
}
