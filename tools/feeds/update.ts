import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { err, ok, type Result } from '../../src/lib/result.ts'
import { type Acquired, acquire, formatOf, type Origin, type RawPart } from './acquire.ts'
import type { CompileInput } from './compile.ts'
import { describeCoverage } from './coverage.ts'
import { type FeedFormat, type FeedPart, parseFeed } from './formats/index.ts'
import type { ParsedFeed } from './intake.ts'
import { count, formatFeedIssue } from './issue.ts'
import type { PrefixList } from './prefix-list.ts'
import type { FeedSource } from './source.ts'
import { type FeedStore, type LastGood, type NewPart, sha256Of } from './store.ts'
import { isSystemError } from './system-error.ts'
import type { Transport } from './transport.ts'

interface Outcome {
  readonly source: FeedSource
  /** What somebody should look at. */
  readonly warnings: readonly string[]
  readonly notes: readonly string[]
  readonly durationMs: number
}

/** A list that can go into the table. `kept`: the new one could not be had or used, so this is the last good one. */
export interface UsableFeed extends Outcome {
  readonly state: 'new' | 'unchanged' | 'kept'
  readonly list: PrefixList
  readonly sha256: string
  /** When the list was made, as far as that is known, else when it was fetched: an ISO instant. */
  readonly date: string
  /** When it was last known to be the publisher's current one. */
  readonly checkedAt: string
  readonly bytes: number
}

export interface MissingFeed extends Outcome {
  readonly state: 'missing'
  /** `absent`: not in the mirror, or to be had from a mirror only. `failed`: it should have been there. */
  readonly why: 'absent' | 'failed'
}

export type FeedResult = UsableFeed | MissingFeed

/** A usable list as the compiler takes it. */
export function compileInput({ source, list, sha256, date, checkedAt }: UsableFeed): CompileInput {
  const { id, title, class: networkClass, confidence, movesPlace, maxAgeDays } = source
  return { id, title, class: networkClass, confidence, movesPlace, maxAgeDays, date, checkedAt, sha256, list }
}

export interface UpdateOptions {
  readonly origin: Origin
  readonly store: FeedStore
  readonly transport: Transport
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ids of sources that may have become much smaller. */
  readonly acceptShrunk: ReadonlySet<string>
}

const AT_A_TIME = 4
const DAY_MS = 86_400_000

/**
 * Brings each list up to date, four at a time, and tells of each as it is done. Never throws for what a publisher does:
 * a list that cannot be had or used keeps its last good version, or is missing. In the order of the sources.
 */
