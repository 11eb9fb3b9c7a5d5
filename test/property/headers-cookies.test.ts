import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutSessionCookie } from '../../src/session/cookie.ts'

const numRuns = 2000

/** As lenient as any reader we heard of: trims everything, decodes the name, ignores case, folds separators. */
function namesLeniently(cookies: string): string[] {
  return cookies.split(/[;,]/).map((pair) => {
    const [name = ''] = pair.replace(/^[\s=]+/, '').split('=', 1)
    let decoded = name
    try {
      decoded = decodeURIComponent(name)
    } catch {
      // Kept as it is, as such readers do.
    }
    return decoded
      .trim()
      .toLowerCase()
      .replace(/\[.*$/s, '')
      .replace(/[^a-z0-9]/g, '_')
  })
}

/** RFC 6265 §4.1.1: a token, and cookie-octets. */
const name = fc.stringMatching(/^[A-Za-z0-9!#$&'*+.^_`|~-]{1,12}$/)
const value = fc.stringMatching(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{0,12}$/)
const wellFormed = fc
  .tuple(name, value)
  .map(([n, v]) => `${n}=${v}`)
  .filter((pair) => !namesLeniently(pair).includes('__host_cordon'))

const letter = fc.constantFrom(...'cordonCORDON')
const space = fc.constantFrom('', ' ', '\t', '  ', '\u00a0', '%20', '=', ' =')
const separator = fc.constantFrom('_', '.', ' ', '-', '%5F', '%5f', '%2E', '%2d')
const cased = (text: string) =>
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: text.length, maxLength: text.length })
    .map((how) =>
      [...text]
        .map((c, at) =>
          how[at] === 0 ? c : how[at] === 1 ? c.toUpperCase() : `%${c.charCodeAt(0).toString(16)}`,
        )
        .join(''),
    )
const ours = fc
  .tuple(
    space,
    fc.constantFrom('_', '.', '%5F'),
    fc.constantFrom('_', '.', '%5f'),
    cased('host'),
    separator,
    cased('cordon'),
    space,
    value,
  )
  .map(
    ([before, a, b, host, c, cordon, after, v]) =>
      `${before}${a}${b}${host}${c}${cordon}${after.replaceAll('=', '')}=${v}`,
  )

describe('withoutSessionCookie()', () => {
  it('never leaves what a lenient reader takes for our cookie', () => {
    const noise = fc.oneof(wellFormed, ours, fc.string({ maxLength: 12 }), letter)
    fc.assert(
      fc.property(
        fc.array(noise, { maxLength: 6 }),
        ours,
        fc.nat(6),
        fc.constantFrom('; ', ';', ', ', ',', ';;'),
        (others, own, at, joint) => {
          const cookies = [...others.slice(0, at), own, ...others.slice(at)].join(joint)
          expect(namesLeniently(cookies)).toContain('__host_cordon')
          expect(namesLeniently(withoutSessionCookie(cookies) ?? '')).not.toContain('__host_cordon')
        },
      ),
      { numRuns },
    )
  })

  it('keeps every other cookie, in order and unchanged', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            wellFormed,
            ours.map((pair) => ({ pair })),
          ),
          { maxLength: 8 },
        ),
        (list) => {
          const cookies = list.map((item) => (typeof item === 'string' ? item : item.pair)).join('; ')
          const expected = list.filter((item) => typeof item === 'string').join('; ')
          expect(withoutSessionCookie(cookies)).toBe(expected === '' ? undefined : expected)
        },
      ),
      { numRuns },
    )
  })

  it('leaves alone what does not hold our cookie', () => {
    fc.assert(
      fc.property(
        fc.array(wellFormed, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('; ', ';', ', '),
        (list, joint) => {
          const cookies = list.join(joint)
          expect(withoutSessionCookie(cookies)).toBe(cookies)
        },
      ),
      { numRuns },
    )
  })

  it('has nothing more to remove the second time, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.array(ours, { maxLength: 3 }),
        (text, list) => {
          const once = withoutSessionCookie([text, ...list].join(';'))
          if (once !== undefined) expect(withoutSessionCookie(once)).toBe(once)
        },
      ),
      { numRuns },
    )
  })
})
