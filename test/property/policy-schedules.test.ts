import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import type { Decision, MatchedResource, Policy, Rule } from '../../src/policy/types.ts'
import type { Evidence } from '../../src/signals/registry.ts'
import { AT } from '../support/evidence.ts'
import { anyCondition, around, evidence, policy, resource, ruleOf } from '../support/made-policies.ts'

const RUNS = { numRuns: 1_500 }

const more = ruleOf(anyCondition).map((rule): Rule => ({ ...rule, id: 'more' }))
const withRule = (policy: Policy, rule: Rule): Policy => ({ ...policy, rules: [...policy.rules, rule] })
const run = (policy: Policy, evidence: Evidence, resource: MatchedResource): Decision =>
  decide(compilePolicy(policy, 'r'), evidence, resource, AT)
/** All of a decision but what is listed beside it. */
const effectOf = ({ notices: _, findings: __, would: ___, ...rest }: Decision) => rest

const later = (AT + 1) as UnixSeconds

describe('the dates of a rule', () => {
  it('leave nothing of it before its beginning or from its end on', () => {
    const outside = fc.constantFrom<Pick<Rule, 'from' | 'to'>>(
      { from: later },
      { to: AT },
      { from: (AT - 1) as UnixSeconds, to: AT },
      { from: later, to: (AT + 2) as UnixSeconds },
    )
    fc.assert(
      fc.property(policy, more, outside, evidence, resource, (policy, rule, dates, evidence, resource) => {
        const { from: _, to: __, mode, ...undated } = rule
        const scheduled = { ...undated, ...dates, ...(mode === 'monitor' ? { mode } : {}) }
        expect(run(withRule(policy, scheduled), evidence, resource)).toEqual(run(policy, evidence, resource))
      }),
      RUNS,
    )
  })

  it('change nothing of it between them', () => {
    fc.assert(
      fc.property(policy, more, evidence, resource, (policy, rule, evidence, resource) => {
        const { from: _, to: __, ...undated } = rule
        const scheduled = { ...undated, from: AT, to: later }
        expect(run(withRule(policy, scheduled), evidence, resource)).toEqual(
          run(withRule(policy, undated), evidence, resource),
        )
      }),
      RUNS,
    )
  })
})

describe('an announced rule', () => {
  it('changes no decision before its date, and is told exactly where it would refuse by itself', () => {
    fc.assert(
      fc.property(policy, more, evidence, resource, (policy, rule, evidence, resource) => {
        const { from: _, to: __, ...undated } = rule
        const unexempted = { ...policy, exemptions: [] }
        const announced: Rule = { ...undated, mode: 'notice', from: later }
        const before = run(unexempted, evidence, resource)
        const beside = run(withRule(unexempted, announced), evidence, resource)
        expect(effectOf(beside)).toEqual(effectOf(before))
        expect(beside.would).toEqual(before.would)
        const alone = run(
          { ...unexempted, default: 'allow', rules: [{ ...undated, mode: 'enforce' }], minimumAssurance: {} },
          evidence,
          { ...resource, sessionRequired: false },
        )
        const refuses = rule.effect === 'deny' || rule.effect === 'challenge'
        const isTold = beside.notices.some((notice) => notice.rule === 'more')
        expect(isTold).toBe(
          refuses && alone.findings.some((one) => one.rule === 'more' && one.finding === 'matched'),
        )
      }),
      RUNS,
    )
  })

  it('changes no decision before its date where it is exempted either, and is not told then', () => {
    fc.assert(
      fc.property(policy, more, evidence, resource, (policy, rule, evidence, resource) => {
        const { from: _, to: __, basis: ___, ...undated } = rule
        const exempt = {
          id: 'always',
          exempts: ['more'],
          when: { all: [] },
          owner: 'o',
          reason: 'r',
          to: later,
        }
        const exempted = { ...policy, exemptions: [...policy.exemptions, exempt] }
        const announced: Rule = { ...undated, mode: 'notice', from: later }
        const beside = run(withRule(exempted, announced), evidence, resource)
        expect(beside.verdict).toBe(run(exempted, evidence, resource).verdict)
        expect(beside.notices.filter((notice) => notice.rule === 'more')).toEqual([])
      }),
      RUNS,
    )
  })

  it('is a rule like any from its date on', () => {
    const began = around.filter((from) => from <= AT)
    fc.assert(
      fc.property(policy, more, began, evidence, resource, (policy, rule, from, evidence, resource) => {
        const { to: _, mode: __, ...open } = rule
        expect(run(withRule(policy, { ...open, mode: 'notice', from }), evidence, resource)).toEqual(
          run(withRule(policy, { ...open, from }), evidence, resource),
        )
      }),
      RUNS,
    )
  })
})
