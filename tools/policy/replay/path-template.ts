const MAX_LENGTH = 120
const MAX_SEGMENTS = 8
/** Numbers, hexadecimal, UUIDs, base64: what tells one customer's object from another's. */
const ID = /^(?:\d+|[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
const LONG = /^(?=.*\d)[\w.~-]{16,}$/

/**
 * A path as one shows it to somebody who may not know whose it was: no query, no ids, no addresses of people. Clients
 * choose it; the answer is bounded and has no control characters.
 */
export function pathTemplate(target: string): string {
  const path = target.split(/[?#]/, 1)[0] ?? ''
  const segments = path.split('/')
  const kept = segments.slice(0, MAX_SEGMENTS + 1).map(nameOf)
  const text = kept.join('/') + (segments.length > kept.length ? '/…' : '')
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

function nameOf(segment: string): string {
  if (ID.test(segment) || LONG.test(segment) || /@|%40/i.test(segment)) return '{id}'
  return withoutControls(segment)
}

/** Nothing that could move the cursor of a terminal or begin a new line. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
