import * as v from 'valibot'
import { quote } from './issue.ts'

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

/** The records are looked at one by one: one that is damaged must not take the others with it. */
const schema = v.object({ version: v.literal(1), sources: v.record(v.string(), v.unknown()) })

export type StoredRecord = v.InferOutput<typeof record>
export type StoredPart = v.InferOutput<typeof part>
export type StoredState = Map<string, StoredRecord>

export interface ReadState {
  /** The sound records. */
  readonly state: StoredState
  /** What is wrong with the rest. */
  readonly problem?: string
}

export function parseState(text: string): ReadState {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { state: new Map(), problem: 'is not JSON' }
  }
  const parsed = v.safeParse(schema, value)
  if (!parsed.success) {
    const at = v.getDotPath(parsed.issues[0]) ?? 'the document'
    return { state: new Map(), problem: `is not as this version writes it (${at})` }
  }
  const state: StoredState = new Map()
  const damaged: string[] = []
  for (const [id, value] of Object.entries(parsed.output.sources)) {
    const sound = v.safeParse(record, value)
    if (sound.success) state.set(id, sound.output)
    else
      damaged.push([quote(id).slice(1, -1), v.getDotPath(sound.issues[0])].filter((word) => word).join('.'))
  }
  if (damaged.length === 0) return { state }
  return { state, problem: `is damaged (${damaged.join(', ')})` }
}

export function formatState(state: StoredState): string {
  return `${JSON.stringify({ version: 1, sources: Object.fromEntries(state) }, undefined, 2)}\n`
}
