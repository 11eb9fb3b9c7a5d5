import type { AsnRanges, RangeTable } from './asn-table.ts'

/**
 * Reads the two CSV files of `@ip-location-db/asn`: `first,last,asn,organisation` with addresses as decimal integers
 * and the organisation quoted where it needs to be (RFC 4180). Throws when a line is none: the package changed shape.
 */
export function parseAsnCsv(ipv4: string, ipv6: string): AsnRanges {
  const indexOf = new Map<string, number>()
  const table = (text: string, words: 1 | 4) => parseTable(text, words, indexOf)
  const tables = { ipv4: table(ipv4, 1), ipv6: table(ipv6, 4) }
  return { ...tables, organizations: [...indexOf.keys()] }
}

function parseTable(text: string, words: 1 | 4, indexOf: Map<string, number>): RangeTable {
  const lines = text.split('\n').filter((line) => line.length > 0)
  const starts = new Uint32Array(lines.length * words)
  const ends = new Uint32Array(lines.length * words)
  const asns = new Uint32Array(lines.length)
  const organizationOf = new Uint32Array(lines.length)
  for (const [row, line] of lines.entries()) {
    const match = /^(\d+),(\d+),(\d+),(.*?)\r?$/.exec(line)
    if (match === null) throw new Error(`ASN data, line ${row + 1}: expected "first,last,asn,organisation"`)
    const [, first = '', last = '', asn = '', organization = ''] = match
    putAddress(starts, row * words, words, first)
    putAddress(ends, row * words, words, last)
    asns[row] = Number(asn)
    const name = unquote(organization)
    const index = indexOf.get(name) ?? indexOf.size
    indexOf.set(name, index)
    organizationOf[row] = index
  }
  return { words, starts, ends, asns, organizationOf }
}

function putAddress(into: Uint32Array, at: number, words: 1 | 4, decimal: string): void {
  if (words === 1) {
    into[at] = Number(decimal)
    return
  }
  const value = BigInt(decimal)
  for (let word = 0; word < 4; word++)
    into[at + word] = Number((value >> BigInt(96 - 32 * word)) & 0xffffffffn)
}

function unquote(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
}
