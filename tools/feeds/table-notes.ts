import { hex } from '../../src/lib/bytes.ts'
import { HEADER_BYTES } from '../../src/tables/prefix-format.ts'
import { count } from './issue.ts'
import { formatBytes } from './progress.ts'
import type { FeedSource } from './source.ts'
import type { UsableFeed } from './update.ts'

const CHECKSUM_AT = 16
/** What Workers Free allows for a compressed bundle; a table compresses little. */
const BUNDLE_BYTES = 3 * 1024 * 1024

/** What the worker calls the table: it finds it in a store under this name, and checks that it is the one. */
export function formatTableName(table: Uint8Array): string {
  const name = hex(table.subarray(CHECKSUM_AT, HEADER_BYTES))
  return `  in KV or R2: networks/${name}, NETWORK_TABLE = "${name}"`
}

export function largeTableNote(bytes: number): string | undefined {
  if (bytes <= BUNDLE_BYTES) return undefined
  return `the table has ${formatBytes(bytes)}: bundles are limited to 3 MB (Free) or 10 MB (Paid) compressed; NETWORK_TABLE is for larger ones`
}

/** The build takes whatever table is there, also one that was made to look at a source or two. */
export function onlyNote(output: string, sources: readonly FeedSource[]): string {
  return `${output} is the table of the build, and with --only it holds only ${sources.map(({ id }) => id).join(', ')}`
}

/** Which lists take up the answers that a table has room for: those with many places. */
export function tooManyAnswersNote(feeds: readonly UsableFeed[]): string {
  const places = feeds
    .map(({ source: { id }, list }) => ({ id, places: list.labels.filter(({ place }) => place).length }))
    .filter((feed) => feed.places > 0)
    .sort((a, b) => b.places - a.places)
    .map((feed) => `${feed.id} (${count(feed.places)})`)
  const where = places.length === 0 ? '' : `; different places are in: ${places.join(', ')}`
  return `the lists need more than 65,535 different answers (classes and places), which is the most a table has room for${where}`
}
