import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySession } from '../../src/session/verify.ts'
import { assertionVerifier } from '../../src/verify/index.ts'
import {
  CLAIMS,
  changed,
  EXPECTED,
  HEADER,
  keyring,
  NOW,
  signed,
  signedText,
  unsigned,
} from '../unit/session/fixture.ts'
import { FORGERIES, VALID } from '../unit/session/forgeries.ts'

/** `CORDON_FUZZ_RUNS=100000` makes these the long run; fast-check prints the seed of a failure. */
const numRuns = Number(process.env.CORDON_FUZZ_RUNS ?? 1500)

const verify = (token: string) => verifySession(token, keyring, EXPECTED, NOW)
const assertion = await assertionVerifier(keyring.published)
const REQUEST = { issuer: EXPECTED.issuer, audience: 'origin.test', method: 'GET', pathAndQuery: '/' }

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
        expect(await assertion(token, REQUEST, NOW)).toMatchObject({ ok: false })
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
      fc.asyncProperty(fc.constantFrom(...Object.keys(CLAIMS)), json, async (name, value) => {
        const result = await verify(await signed({ [name]: value }))
        if (result.status !== 'verified') return
        // Anything that is accepted could have been written by issueSession().
        expect(result.facts.subject).toMatch(/^[\x21-\x7e]{1,128}$/)
        expect(result.facts.sessionId).toMatch(/^[\x21-\x7e]{1,128}$/)
        expect(typeof result.facts.authenticatedAt).toBe('number')
        const lapsed = NOW - result.facts.authenticatedAt >= EXPECTED.identitySeconds
        if (lapsed) expect(result.facts).toMatchObject({ identity: 'none', subject: result.facts.sessionId })
        expect(result.facts.expiresAt - result.facts.issuedAt).toBeLessThanOrEqual(
          EXPECTED.maxLifetimeSeconds,
        )
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
