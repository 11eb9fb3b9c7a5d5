import { readAccessLine } from './access-log.ts'
import { FIELDS } from './fields.ts'
import { eachLine, withoutMark } from './lines.ts'

export const FORMATS = ['logpush', 'cordon', 'combined', 'common'] as const
/** `combined` and `common` differ in what nobody reads. */
export type Format = (typeof FORMATS)[number]

const MAX_LINES = 50

/**
 * What a log's first lines are, by the first of them that is anything; undefined where none is.
 *
 * @param bytes the beginning of the log; a last line that was cut off is passed over as any other that is nothing
 */
export function formatOf(bytes: Buffer): Format | undefined {
  let found: Format | undefined
  const text = withoutMark(bytes)
  eachLine(text, (start, end, index) => {
    if (found === undefined && index < MAX_LINES) found = formatOfLine(text.toString('utf8', start, end))
  })
  return found
}

function formatOfLine(line: string): Format | undefined {
  if (readAccessLine(line, () => undefined).kind === 'request')
    return /" (?:\d{3}|-) (?:\d+|-)\s*$/.test(line) ? 'common' : 'combined'
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if ('event' in value && 'time' in value) return 'cordon'
  return FIELDS.some((name) => Object.hasOwn(value, name)) ? 'logpush' : undefined
}
