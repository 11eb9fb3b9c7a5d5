import type { JWK } from 'jose'
import { type AssertionClaims, assertionVerifier } from '../../src/verify/index.ts'
import type { TestGate } from './gate.ts'

/** What an origin learns from a request it got: the assertion, verified against the keys the gate publishes. */
export async function assertedTo(
  gate: TestGate,
  received: Request,
  audience = 'https://gate.test',
): Promise<AssertionClaims> {
  const response = await gate.send('/.cordon/jwks.json')
  const verify = await assertionVerifier(await response.json<{ keys: JWK[] }>())
  const { pathname, search } = new URL(received.url)
  const expected = {
    issuer: 'https://gate.test',
    audience,
    method: received.method,
    pathAndQuery: `${pathname}${search}`,
  }
  const verified = await verify(received.headers.get('Cordon-Assertion'), expected, gate.at / 1000)
  if (!verified.ok) throw new Error(`the assertion does not verify: ${verified.error}`)
  return verified.value
}
