import * as v from 'valibot'
import { formatPath } from '../../src/config/issue.ts'
import { id, oneOf, shortText, wholeNumber } from '../../src/config/scalars.ts'
import { nearest } from '../../src/lib/nearest.ts'
import { NETWORK_CLASSES, type NetworkClass } from '../../src/net/network-class.ts'
import { parseJsonPath } from './formats/json-path.ts'
import { JSON_SHAPES } from './formats/json-shapes.ts'
import { isSafeUrl } from './safe-url.ts'

/** Who is let in whatever else is known is for `ALLOWED_NETWORKS` to say, not for a list that somebody else writes. */
const CLASSES = NETWORK_CLASSES.filter((name) => name !== 'operator_allowed')

const networkClass = v.picklist(
  CLASSES as Exclude<NetworkClass, 'operator_allowed'>[],
  `one of ${CLASSES.join(', ')}`,
)
const HTTPS = 'an https URL (http only for this machine) without a user name and password'
const url = v.pipe(v.string(HTTPS), v.check(isSafeUrl, HTTPS))
const VARIABLE = 'the name of an environment variable (A-Z 0-9 _)'
const variable = v.pipe(v.string(VARIABLE), v.regex(/^[A-Z_][A-Z0-9_]*$/, VARIABLE))
const classValues = v.record(v.string(), networkClass, 'an object from values to classes')
const column = v.union(
  [v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.integer(), v.minValue(1))],
  'the name of a column, or its number from 1',
)
const SHARE = 'a share from 0 to 0.5'
const PATH = 'a path such as "regions[].cidrs[].cidr"'
const jsonPath = v.pipe(
  v.string(PATH),
  v.check((text) => parseJsonPath(text) !== undefined, PATH),
)
const field = shortText
const BOOLEAN = 'true or false'

const common = {
  id: v.pipe(id, v.regex(/^[a-z0-9-]+$/, 'an id of a-z 0-9 -')),
  title: v.exactOptional(shortText),
  publisher: v.exactOptional(shortText),
  licence: v.exactOptional(shortText),
  url: v.exactOptional(url),
  urls: v.exactOptional(v.pipe(v.array(url, 'a list of URLs'), v.minLength(1, 'at least one URL'))),
  file: v.exactOptional(shortText),
  class: networkClass,
  confidence: v.exactOptional(oneOf(['high', 'medium', 'low'])),
  moves_place: v.exactOptional(v.boolean(BOOLEAN)),
  expect: v.exactOptional(
    v.strictObject(
      { min: wholeNumber(0, 1e9, 'prefixes'), max: wholeNumber(1, 1e9, 'prefixes') },
      'an object with min and max',
    ),
  ),
  max_age_days: v.exactOptional(wholeNumber(1, 3650, 'days')),
  max_prefixes: v.exactOptional(wholeNumber(1, 50_000_000, 'prefixes')),
  max_bytes: v.exactOptional(wholeNumber(1, 2_000_000_000, 'bytes')),
  tolerate: v.exactOptional(v.pipe(v.number(SHARE), v.minValue(0, SHARE), v.maxValue(0.5, SHARE))),
  authorization_env: v.exactOptional(variable),
  query_env: v.exactOptional(v.record(v.string(), variable, 'an object from parameters to variables')),
}

const SHAPES = Object.keys(JSON_SHAPES) as (keyof typeof JSON_SHAPES)[]

const source = v.variant(
  'format',
  [
    v.strictObject({ ...common, format: v.picklist(['lines', 'geofeed', ...SHAPES]) }),
    v.strictObject({
      ...common,
      format: v.literal('json'),
      paths: v.pipe(v.array(jsonPath, 'a list of paths'), v.minLength(1, 'at least one path')),
      published: v.exactOptional(jsonPath),
    }),
    v.strictObject({
      ...common,
      format: v.literal('csv'),
      columns: v.strictObject(
        {
          prefix: v.exactOptional(column),
          first: v.exactOptional(column),
          last: v.exactOptional(column),
          class: v.exactOptional(column),
          country: v.exactOptional(column),
          region: v.exactOptional(column),
        },
        'an object with prefix, or first and last',
      ),
      class_values: v.exactOptional(classValues),
      delimiter: v.exactOptional(oneOf([',', ';', '\t', '|'])),
      header: oneOf(['yes', 'no']),
    }),
    v.strictObject({
      ...common,
      format: v.literal('mmdb'),
      fields: v.exactOptional(
        v.strictObject(
          { class: v.exactOptional(field), country: v.exactOptional(field), region: v.exactOptional(field) },
          'an object of field paths',
        ),
      ),
      class_values: v.exactOptional(classValues),
      flags: v.exactOptional(v.record(v.string(), networkClass, 'an object from fields to classes')),
    }),
  ],
  `one of ${['lines', 'geofeed', 'json', 'csv', 'mmdb', ...SHAPES].join(', ')}`,
)

const WHOLE = 'an object with "sources" and "disable"'

const fileContents = v.strictObject(
  {
    disable: v.exactOptional(v.array(v.string('the id of a shipped source'), 'a list of ids')),
    sources: v.exactOptional(v.array(source, 'a list of sources')),
  },
  WHOLE,
)

// To valibot an array is an object without keys, and here no key is needed.
export const sourcesFile = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value), WHOLE),
  fileContents,
)

export type CustomSource = v.InferOutput<typeof source>
export type SourcesFile = v.InferOutput<typeof sourcesFile>

const KEYS = [...Object.keys(common), 'format', 'paths', 'published', 'columns', 'class_values', 'delimiter']
const ALL_KEYS = [...KEYS, 'header', 'fields', 'flags', 'sources', 'disable', 'min', 'max']

/** What is wrong with the file, a line each. Values are not quoted: somebody may have written a key for its name. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const parts = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
  const key = formatPath('', parts).replace(/^\./, '') || 'the file'
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = nearest(String(parts.at(-1)), ALL_KEYS)
    return `${key}: no such key here${known === undefined || known === parts.at(-1) ? '' : `, did you mean "${known}"?`}`
  }
  if (issue.received === 'undefined') return `${key}: is missing`
  return `${key}: expected ${issue.message.replace(/^Invalid [^:]*: Expected /, '')}`
}
