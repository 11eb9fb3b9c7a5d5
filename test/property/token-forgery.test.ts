import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionVerifier } from '../../src/session/verify.ts'
import { verifyAssertion } from '../../src/verify/index.ts'
import {
  CLAIMS,
  changed,
  ED25519_JWK,
  EXPECTED,
  HEADER,
  keyring,
  NOW,
  signed,
  signedText,
  unsigned,
} from '../unit/session/fixture.ts'
import { FORGERIES, VALID } from '../unit/session/forgeries.ts'

const numRuns = 1500

/** One verifier for all, as in an isolate: what it remembers must not let anything in. */
const verifier = sessionVerifier(keyring, EXPECTED)
const verify = async (token: string) => verifier(token, NOW)
const ORIGIN = { jwks: keyring.publishedAt(NOW), issuer: EXPECTED.issuer, audience: 'origin.test', now: NOW }
const asserted = (assertion: string) =>
  verifyAssertion({ method: 'GET', pathAndQuery: '/', assertion }, ORIGIN)

const position = fc.nat(VALID.length)
const character = fc.oneof(
  fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \t\n'),
  fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
)

describe('a valid token with one character changed', () => {
  // The one other spelling of a token that verifies, (r, n − s), changes half of the signature: see session/verify.test.
  it('does not verify: another character', async () => {
    await fc.assert(
      fc.asyncProperty(position, character, async (at, other) => {
        fc.pre(at < VALID.length && VALID[at] !== other)
        const result = await verify(VALID.slice(0, at) + other + VALID.slice(at + 1))
        expect(result.status).toBe('invalid')
      }),
      { numRuns },
    )
  })

  it('does not verify: one character more or less', async () => {
    await fc.assert(
      fc.asyncProperty(position, character, async (at, more) => {
        expect((await verify(VALID.slice(0, at) + more + VALID.slice(at))).status).toBe('invalid')
        fc.pre(at < VALID.length)
        expect((await verify(VALID.slice(0, at) + VALID.slice(at + 1))).status).toBe('invalid')
      }),
      { numRuns },
    )
  })

  it('does not verify: two characters exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(position, position, async (a, b) => {
        fc.pre(a < VALID.length && b < VALID.length && VALID[a] !== VALID[b])
        const characters = [...VALID]
        ;[characters[a], characters[b]] = [characters[b] ?? '', characters[a] ?? '']
        expect((await verify(characters.join(''))).status).toBe('invalid')
      }),
      { numRuns },
    )
  })
})

