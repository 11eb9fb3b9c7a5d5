import type { AddressScore, Rate, Report, Score } from './evaluate.ts'

/** The report as tables for people: percentages, a dash where there was nothing to count. */
export function reportText({ networks, addresses, asn, address, withoutFeeds, tables }: Report): string {
  const families = (score: AddressScore) => [score, score.ipv4, score.ipv6]
  const columns =
    tables.fed === null ? families(address) : [...families(withoutFeeds.address), ...families(address)]
  const heads =
    tables.fed === null
      ? ['all', 'IPv4', 'IPv6']
      : ['all', 'IPv4', 'IPv6', 'all, lists', 'IPv4, lists', 'IPv6, lists']
  const refusedRelays =
    tables.fed === null
      ? [address.relayMistaken]
      : [withoutFeeds.address.relayMistaken, address.relayMistaken]
  return [
    `Networks (${networks.toLocaleString('en')} by number and name, without lists)`,
    row('precision', [asn.precision]),
    row('recall', [asn.recall]),
    ...Object.entries(asn.byLabel).map(([label, { recall }]) => row(`  ${label}`, [recall])),
    row('F1', [asn.f1]),
    ...Object.entries(asn.byLabel).map(([label, score]) => row(`  ${label}`, [score.f1])),
    ...refused([asn]),
    `  mixed networks refused ${String(asn.mixedRefused).padStart(7)}`,
    '',
    `Addresses (${addresses.toLocaleString('en')})`,
    `${''.padEnd(LABEL_WIDTH)}${heads.map((head) => head.padStart(COLUMN_WIDTH)).join('')}`,
    row(
      'precision',
      columns.map(({ precision }) => precision),
    ),
    row(
      'recall',
      columns.map(({ recallOfAll }) => recallOfAll),
    ),
    ...Object.keys(address.recall).map((label) =>
      row(
        `  ${label}`,
        columns.map(({ recall }) => recall[label] ?? null),
      ),
    ),
    row(
      'F1',
      columns.map(({ f1 }) => f1),
    ),
    ...refused(columns),
    `  not relay, taken for it ${refusedRelays.join(' without lists, ')}${refusedRelays.length > 1 ? ' with' : ''}`,
  ].join('\n')
}

const LABEL_WIDTH = 24
const COLUMN_WIDTH = 13

function refused(columns: readonly Score[]): string[] {
  const labels = Object.keys(columns[0]?.falsePositiveRate ?? {})
  const counted = labels.filter((label) => columns.some((column) => column.falsePositiveRate[label] !== null))
  return [
    'wrongly refused',
    ...counted.map((label) =>
      row(
        `  ${label}`,
        columns.map(({ falsePositiveRate }) => falsePositiveRate[label] ?? null),
      ),
    ),
  ]
}

function row(label: string, rates: readonly Rate[]): string {
  return label.padEnd(LABEL_WIDTH) + rates.map((value) => percent(value).padStart(COLUMN_WIDTH)).join('')
}

function percent(value: Rate): string {
  return value === null ? '–' : `${(100 * value).toFixed(2)} %`
}
