import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { PolicySigner } from '../../src/config/policy-signers-schema.ts'

/** Somebody with a key to sign policies with, made for this test. */
export async function policySigner(
  name: string,
  alg: 'ES256' | 'EdDSA' = 'ES256',
): Promise<{ readonly signer: PolicySigner; readonly jwk: JWK }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateKey)
  const { x = '', y = '' } = jwk
  const signer: PolicySigner =
    alg === 'ES256'
      ? { name, jwk: { kty: 'EC', crv: 'P-256', x, y } }
      : { name, jwk: { kty: 'OKP', crv: 'Ed25519', x } }
  return { signer, jwk }
}
