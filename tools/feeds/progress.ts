import { count } from './issue.ts'
import type { FeedSource } from './source.ts'
import type { FeedResult } from './update.ts'

/** The line of a source that is done, with its warnings and notes below. Columns of all lines are the same. */
export function formatProgress(result: FeedResult, sources: readonly FeedSource[]): string {
  const { source, state, warnings, notes, durationMs } = result
  const width = Math.max(...sources.map(({ id }) => id.length))
  const size =
    result.state === 'missing'
      ? ['-', '-', '-']
      : [count(result.list.count), formatBytes(result.bytes), result.date.slice(0, 10)]
  const [prefixes = '', bytes = '', date = ''] = size
  const line = [
    source.id.padEnd(width),
    prefixes.padStart(9),
    bytes.padStart(9),
    date.padStart(10),
    state.padEnd(9),
    `${(durationMs / 1000).toFixed(1)} s`.padStart(7),
  ].join('  ')
  const below = [...warnings.map((text) => `! ${text}`), ...notes.map((text) => `· ${text}`)]
  return [line, ...below.map((text) => `    ${text.replaceAll('\n', '\n      ')}`)].join('\n')
}

export function formatHeading(sources: readonly FeedSource[]): string {
  const width = Math.max(...sources.map(({ id }) => id.length))
  const names = ['source'.padEnd(width), 'prefixes'.padStart(9), 'bytes'.padStart(9), 'date'.padEnd(10)]
  return [...names, 'state'.padEnd(9), 'time'.padStart(7)].join('  ')
}

/** The sources as `--list` shows them. */
export function formatSource(source: FeedSource): string {
  const { id, title, publisher, urls, file, discover, licence, confidence, mirrors } = source
  const origins = [
    ...(file === undefined ? [] : [file]),
    ...(discover === undefined ? [] : [discover.page]),
    ...urls,
  ]
  return [
    `${id}: ${title} (${publisher})`,
    `    ${source.class}, confidence ${confidence}${source.movesPlace ? ', its places count' : ''}`,
    ...(origins.length === 0 ? ['    mirror only'] : origins.map((url) => `    ${url}`)),
    `    in a mirror: ${mirrors.map((mirror) => mirror.file).join(' or ')}`,
    `    licence: ${licence}`,
  ].join('\n')
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} kB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
