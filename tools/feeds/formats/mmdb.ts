import { Reader, type Response } from 'maxmind'
import { type CidrBlock, formatCidr } from '../../../src/net/cidr.ts'
import { formatIpAddress } from '../../../src/net/ip-address.ts'
import type { NetworkClass } from '../../../src/net/network-class.ts'
import type { Intake } from '../intake.ts'
import { quote } from '../issue.ts'
import type { Label } from '../prefix-list.ts'
import { ClassLookup, type ClassMap } from './class-map.ts'
import { walkTree } from './mmdb-tree.ts'
import { PlaceLabels } from './place-labels.ts'
import { describeForeign } from './sniff.ts'

/** Where in an entry a field is: names and positions apart by dots, as in `subdivisions.0.iso_code`. */
export type FieldPath = string

export interface MmdbFormat {
  readonly kind: 'mmdb'
  readonly class?: { readonly field: FieldPath; readonly values: ClassMap }
  /** Fields that are true or false, or 0 or 1, and what a network is when it is true. The first that is counts. */
  readonly flags?: Readonly<Record<FieldPath, NetworkClass>>
  readonly country?: FieldPath
  readonly region?: FieldPath
}

/** Any MMDB file, by its fields. Networks that the class map and the flags say nothing of are left out. */
export function readMmdb(contents: Uint8Array, intake: Intake, format: MmdbFormat): void {
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)
  const reader = openReader(bytes)
  if (reader === undefined) {
    intake.fail(describeForeign(contents) ?? 'not an MMDB file: it has no readable metadata')
    return
  }
  const classes = new ClassLookup(format.class?.values ?? {})
  const places = new PlaceLabels()
  const fields = new Fields()
  // Millions of networks share few entries, and reading one takes far longer than finding it.
  const labels = new Map<number, Label | 'left_out' | { readonly bad: string }>()
  const walked = walkTree(bytes, reader.metadata, (block, record) => {
    let label = labels.get(record)
    if (label === undefined) {
      const entry = readEntry(reader, block)
      label = 'bad' in entry ? entry : labelOf(entry.value, format, { classes, places, fields })
      labels.set(record, label)
    }
    const at = { path: formatCidr(block) }
    if (label !== 'left_out') {
      if ('bad' in label) intake.bad(label.bad, at)
      else intake.block(block, at, label)
    }
    return intake.stopped ? 'stop' : 'go_on'
  })
  if (!walked.ok) intake.fail(walked.error)
  tellUnseen(fields, intake, format)
  // Where no network has the field there are no values to name.
  if (format.class !== undefined && fields.seen.has(format.class.field)) classes.tell(intake)
  intake.publishedAt(reader.metadata.buildEpoch)
}

/** Reads fields of entries, and remembers which there were: a name that nobody has is probably misspelt. */
class Fields {
  readonly seen = new Set<FieldPath>()

  at(entry: unknown, field: FieldPath): unknown {
    const value = valueAt(entry, field)
    if (value !== undefined) this.seen.add(field)
    return value
  }

  textAt(entry: unknown, field: FieldPath | undefined): string {
    const value = field === undefined ? undefined : this.at(entry, field)
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  }
}

/** Of lists without an entry too, where it is the reason. */
function tellUnseen({ seen }: Fields, intake: Intake, { class: column, flags, country, region }: MmdbFormat) {
  const asked = [...Object.keys(flags ?? {}), column?.field, country, region]
  const unseen = asked.filter((field) => field !== undefined && !seen.has(field)) as FieldPath[]
  if (unseen.length === 0) return
  const message = `no network has ${unseen.length === 1 ? 'the field' : 'the fields'} ${unseen.map(quote).join(', ')}`
  intake.whyEmpty(message)
  intake.note(message)
}

function openReader(bytes: Buffer): Reader<Response> | undefined {
  try {
    return new Reader<Response>(bytes)
  } catch {
    return undefined
  }
}

function readEntry(
  reader: Reader<Response>,
  block: CidrBlock,
): { readonly value: unknown } | { readonly bad: string } {
  try {
    return { value: reader.get(formatIpAddress(block.base)) }
  } catch {
    return { bad: 'the data of this network is damaged' }
  }
}

function labelOf(
  entry: unknown,
  { class: column, flags, country, region }: MmdbFormat,
  { classes, places, fields }: { classes: ClassLookup; places: PlaceLabels; fields: Fields },
): Label | 'left_out' | { readonly bad: string } {
  const place = places.of(fields.textAt(entry, country), fields.textAt(entry, region))
  if (!place.ok) return { bad: place.error }
  if (column === undefined && flags === undefined) return place.value
  // All of them are read, also behind the one that counts: the others are not misspelt.
  const raised = Object.entries(flags ?? {}).filter(([field]) => isRaised(fields.at(entry, field)))[0]?.[1]
  const value = fields.textAt(entry, column?.field)
  const networkClass = raised ?? (column === undefined ? undefined : classes.of(value))
  return networkClass === undefined ? 'left_out' : { ...place.value, class: networkClass }
}

function isRaised(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true'
}

function valueAt(entry: unknown, field: FieldPath): unknown {
  let value = entry
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
