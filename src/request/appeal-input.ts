import { decodeBase64url, decodeUtf8 } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseStrictJson } from '../lib/strict-json.ts'

export const MAX_MESSAGE_LENGTH = 1_000
/** As long as an e-mail address may be (RFC 5321 §4.5.3.1). */
export const MAX_CONTACT_LENGTH = 254

/** The longest texts as a form sends them: nine bytes for each character of Chinese, and what is around them. */
export const MAX_APPEAL_BYTES = 12_288

/** Of the field that no person sees; what fills it in is a program that fills in everything. */
export const HONEYPOT_FIELD = 'website'

/** What somebody says about a refusal, cleaned: text without control characters, to be escaped wherever it is shown. */
export interface AppealInput {
  readonly decision: string
  readonly message: string
  readonly contact: string
  readonly isByProgram: boolean
}

/**
 * The appeal that a body is, as JSON or as a form, or what was expected of it: for the developer of whatever sent it.
 *
 * @param bytes attackers write them, and the type; bounded by whoever has read them
 */
export function readAppeal(bytes: Uint8Array, contentType: string | null): Result<AppealInput, string> {
  const text = decodeUtf8(bytes)
  if (text === undefined) return err('the body: expected UTF-8')
  // As a page of another site can send no JSON without being asked first, nothing else passes for it.
  const type = /^\s*([a-z/-]+)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.exec(contentType ?? '')?.[1]?.toLowerCase()
  switch (type) {
    case 'application/json':
      return fromJson(text)
    case 'application/x-www-form-urlencoded':
      return fromForm(text)
    default:
      return err('Content-Type: expected application/json or application/x-www-form-urlencoded, in UTF-8')
  }
}

/** Whether this is a reference code as the gate gives them out: 128 bits in base64url, of which each has one spelling. */
export function isReferenceCode(text: string): boolean {
  return text.length === 22 && decodeBase64url(text) !== undefined
}

type Members = ReadonlyMap<string, unknown>

function fromJson(text: string): Result<AppealInput, string> {
  const parsed = parseStrictJson(text)
  if (!parsed.ok) return err('the body: expected JSON with each member once')
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err('the body: expected an object')
  return fromMembers(new Map(Object.entries(value)))
}

function fromForm(text: string): Result<AppealInput, string> {
  const members = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (members.has(name)) return err('the body: expected each field once')
    members.set(name, value)
  }
  return fromMembers(members)
}

const KNOWN: ReadonlySet<string> = new Set(['decision', 'message', 'contact', HONEYPOT_FIELD])

function fromMembers(members: Members): Result<AppealInput, string> {
  if ([...members.keys()].some((name) => !KNOWN.has(name)))
    return err('the body: expected decision, message and contact, and nothing else')
  const decision = members.get('decision')
  if (typeof decision !== 'string' || !isReferenceCode(decision.trim()))
    return err('decision: expected the reference code of a refusal, 22 characters of base64url')
  const message = cleaned(members.get('message'))
  if (message === undefined || message.length > MAX_MESSAGE_LENGTH)
    return err(`message: expected a text of at most ${MAX_MESSAGE_LENGTH} characters`)
  const contact = cleaned(members.get('contact'))
  if (contact === undefined || contact.length > MAX_CONTACT_LENGTH)
    return err(`contact: expected a text of at most ${MAX_CONTACT_LENGTH} characters`)
  const honeypot = members.get(HONEYPOT_FIELD) ?? ''
  return ok({ decision: decision.trim(), message, contact, isByProgram: honeypot !== '' })
}

/** Of C0, C1 and DEL only the line break is text; what reorders the text around it hides what it says (UTR 36 §2.5). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const NO_TEXT = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Undefined where it is no text. Marks that a language needs stay: joiners, and those of direction. */
function cleaned(value: unknown): string | undefined {
  if (value === undefined) return ''
  if (typeof value !== 'string') return undefined
  return value.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(NO_TEXT, '').toWellFormed().trim()
}
