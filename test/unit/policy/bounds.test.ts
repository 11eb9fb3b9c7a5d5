import { describe, expect, it } from 'vitest'
import { decideWithin } from '../../../src/policy/bounds.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import type { Policy } from '../../../src/policy/types.ts'
import type { Evidence, SignalName } from '../../../src/signals/registry.ts'
import {
  AT,
  at,
  DAY,
  evidenceWith,
  FROM_HOSTING,
  NOWHERE,
  POLICY,
  resourceOn,
  rule,
  through,
} from '../../support/evidence.ts'

function within(
  policy: Partial<Policy>,
  unrecorded: readonly SignalName[],
  evidence: Partial<Evidence> = {},
  resource = resourceOn('controlled'),
) {
  const compiled = compilePolicy({ ...POLICY, ...policy }, 'r')
  const bounds = decideWithin(compiled, evidenceWith(evidence), resource, AT, new Set(unrecorded))
  return [bounds.mildest.verdict, bounds.strictest.verdict, bounds.certain]
}

const BOT = { signal: 'bot.score', lt: 30 } as const

describe('decideWithin()', () => {
  it('leaves open what a rule on a signal that was not recorded would have done', () => {
    expect(within({ rules: [rule({ when: BOT })] }, ['bot.score'])).toEqual(['allow', 'deny', false])
  })

  it('settles what other signals settle', () => {
    const rules = [rule({ when: { all: [FROM_HOSTING, BOT] } })]
    expect(within({ rules }, ['bot.score'])).toEqual(['allow', 'allow', true])
    const either = [rule({ when: { any: [FROM_HOSTING, BOT] } })]
    expect(within({ rules: either }, ['bot.score'], through('hosting'))).toEqual(['deny', 'deny', true])
  })

  it('takes an allow the other way round, under a default that denies', () => {
    const rules = [rule({ when: BOT, effect: 'allow' })]
    expect(within({ rules, default: 'deny' }, ['bot.score'])).toEqual(['allow', 'deny', false])
  })

  it('knows that a challenge is milder than a default that denies', () => {
    const rules = [rule({ when: BOT, effect: 'challenge' })]
    expect(within({ rules, default: 'deny' }, ['bot.score'])).toEqual(['challenge', 'deny', false])
  })

  it('leaves open what an exemption would have lifted', () => {
    const exemption = { id: 'x', exempts: ['rule'], when: BOT, owner: 'o', reason: 'r' }
    const exemptions = [{ ...exemption, to: (AT + DAY) as typeof AT }]
    expect(within({ rules: [rule()], exemptions }, ['bot.score'], through('hosting'))).toEqual([
      'allow',
      'deny',
      false,
    ])
  })

  it('leaves open whether there was a session where one is required', () => {
    const resource = resourceOn('standard', { sessionRequired: true })
    expect(within({}, ['session.status'], {}, resource)).toEqual(['allow', 'deny', false])
  })

  it('leaves open how sure a place was where a tier wants to know', () => {
    const policy = { minimumAssurance: { controlled: 'low' } } as const
    expect(within(policy, ['session.assurance'])).toEqual(['allow', 'challenge', false])
    expect(within({}, ['session.assurance'])).toEqual(['allow', 'allow', true])
  })

  it('counts in that a place may not have been known', () => {
    const rules = [rule({ effect: 'allow', when: { signal: 'place', in: ['US'] } })]
    expect(within({ rules, unknownPlace: 'deny' }, ['place'], NOWHERE)).toEqual(['allow', 'deny', false])
  })

  it('leaves only the region open where the country was recorded', () => {
    const rules = [rule({ when: { signal: 'place', in: ['UA-43'] } })]
    expect(within({ rules }, ['place'], at('UA'))).toEqual(['allow', 'deny', false])
    expect(within({ rules }, ['place'], at('US'))).toEqual(['allow', 'allow', true])
  })

  it('counts in every tier between two resources', () => {
    const compiled = compilePolicy({ ...POLICY, rules: [rule({ tier: 'standard' })] }, 'r')
    const resources = { mildest: resourceOn('open'), strictest: resourceOn('controlled') }
    const evidence = evidenceWith(through('hosting'))
    const bounds = decideWithin(compiled, evidence, resources.mildest, AT, new Set(), resources)
    expect([bounds.mildest.tier, bounds.strictest.tier, bounds.certain]).toEqual(['open', 'standard', false])
  })
})
