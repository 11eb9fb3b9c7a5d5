import { readFileSync } from 'node:fs'
import type { JWK } from 'jose'
import * as v from 'valibot'
import { UsageError } from '../usage-error.ts'

const privateKey = v.looseObject({
  kty: v.picklist(['EC', 'OKP']),
  crv: v.picklist(['P-256', 'Ed25519']),
  x: v.string(),
  y: v.exactOptional(v.string()),
  d: v.string(),
})

/**
 * The private half of a policy key.
 *
 * @throws UsageError without any part of the file, which may be a secret in the wrong place
 */
export function readSignerKey(path: string): JWK {
  const read = v.safeParse(privateKey, parse(path))
  if (!read.success)
    throw new UsageError('the key file: expected a private JWK (ES256 or Ed25519), made by signer-key')
  const { kty, crv, x, y, d } = read.output
  return { kty, crv, x, ...(y === undefined ? {} : { y }), d }
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
