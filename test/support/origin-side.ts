import { type AssertionClaims, type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import type { TestGate } from './gate.ts'

/** What an origin learns from a request it got: the assertion, verified against the keys the gate publishes. */
export async function assertedTo(
  gate: TestGate,
  received: Request,
  audience = 'https://gate.test',
): Promise<AssertionClaims> {
  const jwks = await (await gate.send('/.cordon/jwks.json')).json<JsonWebKeySet>()
  const options = { jwks, issuer: 'https://gate.test', audience, now: gate.at / 1000 }
  const verified = await verifyAssertion(received, options)
  if (!verified.ok) throw new Error(`the assertion does not verify: ${verified.reason}`)
  return verified.claims
}
