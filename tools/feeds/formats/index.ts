import type { Result } from '../../../src/lib/result.ts'
import { Intake, type IntakeOptions, type ParsedFeed } from '../intake.ts'
import type { FeedIssue } from '../issue.ts'
import { type CsvFormat, readCsv } from './csv.ts'
import { readGeofeed } from './geofeed.ts'
import { type JsonFormat, readJson } from './json.ts'
import { readLines } from './lines.ts'
import { type MmdbFormat, readMmdb } from './mmdb.ts'
import { describeForeign } from './sniff.ts'

/** How a list is written, with what one has to know to read it. */
export type FeedFormat =
  | { readonly kind: 'lines' }
  | { readonly kind: 'geofeed' }
  | JsonFormat
  | CsvFormat
  | MmdbFormat

/** One file of a list. They are opened one after the other, so that one at a time is in memory. */
export interface FeedPart {
  /** Told in messages where a list has several. */
  readonly name: string
  readonly open: () => Uint8Array
}

/**
 * Reads a list, all or nothing: what is no list in that format, or has more bad entries than is tolerated, is refused
 * with the first twenty things that are wrong. Publishers control the contents.
 */
export function parseFeed(
  parts: readonly FeedPart[],
  format: FeedFormat,
  options: IntakeOptions,
): Result<ParsedFeed, readonly FeedIssue[]> {
  const intake = new Intake(options)
  for (const part of parts) {
    if (parts.length > 1) intake.startPart(part.name)
    readPart(part.open(), intake, format)
    if (intake.stopped) break
  }
  return intake.finish()
}

function readPart(contents: Uint8Array, intake: Intake, format: FeedFormat): void {
  // An MMDB file begins with any byte.
  const foreign = format.kind === 'mmdb' ? undefined : describeForeign(contents)
  if (foreign !== undefined) {
    intake.fail(`${foreign} instead of ${NAMES[format.kind]}`)
    return
  }
  switch (format.kind) {
    case 'lines':
      readLines(contents, intake)
      break
    case 'geofeed':
      readGeofeed(contents, intake)
      break
    case 'json':
      readJson(contents, intake, format)
      break
    case 'csv':
      readCsv(contents, intake, format)
      break
    case 'mmdb':
      readMmdb(contents, intake, format)
      break
  }
}

const NAMES: Readonly<Record<FeedFormat['kind'], string>> = {
  lines: 'a list of prefixes',
  geofeed: 'a geofeed',
  json: 'JSON',
  csv: 'CSV',
  mmdb: 'an MMDB file',
}
