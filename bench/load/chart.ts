import type { Measured } from './measure.ts'

const WIDTH = 960
const NAMES = 190
const ABOUT = 330
const ROW = 26
const TOP = 64
const BAR = 14
const COLOURS = { floor: '#8a94a6', peer: '#d9a441', cordon: '#2f6fde' } as const
const KINDS = { floor: 'floors', peer: 'what people build instead', cordon: 'Cordon' } as const

type Bar = Pick<Measured, 'subject' | 'cpuMicros'>

/**
 * Bars of median CPU time a request with a line from the least to the most, and a dashed line at each floor. A
 * subject that takes far longer than the rest is cut off at the edge, where its figure stands.
 */
export function chart(bars: readonly Bar[]): string {
  const scale = scaleOf(bars)
  const height = TOP + bars.length * ROW + 30
  const floors = bars.filter(({ subject }) => subject.kind === 'floor')
  const marks = floors.map(({ subject, cpuMicros }) => {
    const x = scale(cpuMicros.median).toFixed(1)
    return `<path d="M${x} ${TOP - 4}V${height - 26}" stroke="${COLOURS.floor}" stroke-dasharray="3 3"><title>${escapeXml(subject.name)}</title></path>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>CPU time a request</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="12" y="24" font-size="16" font-weight="600">CPU time a request, µs: median, least and most of the rounds</text>
${legend()}
${marks.join('\n')}
${bars.map((bar, at) => row(bar, TOP + at * ROW, scale)).join('\n')}
</svg>
`
}

function legend(): string {
  return (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .map((kind, at) => {
      const x = 12 + at * 200
      return `<rect x="${x}" y="36" width="12" height="12" fill="${COLOURS[kind]}"/><text x="${x + 18}" y="46">${escapeXml(KINDS[kind])}</text>`
    })
    .join('')
}

function row({ subject, cpuMicros }: Bar, y: number, scale: (micros: number) => number): string {
  const { median, least, most } = cpuMicros
  const end = scale(median)
  const middle = y + BAR / 2
  const isCut = scale(Number.MAX_VALUE) === end && scale(median * 0.99) === end
  const figure = `${median.toFixed(median < 100 ? 1 : 0)}${isCut ? ' (cut off)' : ''}`
  return [
    `<g><title>${escapeXml(subject.about)}</title>`,
    `<text x="12" y="${y + 11}" font-weight="600">${escapeXml(subject.name)}</text>`,
    `<rect x="${NAMES}" y="${y}" width="${(end - NAMES).toFixed(1)}" height="${BAR}" fill="${COLOURS[subject.kind]}"/>`,
    `<path d="M${scale(least).toFixed(1)} ${middle}H${scale(most).toFixed(1)}" stroke="#111" stroke-width="1.5"/>`,
    `<text x="${(Math.max(end, scale(most)) + 6).toFixed(1)}" y="${y + 11}">${figure} <tspan fill="#667085">${escapeXml(subject.about)}</tspan></text></g>`,
  ].join('')
}

/** Wide enough for three times the upper quarter of all; a linear scan would make a line of everything else. */
function scaleOf(bars: readonly Bar[]): (micros: number) => number {
  const medians = bars.map(({ cpuMicros }) => cpuMicros.median).toSorted((a, b) => a - b)
  const quarter = medians[Math.floor(medians.length * 0.75)] ?? 1
  const widest = Math.min(medians.at(-1) ?? 1, quarter * 3)
  const room = WIDTH - NAMES - ABOUT
  return (micros) => NAMES + (Math.min(micros, widest) / widest) * room
}

/** For text and attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
