import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { confirmationClaim, confirms } from '../../../src/session/confirmation.ts'

const JKT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'
/** RFC 8705 §3.1. */
const X5T = 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2'
const X5T_REAL = createHash('sha256').update('a certificate').digest('base64url')
const OTHER = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'

describe('confirmationClaim', () => {
  it.each([[{ jkt: JKT }], [{ 'x5t#S256': X5T_REAL }], [{ jkt: JKT, 'x5t#S256': OTHER }]])(
    'takes %j',
    (cnf) => {
      expect(v.parse(confirmationClaim, cnf)).toEqual(cnf)
    },
  )

  it.each([
    [{}],
    [null],
    [JKT],
    [[JKT]],
    [{ jkt: undefined }],
    [{ jkt: null }],
    [{ jkt: '' }],
    [{ jkt: JKT.slice(1) }],
    [{ jkt: `${JKT}=` }],
    [{ jkt: `${JKT.slice(0, -1)}J` }],
    [{ jkt: JKT.replace('-', '+') }],
    [{ jkt: [JKT] }],
    [{ jkt: JKT, 'x5t#S256': 'x' }],
    [{ jkt: JKT, kid: 'k' }],
    [{ jwk: { kty: 'EC' } }],
    [{ 'x5t#s256': OTHER }],
  ])('refuses %j', (cnf) => {
    expect(v.safeParse(confirmationClaim, cnf).success).toBe(false)
  })

  it('takes the one spelling of a thumbprint, which the example of RFC 8705 §3.1 is not', () => {
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const parsed = v.safeParse(confirmationClaim, { 'x5t#S256': X5T.slice(0, -1) + last })
      expect(parsed.success).toBe('AEIMQUYcgkosw048'.includes(last))
    }
  })
})

describe('confirms()', () => {
  it.each([
    [true, { jkt: JKT }, { jkt: JKT }],
    [true, { jkt: JKT }, { jkt: JKT, certificate: OTHER }],
    [false, { jkt: JKT }, {}],
    [false, { jkt: JKT }, { jkt: OTHER }],
    [false, { jkt: JKT }, { jkt: undefined }],
    [false, { jkt: JKT }, { certificate: JKT }],
    [false, { jkt: JKT }, { jkt: JKT.toLowerCase() }],
    [true, { 'x5t#S256': OTHER }, { certificate: OTHER }],
    [true, { 'x5t#S256': OTHER }, { certificate: OTHER, jkt: JKT }],
    [false, { 'x5t#S256': OTHER }, {}],
    [false, { 'x5t#S256': OTHER }, { jkt: OTHER }],
    [false, { 'x5t#S256': OTHER }, { certificate: JKT }],
    [true, { jkt: JKT, 'x5t#S256': OTHER }, { jkt: JKT, certificate: OTHER }],
    [false, { jkt: JKT, 'x5t#S256': OTHER }, { jkt: JKT }],
    [false, { jkt: JKT, 'x5t#S256': OTHER }, { certificate: OTHER }],
    [false, { jkt: JKT, 'x5t#S256': OTHER }, { jkt: OTHER, certificate: JKT }],
    [false, {}, { jkt: JKT, certificate: OTHER }],
    [false, {}, {}],
  ])('%s: a token of %j, shown %j', (held, cnf, presented) => {
    expect(confirms(cnf, presented)).toBe(held)
  })
})
