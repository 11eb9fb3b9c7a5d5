import { describe, expect, it } from 'vitest'
import { applyMode } from '../../../src/enforcement/apply-mode.ts'
import type { Decision } from '../../../src/policy/types.ts'
import { decision } from './fixture.ts'

const DENIED: Partial<Decision> = {
  verdict: 'deny',
  status: 451,
  reasons: ['place.restricted', 'network.vpn'],
}

describe('applyMode()', () => {
  it.each(['allow', 'limit'] as const)('passes %s as what it is, in either mode', (verdict) => {
    for (const mode of ['enforce', 'monitor'] as const) {
      expect(applyMode(decision({ verdict }), mode)).toEqual({ action: 'pass', verdict })
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
    })
  })
})
