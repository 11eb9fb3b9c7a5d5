import { decodeBase64url } from '../lib/bytes.ts'

interface Curve {
  readonly kty: 'EC' | 'OKP'
  readonly crv: 'P-256' | 'Ed25519'
}

/** What proofs are signed with, and the one kind of key each goes with (RFC 8725 §3.1, RFC 9864). */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519' }],
])

/** What a client may sign with. */
export const PROOF_ALGORITHMS: readonly string[] = [...CURVES.keys()]

export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }

/**
 * The public key of a proof's header, reduced to the members that make the key; undefined when it is not one for `alg`.
 *
 * What says nothing about which key it is may stand there, because WebCrypto writes it and RFC 7517 §4 has readers pass
 * over what they do not use: `kid`, `ext`, and, if they agree with how the key is used here, `use`, `alg` and `key_ops`.
 * Everything else is refused: `d` and every other private or symmetric member (RFC 9449 §4.3 item 7: whoever sends one has
 * just published the key), and certificates and addresses of keys, which would be a second word on the same subject.
 *
 * @param jwk entirely attacker-controlled. Whether x and y are a point of the curve is for the import to find out.
 */
export function readPublicJwk(jwk: unknown, alg: string): PublicJwk | undefined {
  const curve = CURVES.get(alg)
  if (curve === undefined || typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return undefined
  const {
    kty,
    crv,
    x,
    y,
    use,
    key_ops: operations,
    alg: ownAlg,
    kid: _kid,
    ext: _extractable,
    ...others
  } = jwk as Readonly<Record<string, unknown>>
  if (Object.keys(others).length > 0) return undefined
  if (kty !== curve.kty || crv !== curve.crv || !isCoordinate(x)) return undefined
  if (use !== undefined && use !== 'sig') return undefined
  if (operations !== undefined && !(Array.isArray(operations) && operations.every((one) => one === 'verify')))
    return undefined
  if (ownAlg !== undefined && !(typeof ownAlg === 'string' && CURVES.get(ownAlg)?.crv === curve.crv))
    return undefined
  if (curve.kty === 'OKP') return y === undefined ? { kty: 'OKP', crv: 'Ed25519', x } : undefined
  return isCoordinate(y) ? { kty: 'EC', crv: 'P-256', x, y } : undefined
}

/** One text a value (RFC 7518 §6.2.1.2): otherwise one key would have several thumbprints, and be several clients. */
function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && value.length === 43 && decodeBase64url(value) !== undefined
}
