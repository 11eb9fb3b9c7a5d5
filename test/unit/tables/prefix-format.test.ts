import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FORMAT, HEADER_BYTES, openTable } from '../../../src/tables/prefix-format.ts'
import { tableOf } from '../../support/prefix-lists.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Every column has two entries or more, so that each can be put out of order. */
const GOOD = tableOf(
  {
    class: 'vpn',
    prefixes: ['203.0.113.0/24', '203.0.113.9/32', '198.51.100.0/24', '2001:db8::/32', '2a00:1450::/29'],
  },
  {
    class: 'privacy_relay',
    prefixes: [
      ['172.224.226.0/27', 'GB-ENG'],
      '203.0.113.0/28',
      '2001:db8:1::/48',
      '2001:db8:2:3::1/128',
      '2001:db8:2:3:4::/80',
      '2a02:1::/48',
    ],
  },
)

interface Parts {
  description: {
    counts: Record<string, number>
    feeds: unknown[]
    findings: { feed: number; class: string; place?: string }[]
    values: number[][]
    [other: string]: unknown
  }
  groups: Uint32Array
  /** Words, then answers, as in `mid`. */
  wide: Uint32Array
  mid: Uint32Array
  long: Uint32Array
  buckets: Uint16Array
  lows: Uint16Array
  meta: Uint8Array
}

/** The parts of a table, changed and put together again with a checksum that fits. */
function forged(change: (parts: Parts) => unknown): Bytes {
  const length = new DataView(GOOD.buffer).getUint32(12, true)
  const description: Parts['description'] = JSON.parse(
    new TextDecoder().decode(GOOD.subarray(HEADER_BYTES, HEADER_BYTES + length)),
  )
  const { buckets4 = 0, entries4 = 0, groups6 = 0, wide6 = 0, mid6 = 0, long6 = 0 } = description.counts
  let at = HEADER_BYTES + length
  const bytes = (count: number) => {
    at += count
    return GOOD.buffer.slice(at - count, at)
  }
  const parts: Parts = {
    description,
    groups: new Uint32Array(bytes(12 * (groups6 + 1))),
    wide: new Uint32Array(bytes(8 * wide6)),
    mid: new Uint32Array(bytes(8 * mid6)),
    long: new Uint32Array(bytes(16 * long6)),
    buckets: new Uint16Array(bytes(4 * buckets4)),
    lows: new Uint16Array(bytes(2 * entries4)),
    meta: new Uint8Array(bytes(3 * entries4)),
  }
  expect(at).toBe(GOOD.length)
  change(parts)
  const { groups, wide, mid, long, buckets, lows, meta } = parts
  const text = new TextEncoder().encode(JSON.stringify(parts.description))
  const padded = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20)
  padded.set(text)
  return sealed(padded.length, [padded, groups, wide, mid, long, buckets, lows, meta])
}

function sealed(
  descriptionLength: number,
  parts: readonly (Uint8Array | Uint16Array | Uint32Array)[],
): Bytes {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)))
  const made = new Uint8Array(HEADER_BYTES + body.length)
  made.set(GOOD.subarray(0, HEADER_BYTES))
  new DataView(made.buffer).setUint32(12, descriptionLength, true)
  made.set(createHash('sha256').update(body).digest(), 16)
  made.set(body, HEADER_BYTES)
  return made
}

const errorOf = async (bytes: Bytes) => {
  const opened = await openTable(bytes)
  return opened.ok ? 'opened' : opened.error
}
const put = (column: Uint8Array | Uint16Array | Uint32Array, at: number, value: number) => {
  column[at] = value
}
const swap = (column: Uint16Array | Uint32Array | Uint8Array, width: number, a: number, b: number) => {
  for (let word = 0; word < width; word++) {
    const [first, second] = [column[a * width + word] as number, column[b * width + word] as number]
    column[a * width + word] = second
    column[b * width + word] = first
  }
}

