import type { AttackCost } from './attack.ts'
import { LIMITS_READ } from './limits.ts'
import type { Options } from './options.ts'
import { PRICES_READ } from './prices.ts'
import type { ColdStart, Scenario } from './scenario.ts'
import { bytes, dollars, millis, number, percent, table } from './table.ts'

export function reportText(
  options: Options,
  scenarios: readonly Scenario[],
  attacks: readonly AttackCost[],
): string {
  return [
    loads(scenarios),
    bills(scenarios),
    attackTable(attacks, options.attack),
    ...scenarios.map(controlTable),
    ...scenarios.map(coldTable),
    `Prices as read ${PRICES_READ}, limits ${LIMITS_READ}: bench/capacity/prices.ts, limits.ts, with assumptions.`,
  ].join('\n\n')
}

function loads(scenarios: readonly Scenario[]): string {
  const row = (name: string, value: (scenario: Scenario) => string) => [name, ...scenarios.map(value)]
  return table(
    ['load', ...scenarios.map(({ requestsPerSecond }) => `${number(requestsPerSecond)}/s`)],
    [
      row('isolates (assumed)', ({ isolates }) => number(isolates)),
      row('isolates by CPU alone, half busy', ({ load }) => number(load.isolatesByCpu)),
      row('requests/s of an isolate', ({ load }) => number(load.requestsOfIsolate)),
      row('CPU µs a request', ({ cpuMicros }) => number(cpuMicros)),
      row('memory of an isolate, all full', ({ load }) => bytes(load.isolateBytes)),
      row('sessions', ({ sessions }) => number(sessions)),
      row('token verified before', ({ caches }) => percent(caches.knownToken)),
      row('statement serves again', ({ caches }) => percent(caches.reusedAssertion)),
      row('admission records, of admitted', ({ caches }) => percent(caches.newAdmission)),
      row('admission records, of refused', ({ admissionsOfRefused }) => percent(admissionsOfRefused)),
      row('Control: reads/s', ({ load }) => number(load.controlReads)),
      row('  of what was measured', ({ load }) => percent(load.controlShareOfMeasured)),
      row('  of the soft limit', ({ load }) => percent(load.controlShareOfLimit)),
      row('  isolates that one object bears', ({ load }) => number(load.isolatesOfOneControl)),
      row('Replay: uses/s', ({ load }) => number(load.replayUses)),
      row('  of a shard', ({ load }) => number(load.replayUsesOfShard)),
      row('  of what a shard bears (assumed)', ({ load }) => percent(load.replayShareOfShard)),
      row('KV or R2: reads/s', ({ load }) => number(load.blobReads)),
      row('Analytics Engine: points/s', () => 'not used'),
      row('log events/s', ({ load }) => number(load.logEvents)),
      row('  of the daily limit', ({ load }) => percent(load.logShareOfDay)),
      row('log bytes/s', ({ load }) => bytes(load.logBytes)),
    ],
  )
}

function bills(scenarios: readonly Scenario[]): string {
  const heads = scenarios.map(({ requestsPerSecond }) => `${number(requestsPerSecond)}/s`)
  const [first] = scenarios
  const rows = (first?.bill.lines ?? []).map(({ about }, at) => [
    about,
    ...scenarios.map(({ bill }) => dollars(bill.lines[at]?.dollars ?? 0)),
  ])
  const others = (first?.bill.alternatives ?? []).map(({ about }, at) => [
    `(instead) ${about}`,
    ...scenarios.map(({ bill }) => dollars(bill.alternatives[at]?.dollars ?? 0)),
  ])
  return table(
    ['dollars a month', ...heads],
    [
      ...rows,
      ['all', ...scenarios.map(({ bill }) => dollars(bill.dollars))],
      ['a million requests', ...scenarios.map(({ bill }) => dollars(bill.dollarsPerMillion))],
      ...others,
    ],
  )
}

function attackTable(costs: readonly AttackCost[], perSecond: number): string {
  return table(
    [
      'attack',
      ...['$ a million', 'requests', 'CPU', 'logs', 'stores'],
      ...[`$ an hour at ${number(perSecond)}/s`, 'log bytes/s', 'bounded by'],
    ],
    costs.map(({ name, dollarsPerMillion, ofWhich, dollarsPerHour, logBytesPerSecond, boundedBy }) => [
      name,
      dollars(dollarsPerMillion),
      ...[ofWhich.requests, ofWhich.cpu, ofWhich.logs, ofWhich.stores].map(dollars),
      dollars(dollarsPerHour),
      bytes(logBytesPerSecond),
      boundedBy,
    ]),
  )
}

function controlTable({ requestsPerSecond, isolates, control }: Scenario): string {
  return table(
    [
      `Control, ${number(isolates)} isolates, ${number(requestsPerSecond)}/s`,
      ...['reads/s', 'most', 'complete', 'busy', 'wait', 'ms p50', 'p99', '503'],
    ],
    control.map((window) => [
      window.name,
      number(window.readsPerSecond),
      number(window.peakReadsPerSecond),
      number(window.completeReads),
      percent(window.utilisation),
      percent(window.waiting),
      millis(window.waitedMillisP50),
      millis(window.waitedMillisP99),
      percent(window.refused),
    ]),
  )
}

function coldTable({ isolates, coldStarts }: Scenario): string {
  const [first] = coldStarts
  return table(
    [
      `503 after a deployment, ${number(isolates)} isolates`,
      ...(first?.windows ?? []).map(({ name }) => name),
      'reads/s',
      'in vain',
    ],
    coldStarts.map((start) => [
      nameOf(start),
      ...start.windows.map(({ refused }) => percent(refused)),
      number(start.windows.at(-1)?.readsPerSecond ?? 0),
      percent(shareInVain(start)),
    ]),
  )
}

function nameOf({ revocations, abandoned, completeMillis }: ColdStart): string {
  const read = completeMillis === undefined ? '' : `, each read takes ${completeMillis} ms`
  return `${number(revocations)} revoked, given-up calls ${abandoned}${read}`
}

function shareInVain({ windows }: ColdStart): number {
  const sum = (of: 'inVain' | 'rejected') => windows.reduce((total, window) => total + window[of], 0)
  const reads = windows.reduce((total, { readsPerSecond, seconds }) => total + readsPerSecond * seconds, 0)
  return reads === 0 ? 0 : Math.min(1, (sum('inVain') + sum('rejected')) / reads)
}
