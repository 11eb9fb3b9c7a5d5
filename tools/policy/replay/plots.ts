import { html } from 'hono/html'
import { EFFECTS } from '../../../src/policy/types.ts'
import type { HourReport, VerdictRow } from './report.ts'
import { number } from './table.ts'

/** Escaped by the template that made it. */
export type Markup = ReturnType<typeof html>

const WIDTH = 720
const LABEL_WIDTH = 150
const ROW_HEIGHT = 22
const BAR_HEIGHT = 14
const COUNT_WIDTH = 96
const MAX_BARS = 20
const MAX_COLUMNS = 168
const PLOT_HEIGHT = 160
const TICKS = 4
const AXIS_WIDTH = 76
/** Of each verdict and of what is not certain, also the name of its colour. */
const KINDS = [...EFFECTS, 'uncertain'] as const
type Kind = (typeof KINDS)[number]

interface Part {
  readonly kind: Kind | 'stricter' | 'milder' | 'changed'
  readonly lines: number
}

interface Bar {
  readonly name: string
  readonly parts: readonly Part[]
}

/** What each colour means. */
export function legend(kinds: readonly string[] = KINDS): Markup {
  return html`<p class="legend">${kinds.map(
    (kind) =>
      html`<span><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="2" class="${kind}"/></svg> ${kind}</span> `,
  )}</p>`
}

/** Lines by verdict, a bar for each row: the longest first, as they come. */
export function verdictBars(title: string, rows: readonly VerdictRow[]): Markup {
  return bars(
    title,
    rows.slice(0, MAX_BARS).map(({ name, lines, verdicts }) => {
      const sure = EFFECTS.map((verdict) => ({ kind: verdict, lines: verdicts[verdict].lower }))
      const uncertain = lines - sure.reduce((sum, part) => sum + part.lines, 0)
      return { name, parts: [...sure, { kind: 'uncertain', lines: uncertain }] }
    }),
  )
}

export function bars(title: string, list: readonly Bar[]): Markup {
  const most = Math.max(1, ...list.map(totalOf))
  const scale = (WIDTH - LABEL_WIDTH - COUNT_WIDTH) / most
  const height = list.length * ROW_HEIGHT + 4
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">${list.map(
    (bar, row) => {
      const y = row * ROW_HEIGHT + 4
      let x = LABEL_WIDTH
      return html`<text x="${LABEL_WIDTH - 8}" y="${y + 11}" class="end">${short(bar.name)}</text>${bar.parts
        .filter(({ lines }) => lines > 0)
        .map(({ kind, lines }) => {
          const from = x
          x += lines * scale
          return html`<rect x="${round(from)}" y="${y}" width="${round(Math.max(lines * scale, 0.5))}" height="${BAR_HEIGHT}" class="${kind}"><title>${bar.name}: ${kind} ${number(lines)}</title></rect>`
        })}<text x="${round(x + 6)}" y="${y + 11}" class="count">${number(totalOf(bar))}</text>`
    },
  )}</svg>`
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { lines }) => sum + lines, 0)
}

/** Lines by hour, or by as many hours as make a column wide enough to see. */
export function overTime(
  title: string,
  hours: readonly HourReport[],
  partsOf: (hour: HourReport) => readonly Part[],
): Markup {
  const columns = columnsOf(hours, partsOf)
  const most = Math.max(1, ...columns.map(totalOf))
  const width = (WIDTH - AXIS_WIDTH) / Math.max(columns.length, 1)
  const y = (lines: number) => PLOT_HEIGHT + 8 - (lines / most) * PLOT_HEIGHT
  const ticks = new Set(Array.from({ length: TICKS + 1 }, (_, tick) => Math.round((most * tick) / TICKS)))
  const first = columns[0]
  const last = columns.at(-1)
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${PLOT_HEIGHT + 30}" role="img" aria-label="${title}">${[
    ...ticks,
  ].map(
    (lines) =>
      html`<line x1="${AXIS_WIDTH}" x2="${WIDTH}" y1="${round(y(lines))}" y2="${round(y(lines))}" class="grid"/><text x="${AXIS_WIDTH - 8}" y="${round(y(lines) + 4)}" class="end count">${number(lines)}</text>`,
  )}${columns.map((column, index) => {
    let sum = 0
    return column.parts
      .filter(({ lines }) => lines > 0)
      .map(({ kind, lines }) => {
        const top = y(sum + lines)
        const height = y(sum) - top
        sum += lines
        return html`<rect x="${round(AXIS_WIDTH + index * width)}" y="${round(top)}" width="${round(Math.min(Math.max(width - 1, 0.6), 40))}" height="${round(height)}" class="${kind}"><title>${column.name}: ${kind} ${number(lines)}</title></rect>`
      })
  })}${first && html`<text x="${AXIS_WIDTH}" y="${PLOT_HEIGHT + 24}" class="count">${first.name}</text>`}${
    last !== undefined && columns.length > 3
      ? html`<text x="${WIDTH}" y="${PLOT_HEIGHT + 24}" class="end count">${last.name}</text>`
      : ''
  }</svg>`
}

const MILLIS_PER_HOUR = 3_600_000

/** Hours without a line are there too: a gap in a log should look like one. */
function columnsOf(
  hours: readonly HourReport[],
  partsOf: (hour: HourReport) => readonly Part[],
): readonly Bar[] {
  const at = ({ hour }: HourReport) => Math.floor(Date.parse(hour) / MILLIS_PER_HOUR)
  const sound = hours.filter((hour) => !Number.isNaN(at(hour)))
  const first = sound[0]
  const last = sound.at(-1)
  if (first === undefined || last === undefined) return []
  const span = at(last) - at(first) + 1
  const together = Math.ceil(span / MAX_COLUMNS)
  const columns = new Map<number, Bar>()
  for (const hour of sound) {
    const column = Math.floor((at(hour) - at(first)) / together)
    const held = columns.get(column)
    columns.set(column, {
      name: held?.name ?? hour.hour.replace('T', ' ').replace(':00:00Z', ':00'),
      parts: added(held?.parts ?? [], partsOf(hour)),
    })
  }
  return Array.from(
    { length: Math.ceil(span / together) },
    (_, column) => columns.get(column) ?? { name: '', parts: [] },
  )
}

function added(one: readonly Part[], other: readonly Part[]): readonly Part[] {
  return other.map(({ kind, lines }, index) => ({ kind, lines: lines + (one[index]?.lines ?? 0) }))
}

function short(name: string): string {
  return name.length > 22 ? `${name.slice(0, 21)}…` : name
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
