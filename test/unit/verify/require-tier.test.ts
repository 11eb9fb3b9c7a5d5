import { describe, expect, it } from 'vitest'
import { TIERS } from '../../../src/policy/types.ts'
import { requireTier, type Tier } from '../../../src/verify/index.ts'
import { CLAIMS } from './fixture.ts'

describe('requireTier()', () => {
  it('opens a tier up to the highest the client may use', () => {
    const opened = TIERS.map((highest) =>
      TIERS.filter((tier) => requireTier({ ...CLAIMS, tier_max: highest }, tier).ok),
    )
    expect(opened).toEqual([['open'], ['open', 'standard'], ['open', 'standard', 'controlled']])
  })

  it('gives the claims again, or the reason', () => {
    const claims = { ...CLAIMS, tier_max: 'standard' } as const
    expect(requireTier(claims, 'standard')).toEqual({ ok: true, claims })
    expect(requireTier(claims, 'controlled')).toEqual({ ok: false, reason: 'assertion.tier' })
  })

  it.each(TIERS)('refuses %s to a client to whom nothing is open', (tier) => {
    expect(requireTier(CLAIMS, tier)).toEqual({ ok: false, reason: 'assertion.tier' })
  })

  it('lets the verdict limit pass, and leaves it to be read', () => {
    const verified = requireTier({ ...CLAIMS, verdict: 'limit', tier_max: 'controlled' }, 'controlled')
    expect(verified).toMatchObject({ ok: true, claims: { verdict: 'limit' } })
  })

  it.each(['Controlled', '', undefined])(
    'throws for the tier %j, which would be open to everybody',
    (tier) => {
      expect(() => requireTier({ ...CLAIMS, tier_max: 'controlled' }, tier as Tier)).toThrow(TypeError)
    },
  )
})
