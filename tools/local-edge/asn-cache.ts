import { crc32 } from 'node:zlib'
import type { AsnRanges, RangeTable } from './asn-table.ts'

/*
 * Layout, all numbers unsigned 32-bit in the machine's byte order (the file never leaves the machine):
 *   0   magic
 *   4   rows of IPv4, then rows of IPv6
 *   12  bytes of the organisation names
 *   16  CRC-32 of everything from byte 20 on
 *   20  for IPv4, then IPv6: starts, ends (1 or 4 words a row), asns, organizationOf (1 word a row)
 *   …   organisation names, UTF-8, separated by line feeds
 */
const MAGIC = 0x41534e31
const HEADER_BYTES = 20

export function encodeRanges(ranges: AsnRanges): Uint8Array {
  const names = Buffer.from(ranges.organizations.join('\n'))
  const columns = [ranges.ipv4, ranges.ipv6].flatMap(columnsOf).map((column) => Buffer.from(column.buffer))
  const payload = Buffer.concat([...columns, names])
  const header = new Uint32Array([
    MAGIC,
    ranges.ipv4.asns.length,
    ranges.ipv6.asns.length,
    names.length,
    crc32(payload),
  ])
  return Buffer.concat([Buffer.from(header.buffer), payload])
}

/** `undefined` for anything but a whole and undamaged file: the caller builds it again. */
export function decodeRanges(file: Buffer): AsnRanges | undefined {
  if (file.length < HEADER_BYTES) return undefined
  // A copy of its own, because a Buffer may start anywhere and a Uint32Array only at multiples of four.
  const bytes = new Uint8Array(file)
  const [magic, rows4 = 0, rows6 = 0, nameBytes = 0, sum] = new Uint32Array(bytes.buffer, 0, 5)
  const expected = HEADER_BYTES + 4 * (4 * rows4 + 10 * rows6) + nameBytes
  if (magic !== MAGIC || bytes.length !== expected || crc32(bytes.subarray(HEADER_BYTES)) !== sum)
    return undefined

  let at = HEADER_BYTES
  const take = (length: number) => {
    const column = new Uint32Array(bytes.buffer, at, length)
    at += 4 * length
    return column
  }
  const table = (words: 1 | 4, rows: number): RangeTable => ({
    words,
    starts: take(rows * words),
    ends: take(rows * words),
    asns: take(rows),
    organizationOf: take(rows),
  })
  const ipv4 = table(1, rows4)
  const ipv6 = table(4, rows6)
  return { ipv4, ipv6, organizations: new TextDecoder().decode(bytes.subarray(at)).split('\n') }
}

function columnsOf(table: RangeTable): Uint32Array[] {
  return [table.starts, table.ends, table.asns, table.organizationOf]
}