describe('openTable()', () => {
  it('opens a table, wherever in memory it begins', async () => {
    for (const offset of [0, 1, 2, 3, 4]) {
      const memory = new Uint8Array(GOOD.length + offset)
      memory.set(GOOD, offset)
      expect(await openTable(memory.subarray(offset))).toMatchObject({
        ok: true,
        value: {
          version: expect.stringMatching(/^[0-9a-f]{16}$/),
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      })
    }
  })

  it('opens what was taken apart and put together again: the forgeries below fail for what they change', async () => {
    expect(await errorOf(forged(() => {}))).toBe('opened')
  })

  it('opens a table of no lists', async () => {
    expect(await errorOf(tableOf())).toBe('opened')
  })

  it('refuses a table cut off anywhere', async () => {
    for (let length = 0; length < GOOD.length; length++)
      expect(await errorOf(GOOD.slice(0, length)), `${length} bytes`).toBe(
        length < HEADER_BYTES ? 'not_a_table' : 'damaged',
      )
  })

  it('refuses a table with something behind it', async () => {
    const longer = new Uint8Array(GOOD.length + 4)
    longer.set(GOOD)
    expect(await errorOf(longer)).toBe('damaged')
  })

  it.each([
    ['a web page', new TextEncoder().encode(`<!doctype html>${' '.repeat(100)}`)],
    ['a compressed file', Uint8Array.from({ length: 100 }, (_, at) => [0x1f, 0x8b][at] ?? 0)],
    ['zeros', new Uint8Array(1000)],
  ])('takes %s for no table', async (_, bytes: Uint8Array) => {
    expect(await errorOf(bytes.slice())).toBe('not_a_table')
  })

  it.each([0, FORMAT + 1, 0x01000000])('knows no format %i', async (format) => {
    const other = GOOD.slice()
    new DataView(other.buffer).setUint32(8, format, true)
    expect(await errorOf(other)).toBe('unknown_format')
  })

  it.each<readonly [string, (parts: Parts) => unknown]>([
    ['IPv4 buckets out of order', ({ buckets }) => swap(buckets, 2, 0, 1)],
    ['an IPv4 bucket twice', ({ buckets }) => put(buckets, 2, buckets[0] as number)],
    ['bucket sizes that add up to more than there are', ({ buckets }) => put(buckets, 1, 0xffff)],
    [
      'bucket sizes that add up to less than there are',
      ({ buckets }) => {
        const full = [1, 3, 5].find((at) => (buckets[at] as number) > 0) as number
        buckets[full] = (buckets[full] as number) - 1
      },
    ],
    [
      'IPv4 entries out of order within their bucket',
      ({ buckets, lows }) => {
        let first = 0
        for (let at = 1; (buckets[at] as number) === 0; at += 2) first++
        swap(lows, 1, first, first + 1)
      },
    ],
    ['an IPv4 size that reaches beyond its bucket', ({ meta }) => put(meta, 0, 17)],
    [
      'an IPv4 number that stands for nothing',
      ({ meta, description }) => put(meta, 1, description.values.length),
    ],
    ['an IPv4 number whose high byte is out of range', ({ meta }) => put(meta, 2, 0xff)],
    ['wide entries out of order', ({ wide }) => swap(wide, 2, 0, 1)],
    ['a wide entry twice', ({ wide }) => put(wide, 1, wide[0] as number)],
    [
      'a wide size of half the address space and more',
      ({ wide }) => put(wide, wide.length / 2, (32 << 16) | 1),
    ],
    ['a wide number that stands for nothing', ({ wide }) => put(wide, wide.length / 2, 0xffff)],
    ['mid entries out of order within their group', ({ mid }) => swap(mid, 1, 0, 1)],
    ['a mid size larger than a /32', ({ mid }) => put(mid, mid.length / 2, (32 << 16) | 1)],
    ['a mid number that stands for nothing', ({ mid }) => put(mid, mid.length / 2, 0xffff)],
    ['long entries out of order', ({ long }) => swap(long, 4, 0, 1)],
    ['a long entry twice', ({ long }) => void long.copyWithin(4, 0, 3)],
    ['a long size larger than a /64', ({ long }) => put(long, 3, (64 << 16) | 1)],
    ['a long number that stands for nothing', ({ long }) => put(long, 3, 0xffff)],
    ['groups out of order', ({ groups }) => swap(groups, 1, 0, 3)],
    ['a group twice', ({ groups }) => put(groups, 3, groups[0] as number)],
    ['a group that begins behind its end', ({ groups }) => put(groups, 4, 0xffff)],
    ['a group whose long entries begin behind their end', ({ groups }) => put(groups, 5, 0xffff)],
    ['a first group that leaves out entries', ({ groups }) => put(groups, 1, 1)],
    ['a first group that leaves out long entries', ({ groups }) => put(groups, 2, 1)],
    ['a last group that does not reach the end', ({ groups }) => put(groups, 7, (groups[7] as number) - 1)],
    ['a last group that reaches beyond it', ({ groups }) => put(groups, 8, (groups[8] as number) + 1)],
    [
      'counts that are not those of the columns',
      ({ description }) => Object.assign(description.counts, { wide6: 1 }),
    ],
    [
      'counts of another column',
      ({ description: { counts } }) => {
        counts.wide6 = (counts.wide6 ?? 0) + 1
        counts.mid6 = (counts.mid6 ?? 0) - 1
      },
    ],
    ['a count that is none', ({ description }) => Object.assign(description.counts, { long6: -1 })],
    [
      'a finding of no feed',
      ({ description: { findings } }) => Object.assign(findings[0] ?? {}, { feed: 7 }),
    ],
    [
      'a finding of no class',
      ({ description: { findings } }) => Object.assign(findings[0] ?? {}, { class: 'x' }),
    ],
    [
      'a finding at no place',
      ({ description: { findings } }) => Object.assign(findings[0] ?? {}, { place: 'UK' }),
    ],
    ['a value of no finding', ({ description: { values } }) => void values.at(-1)?.push(99)],
    ['no values', ({ description }) => Object.assign(description, { values: [] })],
    ...['', 'yesterday', '2026-10-31T00:00:00', 1_793_404_800].flatMap((value) => [
      [
        `a table that was built at ${JSON.stringify(value)}`,
        ({ description }: Parts) => Object.assign(description, { builtAt: value }),
      ] as const,
      ...['date', 'checkedAt'].map(
        (name) =>
          [
            `a feed whose ${name} is ${JSON.stringify(value)}`,
            ({ description: { feeds } }: Parts) => Object.assign(feeds[1] ?? {}, { [name]: value }),
          ] as const,
      ),
    ]),
    ['a feed without an id', ({ description: { feeds } }) => Object.assign(feeds[0] ?? {}, { id: 1 })],
  ])('refuses %s, although the checksum fits', async (_, change) => {
    expect(await errorOf(forged(change))).toBe('damaged')
  })

  it.each([
    ['is no JSON', '{"builtAt":'],
    ['is another JSON', '[1]'],
    ['is no text', '\u0000\u0001'],
  ])('refuses a description that %s, although the checksum fits', async (_, text) => {
    const description = new TextEncoder().encode(text.padEnd(400))
    expect(await errorOf(sealed(400, [description, new Uint32Array(3)]))).toBe('damaged')
  })

  it('refuses a description whose length is no multiple of 4, or beyond the end, although the checksum fits', async () => {
    const body = forged(() => {}).subarray(HEADER_BYTES)
    const length = new DataView(GOOD.buffer).getUint32(12, true)
    expect(await errorOf(sealed(length, [body]))).toBe('opened')
    for (const wrong of [length + 1, length - 1, length + 2, body.length + 4, 0xffffffff, 0])
      expect(await errorOf(sealed(wrong, [body]))).toBe('damaged')
  })
})
