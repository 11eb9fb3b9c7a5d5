import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { MAX_SIGNING_KEYS, signingKeys } from '../../../src/config/secrets-schema.ts'
import { SIGNING_KEYS } from '../../support/keys.ts'

const [key] = (JSON.parse(SIGNING_KEYS) as { keys: [object] }).keys
const check = (...keys: readonly object[]) => v.safeParse(signingKeys, JSON.stringify({ keys }))
const messages = (...keys: readonly object[]) => check(...keys).issues?.map(({ message }) => message)
/** Keys that differ in nothing but a `kid` of the right form: whether it is the key's is `session/keyring`'s to say. */
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...key, kid: `${n}`.padEnd(43, 'A') }))

describe('signingKeys', () => {
  it.each([undefined, 0, 1, 1_793_491_200, 253_402_300_799])('takes active_from = %j', (active_from) => {
    const parsed = check({ ...key, active_from })
    expect(parsed.success).toBe(true)
    expect(parsed.output).toMatchObject({ keys: [active_from === undefined ? key : { ...key, active_from }] })
  })

  it.each([-1, 0.5, 1_793_491_200_000, 31_337_31_337_31_337, '31337', null, [0], true])(
    'refuses active_from = %j without quoting it',
    (active_from) => {
      const found = messages({ ...key, active_from })
      expect(found).toContain('whole Unix seconds (not milliseconds), from which on the key signs')
      expect(found?.join()).not.toContain('31337')
    },
  )

  it('takes keys of both kinds that all lie in the future: the clock is not asked here', () => {
    const ed = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), d: 'A'.repeat(43), kid: 'B'.repeat(43) }
    expect(
      check({ ...key, active_from: 253_402_300_799 }, { ...ed, active_from: 253_402_300_798 }).success,
    ).toBe(true)
    expect(check({ ...ed, active_from: -1 }).success).toBe(false)
  })

  it(`takes ${MAX_SIGNING_KEYS} keys and no more`, () => {
    expect(check(...many(MAX_SIGNING_KEYS)).success).toBe(true)
    expect(messages(...many(MAX_SIGNING_KEYS + 1))).toEqual(['at most 8 keys'])
  })
})
