import { describe, expect, it } from 'vitest'
import { APPLIED_MODES, applyMode, withBreakGlass } from '../../../src/enforcement/apply-mode.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Decision } from '../../../src/policy/types.ts'
import { decision } from './fixture.ts'

const AT = 1_793_491_200 as UnixSeconds
const LATER = (AT + 86_400) as UnixSeconds

const DENIED: Partial<Decision> = {
  verdict: 'deny',
  status: 451,
  reasons: ['place.restricted', 'network.vpn'],
}

describe('applyMode()', () => {
  it.each(['allow', 'limit'] as const)('passes %s as what it is, in every mode', (verdict) => {
    for (const mode of APPLIED_MODES) {
      expect(applyMode(decision({ verdict }), mode, AT)).toEqual({ action: 'pass', verdict, notices: [] })
    }
  })

  it('refuses a deny with its primary reason and the status of that', () => {
    expect(applyMode(decision(DENIED), 'enforce')).toEqual({
      action: 'refuse',
      reason: 'place.restricted',
      status: 451,
    })
  })

  it('refuses a challenge with its own reason: there is no page to answer it on', () => {
    const challenged = decision({ verdict: 'challenge', status: 403, reasons: ['place.ambiguous'] })
    expect(applyMode(challenged, 'enforce')).toEqual({
      action: 'refuse',
      reason: 'place.ambiguous',
      status: 403,
    })
  })

  it('refuses a deny that gives no reason as policy.denied, 403', () => {
    const bare = decision({ verdict: 'deny', status: undefined, reasons: [] })
    expect(applyMode(bare, 'enforce')).toEqual({ action: 'refuse', reason: 'policy.denied', status: 403 })
  })

  it.each(['deny', 'challenge'] as const)('passes a monitored %s as allow', (verdict) => {
    expect(applyMode(decision({ ...DENIED, verdict }), 'monitor')).toEqual({
      action: 'pass',
      verdict: 'allow',
      notices: [],
    })
  })
})

describe('notice', () => {
  it.each(['deny', 'challenge'] as const)('passes a %s, and tells its primary reason', (verdict) => {
    expect(applyMode(decision({ ...DENIED, verdict }), 'notice', AT)).toEqual({
      action: 'pass',
      verdict: 'allow',
      notices: [{ reason: 'place.restricted', from: AT }],
    })
  })

  const announced = decision({
    notices: [
      { rule: 'soon', reason: 'network.vpn', from: AT },
      { rule: 'late', reason: 'network.tor', from: LATER },
    ],
  })
  const told = (...from: readonly UnixSeconds[]) => ({
    notices: [
      { reason: 'network.vpn', from: from[0] },
      { reason: 'network.tor', from: from[1] },
    ],
  })

  it.each(['enforce', 'break_glass'] as const)('of a single rule is told where the mode is %s', (mode) => {
    expect(applyMode(announced, mode)).toMatchObject(told(AT, LATER))
  })

  it('of a single rule is of no date before anything is enforced', () => {
    const between = (AT + 1) as UnixSeconds
    expect(applyMode(announced, 'notice', between)).toMatchObject(told(between, LATER))
  })

  it('of a single rule is not told where nothing is going to be refused', () => {
    expect(applyMode(announced, 'monitor')).toMatchObject({ action: 'pass', notices: [] })
  })

  it('of a single rule is not told with a refusal', () => {
    expect(applyMode({ ...announced, ...DENIED }, 'enforce')).not.toHaveProperty('notices')
  })
})

describe('break glass', () => {
  it.each(['deny', 'challenge'] as const)('passes a %s that rests on no law', (verdict) => {
    expect(applyMode(decision({ ...DENIED, verdict }), 'break_glass')).toMatchObject({
      action: 'pass',
      verdict: 'allow',
    })
  })

  it('refuses what a law does', () => {
    expect(applyMode(decision({ ...DENIED, restsOnLaw: true }), 'break_glass')).toEqual(
      applyMode(decision(DENIED), 'enforce'),
    )
  })

  it.each([
    ['enforce', undefined, 'enforce'],
    ['enforce', LATER, 'break_glass'],
    ['enforce', AT, 'enforce'],
    ['monitor', LATER, 'monitor'],
    ['notice', LATER, 'notice'],
  ] as const)('makes of %s, until %s: %s', (mode, until, expected) => {
    expect(withBreakGlass(mode, until, AT)).toBe(expected)
  })
})
