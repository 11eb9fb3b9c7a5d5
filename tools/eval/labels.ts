import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseIpAddress } from '../../src/net/ip-address.ts'
import { splitRow } from '../feeds/formats/csv-row.ts'

export interface LabelledNetwork {
  readonly asn: number
  readonly organization: string
  readonly label: string
}

export interface LabelledAddress extends LabelledNetwork {
  readonly address: string
  readonly version: 4 | 6
}

export interface Labels {
  readonly networks: readonly LabelledNetwork[]
  /** Homes and servers on one number. */
  readonly mixed: readonly LabelledNetwork[]
  readonly addresses: readonly LabelledAddress[]
}

/** A file that is not there, or does not hold what it should: said with file and line. */
export class LabelError extends Error {
  override readonly name = 'LabelError'
}

export function readLabels(directory: string): Labels {
  return {
    networks: rows(directory, 'asn_labels.csv', ['asn', 'as_org', 'label']).map(networkOf),
    mixed: rows(directory, 'asn_mixed.csv', ['asn', 'as_org']).map(networkOf),
    addresses: rows(directory, 'ip_labels.csv', ['ip', 'asn', 'as_org', 'label']).map(addressOf),
  }
}

interface Row {
  readonly where: string
  readonly field: (name: string) => string
}

function rows(directory: string, file: string, columns: readonly string[]): Row[] {
  const path = join(directory, file)
  const [head = '', ...lines] = read(path).split(/\r?\n/)
  const names = splitRow(head) ?? []
  const missing = columns.find((name) => !names.includes(name))
  if (missing !== undefined) throw new LabelError(`${path}, line 1: expected a column "${missing}"`)
  return lines.flatMap((line, index) => {
    if (line === '') return []
    const where = `${path}, line ${index + 2}`
    const fields = splitRow(line)
    if (fields?.length !== names.length) throw new LabelError(`${where}: expected ${names.length} columns`)
    return { where, field: (name: string) => fields[names.indexOf(name)] ?? '' }
  })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new LabelError(`${path}: cannot be read`)
  }
}

const LABELS: ReadonlySet<string> = new Set(
  'hosting vpn proxy tor cloud cdn swg crawler residential mobile education business private_relay other'.split(
    ' ',
  ),
)

function networkOf({ where, field }: Row): LabelledNetwork {
  const asn = Number(field('asn'))
  if (!Number.isInteger(asn) || asn < 0) throw new LabelError(`${where}: "${field('asn')}" is no AS number`)
  const label = field('label')
  if (label !== '' && !LABELS.has(label.split(':')[0] as string))
    throw new LabelError(
      `${where}: "${label}" is no label, expected one of ${[...LABELS].join(', ')} (as in "cloud:aws")`,
    )
  return { asn, organization: field('as_org'), label }
}

function addressOf(row: Row): LabelledAddress {
  const address = row.field('ip')
  const parsed = parseIpAddress(address)
  if (parsed === undefined) throw new LabelError(`${row.where}: "${address}" is no IP address`)
  return { ...networkOf(row), address, version: parsed.version }
}
