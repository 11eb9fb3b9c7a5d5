import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absent } from '../../src/observations/types.ts'
import { decideWithin } from '../../src/policy/bounds.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { type Decision, EFFECTS } from '../../src/policy/types.ts'
import type { Evidence, SignalName } from '../../src/signals/registry.ts'
import { AT } from '../support/evidence.ts'
import { evidence, policy, resource } from '../support/made-policies.ts'

const RUNS = { numRuns: 3_000 }

const SIGNALS = [
  'place',
  'network.class',
  'network.asn',
  'bot.score',
  'client.address',
  'edge.colo',
  'place.city',
  'session.status',
] as const satisfies readonly SignalName[]
const unrecorded = fc.subarray<SignalName>([...SIGNALS])
const severity = ({ verdict }: Decision) => EFFECTS.indexOf(verdict)

/** What a log shows of a request: not the signals that it does not have. */
function logged(real: Evidence, missing: readonly SignalName[]): Evidence {
  return { ...real, ...Object.fromEntries(missing.map((name) => [name, absent('missing')])) }
}

describe('decideWithin()', () => {
  it('holds the real verdict between its bounds, whatever the log does not have', () => {
    fc.assert(
      fc.property(policy, evidence, resource, unrecorded, (policy, real, resource, missing) => {
        const compiled = compilePolicy(policy, 'r')
        const decision = decide(compiled, real, resource, AT)
        const bounds = decideWithin(compiled, logged(real, missing), resource, AT, new Set(missing))
        expect(severity(bounds.mildest)).toBeLessThanOrEqual(severity(decision))
        expect(severity(bounds.strictest)).toBeGreaterThanOrEqual(severity(decision))
        if (bounds.certain) expect(bounds.mildest.verdict).toBe(decision.verdict)
      }),
      RUNS,
    )
  })

  it('holds it where the log has the country and not the region', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, real, resource) => {
        const { place } = real
        fc.pre(place.state === 'observed')
        const { country } = place.value
        const compiled = compilePolicy(policy, 'r')
        const seen = { ...real, place: { ...place, value: { country } } }
        const decision = decide(compiled, real, resource, AT)
        const bounds = decideWithin(compiled, seen, resource, AT, new Set<SignalName>(['place']))
        expect(severity(bounds.mildest)).toBeLessThanOrEqual(severity(decision))
        expect(severity(bounds.strictest)).toBeGreaterThanOrEqual(severity(decision))
      }),
      RUNS,
    )
  })

  it('is the decision itself where all that the rules read was recorded', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, real, resource) => {
        const compiled = compilePolicy(policy, 'r')
        const decision = decide(compiled, real, resource, AT)
        const missing = new Set<SignalName>(['tls.ja3', 'key.id'])
        for (const none of [new Set<SignalName>(), missing])
          expect(decideWithin(compiled, real, resource, AT, none)).toMatchObject({
            mildest: { verdict: decision.verdict, row: decision.row },
            strictest: { verdict: decision.verdict, row: decision.row },
            certain: true,
          })
      }),
      RUNS,
    )
  })

  it('holds it under either of two resources, and on every tier between them', () => {
    const pair = fc.tuple(resource, resource)
    fc.assert(
      fc.property(policy, evidence, pair, unrecorded, (policy, real, [mildest, strictest], missing) => {
        const compiled = compilePolicy(policy, 'r')
        const seen = logged(real, missing)
        const bounds = decideWithin(compiled, seen, mildest, AT, new Set(missing), { mildest, strictest })
        for (const one of [mildest, strictest]) {
          const decision = decide(compiled, real, one, AT)
          expect(severity(bounds.mildest)).toBeLessThanOrEqual(severity(decision))
          expect(severity(bounds.strictest)).toBeGreaterThanOrEqual(severity(decision))
        }
      }),
      RUNS,
    )
  })

  it('and says something: most of what is asked of it is certain', () => {
    const sample = fc.sample(fc.tuple(policy, evidence, resource), { numRuns: 500, seed: 1 })
    const certain = sample.filter(
      ([policy, real, resource]) =>
        decideWithin(
          compilePolicy(policy, 'r'),
          logged(real, ['bot.score']),
          resource,
          AT,
          new Set<SignalName>(['bot.score']),
        ).certain,
    )
    expect(certain.length).toBeGreaterThan(250)
    expect(certain.length).toBeLessThan(500)
  })
})
