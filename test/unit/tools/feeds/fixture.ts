import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CidrBlock, formatCidr } from '../../../../src/net/cidr.ts'
import { formatPlace } from '../../../../src/net/region.ts'
import { type FeedFormat, parseFeed } from '../../../../tools/feeds/formats/index.ts'
import type { IntakeOptions, ParsedFeed } from '../../../../tools/feeds/intake.ts'
import { formatFeedIssue } from '../../../../tools/feeds/issue.ts'
import type { PrefixList } from '../../../../tools/feeds/prefix-list.ts'
import { defineSource, type FeedSource } from '../../../../tools/feeds/source.ts'
import { LIMITS, type Transport } from '../../../../tools/feeds/transport.ts'

const OPTIONS: IntakeOptions = { maxPrefixes: 1000, tolerate: 0, places: 'keep' }

/** What a format makes of these files, or the messages of what is wrong. */
export function parse(
  format: FeedFormat,
  contents: string | Uint8Array | readonly string[],
  options: Partial<IntakeOptions> = {},
): ParsedFeed | readonly string[] {
  const files = Array.isArray(contents) ? (contents as readonly string[]) : [contents as string | Uint8Array]
  const parts = files.map((file, index) => ({
    name: `part${index + 1}`,
    open: () => (typeof file === 'string' ? Buffer.from(file) : file),
  }))
  const parsed = parseFeed(parts, format, { ...OPTIONS, ...options })
  return parsed.ok ? parsed.value : parsed.error.map(formatFeedIssue)
}

/** The prefixes of a list as text, in order, each with its class and place where it has them. */
export function entries(parsed: ParsedFeed | readonly string[]): string[] {
  if (!('list' in parsed)) throw new Error(parsed.join('\n'))
  const { list } = parsed
  return Array.from({ length: list.count }, (_, at) => {
    const label = list.labels[list.labelOf[at] as number]
    const place = label?.place === undefined ? undefined : formatPlace(label.place)
    return [formatCidr(blockAt(list, at)), label?.class, place].filter((word) => word !== undefined).join(' ')
  })
}

function blockAt(list: PrefixList, at: number): CidrBlock {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = list.words.subarray(at * 4, at * 4 + 4)
  const version = list.versions[at] === 4 ? 4 : 6
  return { base: { version, w0, w1, w2, w3 }, length: list.lengths[at] as number }
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'cordon-feeds-test-'))
}

export function source(changes: Partial<FeedSource> = {}): FeedSource {
  return {
    ...defineSource({
      id: 'acme',
      title: 'Acme',
      publisher: 'Acme',
      licence: 'none',
      urls: ['https://acme.example/list.txt'],
      format: { kind: 'lines' },
      class: 'hosting',
      expect: { min: 1, max: 1000 },
      mirrors: [{ file: 'acme.txt', format: { kind: 'lines' } }],
    }),
    ...changes,
  }
}

export const NOW = new Date('2026-05-06T07:08:09Z')

/** No waiting, no chance, no clock; `slept` tells how long it would have waited. */
export function transport(fetch: Transport['fetch'], limits: Partial<Transport['limits']> = {}) {
  const slept: number[] = []
  const made: Transport = {
    fetch,
    sleep: async (ms) => {
      slept.push(ms)
    },
    random: () => 0.5,
    now: () => NOW,
    limits: { ...LIMITS, ...limits },
  }
  return { slept, transport: made }
}
