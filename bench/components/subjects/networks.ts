/** What the network tables are asked. */
import type { Asn } from '../../../src/net/asn.ts'
import { lookupAsn } from '../../../src/tables/asn-table.ts'
import { matchOrganization } from '../../../src/tables/organization-rules.ts'
import { at } from '../../at.ts'
import { called, type Subject } from '../subject.ts'
import { addressReader, type Table } from '../tables.ts'

/** Every second one is in the table. */
const ASNS = [24940, 64512, 7922, 64513, 16509, 64514, 3320, 64515, 9009, 64516, 14061] as readonly number[]

export function byAsn(): Subject {
  return called({
    call: (index) => lookupAsn(at(ASNS, index) as Asn),
    fold: (entry) => entry?.class.length ?? 0,
    isRight: (entry, index) => (entry !== undefined) === at(ASNS, index) < 64512,
  })
}

/** As registries have them; what rules make of them, or nothing. */
const NAMES = [
  ['Comcast Cable Communications, LLC', 'residential'],
  ['Hetzner Online GmbH', undefined],
  ['Massachusetts Institute of Technology', 'education'],
  ['Some Carrier', undefined],
  ['Universidade Federal do Rio de Janeiro', 'education'],
] as const

export function byOrganization(): Subject {
  return called({
    call: (index) => matchOrganization(at(NAMES, index)[0]),
    fold: (match) => match?.class.length ?? 0,
    isRight: (match, index) => match?.class === at(NAMES, index)[1],
  })
}

export function byAddress(table: Table): Subject {
  const read = addressReader(table)
  return called({
    call: (index) => table.prefixes.find(read(index)),
    fold: (answers) => answers.length,
    // What they come to was looked at when the table was opened.
    isRight: Array.isArray,
  })
}
