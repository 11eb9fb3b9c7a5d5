import { decodeUtf8 } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseStrictJson } from '../lib/strict-json.ts'
import type { BodyReading } from '../observations/types.ts'

/**
 * What the head of a request already says of its body: that there is none, or that nobody can read it. `undefined`: it
 * has to be read. All of it is the client's word; a body that is declared unreadable, and is not, stays unread.
 */
export function bodyByHead(method: string, headers: Headers, limitBytes: number): BodyReading | undefined {
  // Whatever follows the handshake is nobody's body.
  if (headers.get('Upgrade')?.toLowerCase() === 'websocket') return { state: 'unread', why: 'websocket' }
  if (method === 'GET' || method === 'HEAD') return { state: 'none' }
  if (isEncoded(headers.get('Content-Encoding'))) return { state: 'unread', why: 'encoded' }
  const length = declaredLength(headers)
  return length !== undefined && length > limitBytes ? { state: 'unread', why: 'too_large' } : undefined
}

export function declaredLength(headers: Headers): number | undefined {
  const length = headers.get('Content-Length')
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

function isEncoded(codings: string | null): boolean {
  return (
    codings?.split(',').some((coding) => !['', 'identity'].includes(coding.trim().toLowerCase())) ?? false
  )
}

/**
 * The document that a whole body is, when every reader of it would find the same.
 *
 * Origins often read JSON whatever the Content-Type says, so it is tried on every body; the type says only how a failure
 * is to be taken. A body that ought to be JSON and is not so for everybody is `resource.ambiguous`: no UTF-8, a byte
 * order mark, a repeated member, a lone surrogate, a number beyond binary64, nested too deep, text behind it
 * (RFC 8259 §4, §8, RFC 7493 §2). Of other types nothing is expected; a repeated member is refused there too.
 *
 * @param bytes attackers write them, and the type
 */
export function readingOf(
  bytes: Uint8Array,
  contentType: string | null,
): Result<BodyReading, 'resource.ambiguous'> {
  if (bytes.length === 0) return ok({ state: 'read', value: undefined })
  const { essence, charset } = parseContentType(contentType)
  const expected = isJson(essence)
  const text = isReadAs(charset, bytes) ? decodeUtf8(bytes) : undefined
  if (text === undefined) return unreadable(expected, 'not_json')
  const parsed = parseStrictJson(text)
  if (!parsed.ok) {
    if (parsed.error === 'duplicate_member') return err('resource.ambiguous')
    return unreadable(expected, isBatch(text) ? 'batch' : 'not_json')
  }
  if (Array.isArray(parsed.value)) return ok({ state: 'unread', why: 'batch' })
  // A reader of forms would find other names and values in the same text.
  if (isForm(contentType) && /[&;]/.test(text)) return ok({ state: 'unread', why: 'not_json' })
  return ok({ state: 'read', value: parsed.value })
}

function unreadable(expected: boolean, why: 'not_json' | 'batch'): Result<BodyReading, 'resource.ambiguous'> {
  return expected ? err('resource.ambiguous') : ok({ state: 'unread', why })
}

/** Also where it is one of several types: an origin might take any of them. */
function isForm(contentType: string | null): boolean {
  return contentType?.toLowerCase().includes('application/x-www-form-urlencoded') ?? false
}

function isJson(essence: string): boolean {
  return (
    essence === '' ||
    essence === 'application/json' ||
    essence.endsWith('+json') ||
    essence.startsWith('text/')
  )
}

/** Encodings in which a text of ASCII alone is the same as in UTF-8; in others (UTF-7, HZ) it may be another text. */
const LIKE_ASCII: ReadonlySet<string> = new Set(['us-ascii', 'ascii', 'iso-8859-1', 'latin1', 'windows-1252'])

function isReadAs(charset: string | undefined, bytes: Uint8Array): boolean {
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return true
  return LIKE_ASCII.has(charset) && bytes.every((byte) => byte < 0x80)
}

/** Media type and charset in lower case (RFC 9110 §8.3.1); of several charsets all, which no encoding is called. */
function parseContentType(contentType: string | null): {
  readonly essence: string
  readonly charset: string | undefined
} {
  const [essence = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const charsets = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1])
    .filter((name) => name !== undefined)
  return {
    essence: essence.trim(),
    charset: charsets.length === 0 ? undefined : [...new Set(charsets)].join(),
  }
}

/** Several documents, one a line (NDJSON, JSON Lines). */
function isBatch(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.every((line) => parseStrictJson(line).ok)
}
