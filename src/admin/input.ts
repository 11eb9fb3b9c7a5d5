import * as v from 'valibot'
import { nearest } from '../lib/nearest.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { REVOCABLE } from '../state/control/types.ts'
import type { AdminFault } from './faults.ts'

// Every message is written here: the library's own quote what they got, and that may be a token pasted by mistake.
export const text = (pattern: RegExp, expected: string) =>
  v.pipe(v.string(expected), v.regex(pattern, expected))
export const wholeNumber = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(min, expected), v.maxValue(max, expected))
}

const WHY = 'a reason of 3 to 500 characters'
export const why = v.pipe(v.string(WHY), v.minLength(3, WHY), v.maxLength(500, WHY), v.regex(/\S\S/, WHY))

const claim = text(/^[\x21-\x7e]{1,128}$/, '1 to 128 printable ASCII characters without spaces')
/** The id, never the key itself, which would then stand in a log that nothing edits. */
const keyId = text(/^[A-Za-z0-9_-]{22}$/, 'the id of an API key, 22 characters of base64url')
export const revision = text(/^[0-9a-f]{16}$/, 'a policy revision, 16 hexadecimal digits')
const thumbprint = text(/^[A-Za-z0-9_-]{43}$/, 'the kid of a signing key, an RFC 7638 thumbprint')
const revocationId = text(/^[A-Za-z0-9_-]{22}$/, 'the id of a revocation, 22 characters of base64url')

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, `one of ${words.map((word) => `"${word}"`).join(', ')}`)

/** That it is meant, although it would be refused for what it does to the gate. */
const force = v.exactOptional(v.boolean('true or false'))

export const DEFAULT_PAGE = 50
const MAX_PAGE = 200

export const nothing = v.strictObject({})

export const pageLimit = wholeNumber(1, MAX_PAGE)

export const page = v.strictObject({
  limit: v.exactOptional(pageLimit),
  before: v.exactOptional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
})

const KIND = `one of ${REVOCABLE.map((kind) => `"${kind}"`).join(', ')}`

export const revocation = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.picklist(['session', 'token', 'account']), value: claim, why }),
    v.strictObject({ kind: v.literal('key'), value: keyId, why }),
    v.strictObject({ kind: v.literal('revision'), value: revision, why }),
    v.strictObject({
      kind: v.literal('signing_key'),
      value: thumbprint,
      why,
      force,
    }),
  ],
  KIND,
)

export const liftedRevocation = v.strictObject({ id: revocationId, why })

export const reasonOnly = v.strictObject({ why })

export const wantedTables = v.strictObject({
  sha256: v.nullable(
    text(/^[0-9a-f]{64}$/, 'the SHA-256 of a table, 64 hexadecimal digits, or null for the configured one'),
  ),
  why,
  force,
})

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/

/** The key that makes a repeated order the same order; `undefined` where there is none. */
export function checkIdempotencyKey(key: unknown): Result<string | undefined, AdminFault> {
  if (key === undefined) return ok(undefined)
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return ok(key)
  return err({
    code: 'admin.input',
    details: ['Idempotency-Key: expected 8 to 128 printable ASCII characters without spaces'],
  })
}

/** The input as its schema has it, or everything that is wrong with it. Quotes names of members, never values. */
export function checkInput<S extends v.GenericSchema>(
  schema: S,
  raw: unknown,
): Result<v.InferOutput<S>, AdminFault> {
  const parsed = v.safeParse(schema, raw, { abortPipeEarly: true })
  if (parsed.success) return ok(parsed.output)
  return err({
    code: 'admin.input',
    details: parsed.issues.slice(0, MAX_DETAILS).map((issue) => line(issue, schema)),
  })
}

const MAX_DETAILS = 10
const MAX_NAME_LENGTH = 40

function line(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  const key = issue.path?.at(-1)?.key
  if (key === undefined) return 'expected an object with the members of this operation'
  const name = String(key).slice(0, MAX_NAME_LENGTH)
  if (issue.type !== 'strict_object') return `${name}: expected ${issue.message}`
  if (issue.expected !== 'never') return `${name}: missing`
  const elsewhere = whereTaken(name, schema)
  if (elsewhere !== undefined) return `${name}: taken with ${elsewhere} only`
  const near = nearest(name, membersOf(schema))
  return `${name}: unknown${near === undefined ? '' : `; did you mean "${near}"?`}`
}

/** Which alternatives have this member, as one would write them; undefined where none has, or there are none. */
function whereTaken(name: string, schema: v.GenericSchema): string | undefined {
  if (!('key' in schema && 'options' in schema && Array.isArray(schema.options))) return undefined
  const key = String(schema.key)
  const values = schema.options.flatMap((option: v.GenericSchema) =>
    membersOf(option).includes(name) ? valuesOf(option, key) : [],
  )
  return values.length === 0 ? undefined : `${key} ${values.map((value) => `"${value}"`).join(' or ')}`
}

/** What an alternative has for the member that tells it from the others. */
function valuesOf(option: v.GenericSchema, key: string): readonly string[] {
  const discriminator =
    'entries' in option ? (option.entries as Readonly<Record<string, object>>)[key] : undefined
  if (discriminator === undefined) return []
  if ('literal' in discriminator) return [String(discriminator.literal)]
  return 'options' in discriminator && Array.isArray(discriminator.options)
    ? discriminator.options.map(String)
    : []
}

/** The members an object may have; of alternatives, those of any. */
function membersOf(schema: v.GenericSchema): readonly string[] {
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries !== null)
    return Object.keys(schema.entries)
  if ('options' in schema && Array.isArray(schema.options))
    return [...new Set(schema.options.flatMap((option: v.GenericSchema) => membersOf(option)))]
  return []
}
