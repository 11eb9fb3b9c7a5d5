import { escapeXml } from '../load/chart.ts'
import { type Spread, spreadOf } from '../load/statistics.ts'
import { type MeasuredCurve, verdictText } from './report.ts'

const COLUMNS = 2
const WIDTH = 470
const HEIGHT = 250
const GAP = 16
const TOP = 70
const AREA = { left: 62, right: 14, top: 34, bottom: 68 } as const

/** In light and in dark; lines are told apart by their marks, too. */
const STYLE = `
  svg { --paper: #fff; --ink: #1b2430; --faint: #5b6675; --rule: #d5dae1; --a: #1f5fcc; --b: #a15c00 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14181f; --ink: #e8ecf2; --faint: #a3aebd; --rule: #3a4452; --a: #7fb0ff; --b: #f0b35a }
  }
  text { fill: var(--ink) }
  .faint { fill: var(--faint) }
  .rule { stroke: var(--rule) }
  .a { stroke: var(--a); fill: var(--a) }
  .b { stroke: var(--b); fill: var(--b) }
  path { fill: none }
`

/** Curves that belong into one picture: of one dimension, in the same unit of cost. */
interface Panel {
  readonly title: string
  readonly curves: readonly MeasuredCurve[]
}

/** One panel for each curve; the floor is in that of ours. Sizes by their logarithm, cost from nothing on. */
export function plot(curves: readonly MeasuredCurve[]): string {
  const panels = panelsOf(curves)
  const rows = Math.ceil(panels.length / COLUMNS)
  const [width, height] = [COLUMNS * (WIDTH + GAP) + GAP, TOP + rows * (HEIGHT + GAP)]
  const said = curves.map((curve) => `${curve.dimension}, ${curve.name}: ${verdictText(curve)}.`).join(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="title about">
<title id="title">What the cost of a request grows with</title>
<desc id="about">${escapeXml(said)}</desc>
<style>${STYLE}</style>
<rect width="${width}" height="${height}" style="fill: var(--paper)"/>
<text x="${GAP}" y="28" font-size="17" font-weight="600">What the cost of a request grows with</text>
<text x="${GAP}" y="50" class="faint">CPU µs by size, whose scale is logarithmic: median, least and most of the rounds</text>
${panels.map((panel, at) => panelText(panel, GAP + (at % COLUMNS) * (WIDTH + GAP), TOP + Math.floor(at / COLUMNS) * (HEIGHT + GAP))).join('\n')}
</svg>
`
}

function panelsOf(curves: readonly MeasuredCurve[]): readonly Panel[] {
  const byTitle = new Map<string, MeasuredCurve[]>()
  for (const curve of curves) {
    const { dimension, level, nature, name } = curve
    const title = `${dimension}: ${nature === 'message' ? 'whole request' : name}${level === 'step' ? ' (one step)' : ''}`
    byTitle.set(title, [...(byTitle.get(title) ?? []), curve])
  }
  return [...byTitle].map(([title, own]) => ({ title, curves: own }))
}

interface Scale {
  readonly x: (size: number) => number
  readonly y: (micros: number) => number
}

function panelText({ title, curves }: Panel, left: number, top: number): string {
  const spreads = curves.flatMap(({ points }) => points.map(({ micros }) => spreadOf(micros)))
  const sizes = [...new Set(curves.flatMap(({ points }) => points.map(({ size }) => size)))]
  const most = niceAbove(Math.max(...spreads.map((spread) => spread.most)))
  const scale: Scale = {
    x: along(sizes, AREA.left + 12, WIDTH - AREA.right - 24),
    y: (micros) => HEIGHT - AREA.bottom - (micros / most) * (HEIGHT - AREA.top - AREA.bottom),
  }
  const ticks = [0, most / 2, most].map((micros) => {
    const y = scale.y(micros).toFixed(1)
    return `<path class="rule" d="M${AREA.left} ${y}H${WIDTH - AREA.right}"/><text class="faint" x="${AREA.left - 6}" y="${Number(y) + 4}" text-anchor="end">${Number(micros.toPrecision(3))}</text>`
  })
  return `<g transform="translate(${left} ${top})">
<text x="0" y="16" font-weight="600">${escapeXml(title)}</text>
${ticks.join('')}${sizeLabels(sizes, scale)}
${curves.map((curve, at) => curveText(curve, scale, at === 0 ? 'a' : 'b')).join('\n')}
${curves.map((curve, at) => `<text class="faint" x="0" y="${HEIGHT - 26 + at * 16}">${escapeXml(legendOf(curve, curves.length > 1))}</text>`).join('')}
</g>`
}

const CHARACTER = 6.2

/** Of sizes too near to one another, the first. */
function sizeLabels(sizes: readonly number[], { x }: Scale): string {
  let end = Number.NEGATIVE_INFINITY
  return sizes
    .toSorted((a, b) => a - b)
    .map((size) => {
      const label = size.toLocaleString('en')
      const half = (label.length * CHARACTER) / 2
      const at = x(size)
      if (at - half < end + CHARACTER) return ''
      end = at + half
      return `<text class="faint" x="${at.toFixed(1)}" y="${HEIGHT - AREA.bottom + 18}" text-anchor="middle">${label}</text>`
    })
    .join('')
}

function curveText({ points, unit }: MeasuredCurve, scale: Scale, style: 'a' | 'b'): string {
  const placed = points.map(({ size, micros }) => ({
    size,
    spread: spreadOf(micros),
    x: scale.x(size),
  }))
  const line = placed.map(({ x, spread }) => `${x.toFixed(1)} ${scale.y(spread.median).toFixed(1)}`).join('L')
  return `<g class="${style}"><path stroke-width="1.5" d="M${line}"${style === 'b' ? ' stroke-dasharray="5 3"' : ''}/>${placed.map(({ x, size, spread }) => pointText(x, spread, scale, style, `${size.toLocaleString('en')} (${unit}): ${spread.median.toPrecision(3)} µs`)).join('')}</g>`
}

function pointText(
  x: number,
  { median, least, most }: Spread,
  { y }: Scale,
  style: 'a' | 'b',
  said: string,
): string {
  const [at, from, to] = [median, least, most].map((micros) => y(micros).toFixed(1))
  const mark =
    style === 'a'
      ? `<circle cx="${x.toFixed(1)}" cy="${at}" r="3.5"/>`
      : `<rect x="${(x - 3).toFixed(1)}" y="${(Number(at) - 3).toFixed(1)}" width="6" height="6"/>`
  return `<g><title>${escapeXml(said)}</title><path d="M${x.toFixed(1)} ${from}V${to}"/>${mark}</g>`
}

function legendOf(curve: MeasuredCurve, isOneOfMany: boolean): string {
  return isOneOfMany ? `${curve.name}: ${verdictText(curve)}` : verdictText(curve)
}

/** Sizes by their logarithm, from one end to the other. Nothing has none: it comes a little before the first of all. */
function along(sizes: readonly number[], from: number, to: number): (size: number) => number {
  const places = sizes.filter((size) => size > 0).map(Math.log2)
  const first = Math.min(...places)
  const last = Math.max(...places)
  const nothing = first - Math.max(1, (last - first) / 4)
  const start = sizes.includes(0) ? nothing : first
  const room = Math.max(last - start, 1)
  return (size) => from + (((size > 0 ? Math.log2(size) : nothing) - start) / room) * (to - from)
}

/** The next of 1, 2, 4, 5, 8 and 10 times a power of ten. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10)
}
