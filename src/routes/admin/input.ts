import type { AdminFault } from '../../admin/faults.ts'
import { decodeUtf8 } from '../../lib/bytes.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { parseStrictJson } from '../../lib/strict-json.ts'

type Members = Readonly<Record<string, unknown>>

/** The query of an operation that changes nothing: each member once. All they can be is numbers, written in digits. */
export function readQuery(url: string): Result<Members, AdminFault> {
  const members = new Map<string, unknown>()
  for (const [name, text] of new URL(url).searchParams) {
    if (members.has(name)) return bad('the query: a parameter is there twice')
    members.set(name, /^\d{1,15}$/.test(text) ? Number(text) : text)
  }
  return ok(Object.fromEntries(members))
}

const BODY_BYTES = 16_384

/**
 * The body of a change, with what its path says.
 *
 * Entirely attacker-controlled: read no further than `maxBytes`, whatever `Content-Length` claims, and refused where two
 * readers could read it differently.
 */
export async function readBody(
  request: Request,
  inPath: Members,
  maxBytes = BODY_BYTES,
): Promise<Result<Members, AdminFault>> {
  if (new URL(request.url).search !== '') return bad('the query: a change takes none')
  const bytes = await readBytes(request.body, maxBytes)
  if (bytes === undefined) return err({ code: 'admin.too_large' })
  const text = decodeUtf8(bytes)
  if (text === undefined) return bad('the body: expected UTF-8')
  const json = parseStrictJson(text)
  if (!json.ok) return bad(`the body: ${JSON_FAULTS[json.error]}`)
  if (!isMembers(json.value)) return bad('the body: expected an object')
  const twice = Object.keys(inPath).find((name) => Object.hasOwn(json.value as Members, name))
  // Which of the two was meant could not be told.
  if (twice !== undefined) return bad(`${twice}: is in the path, and may not be in the body`)
  return ok({ ...json.value, ...inPath })
}

const JSON_FAULTS = {
  syntax: 'expected JSON',
  duplicate_member: 'a member is there twice',
  too_deep: 'it is nested too deeply',
} as const

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, length)
    length += value.length
    if (length > maxBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function bad(detail: string): Result<never, AdminFault> {
  return err({ code: 'admin.input', details: [detail] })
}
