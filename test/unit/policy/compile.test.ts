import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { MATCHED, UNMATCHED } from '../../../src/policy/condition.ts'
import type { Rule } from '../../../src/policy/types.ts'
import {
  AT,
  BASIS,
  evidenceWith,
  FROM_HOSTING,
  IN_CUBA,
  POLICY,
  rule,
  snapshotOf,
  through,
} from '../../support/evidence.ts'

const compiledRule = (changes: Partial<Rule>) => {
  const [compiled] = compilePolicy({ ...POLICY, rules: [rule(changes)] }, 'r').rules
  if (compiled === undefined) throw new Error('no rule')
  return compiled
}

describe('compilePolicy()', () => {
  it('keeps the document and its revision, and cannot be changed', () => {
    const compiled = compilePolicy(POLICY, '0123456789abcdef')
    expect(compiled).toMatchObject({
      policy: POLICY,
      revision: '0123456789abcdef',
      rules: [],
      exemptions: [],
    })
    expect(Object.isFrozen(compiled)).toBe(true)
  })

  it('knows beforehand which of a thousand rules are of a law, and admit', () => {
    const many = Array.from({ length: 1_000 }, (_, number) => rule({ id: `r${number}`, effect: 'allow' }))
    const laws = (['allow', 'limit', 'challenge', 'deny'] as const).map((effect) =>
      rule({ id: effect, effect, basis: BASIS }),
    )
    const { admittingByLaw } = compilePolicy({ ...POLICY, rules: [...many, ...laws] }, 'r')
    expect(admittingByLaw.map(({ id }) => id)).toEqual(['allow', 'limit'])
  })

  it('compiles the condition of a rule', () => {
    const { test } = compiledRule({ when: FROM_HOSTING })
    expect(test(evidenceWith(through('hosting')))).toBe(MATCHED)
    expect(test(evidenceWith())).toBe(UNMATCHED)
  })

  it('names each signal that a rule reads once', () => {
    const when = { all: [FROM_HOSTING, IN_CUBA, { not: [FROM_HOSTING] }] }
    expect(compiledRule({ when }).reads).toEqual(['network.class', 'place'])
  })

  it('tells a rule for every resource from one for some', () => {
    expect(compiledRule({}).resources).toBeUndefined()
    expect(compiledRule({ resources: ['a', 'b', 'a'] }).resources).toEqual(new Set(['a', 'b']))
  })

  it("gives a rule's own reason, else the one that its condition suggests", () => {
    const evidence = evidenceWith(through('tor'))
    const when = { signal: 'network.class', in: ['hosting', 'tor'] } as const
    expect(compiledRule({ when }).reason(evidence)).toBe('network.tor')
    expect(compiledRule({ when, reason: 'policy.denied' }).reason(evidence)).toBe('policy.denied')
  })

  it('compiles exemptions and resources', () => {
    const exemption = { id: 'x', exempts: ['rule'], when: FROM_HOSTING, owner: 'o', reason: 'r', to: AT }
    const resources = [{ id: 'v1', tier: 'open', path: '/v1/*' }] as const
    const compiled = compilePolicy({ ...POLICY, rules: [rule()], exemptions: [exemption], resources }, 'r')
    expect(compiled.exemptions).toMatchObject([{ exemption, exempts: new Set(['rule']) }])
    expect(compiled.exemptions[0]?.test(evidenceWith(through('hosting')))).toBe(MATCHED)
    expect(compiled.resource.match(snapshotOf(), { state: 'none' }, AT)).toMatchObject({
      tier: 'open',
      id: 'v1',
    })
  })
})
