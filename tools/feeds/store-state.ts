import * as v from 'valibot'
import { err, ok, type Result } from '../../src/lib/result.ts'

const date = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
)
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const optionalText = v.exactOptional(v.string())

const part = v.object({
  /** In the `raw` directory: what is read from there must not be somewhere else. */
  file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_.-]*$/)),
  sha256,
  bytes: v.number(),
  url: optionalText,
  etag: optionalText,
  lastModified: optionalText,
})

const record = v.object({
  /** `live`, or the name of the mirror's file: it decides by which format the file is read again. */
  variant: v.string(),
  parts: v.pipe(v.array(part), v.minLength(1)),
  /** Of the parts one after the other. */
  sha256,
  prefixes: v.number(),
  fetchedAt: date,
  /** When somebody last said that this is the current list. */
  checkedAt: date,
  /** When the publisher made it, as far as that is known; else when it was fetched. */
  date,
})

const schema = v.object({ version: v.literal(1), sources: v.record(v.string(), record) })

export type StoredRecord = v.InferOutput<typeof record>
export type StoredPart = v.InferOutput<typeof part>
export type StoredState = Map<string, StoredRecord>

export function parseState(text: string): Result<StoredState, string> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return err('is not JSON')
  }
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return ok(new Map(Object.entries(parsed.output.sources)))
  return err(`is not as this version writes it (${v.getDotPath(parsed.issues[0]) ?? 'the document'})`)
}

export function formatState(state: StoredState): string {
  return `${JSON.stringify({ version: 1, sources: Object.fromEntries(state) }, undefined, 2)}\n`
}
