import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { later, type SendInit, type TestGate } from '../support/gate.ts'

export interface ProofChoice {
  readonly method?: string
  readonly url?: string
  readonly token?: string
  readonly nonce?: string
  readonly jti?: string
  /** Seconds from the gate's time. */
  readonly madeAt?: number
  readonly ath?: string
}

export interface DpopClient {
  readonly jkt: string
  readonly proof: (gate: TestGate, choice?: ProofChoice) => Promise<string>
  /** Asks for the nonce, then for a token: as a client does that knows nothing yet. */
  readonly obtain: (gate: TestGate, init?: SendInit) => Promise<string>
}

/** A client with a key of its own, which proves it as RFC 9449 §4 says. */
export async function dpopClient(alg: 'ES256' | 'Ed25519' = 'ES256'): Promise<DpopClient> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const { kty, crv, x, y } = await exportJWK(publicKey)
  const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) } as { kty: string }
  async function proof(gate: TestGate, choice: ProofChoice = {}): Promise<string> {
    const { method = 'GET', url = 'https://gate.test/members/x', token, nonce, madeAt = 0 } = choice
    const { jti = crypto.randomUUID(), ath = token && (await hashOf(token)) } = choice
    return new SignJWT({
      jti,
      htm: method,
      htu: url,
      iat: gate.at / 1000 + madeAt,
      ...(ath === undefined ? {} : { ath }),
      ...(nonce === undefined ? {} : { nonce }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk })
      .sign(privateKey)
  }
  const about = { method: 'POST', url: 'https://gate.test/.cordon/session' }
  async function obtain(gate: TestGate, init: SendInit = {}): Promise<string> {
    const nonce = await nonceOf(gate, await proof(gate, about))
    const response = await gate.send('/.cordon/session', {
      ...init,
      method: 'POST',
      headers: { 'Cordon-DPoP': await proof(gate, { ...about, nonce }) },
    })
    if (response.status !== 200) throw new Error(`no token: ${await response.text()}`)
    return (await response.json<{ token: string }>()).token
  }
  return { jkt: await calculateJwkThumbprint(jwk), proof, obtain }
}

/** What the gate gives to whoever comes with a proof. */
export async function nonceOf(gate: TestGate, proof: string): Promise<string> {
  const response = await gate.send('/.cordon/session', { headers: { 'Cordon-DPoP': proof } })
  const nonce = response.headers.get('Cordon-DPoP-Nonce')
  if (nonce === null) throw new Error(`no nonce came: ${await response.text()}`)
  return nonce
}

/** RFC 9449 §4.2. */
export async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** So that a clock of the test's own goes on by seconds. */
export function goOn(gate: TestGate, seconds: number): void {
  gate.at = later(seconds)
}
