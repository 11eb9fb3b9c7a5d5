import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { err, ok, type Result } from '../../src/lib/result.ts'
import { type DownloadError, download } from './fetch.ts'
import type { FeedFormat } from './formats/index.ts'
import { parsePublished } from './formats/published.ts'
import { count } from './issue.ts'
import { Patience } from './patience.ts'
import { shownUrl } from './safe-url.ts'
import type { FeedSource } from './source.ts'
import type { FeedStore, LastGood, NewPart } from './store.ts'
import type { Transport } from './transport.ts'

/** Where lists come from in this run. */
export type Origin =
  | { readonly kind: 'publishers' }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'mirror'; readonly url: string }
  | { readonly kind: 'offline' }

/** A file of the list, before anybody has looked into it. */
export type RawPart = Omit<NewPart, 'sha256' | 'bytes'> & { readonly name: string }

export interface Acquired {
  readonly variant: string
  readonly format: FeedFormat
  readonly parts: readonly RawPart[]
  /** The server says that all of it is as in the last good version. */
  readonly isUnchanged: boolean
  /** When the list was made, where its name or its file says. */
  readonly date?: Date
}

export interface AcquireContext {
  readonly origin: Exclude<Origin, { readonly kind: 'offline' }>
  readonly transport: Transport
  readonly store: FeedStore
  readonly lastGood: LastGood | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One source's patience is for all its files. */
type Context = AcquireContext & { readonly patience: Patience }

export const LIVE = 'live'

/** Gets the raw files of a list from where they are to come from. They are not read yet. */
export async function acquire(
  source: FeedSource,
  given: AcquireContext,
): Promise<Result<Acquired, DownloadError>> {
  const context = { ...given, patience: new Patience(given.transport) }
  if (source.file !== undefined) return fromFile(source, source.file, LIVE, source.format)
  switch (context.origin.kind) {
    case 'publishers':
      return fromPublisher(source, context)
    case 'directory':
      return fromDirectory(source, context.origin.path)
    case 'mirror':
      return fromMirror(source, context.origin.url, context)
  }
}

/** By which format a version of the list is read, that came from the publisher or from a mirror's file. */
export function formatOf(source: FeedSource, variant: string): FeedFormat | undefined {
  if (variant === LIVE) return source.format
  return source.mirrors.find(({ file }) => file === variant)?.format
}

async function fromPublisher(source: FeedSource, context: Context): Promise<Result<Acquired, DownloadError>> {
  const found = await findUrls(source, context)
  if (!found.ok) return found
  const { urls, date } = found.value
  const secrets = readSecrets(source, context.env)
  if (!secrets.ok) return secrets
  const parts: RawPart[] = []
  let changed = 0
  for (const [index, url] of urls.entries()) {
    const got = await getPart(source, url, index, secrets.value, context)
    if (!got.ok) return got
    parts.push(got.value.part)
    if (got.value.isNew) changed++
  }
  const isUnchanged =
    changed === 0 && context.lastGood?.variant === LIVE && context.lastGood.parts.length === urls.length
  return ok({
    variant: LIVE,
    format: source.format,
    parts,
    isUnchanged,
    ...dateOf(date ?? newest(parts.map(({ lastModified }) => lastModified))),
  })
}

async function getPart(
  source: FeedSource,
  url: string,
  index: number,
  secrets: Secrets,
  { store, transport, patience, lastGood }: Context,
): Promise<Result<{ part: RawPart; isNew: boolean }, DownloadError>> {
  const to = store.temporary(source.id, `${index}`)
  // What the server said belongs to that URL and to the way its answer is read.
  const at = lastGood?.variant === LIVE ? lastGood.parts.findIndex((part) => part.url === url) : -1
  const before = lastGood?.parts[at]
  const got = await download(
    {
      url,
      to,
      maxBytes: source.maxBytes,
      ...(before?.etag === undefined ? {} : { etag: before.etag }),
      ...(before?.lastModified === undefined ? {} : { lastModified: before.lastModified }),
      ...secrets,
    },
    transport,
    patience,
  )
  if (!got.ok) return err({ kind: got.error.kind, message: `${shownUrl(url)}: ${got.error.message}` })
  const name = basename(new URL(url).pathname) || new URL(url).hostname
  if (got.value.state === 'unchanged') {
    const { etag, lastModified } = before ?? {}
    const path = lastGood?.paths[at] as string
    return ok({ isNew: false, part: { name, path, keep: 'copy', ...tags({ url, etag, lastModified }) } })
  }
  const { etag, lastModified } = got.value
  return ok({ isNew: true, part: { name, path: to, keep: 'move', ...tags({ url, etag, lastModified }) } })
}

function tags({
  url,
  etag,
  lastModified,
}: {
  url: string
  etag?: string | undefined
  lastModified?: string | undefined
}) {
  return {
    url,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  }
}

const MAX_PAGE_BYTES = 5_000_000

async function findUrls(
  { id, urls, discover }: FeedSource,
  { store, transport, patience }: Context,
): Promise<Result<{ urls: readonly string[]; date?: Date }, DownloadError>> {
  if (discover === undefined) return ok({ urls })
  const to = store.temporary(id, 'page')
  const page = await download({ url: discover.page, to, maxBytes: MAX_PAGE_BYTES }, transport, patience)
  if (!page.ok) return err({ kind: 'failed', message: `${shownUrl(discover.page)}: ${page.error.message}` })
  const match = discover.link.exec(readFileSync(to, 'utf8'))
  if (match === null) return fail(`${shownUrl(discover.page)}: the link to the list is no longer on the page`)
  return ok({ urls: [...urls, match[0]], ...dateOf(parsePublished(match.groups?.date ?? '')) })
}

function fromDirectory(
  { mirrors, ...source }: FeedSource,
  directory: string,
): Result<Acquired, DownloadError> {
  for (const { file, format } of mirrors) {
    const found = fromFile({ mirrors, ...source }, join(directory, file), file, format)
    if (found.ok || found.error.kind !== 'absent') return found
  }
  return notInMirror(mirrors)
}

async function fromMirror(
  source: FeedSource,
  base: string,
  { store, transport, patience }: Context,
): Promise<Result<Acquired, DownloadError>> {
  for (const { file, format } of source.mirrors) {
    const url = new URL(file, base.endsWith('/') ? base : `${base}/`).href
    const to = store.temporary(source.id, '0')
    const got = await download({ url, to, maxBytes: source.maxBytes }, transport, patience)
    if (got.ok) {
      const lastModified = got.value.state === 'new' ? got.value.lastModified : undefined
      const parts: RawPart[] = [{ name: file, path: to, keep: 'move', url }]
      return ok({ variant: file, format, parts, isUnchanged: false, ...dateOf(newest([lastModified])) })
    }
    if (got.error.kind !== 'absent') {
      return err({ kind: 'failed', message: `${shownUrl(url)}: ${got.error.message}` })
    }
  }
  return notInMirror(source.mirrors)
}

function fromFile(
  { maxBytes }: FeedSource,
  path: string,
  variant: string,
  format: FeedFormat,
): Result<Acquired, DownloadError> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return err({ kind: 'absent', message: `there is no file ${path}` })
  if (!stat.isFile()) return fail(`${path} is not a file`)
  if (stat.size > maxBytes) {
    return fail(
      `${path} is larger than ${count(maxBytes)} bytes, which is the most this source may have (max_bytes)`,
    )
  }
  const parts: RawPart[] = [{ name: basename(path), path, keep: 'copy' }]
  return ok({ variant, format, parts, isUnchanged: false, date: stat.mtime })
}

