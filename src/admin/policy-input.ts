import * as v from 'valibot'
import { MAX_DOCUMENT_BYTES } from '../config/live-document.ts'
import { MAX_SIGNATURE_LENGTH, MAX_SIGNATURES } from '../config/policy-signature.ts'
import { revision, text, wholeNumber, why } from './input.ts'

/** As text within JSON, where each quotation mark takes two bytes and most of a document may be quoted. */
export const DOCUMENT_BODY_BYTES = 2 * MAX_DOCUMENT_BYTES + 65_536

const DOCUMENT = `the text of a policy document, JSON of at most ${MAX_DOCUMENT_BYTES} bytes`
const document = v.pipe(
  v.string(DOCUMENT),
  v.minLength(1, DOCUMENT),
  v.maxLength(MAX_DOCUMENT_BYTES, DOCUMENT),
)

const SIGNATURES = `a list of at most ${MAX_SIGNATURES} signatures, each a compact JWS`
const signatures = v.exactOptional(
  v.pipe(
    v.array(
      v.pipe(
        v.string(SIGNATURES),
        v.maxLength(MAX_SIGNATURE_LENGTH, SIGNATURES),
        v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, SIGNATURES),
      ),
      SIGNATURES,
    ),
    v.maxLength(MAX_SIGNATURES, SIGNATURES),
  ),
)
const sha256 = text(/^[0-9a-f]{64}$/, 'the SHA-256 of a document, 64 hexadecimal digits')

export const published = v.strictObject({
  document,
  signatures,
  expected: v.exactOptional(revision),
  dry_run: v.exactOptional(v.boolean('true or false')),
  why,
})

const RULES = 'a list of at most 200 ids of rules'
const ruleIds = v.pipe(
  v.array(v.pipe(v.string(RULES), v.maxLength(64, RULES)), RULES),
  v.maxLength(200, RULES),
)

export const rolledBack = v.strictObject({
  to: v.exactOptional(v.nullable(sha256)),
  signatures,
  /** As `POLICY.overrides_basis` of a document, whose own list was meant for the change that it came with. */
  overrides_basis: v.exactOptional(ruleIds),
  why,
})

export const candidate = v.strictObject({ document: v.nullable(document), signatures, why })

export const whichDocument = v.strictObject({ sha256: v.exactOptional(sha256) })

const MAX_MINUTES = 1_440
export const brokenGlass = v.strictObject({ minutes: wholeNumber(1, MAX_MINUTES), why })
