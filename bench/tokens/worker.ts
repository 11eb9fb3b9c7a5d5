/** Verification of session tokens inside workerd: signs its own, and verifies them as often as it is told. */
import type { JWK } from 'jose'
import { decodeBase64url, utf8 } from '../../src/lib/bytes.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { issueSession } from '../../src/session/issue.ts'
import { importKeyring, type Keyring, type SigningKey } from '../../src/session/keyring.ts'
import { compileLifetimes } from '../../src/session/lifetime.ts'
import { type SessionExpectation, sessionVerifier } from '../../src/session/verify.ts'
import { withRevocations } from './expectation.ts'

const NOW = 1_793_491_200 as UnixSeconds
const ISSUER = 'https://api.example.com'

const lifetimes = compileLifetimes({ high: 3600, substantial: 1800, low: 600, none: 300 })
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

let keyring: Keyring | undefined
let tokens: readonly string[] = []

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/sign') return sign(await request.json<JWK>(), Number(searchParams.get('tokens')))
    const subject = SUBJECTS[pathname.slice(1)]
    if (subject === undefined || keyring === undefined)
      return new Response('no such subject', { status: 404 })
    return new Response(String(await subject(keyring, Number(searchParams.get('times')))))
  },
}

const SUBJECTS: Readonly<Record<string, (ring: Keyring, times: number) => Promise<number>>> = {
  /** What reading the header costs by itself: its text is a new one each time, as in a request. */
  async loop(_, times) {
    const headers = asHeaders()
    let sum = 0
    for (let round = 0; round < times; round++)
      for (const header of headers) sum += (await header.get('Cordon-Session'))?.length ?? 0
    return sum
  },
  async seen(ring, times) {
    const headers = asHeaders()
    const verify = sessionVerifier(ring, expected())
    let sum = 0
    for (let round = 0; round < times; round++)
      for (const header of headers)
        sum += (await verify(header.get('Cordon-Session') ?? '', NOW)).status === 'verified' ? 1 : 0
    if (sum !== times * tokens.length) throw new Error(`${sum} verified`)
    return sum
  },
  async first(ring, times) {
    let sum = 0
    for (let round = 0; round < times; round++) {
      const verify = sessionVerifier(ring, expected())
      for (const token of tokens) sum += (await verify(token, NOW)).status === 'verified' ? 1 : 0
    }
    if (sum !== times * tokens.length) throw new Error(`${sum} verified`)
    return sum
  },
  /** The signature alone, which nothing can do without. */
  async signature(ring, times) {
    let sum = 0
    for (let round = 0; round < times; round++) {
      for (const token of tokens) {
        const end = token.lastIndexOf('.')
        const kid = ring.activeAt(NOW)?.kid ?? ''
        const { key } = ring.verifyingAt(NOW).get(kid) ?? {}
        const signature = decodeBase64url(token.slice(end + 1))
        if (key === undefined || signature === undefined) throw new Error('no key or no signature')
        const algorithm =
          key.algorithm.name === 'ECDSA' ? { name: 'ECDSA', hash: 'SHA-256' } : key.algorithm.name
        sum += (await crypto.subtle.verify(algorithm, key, signature, utf8(token.slice(0, end)))) ? 1 : 0
      }
    }
    if (sum !== times * tokens.length) throw new Error(`${sum} verified`)
    return sum
  },
}

function asHeaders(): Headers[] {
  return tokens.map((token) => new Headers({ 'Cordon-Session': token }))
}

async function sign(jwk: JWK, count: number): Promise<Response> {
  const imported = await importKeyring([jwk], { verifyForSeconds: 3600 })
  if (!imported.ok) return new Response(imported.error, { status: 400 })
  keyring = imported.value
  const key = keyring.activeAt(NOW)
  if (key === undefined) return new Response('no key', { status: 400 })
  tokens = await Promise.all(Array.from({ length: count }, () => tokenBy(key)))
  return new Response(`${tokens[0]?.length} characters`)
}

async function tokenBy(key: SigningKey): Promise<string> {
  const issued = await issueSession(
    {
      subject: { kind: 'account', id: `acct_${Math.random()}` },
      authenticatedAt: NOW,
      sessionId: undefined,
      assurance: 'substantial',
      assuredAt: NOW,
      place: undefined,
      asn: undefined,
      networkClass: 'residential',
      addressFamily: 4,
      ja4: undefined,
      policyRevision: '0123456789abcdef',
      confirmation: undefined,
    },
    { issuer: ISSUER, lifetimes, nextChange: () => undefined, epoch: 0 },
    key,
    NOW,
    random,
  )
  return issued.token
}

function expected(): SessionExpectation {
  return withRevocations({ issuer: ISSUER, lifetimes }, NOW)
}
