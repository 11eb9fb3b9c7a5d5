import { EFFECTS } from '../../../src/policy/types.ts'
import type { Bounds, ChangeReport, NamedBounds, PolicyReport, Report, VerdictRow } from './report.ts'

const BAR_WIDTH = 24
const MAX_ROWS = 12
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const
export const PASSED_OVER_TEXT: Readonly<Record<string, string>> = {
  subrequest: 'requests that a Worker made',
  own_endpoint: 'requests to /.cordon/, which answers whatever the verdict',
  other_record: 'records of something else than a decision by the policy',
  same_request: 'decision records whose admission record is counted',
}

/** The report for a terminal: tables whose columns stand under each other. */
export function reportTable(report: Report): string {
  const [policy, against] = report.policies
  if (policy === undefined) return ''
  return [
    logsText(report),
    ...report.policies.map((shown, index) => titleText(shown, report, index)),
    verdictText(policy, against, report.decided),
    rowsText('Country', policy.countries, against?.countries),
    rowsText('Network', policy.networks, against?.networks),
    rowsText('Tier', policy.tiers, against?.tiers),
    boundsText('Rule that determined it', policy.rules, against?.rules),
    boundsText('Reason', policy.reasons, against?.reasons),
    boundsText('Exemption', policy.exemptions, against?.exemptions),
    boundsText('Monitored rule that would have spoken', policy.would, against?.would),
    boundsText('Announced rule that will speak', policy.notices, against?.notices),
    ...report.policies.map(notRecordedText),
    changesText(report),
    recordsText(report),
    malformedText(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function logsText({ logs, lines, decided, passed_over, malformed, interrupted, at }: Report): string {
  const rows = logs.map(({ name, format, lines: own, fault }) =>
    [`  ${name}`, format ?? '?', `${number(own)} lines`, fault ?? ''].join('  ').trimEnd(),
  )
  const left = Object.entries(passed_over).map(
    ([why, count]) => `  ${number(count)} passed over: ${PASSED_OVER_TEXT[why] ?? why}`,
  )
  return [
    `${number(decided)} of ${number(lines)} lines decided${at === null ? ', each as of its own time' : ` as of ${at}`}${
      interrupted ? ' (interrupted: what was counted until then)' : ''
    }`,
    ...rows,
    ...left,
    ...(malformed.lines > 0 ? [`  ${number(malformed.lines)} malformed, see below`] : []),
  ].join('\n')
}

function titleText({ source, revision, mode }: PolicyReport, report: Report, index: number): string {
  const letter = report.policies.length > 1 ? (index === 0 ? 'A: ' : 'B: ') : ''
  const what = mode === 'enforce' ? '' : `, MODE = "${mode}": a verdict alone refuses nobody`
  return `Policy ${letter}${source} (${revision}${what})`
}

function verdictText(policy: PolicyReport, against: PolicyReport | undefined, all: number): string {
  const rows = EFFECTS.map((verdict) => {
    const a = policy.verdicts[verdict]
    const b = against?.verdicts[verdict]
    return [
      verdict,
      range(a),
      percent(a, all),
      ...(b === undefined
        ? [bar(a.lower / Math.max(all, 1))]
        : [range(b), percent(b, all), difference(a, b)]),
    ]
  })
  const heading =
    against === undefined ? ['Verdict', 'lines', '%', ''] : ['Verdict', 'A', '%', 'B', '%', 'B − A']
  return aligned([heading, ...rows])
}

function rowsText(
  title: string,
  rows: readonly VerdictRow[],
  against: readonly VerdictRow[] | undefined,
): string {
  if (rows.length === 0 && (against ?? []).length === 0) return ''
  const byName = new Map(against?.map((row) => [row.name, row]))
  const names = new Set(rows.map(({ name }) => name))
  // What only the other policy has, a tier for instance, is counted there.
  const all = [
    ...rows,
    ...(against ?? []).filter(({ name }) => !names.has(name)).map(({ name }) => ({ ...NO_ROW, name })),
  ]
  const cells = all.slice(0, MAX_ROWS).map(({ name, lines, verdicts }) => {
    const other = byName.get(name)
    return [
      name,
      number(lines),
      ...EFFECTS.map((verdict) => range(verdicts[verdict])),
      ...(against === undefined
        ? [bar(verdicts.deny.lower / Math.max(lines, 1), BAR_WIDTH / 2)]
        : EFFECTS.map((verdict) => range(other?.verdicts[verdict] ?? NONE))),
    ]
  })
  const letters = (letter: string) => EFFECTS.map((verdict) => `${letter}${verdict}`)
  const heading =
    against === undefined
      ? [title, 'lines', ...EFFECTS, 'denied']
      : [title, 'lines', ...letters('A '), ...letters('B ')]
  return aligned([heading, ...cells]) + more(all.length)
}

const NONE: Bounds = { lower: 0, upper: 0 }
const NO_ROW = {
  lines: 0,
  verdicts: { allow: NONE, limit: NONE, challenge: NONE, deny: NONE },
}

function boundsText(
  title: string,
  list: readonly NamedBounds[],
  against: readonly NamedBounds[] | undefined,
): string {
  const theirs = new Map(against?.map((row) => [row.name, row]))
  const names = [...new Set([...list, ...(against ?? [])].map(({ name }) => name))]
  if (names.length === 0) return ''
  const ours = new Map(list.map((row) => [row.name, row]))
  const most = Math.max(1, ...list.map(({ upper }) => upper))
  const rows = names.slice(0, MAX_ROWS).map((name) => {
    const a = ours.get(name) ?? NONE
    return [name, range(a), against === undefined ? bar(a.upper / most) : range(theirs.get(name) ?? NONE)]
  })
  return (
    aligned([[title, ...(against === undefined ? ['lines', ''] : ['A', 'B'])], ...rows]) + more(names.length)
  )
}

function notRecordedText({ source, undecided, not_recorded }: PolicyReport): string {
  if (undecided.length === 0) return ''
  return [
    `Not recorded, and so not decided (${source})`,
    aligned(
      undecided
        .slice(0, MAX_ROWS)
        .map(({ name, lines }) => [`  ${name}`, number(lines), 'lines on which it may have spoken or not']),
    ),
    `  It is about: ${not_recorded.map(({ name }) => name).join(', ')}`,
  ].join('\n')
}

function changesText({ changes }: Report): string {
  if (changes === null) return ''
  if (changes.kinds.length === 0) return 'Changes from A to B: none'
  return [
    `Changes from A to B: ${number(changes.certain)} lines surely (${number(changes.stricter)} stricter, ${number(changes.milder)} milder), ${number(changes.perhaps)} perhaps`,
    ...changes.kinds.slice(0, MAX_ROWS).map(kindText),
    ...(changes.kinds.length > MAX_ROWS
      ? [`  … and ${changes.kinds.length - MAX_ROWS} kinds more: see --json`]
      : []),
  ].join('\n')
}

function kindText({ certain, from, to, lines, rules, policy, examples }: ChangeReport): string {
  const sure = certain ? '' : ' perhaps'
  const whose = policy === 'against' ? 'of B' : 'of A'
  return [
    `  ${number(lines)} ${from} → ${to}${sure}, by ${rules.join(', ')} ${whose}`,
    ...examples.map(
      (example) =>
        `      ${[
          `${example.log}:${example.line}`,
          example.time ?? '',
          example.country,
          example.asn === null ? '' : `AS${example.asn}`,
          example.network,
          example.address,
          `${example.method} ${example.host}${example.path}`,
        ]
          .filter((text) => text !== '')
          .join('  ')}`,
    ),
  ].join('\n')
}

function recordsText({ records }: Report): string {
  if (records === null) return ''
  const { same_revision: same, other_revision: other } = records
  return [
    `Beside what was decided then: ${number(same.differing)} of ${number(same.lines)} differ under the same revision, ${number(other.differing)} of ${number(other.lines)} under others`,
    ...records.kinds.slice(0, MAX_ROWS).map(kindText),
  ].join('\n')
}

function malformedText({ malformed, logs }: Report): string {
  const faults = logs.flatMap(({ name, fault }) => (fault === null ? [] : [`  ${name}: ${fault}`]))
  if (malformed.lines === 0) return faults.length === 0 ? '' : ['Not read to its end', ...faults].join('\n')
  return [
    ...(faults.length === 0 ? [] : ['Not read to its end', ...faults, '']),
    `Malformed: ${number(malformed.lines)}`,
    aligned(malformed.faults.map(({ name, lines }) => [`  ${number(lines)}`, name])),
    ...malformed.examples.map(
      ({ log, line, why, text }) => `  ${log}:${line}: ${why}${text === '' ? '' : `: ${text}`}`,
    ),
  ].join('\n')
}

function more(count: number): string {
  return count > MAX_ROWS ? `\n… and ${number(count - MAX_ROWS)} more: see --json` : ''
}

/** `12`, or `12–40` where the log leaves it open. */
export function range({ lower, upper }: Bounds): string {
  return lower === upper ? number(lower) : `${number(lower)}–${number(upper)}`
}

export function number(value: number): string {
  return value.toLocaleString('en-US')
}

function percent({ lower, upper }: Bounds, all: number): string {
  const share = (count: number) => ((100 * count) / Math.max(all, 1)).toFixed(1)
  return lower === upper ? share(lower) : `${share(lower)}–${share(upper)}`
}

function difference(a: Bounds, b: Bounds): string {
  const least = b.lower - a.upper
  const most = b.upper - a.lower
  const signed = (value: number) => (value > 0 ? `+${number(value)}` : number(value))
  return least === most ? signed(least) : `${signed(least)} to ${signed(most)}`
}

function bar(share: number, width: number = BAR_WIDTH): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * width * 8)
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '')
}

const NUMERIC = /^[-+−]?[\d,.]+(?:(?:–| to )[-+]?[\d,.]+)?$/

/** Columns as wide as their widest cell; numbers stand to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  )
  const isNumeric = widths.map((_, at) => rows.slice(1).some((row) => NUMERIC.test(row[at] ?? '')))
  return rows
    .map((row) =>
      row
        .map((cell, at) => (isNumeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
