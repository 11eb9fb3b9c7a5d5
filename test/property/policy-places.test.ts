import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePlace } from '../../src/net/region.ts'
import { compileCandidates } from '../../src/policy/candidates.ts'
import { compileCondition, MATCHED, PLACE_AMBIGUOUS, UNMATCHED } from '../../src/policy/condition.ts'
import type { Condition } from '../../src/policy/types.ts'
import { at, evidenceWith, placeNamed } from '../support/evidence.ts'

/** Countries and regions by codes of every kind; the codes of France are of two kinds. */
const code = fc
  .tuple(
    fc.constantFrom('UA', 'FR'),
    fc.constantFrom('', '-9', '-8', '-09', '-43', '-973', '-A', '-KV', '-IDF', '-2A'),
  )
  .map((parts) => parts.join(''))
const lists = fc.array(fc.array(code, { minLength: 1, maxLength: 5 }), { maxLength: 8 })

const condition = (codes: readonly string[]): Condition => ({ signal: 'place', in: codes })
const whole = (codes: readonly string[], where: string) => {
  const compared = codes.map((entry) => comparePlace(placeNamed(entry), placeNamed(where)))
  if (compared.includes('inside')) return MATCHED
  return compared.includes('ambiguous') ? PLACE_AMBIGUOUS : UNMATCHED
}

describe('a condition on places', () => {
  it('says of each place what comparing it with one entry after the other says', () => {
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 8 }), code, (codes, where) => {
        expect(compileCondition(condition(codes))(evidenceWith(at(where)))).toBe(whole(codes, where))
      }),
      { numRuns: 3_000 },
    )
  })

  it('is looked at where it matches or is ambiguous, and nowhere else', () => {
    fc.assert(
      fc.property(lists, code, (lists, where) => {
        const found = compileCandidates(lists, condition)(evidenceWith(at(where)))
        expect(found).toEqual(lists.filter((codes) => whole(codes, where) !== UNMATCHED))
      }),
      { numRuns: 3_000 },
    )
  })
})
