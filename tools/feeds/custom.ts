import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import { nearest } from '../../src/lib/nearest.ts'
import { err, ok, type Result } from '../../src/lib/result.ts'
import { type CustomSource, describeIssue, type SourcesFile, sourcesFile } from './custom-schema.ts'
import type { FeedFormat } from './formats/index.ts'
import { JSON_SHAPES } from './formats/json-shapes.ts'
import { parseJsonBytes } from './formats/json-text.ts'
import { type Credentials, defineSource, type FeedSource, MAY_MOVE_PLACE } from './source.ts'

/**
 * The sources of a run: the shipped ones without those that the operator's file disables, and the file's own behind
 * them. Everything that is wrong with the file is told at once, a line for each key.
 */
export function readSourcesFile(
  path: string,
  shipped: readonly FeedSource[],
): Result<readonly FeedSource[], readonly string[]> {
  const json = parseJsonBytes(readFileSync(path))
  if (!json.ok) return err([json.error])
  const file = v.safeParse(sourcesFile, json.value)
  if (!file.success) return err(file.issues.map(describeIssue))
  const { sources = [], disable = [] } = file.output
  const problems = [...disableProblems(disable, shipped), ...sourceProblems(file.output, shipped)]
  if (problems.length > 0) return err(problems)
  const disabled = new Set(disable)
  const own = sources.map((source) => toFeedSource(source, dirname(resolve(path))))
  return ok([...shipped.filter(({ id }) => !disabled.has(id)), ...own])
}

function disableProblems(disable: readonly string[], shipped: readonly FeedSource[]): string[] {
  const ids = shipped.map(({ id }) => id)
  return disable.flatMap((id, index) => {
    if (ids.includes(id)) return []
    const meant = nearest(id, ids)
    return [
      `disable[${index}]: no shipped source has this id${meant === undefined ? '' : `, did you mean "${meant}"?`}`,
    ]
  })
}

function sourceProblems(
  { sources = [], disable = [] }: SourcesFile,
  shipped: readonly FeedSource[],
): string[] {
  const taken = new Set(shipped.map(({ id }) => id).filter((id) => !disable.includes(id)))
  return sources.flatMap((source, index) => {
    const problems = [...problemsOf(source)]
    if (taken.has(source.id)) {
      problems.push(`.id: "${source.id}" is taken; to replace a shipped source, name it in "disable"`)
    }
    taken.add(source.id)
    return problems.map((problem) => `sources[${index}]${problem}`)
  })
}

/** What no schema of one key can see. */
function* problemsOf(source: CustomSource): Generator<string> {
  const origins = [source.url, source.urls, source.file].filter((given) => given !== undefined)
  if (origins.length !== 1) yield ': expected one of "url", "urls" and "file"'
  if (source.file !== undefined && (source.authorization_env ?? source.query_env) !== undefined) {
    yield ': a file needs no credentials'
  }
  if (source.moves_place === true && !MAY_MOVE_PLACE.has(source.class)) {
    yield `.moves_place: only with a class of ${[...MAY_MOVE_PLACE].join(', ')}`
  }
  if (source.expect !== undefined && source.expect.min > source.expect.max) yield '.expect: min is above max'
  if (source.format === 'csv') yield* columnProblems(source)
  if (
    source.format === 'mmdb' &&
    (source.fields?.class === undefined) !== (source.class_values === undefined)
  ) {
    yield ': expected both "fields.class" and "class_values", or neither'
  }
}

function* columnProblems({
  columns,
  class_values,
  header,
}: CustomSource & { format: 'csv' }): Generator<string> {
  const { prefix, first, last } = columns
  const isPrefix = prefix !== undefined && first === undefined && last === undefined
  const isRange = prefix === undefined && first !== undefined && last !== undefined
  if (!isPrefix && !isRange) yield '.columns: expected either "prefix", or "first" and "last"'
  if ((columns.class === undefined) !== (class_values === undefined)) {
    yield ': expected both "columns.class" and "class_values", or neither'
  }
  if (header === 'no' && Object.values(columns).some((column) => typeof column === 'string')) {
    yield '.columns: without a header columns have numbers, from 1'
  }
}

const ANY_SIZE = { min: 1, max: 50_000_000 }

function toFeedSource(source: CustomSource, directory: string): FeedSource {
  const { id, file, authorization_env, query_env, moves_place, max_age_days, max_prefixes, max_bytes } =
    source
  const format = toFormat(source)
  const credentials: Credentials = {
    ...(authorization_env === undefined ? {} : { authorizationEnv: authorization_env }),
    ...(query_env === undefined ? {} : { queryEnv: query_env }),
  }
  return defineSource({
    id,
    title: source.title ?? id,
    publisher: source.publisher ?? 'named by the operator',
    licence: source.licence ?? 'between the operator and the publisher',
    urls: source.urls ?? (source.url === undefined ? [] : [source.url]),
    ...(file === undefined ? {} : { file: resolve(directory, file) }),
    format,
    class: source.class,
    expect: source.expect ?? ANY_SIZE,
    mirrors: [{ file: `${id}.${EXTENSIONS[format.kind]}`, format }],
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
    ...(source.confidence === undefined ? {} : { confidence: source.confidence }),
    ...(moves_place === undefined ? {} : { movesPlace: moves_place }),
    ...(max_age_days === undefined ? {} : { maxAgeDays: max_age_days }),
    ...(max_prefixes === undefined ? {} : { maxPrefixes: max_prefixes }),
    ...(max_bytes === undefined ? {} : { maxBytes: max_bytes }),
    ...(source.tolerate === undefined ? {} : { tolerate: source.tolerate }),
  })
}

const EXTENSIONS: Readonly<Record<FeedFormat['kind'], string>> = {
  lines: 'txt',
  geofeed: 'csv',
  csv: 'csv',
  json: 'json',
  mmdb: 'mmdb',
}

function toFormat(source: CustomSource): FeedFormat {
  switch (source.format) {
    case 'lines':
    case 'geofeed':
      return { kind: source.format }
    case 'json':
      return {
        kind: 'json',
        paths: source.paths,
        ...(source.published === undefined ? {} : { published: source.published }),
      }
    case 'csv': {
      const { class: column, ...columns } = source.columns
      return {
        kind: 'csv',
        ...columns,
        header: source.header,
        ...(source.delimiter === undefined ? {} : { delimiter: source.delimiter }),
        ...classOf(column, source.class_values, (given, values) => ({ column: given, values })),
      }
    }
    case 'mmdb': {
      const { class: field, ...fields } = source.fields ?? {}
      return {
        kind: 'mmdb',
        ...fields,
        ...(source.flags === undefined ? {} : { flags: source.flags }),
        ...classOf(field, source.class_values, (given, values) => ({ field: given, values })),
      }
    }
    default:
      return JSON_SHAPES[source.format]
  }
}

function classOf<C, V, T>(
  given: C | undefined,
  values: V | undefined,
  make: (given: C, values: V) => T,
): { class?: T } {
  return given === undefined || values === undefined ? {} : { class: make(given, values) }
}
