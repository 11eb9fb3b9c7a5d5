import * as v from 'valibot'

const COORDINATE = '32 bytes in base64url'
const coordinate = v.pipe(v.string(COORDINATE), v.regex(/^[A-Za-z0-9_-]{43}$/, COORDINATE))
const JWK = 'a public JWK {kty, crv, x, y?}: ES256 (EC, P-256) or Ed25519 (OKP), without "d"'

// Strict: a private key here would be published with the configuration.
const publicJwk = v.variant(
  'kty',
  [
    v.strictObject(
      { kty: v.literal('EC', '"EC"'), crv: v.literal('P-256', '"P-256"'), x: coordinate, y: coordinate },
      JWK,
    ),
    v.strictObject(
      { kty: v.literal('OKP', '"OKP"'), crv: v.literal('Ed25519', '"Ed25519"'), x: coordinate },
      JWK,
    ),
  ],
  JWK,
)

/** Who may sign a live policy. */
export const policySigners = v.pipe(
  v.array(
    v.strictObject(
      {
        name: v.pipe(
          v.string('a name'),
          v.regex(/^[\x21-\x7e]{1,64}$/, 'a name of 1 to 64 printable ASCII characters'),
        ),
        jwk: publicJwk,
      },
      'a table {name, jwk}',
    ),
    'a list of {name, jwk}',
  ),
  v.maxLength(8, 'at most 8 signers'),
  v.check(
    (signers) => new Set(signers.map(({ name }) => name)).size === signers.length,
    'signers with different names',
  ),
  v.check(
    (signers) => new Set(signers.map(({ jwk }) => jwk.x)).size === signers.length,
    'each key once: two signatures are meant to be of two people',
  ),
)

export type PolicySigner = v.InferOutput<typeof policySigners>[number]
