import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTarget } from '../../../src/session/proof-target.ts'
import { NOW, outcomeOf, REQUEST, VALID, verify } from './proof-fixture.ts'

const numRuns = 1500

const position = fc.nat(VALID.proof.length)
const character = fc.oneof(
  fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/, \t\n'),
  fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
)
const genuine = await outcomeOf(VALID)

/** Refused, or the very same proof: never another client's, nor another id that could be used once more. */
async function expectNoOther(proof: string): Promise<void> {
  const outcome = await outcomeOf({ ...VALID, proof })
  if (typeof outcome !== 'string') expect(outcome).toEqual(genuine)
}

describe('a valid proof', () => {
  it('is no other key’s and no other id’s proof with one character changed', async () => {
    await fc.assert(
      fc.asyncProperty(position, character, async (at, other) => {
        await expectNoOther(VALID.proof.slice(0, at) + other + VALID.proof.slice(at + 1))
      }),
      { numRuns },
    )
  })

  it('is no other with one character more or less', async () => {
    await fc.assert(
      fc.asyncProperty(position, character, async (at, more) => {
        await expectNoOther(VALID.proof.slice(0, at) + more + VALID.proof.slice(at))
        await expectNoOther(VALID.proof.slice(0, at) + VALID.proof.slice(at + 1))
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    )
  })

  it('holds for no other method, path or token', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('method', 'url', 'token'),
        fc.string({ maxLength: 8 }),
        async (member, text) => {
          fc.pre(text !== '' && !/^[?#]/.test(text))
          const value = `${REQUEST[member as keyof typeof REQUEST]}${text}`
          const same = member === 'url' && normalTarget(value) === normalTarget(REQUEST.url)
          expect((await verify(VALID.proof, { ...REQUEST, [member]: value }, NOW)).ok).toBe(same)
        },
      ),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})

it('verifyProof answers for any text', async () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.constantFrom(...VALID.proof.split('.')),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 4 }), async (parts) => {
      fc.pre(parts.join('.') !== VALID.proof)
      expect(await outcomeOf({ ...VALID, proof: parts.join('.') })).toMatch(/^proof\./)
    }),
    { numRuns },
  )
})