describe('a bound token with one character changed', async () => {
  const bound = await signed({
    acr: 'high',
    acr_time: NOW - 60,
    bind: { fam: 6, ja4: 't13d1516h2_8daaf6152771_02713d6af862' },
    cnf: { jkt: HEADER.kid, 'x5t#S256': ED25519_JWK.kid },
    exp: NOW + 1740,
  })
  const original = await verify(bound)
  const BITS = 8

  it('holds as it was signed, with everything it is bound to', () => {
    expect(original).toMatchObject({
      status: 'verified',
      facts: {
        assurance: 'high',
        assuredAt: NOW - 60,
        addressFamily: 6,
        ja4: 't13d1516h2_8daaf6152771_02713d6af862',
        confirmation: { jkt: HEADER.kid, 'x5t#S256': ED25519_JWK.kid },
      },
    })
  })

  it('is no token: any bit of any of its bytes, the whole of it', async () => {
    const bytes = [...Buffer.from(bound)]
    for (const [at, byte] of bytes.entries()) {
      for (let bit = 0; bit < BITS; bit++) {
        const changedBytes = bytes.with(at, byte ^ (1 << bit))
        expect((await verify(Buffer.from(changedBytes).toString('latin1'))).status).toBe('invalid')
      }
    }
  })

  const edits = fc.constantFrom<Readonly<Record<string, unknown>>>(
    { cnf: undefined },
    { cnf: { jkt: HEADER.kid } },
    { cnf: { jkt: ED25519_JWK.kid, 'x5t#S256': ED25519_JWK.kid } },
    { bind: {} },
    { bind: { fam: 4 } },
    { acr_time: NOW },
    { acr_time: NOW - 61 },
    { acr: 'substantial' },
  )
  it('is no token with other words under the old signature, or under a signature of another', async () => {
    const [, , signature = ''] = bound.split('.')
    const signatures = fc.constantFrom(
      signature,
      ...FORGERIES.map(({ token }) => token.split('.')[2] ?? ''),
      VALID.split('.')[2] ?? '',
    )
    await fc.assert(
      fc.asyncProperty(edits, signatures, async (edit, other) => {
        const claims = JSON.parse(Buffer.from(bound.split('.')[1] ?? '', 'base64url').toString()) as object
        expect((await verify(unsigned(changed(HEADER, {}), changed(claims, edit), other))).status).toBe(
          'invalid',
        )
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    )
    expect(await verify(bound)).toEqual(original)
  })
})

describe('arbitrary text in the place of a token', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.uint8Array({ maxLength: 96 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.constantFrom(...VALID.split('.')),
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.tuple(part, part, part).map((parts) => parts.join('.')),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
  )

  it('is refused with a code, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (token) => {
        fc.pre(token !== VALID)
        expect(await verify(token)).toMatchObject({
          status: 'invalid',
          code: expect.stringMatching(/^token\./),
        })
        expect(await asserted(token)).toMatchObject({ ok: false })
      }),
      { numRuns },
    )
  })

  it('is refused when it is made of parts of forgeries', async () => {
    const pieces = FORGERIES.map(({ token }) => token.split('.')).filter((parts) => parts.length === 3)
    const piece = (at: number) => fc.constantFrom(...pieces.map((parts) => parts[at] ?? ''))
    await fc.assert(
      fc.asyncProperty(piece(0), piece(1), piece(2), async (header, claims, signature) => {
        const token = `${header}.${claims}.${signature}`
        // Some forgeries are the valid token with something around it, signed anew: their parts make it up again.
        fc.pre(!VALID.startsWith(`${header}.${claims}.`))
        expect((await verify(token)).status).not.toBe('verified')
      }),
      { numRuns },
    )
  })
})

describe('a well-signed token with strange contents', () => {
  const json = fc.oneof(fc.jsonValue(), fc.double(), fc.integer(), fc.string({ unit: 'binary' }))

  it('says of its claims nothing but what it was signed with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(CLAIMS), 'cnf'), json, async (name, value) => {
        const result = await verify(await signed({ [name]: value }))
        if (result.status !== 'verified') return
        // Anything that is accepted could have been written by issueSession().
        expect(result.facts.subject).toMatch(/^[\x21-\x7e]{1,128}$/)
        expect(result.facts.sessionId).toMatch(/^[\x21-\x7e]{1,128}$/)
        expect(typeof result.facts.authenticatedAt).toBe('number')
        const lapsed = NOW - result.facts.authenticatedAt >= EXPECTED.identitySeconds
        if (lapsed) expect(result.facts).toMatchObject({ identity: 'none', subject: result.facts.sessionId })
        const { assurance, networkClass, issuedAt, assuredAt, expiresAt, confirmation } = result.facts
        const life = EXPECTED.lifetimes.seconds(assurance, networkClass)
        expect(expiresAt - issuedAt).toBeLessThanOrEqual(life)
        expect(expiresAt - assuredAt).toBeLessThanOrEqual(life)
        expect(assuredAt).toBeLessThanOrEqual(issuedAt)
        // Nobody is bound to nothing, and no token is bound less than it says.
        expect(confirmation).toEqual(name === 'cnf' ? value : undefined)
        expect(Number.isInteger(result.facts.expiresAt)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('never throws, whatever its header and claims are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), json), json, async (header, claims) => {
        const text = JSON.stringify(claims) ?? 'null'
        const token = await signedText(changed(HEADER, header), text)
        expect((await verify(token)).status).toBe('invalid')
        expect((await verify(unsigned(changed(HEADER, header), text, 'AAAA'))).status).toBe('invalid')
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    )
  })
})
