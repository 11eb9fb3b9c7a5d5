import type { UnixSeconds } from '../../lib/time.ts'
import type { ControlUpdate } from './types.ts'
import { isControlUpdate } from './update.ts'

/**
 * How everything there is goes over the wire to an isolate that asks for it in this form: as a text that the object has
 * ready, and what has changed since that was made. No `ControlUpdate`, so that whoever does not know the form refuses it.
 */
export interface PackedUpdate {
  /** JSON: an array of [id, kind, value, at, issuedUpTo or null, expires, 0]. Some of them may have expired. */
  readonly packed: string
  /** Its settings are those of now. A revocation that it names, or has as lifted, counts and not the one in the text. */
  readonly news: ControlUpdate
}

/**
 * The complete update that a packed one stands for, without what has expired. Any other answer comes back as it is, one of
 * an object of an earlier deployment among them; a packed one that is damaged as undefined. What the rows hold is not
 * looked at here: `isControlUpdate` does that.
 */
export function unpacked(answer: unknown, now: UnixSeconds): unknown {
  if (typeof answer !== 'object' || answer === null || !('packed' in answer)) return answer
  const { packed, news } = answer as { readonly packed: unknown; readonly news?: unknown }
  const rows = parsed(packed)
  if (!Array.isArray(rows) || !isControlUpdate(news) || news.complete) return undefined
  const changed = new Set(news.lifted)
  for (const { id } of news.revocations) changed.add(id)
  const revocations: unknown[] = []
  for (const row of rows) {
    if (!Array.isArray(row) || row.length !== COLUMNS) return undefined
    const [id, kind, value, at, issuedUpTo, expires, lifted] = row
    if (typeof expires !== 'number' || lifted !== 0) return undefined
    if (expires <= now || changed.has(id)) continue
    const always = { id, kind, value, at, expires }
    revocations.push(issuedUpTo === null ? always : { ...always, issuedUpTo })
  }
  return { ...news, complete: true, revocations: [...revocations, ...news.revocations], lifted: [] }
}

const COLUMNS = 7

function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
