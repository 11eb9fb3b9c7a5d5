import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { policySigners } from '../../../src/config/policy-signers-schema.ts'

const X = 'KLV4c2vfM70rm1WipBm716msYyky29lqdTo7LoTzI68'
const Y = 'lP57KqQxME-dM_3NaDVLoQVk0EUvdvuc7Hi6F25wB5Y'
const P256 = { kty: 'EC', crv: 'P-256', x: X, y: Y }
const ED25519 = { kty: 'OKP', crv: 'Ed25519', x: Y }
const ANNA = { name: 'anna@example.com', jwk: P256 }
const BEN = { name: 'ben', jwk: ED25519 }

const messagesOf = (input: unknown) =>
  (v.safeParse(policySigners, input).issues ?? []).map(({ message }) => message)

describe('POLICY_SIGNERS', () => {
  it.each([[[]], [[ANNA]], [[ANNA, BEN]]])('may be %j', (signers) => {
    expect(v.parse(policySigners, signers)).toEqual(signers)
  })

  it.each<readonly [string, unknown, string]>([
    [
      'two names alike: approvals are counted by name',
      [ANNA, { ...BEN, name: ANNA.name }],
      'different names',
    ],
    [
      'one key under two names',
      [ANNA, { ...BEN, jwk: P256 }],
      'two signatures are meant to be of two people',
    ],
    ['a name with a space', [{ ...ANNA, name: 'anna b' }], 'printable ASCII'],
    ['an empty name', [{ ...ANNA, name: '' }], 'printable ASCII'],
    ['no name', [{ jwk: P256 }], 'a table {name, jwk}'],
    ['a private key, which would be published', [{ ...ANNA, jwk: { ...P256, d: X } }], 'without "d"'],
    ['another curve', [{ ...ANNA, jwk: { ...P256, crv: 'P-384' } }], '"P-256"'],
    ['an RSA key', [{ ...ANNA, jwk: { kty: 'RSA', n: X, e: 'AQAB' } }], 'ES256'],
    ['half a point', [{ ...ANNA, jwk: { kty: 'EC', crv: 'P-256', x: X } }], 'a public JWK'],
    ['a coordinate of another length', [{ ...BEN, jwk: { ...ED25519, x: X.slice(1) } }], '32 bytes'],
    ['a coordinate in other letters', [{ ...BEN, jwk: { ...ED25519, x: X.replace('K', '+') } }], '32 bytes'],
    ['one that is no list', ANNA, 'a list'],
    [
      'more than anybody signs with',
      Array.from({ length: 9 }, (_, index) => ({ ...ANNA, name: `n${index}` })),
      'at most 8',
    ],
  ])('may not have %s', (_, signers, expected) => {
    expect(messagesOf(signers).join('\n')).toContain(expected)
  })
})
