import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { compileNextChange } from '../../../src/policy/next-change.ts'
import type { Policy } from '../../../src/policy/types.ts'
import { AT, FROM_HOSTING, POLICY, rule } from '../../support/evidence.ts'

const at = (seconds: number) => (AT + seconds) as UnixSeconds
const nextOf = (policy: Partial<Policy>) => compileNextChange({ ...POLICY, ...policy })
const law = { law: 'A law', owner: 'compliance' }
const exempt = { id: 'x', exempts: ['rule'], when: FROM_HOSTING, owner: 'o', reason: 'r' }
const override = { network: {}, class: 'business', owner: 'o', reason: 'r' } as const

describe('compileNextChange()', () => {
  it.each<readonly [string, Partial<Policy>, number]>([
    ['a basis begins', { rules: [rule({ basis: { ...law, from: at(60) } })] }, 60],
    ['a basis ends', { rules: [rule({ basis: { ...law, from: at(-60), to: at(70) } })] }, 70],
    ['an exemption begins', { exemptions: [{ ...exempt, from: at(50), to: at(80) }] }, 50],
    ['an exemption ends', { exemptions: [{ ...exempt, to: at(80) }] }, 80],
    ['an override ends', { networkOverrides: [{ ...override, expires: at(90) }] }, 90],
  ])('is when %s', (_, policy, seconds) => {
    const next = nextOf(policy)
    expect(next(AT)).toBe(at(seconds))
    expect(next(at(seconds - 1))).toBe(at(seconds))
    expect(next(at(seconds))).not.toBe(at(seconds))
  })

  it('is none in a policy without dates, or after the last of them', () => {
    expect(nextOf({ rules: [rule()] })(AT)).toBeUndefined()
    const next = nextOf({ networkOverrides: [{ ...override, expires: at(90) }] })
    expect(next(at(90))).toBeUndefined()
    expect(next(at(1_000_000))).toBeUndefined()
  })

  it('is part of the compiled policy', () => {
    const rules = [rule({ basis: { ...law, from: at(60) } })]
    expect(compilePolicy({ ...POLICY, rules }, 'r').nextChange(AT)).toBe(at(60))
  })
})
