import { ASSERTION_TYPE, pathHash } from '../../../src/verify/assertion.ts'
import type { JsonWebKeySet } from '../../../src/verify/index.ts'
import { type Changes, changed, ES256_JWK, HEADER, ISSUER, NOW, signedText } from '../session/fixture.ts'

export const AUDIENCE = 'origin.test'
export const TARGET = '/v1/messages?beta=1'
export const GATE_KEYS_URL = `${ISSUER}/.cordon/jwks.json`

const { d: _, ...publicJwk } = ES256_JWK
export const PUBLIC_JWK = publicJwk
export const JWKS: JsonWebKeySet = { keys: [PUBLIC_JWK] }

/** What an assertion of ours says; tests change one claim of it. */
export const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  iat: NOW,
  exp: NOW + 60,
  jti: 'AAECAwQFBgcICQoLDA0ODw',
  htm: 'POST',
  pth: await pathHash(TARGET),
  geo: { country: 'US', region: 'US-CA' },
  net: { asn: 7922, class: 'residential' },
  acr: 'substantial',
  verdict: 'allow',
  pol: '0123456789abcdef',
} as const

/** An assertion of the base fixture with changes to claims and header, signed as it should be unless a key is given. */
export function signedAssertion(
  claims: Changes = {},
  header: Changes = {},
  key?: CryptoKey,
): Promise<string> {
  const texts = [changed({ ...HEADER, typ: ASSERTION_TYPE }, header), changed(CLAIMS, claims)] as const
  return key === undefined ? signedText(...texts) : signedText(...texts, key)
}

/** One that holds at this moment by the machine's clock, for what asks no other. */
export async function assertionNow(
  method: string,
  pathAndQuery: string,
  claims: Changes = {},
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  return signedAssertion({ iat, exp: iat + 60, htm: method, pth: await pathHash(pathAndQuery), ...claims })
}

export interface FakeEndpoint {
  readonly fetch: typeof fetch
  /** What was asked for, in order. */
  readonly asked: readonly string[]
  /** What it answers from now on; `undefined` never answers. */
  answer: (() => Response | Promise<Response>) | undefined
}

/** The gate's endpoint for keys, which counts. */
export function fakeEndpoint(answer: FakeEndpoint['answer'] = () => Response.json(JWKS)): FakeEndpoint {
  const asked: string[] = []
  const endpoint: FakeEndpoint = {
    asked,
    answer,
    fetch: async (input) => {
      asked.push(String(input))
      return endpoint.answer === undefined ? new Promise<never>(() => {}) : endpoint.answer()
    },
  }
  return endpoint
}
