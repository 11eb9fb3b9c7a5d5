import * as v from 'valibot'

// Every message is written here: the library's own quote what they got.
const of32Bytes = (expected: string) => v.pipe(v.string(expected), v.regex(/^[A-Za-z0-9_-]{43}$/, expected))
const coordinate = of32Bytes('32 bytes in base64url')
const keyId = of32Bytes('an RFC 7638 thumbprint')

/** More than a rotation a day leaves behind, and with room to spare in the 5 KB of a secret. */
export const MAX_SIGNING_KEYS = 8

const ACTIVE_FROM = 'whole Unix seconds (not milliseconds), from which on the key signs'
// Whether any key has begun is not asked here: that changes with the clock, and `health` says it.
const activeFrom = v.pipe(
  v.number(ACTIVE_FROM),
  v.integer(ACTIVE_FROM),
  v.minValue(0, ACTIVE_FROM),
  v.maxValue(253_402_300_799, ACTIVE_FROM),
)

const KEY = 'a private JWK {kty, crv, x, y, d, kid}, without y where kty is "OKP"'

const es256 = v.looseObject(
  {
    kty: v.literal('EC', '"EC"'),
    crv: v.literal('P-256', '"P-256"'),
    x: coordinate,
    y: coordinate,
    d: coordinate,
    kid: keyId,
    alg: v.exactOptional(v.literal('ES256', '"ES256"')),
    active_from: v.exactOptional(activeFrom),
  },
  KEY,
)

const ed25519 = v.looseObject(
  {
    kty: v.literal('OKP', '"OKP"'),
    crv: v.literal('Ed25519', '"Ed25519"'),
    x: coordinate,
    d: coordinate,
    kid: keyId,
    alg: v.exactOptional(v.picklist(['EdDSA', 'Ed25519'], '"EdDSA" or "Ed25519"')),
    active_from: v.exactOptional(activeFrom),
  },
  KEY,
)

const EXPECTED =
  'a JWKS {"keys":[…]} of private ES256 (EC, P-256) or Ed25519 (OKP) keys, each with its thumbprint as kid'

/** The text of the secret, parsed. The messages never quote it. */
export const signingKeys = v.pipe(
  v.unknown(),
  v.transform((input) => (typeof input === 'string' ? parseJson(input) : input)),
  v.strictObject(
    {
      keys: v.pipe(
        v.array(v.variant('kty', [es256, ed25519], EXPECTED), EXPECTED),
        v.minLength(1, 'at least one key'),
        v.maxLength(MAX_SIGNING_KEYS, `at most ${MAX_SIGNING_KEYS} keys`),
      ),
    },
    EXPECTED,
  ),
  v.check(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'keys with different kids'),
)

export const secretText = v.pipe(
  v.string('text of 32 characters or more'),
  v.minLength(32, 'text of 32 characters or more'),
  v.maxLength(1024, 'text of at most 1,024 characters'),
)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
