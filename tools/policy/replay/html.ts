import { html, raw } from 'hono/html'
import { EFFECTS } from '../../../src/policy/types.ts'
import { PAGE_STYLE } from './page-style.ts'
import { bars, legend, type Markup, overTime, verdictBars } from './plots.ts'
import type { ChangeReport, NamedBounds, NamedLines, PolicyReport, Report, VerdictRow } from './report.ts'
import { number, PASSED_OVER_TEXT, range } from './table.ts'

const MAX_ROWS = 40
const MAX_KINDS = 30

/**
 * The report as one page that needs nothing else: no script, no font, no picture from anywhere. Whatever a log holds,
 * the template escapes; what it may say besides, a policy of the page itself forbids.
 */
export function reportPage(report: Report): string {
  const [policy, against] = report.policies
  if (policy === undefined) return ''
  const title = against === undefined ? 'Replay of a policy' : 'Replay of two policies'
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
${head(report)}
${cards(report, policy, against)}
${against === undefined ? '' : changes(report)}
<h2>Verdicts by country</h2>
${legend()}
${pair(report, (shown) => verdictBars('Verdicts by country, the twenty with the most lines', shown.countries))}
<h2>Verdicts by network</h2>
${pair(report, (shown) => verdictBars('Verdicts by network class', shown.networks))}
<h2>Over time (UTC)</h2>
${report.policies.map((shown, index) => html`${letter(report, shown, index)}${verdictsOverTime(report, index)}`)}
<h2>Rules that determined it</h2>
${boundsTable('Rule', policy.rules, against?.rules)}
<h2>Reasons</h2>
${boundsTable('Reason', policy.reasons, against?.reasons)}
${optional('Exemptions', policy.exemptions, against?.exemptions)}
${optional('Monitored rules that would have spoken', policy.would, against?.would)}
${optional('Announced rules that will speak', policy.notices, against?.notices)}
<h2>Tiers</h2>
${pair(report, (shown) => verdictTable('Tier', shown.tiers))}
<h2>Countries</h2>
${pair(report, (shown) => verdictTable('Country', shown.countries))}
<h2>Networks</h2>
${pair(report, (shown) => verdictTable('Network', shown.networks))}
${report.policies.map(notRecorded)}
${records(report)}
${malformed(report)}
</body>
</html>
`
  return String(page)
}

function head(report: Report): Markup {
  const { logs, at, interrupted, passed_over } = report
  return html`<p class="soft">${at === null ? 'Each line decided as of its own time.' : `Decided as of ${at}.`}
${interrupted ? 'Interrupted: what was counted until then.' : ''}
Where the log does not carry what a rule needs, counts have a lower and an upper bound.</p>
${report.policies.map(
  (shown, index) =>
    html`<p>${report.policies.length > 1 ? html`<b>${index === 0 ? 'A' : 'B'}</b> ` : ''}<code>${shown.source}</code> <span class="soft">revision ${shown.revision}, MODE = "${shown.mode}"</span></p>`,
)}
<div class="scroll"><table><tr><th>Log</th><th>Format</th><th class="n">Lines</th><th></th></tr>${logs.map(
    ({ name, format, lines, fault }) =>
      html`<tr><td><code>${name}</code></td><td>${format ?? '?'}</td><td class="n">${number(lines)}</td><td>${fault ?? ''}</td></tr>`,
  )}</table></div>
${Object.entries(passed_over).map(([why, count]) => html`<p class="soft">${number(count)} passed over: ${PASSED_OVER_TEXT[why] ?? why}</p>`)}`
}

function cards(report: Report, policy: PolicyReport, against: PolicyReport | undefined): Markup {
  return html`<div class="cards"><div class="card">decided<b>${number(report.decided)}</b></div>${EFFECTS.map(
    (verdict) =>
      html`<div class="card">${verdict}<b>${range(policy.verdicts[verdict])}</b>${
        against === undefined ? '' : html`<span class="soft">B: ${range(against.verdicts[verdict])}</span>`
      }</div>`,
  )}${report.malformed.lines > 0 ? html`<div class="card">malformed<b>${number(report.malformed.lines)}</b></div>` : ''}</div>`
}

/** Once, or for each policy under its letter. */
function pair(report: Report, show: (policy: PolicyReport) => Markup): Markup {
  return html`${report.policies.map((policy, index) => html`${letter(report, policy, index)}${show(policy)}`)}`
}

function letter(report: Report, { source }: PolicyReport, index: number): Markup | '' {
  return report.policies.length > 1
    ? html`<h3>${index === 0 ? 'A' : 'B'} <span class="soft">${source}</span></h3>`
    : ''
}

function verdictsOverTime({ hours }: Report, index: number): Markup {
  return overTime('Verdicts over time', hours, ({ policies }) => {
    const counts = policies[index]
    return [
      ...EFFECTS.map((verdict) => ({ kind: verdict, lines: counts?.[verdict] ?? 0 })),
      { kind: 'uncertain' as const, lines: counts?.uncertain ?? 0 },
    ]
  })
}

function changes({ changes: found, hours }: Report): Markup | '' {
  if (found === null) return ''
  const shown = found.kinds.slice(0, MAX_KINDS)
  const summary = html`<h2>Changes from A to B</h2>
<p>${number(found.certain)} lines surely: ${number(found.stricter)} stricter, ${number(found.milder)} milder. ${number(found.perhaps)} perhaps.</p>`
  if (shown.length === 0) return summary
  return html`${summary}
${legend(['stricter', 'milder', 'perhaps'])}
${bars(
  'Changes by kind',
  shown.slice(0, 20).map((kind) => ({
    name: `${kind.from} → ${kind.to}`,
    parts: [{ kind: colourOf(kind), lines: kind.lines }],
  })),
)}
<h3>Over time</h3>
${legend(['changed', 'perhaps'])}
${overTime('Changes over time', hours, ({ changed, perhaps_changed }) => [
  { kind: 'changed', lines: changed },
  { kind: 'uncertain', lines: perhaps_changed },
])}
${shown.map(kindOf)}
${found.kinds.length > shown.length ? html`<p class="soft">… and ${found.kinds.length - shown.length} kinds more in the JSON.</p>` : ''}`
}

function colourOf({ certain, stricter }: ChangeReport): 'uncertain' | 'stricter' | 'milder' {
  if (!certain) return 'uncertain'
  return stricter ? 'stricter' : 'milder'
}

function kindOf({ certain, from, to, lines, rules, policy, examples }: ChangeReport): Markup {
  return html`<h3>${number(lines)} ${from} → ${to}${certain ? '' : ', perhaps'}</h3>
<p class="soft">by ${rules.map((rule) => html`<code>${rule}</code> `)}${policy === 'against' ? 'of B' : 'of A'}</p>
<div class="scroll"><table><tr><th>Time</th><th>Place</th><th>Network</th><th>Address</th><th>Request</th><th>Where</th></tr>${examples.map(
    (example) =>
      html`<tr><td class="w">${example.time ?? ''}</td><td>${example.country}</td><td>${example.asn === null ? '' : `AS${example.asn} `}${example.network}</td><td class="w">${example.address}</td><td><code>${example.method} ${example.host}${example.path}</code></td><td><code>${example.log}:${example.line}</code>${example.ray === '' ? '' : html` <span class="soft">${example.ray}</span>`}</td></tr>`,
  )}</table></div>`
}

function optional(
  title: string,
  list: readonly NamedBounds[],
  against: readonly NamedBounds[] | undefined,
): Markup | '' {
  if (list.length === 0 && (against ?? []).length === 0) return ''
  return html`<h2>${title}</h2>${boundsTable('', list, against)}`
}

const NONE = { lower: 0, upper: 0 } as const

function boundsTable(
  title: string,
  list: readonly NamedBounds[],
  against: readonly NamedBounds[] | undefined,
): Markup {
  const ours = new Map(list.map((row) => [row.name, row]))
  const theirs = new Map(against?.map((row) => [row.name, row]))
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].slice(0, MAX_ROWS)
  const headings = against === undefined ? ['Lines'] : ['A', 'B']
  return html`<table><tr><th>${title}</th>${headings.map((text) => html`<th class="n">${text}</th>`)}</tr>${names.map(
    (name) =>
      html`<tr><td><code>${name}</code></td><td class="n">${range(ours.get(name) ?? NONE)}</td>${
        against === undefined ? '' : html`<td class="n">${range(theirs.get(name) ?? NONE)}</td>`
      }</tr>`,
  )}</table>`
}

function verdictTable(title: string, rows: readonly VerdictRow[]): Markup {
  return html`<table><tr><th>${title}</th><th class="n">Lines</th>${EFFECTS.map((verdict) => html`<th class="n">${verdict}</th>`)}</tr>${rows
    .slice(0, MAX_ROWS)
    .map(
      ({ name, lines, verdicts }) =>
        html`<tr><td>${name}</td><td class="n">${number(lines)}</td>${EFFECTS.map((verdict) => html`<td class="n">${range(verdicts[verdict])}</td>`)}</tr>`,
    )}</table>`
}

function notRecorded({ source, undecided, not_recorded }: PolicyReport): Markup | '' {
  if (undecided.length === 0) return ''
  return html`<h2>Not recorded <span class="soft">${source}</span></h2>
<p>Rules that need what the logs do not carry (${not_recorded.map(({ name }) => name).join(', ')}), with the lines on which they may have spoken or not:</p>
${linesTable(undecided)}`
}

function linesTable(list: readonly NamedLines[]): Markup {
  return html`<table>${list
    .slice(0, MAX_ROWS)
    .map(
      ({ name, lines }) => html`<tr><td><code>${name}</code></td><td class="n">${number(lines)}</td></tr>`,
    )}</table>`
}

function records({ records: found }: Report): Markup | '' {
  if (found === null) return ''
  const { same_revision: same, other_revision: other } = found
  return html`<h2>Beside what was decided then</h2>
<p>${number(same.differing)} of ${number(same.lines)} decisions differ under the same revision, ${number(other.differing)} of ${number(other.lines)} under others.</p>
${found.kinds.slice(0, MAX_KINDS).map(kindOf)}`
}

function malformed({ malformed: found }: Report): Markup | '' {
  if (found.lines === 0) return ''
  return html`<h2>Malformed lines</h2>
${linesTable(found.faults)}
<div class="scroll"><table><tr><th>Where</th><th>Why</th><th>It begins</th></tr>${found.examples.map(
    ({ log, line, why, text }) =>
      html`<tr><td><code>${log}:${line}</code></td><td>${why}</td><td><code>${text}</code></td></tr>`,
  )}</table></div>`
}