export async function updateFeeds(
  sources: readonly FeedSource[],
  options: UpdateOptions,
  progress: (result: FeedResult) => void,
): Promise<FeedResult[]> {
  const results = new Array<FeedResult>(sources.length)
  const waiting = sources.entries()
  const work = async () => {
    for (const [index, source] of waiting) {
      const result = await updateFeed(source, options)
      results[index] = result
      progress(result)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
  options.store.close()
  return results
}

type Update = Omit<UsableFeed, 'durationMs'> | Omit<MissingFeed, 'durationMs'>

async function updateFeed(source: FeedSource, options: UpdateOptions): Promise<FeedResult> {
  const { now } = options.transport
  const start = now().getTime()
  const stored = options.store.lastGood(source.id)
  const lastGood = stored.state === 'good' ? stored.version : undefined
  const before = stored.state === 'damaged' ? [stored.message] : []
  const update = await bringUpToDate(source, lastGood, options).catch((error: unknown): Update => {
    // An operator's file that may not be read must not take the other lists with it.
    if (!isSystemError(error)) throw error
    return fallBack(source, lastGood, [error.message], now())
  })
  options.store.discard(source.id)
  return { ...update, warnings: [...before, ...update.warnings], durationMs: now().getTime() - start }
}

async function bringUpToDate(
  source: FeedSource,
  lastGood: LastGood | undefined,
  { origin, store, transport, env, acceptShrunk }: UpdateOptions,
): Promise<Update> {
  const now = transport.now()
  if (origin.kind === 'offline') {
    const why = isMirrorOnly(source) ? 'absent' : 'failed'
    return lastGood === undefined
      ? missing(source, ['there is no last good version: run without --offline first'], why)
      : readAgain(source, lastGood, 'unchanged', [], now)
  }
  if (origin.kind === 'publishers' && isMirrorOnly(source)) {
    const note = 'has no public address: it comes from a mirror (--from)'
    if (lastGood === undefined) return { ...missing(source, [], 'absent'), notes: [note] }
    return readAgain(source, lastGood, 'unchanged', [], now)
  }
  const acquired = await acquire(source, { origin, transport, store, lastGood, env })
  if (!acquired.ok) {
    const { kind, message } = acquired.error
    const isNotMirrored = kind === 'absent' && origin.kind !== 'publishers' && source.file === undefined
    if (isNotMirrored && lastGood === undefined) return missing(source, [`${message}: left out`], 'absent')
    return fallBack(source, lastGood, [message], now)
  }
  const checkedAt = now.toISOString()
  if (acquired.value.isUnchanged && lastGood !== undefined) {
    store.confirm(source.id, checkedAt)
    return readAgain(source, { ...lastGood, checkedAt }, 'unchanged', [], now)
  }
  const read = readRaw(source, acquired.value.parts, acquired.value.format)
  if (!read.ok) return fallBack(source, lastGood, read.error, now)
  const { feed, parts, sha256 } = read.value
  const shrunk = acceptShrunk.has(source.id) ? undefined : describeShrinking(feed.list.count, lastGood)
  if (shrunk !== undefined) return fallBack(source, lastGood, [shrunk], now)

  const isSame = lastGood?.sha256 === sha256 && lastGood.variant === acquired.value.variant
  const stated = dateOf(feed, acquired.value)
  const isFuture = stated !== undefined && stated > now
  const known = isFuture ? undefined : stated
  const date = known ?? (isSame ? earlier(lastGood.fetchedAt, now) : now)
  const record = {
    variant: acquired.value.variant,
    sha256,
    prefixes: feed.list.count,
    fetchedAt: isSame ? lastGood.fetchedAt : checkedAt,
    // A mirror may be as old as it likes: nobody has said that what it holds is current.
    checkedAt: isFromPublisher(source, origin) ? checkedAt : date.toISOString(),
    date: date.toISOString(),
  }
  store.replace(source.id, parts, record)
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  // It would never become too old.
  const late = isFuture
    ? [`says that it is of ${stated.toISOString().slice(0, 10)}, which is yet to come`]
    : []
  const told = { ...feed, notes: [...feed.notes, ...late] }
  return usable(source, told, { ...record, bytes }, isSame ? 'unchanged' : 'new', [], now)
}

function fallBack(
  source: FeedSource,
  lastGood: LastGood | undefined,
  problems: readonly string[],
  now: Date,
): Update {
  if (lastGood === undefined) return missing(source, problems, 'failed')
  return readAgain(source, lastGood, 'kept', problems, now)
}

/** Reads the last good version. It was good by the rules of its day, and by today's it may not be. */
function readAgain(
  source: FeedSource,
  lastGood: LastGood,
  state: UsableFeed['state'],
  problems: readonly string[],
  now: Date,
): Update {
  const format = formatOf(source, lastGood.variant)
  if (format === undefined) {
    const message = `the last good version came from ${lastGood.variant}, which nobody knows how to read any more`
    return missing(source, [...problems, message], 'failed')
  }
  const parts = lastGood.parts.map((part, index) => ({
    ...part,
    name: part.file,
    path: lastGood.paths[index] as string,
    keep: 'copy' as const,
  }))
  const read = readStored(source, parts, format)
  if (!read.ok) {
    const again = read.error.map((problem) => `the last good version: ${problem}`)
    return missing(source, [...problems, ...again], 'failed')
  }
  const bytes = lastGood.parts.reduce((sum, part) => sum + part.bytes, 0)
  return usable(source, read.value.feed, { ...lastGood, bytes }, state, problems, now)
}

/** Another run may just have swept the files away. */
function readStored(...args: Parameters<typeof readRaw>): ReturnType<typeof readRaw> {
  try {
    return readRaw(...args)
  } catch (error) {
    if (!isSystemError(error)) throw error
    return err([error.message])
  }
}

interface Version {
  readonly sha256: string
  readonly date: string
  readonly checkedAt: string
  readonly bytes: number
}

function usable(
  source: FeedSource,
  { list, warnings, notes }: ParsedFeed,
  { sha256, bytes, ...version }: Version,
  state: UsableFeed['state'],
  problems: readonly string[],
  now: Date,
): Update {
  // A state from before dates were checked, or from a clock that was wrong.
  const date = earlier(version.date, now).toISOString()
  const checkedAt = earlier(version.checkedAt, now).toISOString()
  const own = [describeAge(source, checkedAt, now), describeSize(source, list.count)]
  const all = [...problems, ...own.filter((text) => text !== undefined), ...warnings]
  return { source, state, list, sha256, date, checkedAt, bytes, warnings: all, notes }
}

/** The raw files are read one after the other, and none is held on to. */
function readRaw(
  source: FeedSource,
  raw: readonly RawPart[],
  format: FeedFormat,
): Result<{ feed: ParsedFeed; parts: NewPart[]; sha256: string }, readonly string[]> {
  const parts: NewPart[] = raw.map(({ name: _, ...part }) => ({ ...part, sha256: '', bytes: 0 }))
  const whole = createHash('sha256')
  const openers = raw.map(({ name, path }, index): FeedPart => {
    const open = () => {
      const contents = readFileSync(path)
      whole.update(contents)
      parts[index] = { ...(parts[index] as NewPart), sha256: sha256Of(contents), bytes: contents.length }
      return contents
    }
    return { name, open }
  })
  const { maxPrefixes, tolerate, movesPlace, maxBytes } = source
  const size = raw.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
  if (size > maxBytes) return err([`larger than ${count(maxBytes)} bytes together (max_bytes)`])
  const feed = parseFeed(openers, format, { maxPrefixes, tolerate, places: movesPlace ? 'keep' : 'drop' })
  if (!feed.ok) return err([`does not parse: ${feed.error.map(formatFeedIssue).join('\n')}`])
  const tooMuch = describeCoverage(feed.value.list, source.class)
  if (tooMuch !== undefined) return err([`does not parse: ${tooMuch}`])
  return ok({ feed: feed.value, parts, sha256: whole.digest('hex') })
}

function describeShrinking(prefixes: number, lastGood: LastGood | undefined): string | undefined {
  if (lastGood === undefined || prefixes * 2 >= lastGood.prefixes) return undefined
  const change = `shrank from ${count(lastGood.prefixes)} to ${count(prefixes, 'prefix')}`
  return `${change}, by more than half: --accept-shrunk takes it all the same`
}

function describeSize({ expect: { min, max } }: FeedSource, prefixes: number): string | undefined {
  if (prefixes >= min && prefixes <= max) return undefined
  return `has ${count(prefixes, 'prefix')}, expected ${count(min)} to ${count(max)}`
}

function describeAge({ maxAgeDays }: FeedSource, checkedAt: string, now: Date): string | undefined {
  const days = Math.floor((now.getTime() - Date.parse(checkedAt)) / DAY_MS)
  if (days <= maxAgeDays) return undefined
  return `is ${count(days, 'day')} old (last known to be current on ${checkedAt.slice(0, 10)}), at most ${maxAgeDays} expected`
}

function dateOf(feed: ParsedFeed, { date }: Acquired): Date | undefined {
  return feed.published ?? date
}

function isMirrorOnly({ urls, discover, file }: FeedSource): boolean {
  return urls.length === 0 && discover === undefined && file === undefined
}

function isFromPublisher({ file }: FeedSource, origin: Origin): boolean {
  return file === undefined && origin.kind === 'publishers'
}

function earlier(date: string, now: Date): Date {
  return new Date(Math.min(Date.parse(date), now.getTime()))
}

function missing(source: FeedSource, warnings: readonly string[], why: MissingFeed['why']) {
  return { source, state: 'missing', why, warnings, notes: [] } as const
}
