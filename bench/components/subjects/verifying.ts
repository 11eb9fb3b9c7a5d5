/** What a client shows of itself. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { encodeBase64url, utf8 } from '../../../src/lib/bytes.ts'
import type { PresentedProof } from '../../../src/observations/types.ts'
import { SESSION_HEADER } from '../../../src/request/presented-token.ts'
import { issueSession } from '../../../src/session/issue.ts'
import type { Keyring, SigningKey } from '../../../src/session/keyring.ts'
import { proofNonces } from '../../../src/session/proof-nonce.ts'
import { type SessionVerifier, sessionVerifier, type TokenStanding } from '../../../src/session/verify.ts'
import { presentedProofs } from '../../../src/state/replay/presented.ts'
import { at } from '../../at.ts'
import { withRevocations } from '../../tokens/expectation.ts'
import { type Fixture, grantFor, NOW } from '../fixture.ts'
import { awaited, type Subject } from '../subject.ts'

type Signer = { readonly keyring: Keyring; readonly signingKey: SigningKey }

/**
 * Verified over and over by the same isolate, which remembers them after the first time. Read from a header each time: the
 * engine keeps with a text what it has computed for finding it, and a request brings a new one.
 */
export async function seenSession(fixture: Fixture, signer: Signer): Promise<Subject> {
  const { tokens, newVerifier } = await presented(fixture, signer)
  const headers = tokens.map((token) => new Headers({ [SESSION_HEADER]: token }))
  const verify = newVerifier()
  return verifying((index) => verify(at(headers, index).get(SESSION_HEADER) ?? '', NOW))
}

/** Another verifier, which has seen nothing yet, whenever all tokens have had their turn. */
export async function firstSession(fixture: Fixture, signer: Signer): Promise<Subject> {
  const { tokens, newVerifier } = await presented(fixture, signer)
  let verify = newVerifier()
  return verifying((index) => {
    if (index % tokens.length === 0) verify = newVerifier()
    return verify(at(tokens, index), NOW)
  })
}

async function presented({ firstVisits, terms, dependencies }: Fixture, { keyring, signingKey }: Signer) {
  const issued = firstVisits.map((visit) =>
    issueSession(grantFor(visit), terms, signingKey, NOW, dependencies.random),
  )
  const tokens = (await Promise.all(issued)).map(({ token }) => token)
  const expectation = withRevocations(terms, NOW)
  return { tokens, newVerifier: (): SessionVerifier => sessionVerifier(keyring, expectation) }
}

function verifying(call: (index: number) => TokenStanding | Promise<TokenStanding>): Subject {
  return awaited<TokenStanding>({
    call,
    fold: ({ status }) => status.length,
    isRight: ({ status }) => status === 'verified',
  })
}

/** None may come twice; when all were used, an isolate comes that knows none of them, and imports the keys anew. */
const PROOFS = 1_024
const CLIENT_KEYS = 4
const NONCE_SECRET = 'a secret that only benchmarks have'
const REQUEST = { method: 'POST', url: 'https://api.example.com/v1/messages' } as const

export async function proof({ tokens }: Fixture): Promise<Subject> {
  const nonces = proofNonces([{ text: NONCE_SECRET, mintsFrom: NOW }])
  const nonce = await nonces.mint(NOW)
  const keys = await Promise.all(Array.from({ length: CLIENT_KEYS }, () => clientKey()))
  const made = Array.from({ length: PROOFS }, async (_, index) => {
    const token = at(tokens, index)
    return { token, text: await proofBy(at(keys, index), { nonce, ath: await hashOf(token) }) }
  })
  const proofs = await Promise.all(made)
  let read = presentedProofs(nonces)
  return awaited<PresentedProof>({
    call(index) {
      if (index % PROOFS === 0) read = presentedProofs(nonces)
      const { text, token } = at(proofs, index)
      return read(text, { ...REQUEST, token }, NOW)
    },
    fold: ({ status }) => status.length,
    isRight: (result, index) =>
      result.status === 'verified' && result.nonce === 'good' && result.jkt === at(keys, index).jkt,
  })
}

async function clientKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return { privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) }
}

function proofBy(
  { privateKey, jwk }: Awaited<ReturnType<typeof clientKey>>,
  { nonce, ath }: { readonly nonce: string; readonly ath: string },
): Promise<string> {
  const { method: htm, url: htu } = REQUEST
  return new SignJWT({ jti: crypto.randomUUID(), htm, htu, iat: NOW, ath, nonce })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
    .sign(privateKey)
}

async function hashOf(token: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(token))))
}