interface Secrets {
  readonly authorization?: string
  readonly secretQuery?: Readonly<Record<string, string>>
}

function readSecrets(
  { credentials }: FeedSource,
  env: AcquireContext['env'],
): Result<Secrets, DownloadError> {
  if (credentials === undefined) return ok({})
  const { authorizationEnv, queryEnv = {} } = credentials
  const names = [...(authorizationEnv === undefined ? [] : [authorizationEnv]), ...Object.values(queryEnv)]
  const missing = names.find((name) => (env[name] ?? '').trim() === '')
  if (missing !== undefined) return fail(`the environment variable ${missing} is not set`)
  const value = (name: string) => (env[name] as string).trim()
  return ok({
    ...(authorizationEnv === undefined ? {} : { authorization: value(authorizationEnv) }),
    secretQuery: Object.fromEntries(Object.entries(queryEnv).map(([name, from]) => [name, value(from)])),
  })
}

function notInMirror(mirrors: FeedSource['mirrors']): Result<never, DownloadError> {
  const names = mirrors.map(({ file }) => file).join(' or ')
  return err({ kind: 'absent', message: `not in the mirror (${names})` })
}

function newest(dates: readonly (string | undefined)[]): Date | undefined {
  const times = dates.map((text) => Date.parse(text ?? '')).filter((time) => !Number.isNaN(time))
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}

function dateOf(date: Date | undefined): { date?: Date } {
  return date === undefined ? {} : { date }
}

function fail(message: string): Result<never, DownloadError> {
  return err({ kind: 'failed', message })
}
