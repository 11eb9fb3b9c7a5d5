import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { NETWORK_CLASSES } from '../../src/net/network-class.ts'
import { ASSURANCE_LEVELS } from '../../src/observations/types.ts'
import { compileNextChange } from '../../src/policy/next-change.ts'
import type { Policy } from '../../src/policy/types.ts'
import { compileLifetimes, endOf } from '../../src/session/lifetime.ts'
import { FROM_HOSTING, POLICY, rule } from '../support/evidence.ts'

const numRuns = 2000

/** Few instants, so that dates meet each other and the time asked about. */
const instant = fc.integer({ min: 0, max: 60 }).map((seconds) => seconds as UnixSeconds)
const law = { law: 'A law', owner: 'o' }
const exempt = { id: 'x', exempts: ['rule'], when: FROM_HOSTING, owner: 'o', reason: 'r' }

const dated = fc
  .record({
    bases: fc.array(fc.record({ from: instant, to: instant }, { requiredKeys: ['from'] }), { maxLength: 6 }),
    undated: fc.nat(2),
    exemptions: fc.array(fc.record({ from: instant, to: instant }, { requiredKeys: ['to'] }), {
      maxLength: 4,
    }),
    overrides: fc.array(instant, { maxLength: 4 }),
  })
  .map(({ bases, undated, exemptions, overrides }) => {
    const policy: Policy = {
      ...POLICY,
      rules: [
        ...bases.map((dates) => rule({ basis: { ...law, ...dates } })),
        ...Array.from({ length: undated }, () => rule()),
      ],
      exemptions: exemptions.map((dates) => ({ ...exempt, ...dates })),
      networkOverrides: overrides.map((expires) => ({ network: {}, owner: 'o', reason: 'r', expires })),
    }
    const dates = [...bases, ...exemptions]
      .flatMap(({ from, to }) => [from, to])
      .concat(overrides)
      .filter((date) => date !== undefined)
    return { policy, dates }
  })

describe('the next change of a policy', () => {
  it('is the smallest of its dates strictly after the instant', () => {
    fc.assert(
      fc.property(dated, instant, ({ policy, dates }, now) => {
        const later = dates.filter((date) => date > now)
        expect(compileNextChange(policy)(now)).toBe(later.length === 0 ? undefined : Math.min(...later))
      }),
      { numRuns },
    )
  })
})

describe('the end of a token', () => {
  const seconds = fc.integer({ min: 1, max: 40 })
  const level = fc.oneof(seconds, fc.record({ vpn: seconds, other: seconds }))
  const table = fc.record({ high: level, substantial: level, low: level, none: level })
  const assurance = fc.constantFrom(...ASSURANCE_LEVELS)
  const networkClass = fc.constantFrom(...NETWORK_CLASSES)

  it('is after its beginning, within the life of what it says, and beyond no date of the policy', () => {
    fc.assert(
      fc.property(
        dated,
        table,
        assurance,
        networkClass,
        instant,
        fc.nat(39),
        (made, lives, acr, network, now, age) => {
          const lifetimes = compileLifetimes(lives)
          const life = lifetimes.seconds(acr, network)
          // What was verified longer ago than its life does not stand, and so is not carried over.
          fc.pre(age < life)
          const assuredAt = (now - age) as UnixSeconds
          const nextChange = compileNextChange(made.policy)
          const end = endOf({ assurance: acr, networkClass: network, assuredAt }, lifetimes, nextChange, now)
          expect(end).toBeGreaterThan(now)
          expect(end).toBeLessThanOrEqual(assuredAt + life)
          expect(end - now).toBeLessThanOrEqual(lifetimes.longestSeconds)
          expect(made.dates.filter((date) => date > now && date < end)).toEqual([])
        },
      ),
      { numRuns },
    )
  })
})
