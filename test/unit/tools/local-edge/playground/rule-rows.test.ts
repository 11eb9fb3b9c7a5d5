import { expect, test } from 'vitest'
import { compilePolicy } from '../../../../../src/policy/compile.ts'
import { decide } from '../../../../../src/policy/decide.ts'
import type { Policy } from '../../../../../src/policy/types.ts'
import type { Evidence } from '../../../../../src/signals/registry.ts'
import { ruleRows } from '../../../../../tools/local-edge/playground/rule-rows.ts'
import {
  AT,
  evidenceWith,
  FROM_HOSTING,
  IN_CUBA,
  NOWHERE,
  POLICY,
  resourceOn,
  rule,
  through,
} from '../../../../support/evidence.ts'

function rowsOf(policy: Partial<Policy>, changes: Partial<Evidence>) {
  const compiled = compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef')
  const [evidence, resource] = [evidenceWith(changes), resourceOn('controlled')]
  const decision = decide(compiled, evidence, resource, AT)
  return ruleRows(compiled, { evidence, resource, now: AT, decision })
}

test('ruleRows() puts what determined first, then what matched, and what has no say last', () => {
  const rows = rowsOf(
    {
      rules: [
        rule({ id: 'open-only', tier: 'open' }),
        rule({ id: 'cuba', when: IN_CUBA }),
        rule({ id: 'tried', mode: 'monitor' }),
        rule({ id: 'hosting', note: 'why' }),
      ],
    },
    through('hosting'),
  )
  expect(rows.map(({ rule: id, finding, determining }) => [id, finding, determining])).toEqual([
    ['hosting', 'matched', true],
    ['tried', 'matched', false],
    ['cuba', 'unmatched', false],
    ['open-only', 'no_say', false],
  ])
  expect(rows[0]).toEqual({
    rule: 'hosting',
    effect: 'deny',
    finding: 'matched',
    standing: 'enforced',
    mode: 'enforce',
    reason: 'network.hosting',
    note: 'why',
    determining: true,
    exemptions: [],
    comparisons: [{ signal: 'network.class', test: 'is hosting', value: 'hosting', truth: 'matched' }],
  })
  expect(rows[1]).toMatchObject({ mode: 'monitor', standing: 'monitored' })
  expect(rows[3]).not.toHaveProperty('reason')
})

test('ruleRows() shows what stands in for rules that could not be told, and that it decided', () => {
  const rows = rowsOf({ rules: [rule({ id: 'cuba', when: IN_CUBA })] }, NOWHERE)
  expect(
    rows.map(({ rule: id, finding, standing, determining }) => [id, finding, standing, determining]),
  ).toEqual([
    ['unknown-place', 'matched', 'built_in', true],
    ['cuba', 'indeterminate', 'enforced', false],
  ])
})

test('ruleRows() leaves out what another tier alone asks for', () => {
  const minimumAssurance = { standard: 'high' } as const
  const rows = rowsOf({ rules: [rule({ when: FROM_HOSTING })], minimumAssurance }, {})
  expect(rows.map(({ rule: id }) => id)).toEqual(['rule'])
})
