import { describe, expect, it } from 'vitest'
import { pathHash, readAssertionClaims } from '../../../src/verify/assertion.ts'
import vectors from '../../vectors/assertion.json' with { type: 'json' }
import { CLAIMS } from './fixture.ts'

describe('readAssertionClaims()', () => {
  it('reads what an assertion says, and leaves out what it does not know', () => {
    expect(readAssertionClaims({ ...CLAIMS, admin: true })).toEqual(CLAIMS)
  })

  it('reads the body value that was decided on', () => {
    expect(readAssertionClaims({ ...CLAIMS, res: 'large' })?.res).toBe('large')
    expect(readAssertionClaims(CLAIMS)).not.toHaveProperty('res')
  })

  it.each([
    ['no iat', { iat: undefined }],
    ['no htm', { htm: undefined }],
    ['no pth', { pth: undefined }],
    ['pth that is null', { pth: null }],
    ['no geo', { geo: undefined }],
    ['no net', { net: undefined }],
    ['no acr', { acr: undefined }],
    ['an acr nobody knows', { acr: 'certain' }],
    ['no pol', { pol: undefined }],
    ['no verdict', { verdict: undefined }],
    ['the verdict deny', { verdict: 'deny' }],
    ['the verdict challenge', { verdict: 'challenge' }],
    ['a tier nobody knows', { tier_max: 'all' }],
    ['a body value that is no text', { res: ['large'] }],
    ['a class nobody knows', { net: { class: 'home' } }],
    ['a sid that is a number', { sid: 1 }],
    ['a kind of subject nobody knows', { sub: 'x', sub_kind: 'admin' }],
  ])('reads nothing from claims with %s', (_, change) => {
    expect(readAssertionClaims({ ...CLAIMS, ...change })).toBeUndefined()
  })
})

describe('pathHash()', () => {
  it.each(vectors.path_hash.map(({ path_and_query: text, pth }) => [text, pth] as const))(
    'of %j is %s',
    async (text, pth) => {
      expect(await pathHash(text)).toBe(pth)
    },
  )
})
