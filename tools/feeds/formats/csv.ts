import { ok, type Result } from '../../../src/lib/result.ts'
import type { NetworkClass } from '../../../src/net/network-class.ts'
import type { Intake } from '../intake.ts'
import { quote } from '../issue.ts'
import type { Label } from '../prefix-list.ts'
import { ClassLookup, type ClassMap } from './class-map.ts'
import { splitRow } from './csv-row.ts'
import { FeedLines } from './feed-lines.ts'
import { prefixesOfRange } from './ip-range.ts'
import { PlaceLabels } from './place-labels.ts'

/** A column by its name in the header, or by its number from 1. */
export type Column = string | number

export interface CsvFormat {
  readonly kind: 'csv'
  /** Either a column of prefixes or addresses, or two with the first and the last address of a range. */
  readonly prefix?: Column
  readonly first?: Column
  readonly last?: Column
  readonly class?: { readonly column: Column; readonly values: ClassMap }
  readonly country?: Column
  readonly region?: Column
  readonly delimiter?: string
  /** Whether the first line names the columns. */
  readonly header: 'yes' | 'no'
}

const ROLES = ['prefix', 'first', 'last', 'class', 'country', 'region'] as const
type Columns = Partial<Record<(typeof ROLES)[number], number>>

/** Any CSV file, by its columns. */
export function readCsv(contents: Uint8Array, intake: Intake, format: CsvFormat): void {
  const classes = format.class === undefined ? undefined : new ClassLookup(format.class.values)
  const labels = new PlaceLabels()
  const lines = new FeedLines(contents, intake)
  let columns = format.header === 'yes' ? undefined : findColumns(format, undefined, intake)
  for (const line of lines) {
    const fields = splitRow(line, format.delimiter)
    if (columns === undefined) {
      columns = findColumns(format, fields ?? [], intake)
    } else if (fields === undefined) {
      intake.bad('a quote is opened and not closed', lines.number)
    } else {
      readRow(fields, columns, { classes, labels, intake, line: lines.number })
    }
  }
  classes?.tell(intake)
}

interface RowContext {
  readonly classes: ClassLookup | undefined
  readonly labels: PlaceLabels
  readonly intake: Intake
  readonly line: number
}

function readRow(fields: readonly string[], columns: Columns, context: RowContext): void {
  const { classes, intake, line } = context
  const needed = Math.max(...Object.values(columns)) + 1
  if (fields.length < needed) {
    intake.bad(`expected at least ${needed} columns, got ${fields.length}`, line)
    return
  }
  const field = (column: number | undefined) => (column === undefined ? '' : (fields[column] as string))
  const networkClass = classes?.of(field(columns.class))
  if (classes !== undefined && networkClass === undefined) return
  const label = labelOf(networkClass, context.labels.of(field(columns.country), field(columns.region)))
  if (!label.ok) {
    intake.bad(label.error, line)
  } else if (columns.prefix !== undefined) {
    intake.prefix(field(columns.prefix), line, label.value)
  } else {
    const [first, last] = [field(columns.first), field(columns.last)]
    const blocks = prefixesOfRange(first, last)
    if (blocks === undefined) intake.bad(`${quote(first)} to ${quote(last)} is not a range`, line)
    for (const block of blocks ?? []) intake.block(block, line, label.value)
  }
}

function labelOf(
  networkClass: NetworkClass | undefined,
  place: Result<Label, string>,
): Result<Label, string> {
  if (!place.ok || networkClass === undefined) return place
  return ok({ ...place.value, class: networkClass })
}

function findColumns(format: CsvFormat, header: readonly string[] | undefined, intake: Intake): Columns {
  const columns: Columns = {}
  for (const role of ROLES) {
    const column = role === 'class' ? format.class?.column : format[role]
    if (column === undefined) continue
    const index = typeof column === 'number' ? column - 1 : (header?.indexOf(column) ?? -1)
    if (index < 0) {
      const names = quote((header ?? []).join(','))
      intake.fail(`wrong columns: expected one called ${quote(String(column))}, got ${names}`, 1)
    }
    columns[role] = index
  }
  return columns
}
