import type { UnixSeconds } from '../../src/lib/time.ts'
import { formatAsn } from '../../src/net/asn.ts'
import { formatCidr } from '../../src/net/cidr.ts'
import { formatPlace } from '../../src/net/region.ts'
import { basisHolds } from '../../src/policy/findings.ts'
import type { NetworkOverride, Rule } from '../../src/policy/types.ts'
import { modeAt, type ServedPolicy } from '../../src/served-policy.ts'
import { type Dates, datesText, dateText, standingAt } from './dates.ts'

/** What of a policy holds at an instant. In the terms of the policy, for JSON as for the eye. */
export interface Forecast {
  readonly at: string
  readonly revision: string
  readonly mode: string
  readonly enforced_from: string | null
  readonly rules: readonly ForecastLine[]
  readonly exemptions: readonly ForecastLine[]
  readonly overrides: readonly ForecastLine[]
  readonly catalogues: readonly ForecastLine[]
  readonly next: { readonly at: string; readonly changes: readonly string[] } | null
}

export interface ForecastLine {
  readonly id: string
  readonly standing: string
  readonly dates: string
  readonly about: string
}

export function forecast(served: ServedPolicy, at: UnixSeconds): Forecast {
  const { policy, noticeFrom, mode } = served.loaded
  const catalogues = policy.catalogues.flatMap(({ id, entries, thresholds }) => [
    ...thresholds.map((threshold) =>
      lineOf(
        id,
        threshold,
        at,
        `${threshold.training_operations} operations → ${threshold.tier}: ${threshold.law}`,
      ),
    ),
    ...entries
      .filter(({ from, to }) => from !== undefined || to !== undefined)
      .map((entry) =>
        lineOf(id, entry, at, `${entry.values.join(', ')} → ${entry.tier ?? 'by its operations'}`),
      ),
  ])
  return {
    at: dateText(at),
    revision: served.revision,
    mode: modeAt(served, at),
    enforced_from: mode === 'notice' && noticeFrom !== undefined ? dateText(noticeFrom) : null,
    rules: policy.rules.map((rule) => ({
      ...lineOf(rule.id, rule, at, aboutRule(rule, at)),
      standing: ruleStanding(rule, at),
    })),
    exemptions: policy.exemptions.map((exemption) =>
      lineOf(
        exemption.id,
        exemption,
        at,
        `lifts ${exemption.exempts.join(', ')} (${exemption.owner}: ${exemption.reason})`,
      ),
    ),
    overrides: policy.networkOverrides.map((override) =>
      lineOf(networkText(override), { to: override.expires }, at, aboutOverride(override)),
    ),
    catalogues,
    next: nextChange(served, at),
  }
}

function lineOf(id: string, dates: Dates, at: UnixSeconds, about: string): ForecastLine {
  return { id, standing: standingAt(dates, at), dates: datesText(dates), about }
}

function ruleStanding(rule: Rule, at: UnixSeconds): string {
  const standing = standingAt(rule, at)
  if (standing === 'not yet' && rule.mode === 'notice') return 'announced'
  return standing === 'in force' && rule.mode === 'monitor' ? 'monitored' : standing
}

function aboutRule(rule: Rule, at: UnixSeconds): string {
  const scope = [
    rule.tier === undefined ? '' : ` on ${rule.tier}`,
    rule.resources === undefined ? '' : ` of ${rule.resources.join(', ')}`,
  ]
  const { basis } = rule
  if (basis === undefined) return `${rule.effect}${scope.join('')}`
  const law = basisHolds(rule, at) ? basis.law : `${basis.law}, not in force then: 403 instead of 451`
  return `${rule.effect}${scope.join('')}; ${law}`
}

function networkText({ network: { prefix, asn } }: NetworkOverride): string {
  if (prefix !== undefined) return formatCidr(prefix)
  return asn === undefined ? '' : formatAsn(asn)
}

function aboutOverride({ class: networkClass, place, owner, reason }: NetworkOverride): string {
  const says = [networkClass ?? '', place === undefined ? '' : formatPlace(place)].filter(
    (word) => word !== '',
  )
  return `${says.join(' in ')} (${owner}: ${reason})`
}

function nextChange({ loaded, compiled }: ServedPolicy, at: UnixSeconds): Forecast['next'] {
  const { mode, noticeFrom } = loaded
  const begins = mode === 'notice' && noticeFrom !== undefined && noticeFrom > at ? noticeFrom : undefined
  const next = [compiled.nextChange(at), begins].filter((date) => date !== undefined)
  if (next.length === 0) return null
  const date = Math.min(...next) as UnixSeconds
  return {
    at: dateText(date),
    changes: [
      ...(date === begins ? ['what was announced is enforced'] : []),
      ...changesAt(compiled.policy, date),
    ],
  }
}

function* changesAt(
  { rules, exemptions, networkOverrides, catalogues }: ServedPolicy['compiled']['policy'],
  date: UnixSeconds,
): Generator<string> {
  for (const { id, from, to, basis } of rules) {
    if (from === date) yield `the rule ${id} begins`
    if (to === date) yield `the rule ${id} ends`
    if (basis?.from === date) yield `the law of ${id} comes into force: 451 from then on`
    if (basis?.to === date) yield `the law of ${id} ends: 403 from then on`
  }
  for (const { id, from, to } of exemptions) {
    if (from === date) yield `the exemption ${id} begins`
    if (to === date) yield `the exemption ${id} ends`
  }
  for (const override of networkOverrides)
    if (override.expires === date) yield `the override of ${networkText(override)} ends`
  for (const { id, entries, thresholds } of catalogues)
    for (const { from, to } of [...entries, ...thresholds]) {
      if (from === date) yield `an entry or a threshold of the catalogue ${id} begins`
      if (to === date) yield `an entry or a threshold of the catalogue ${id} ends`
    }
}

export function forecastText(told: Forecast, name: string): string {
  const mode =
    told.enforced_from === null
      ? told.mode
      : `${told.mode} (announced to be enforced from ${told.enforced_from})`
  return [
    `${name} at ${told.at}: mode ${mode}, revision ${told.revision}`,
    ...section('rules', told.rules),
    ...section('exemptions', told.exemptions),
    ...section('network overrides', told.overrides),
    ...section('catalogues', told.catalogues),
    '',
    told.next === null
      ? 'By its dates nothing changes after that.'
      : `Next: ${told.next.at}, when ${told.next.changes.join('; ')}.`,
  ].join('\n')
}

function section(title: string, lines: readonly ForecastLine[]): string[] {
  if (lines.length === 0) return []
  const width = (pick: (line: ForecastLine) => string) => Math.max(...lines.map((line) => pick(line).length))
  const [ids, standings, dates] = [
    width(({ id }) => id),
    width(({ standing }) => standing),
    width((line) => line.dates),
  ]
  return [
    '',
    `${title}:`,
    ...lines.map((line) =>
      `  ${line.standing.padEnd(standings)}  ${line.id.padEnd(ids)}  ${line.dates.padEnd(dates)}  ${line.about}`.trimEnd(),
    ),
  ]
}
