import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { absent, observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { basisHolds, findAll } from '../../../src/policy/findings.ts'
import type { Basis, MatchedResource, Policy } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import {
  AT,
  at,
  BASIS,
  DAY,
  evidenceWith,
  IN_CUBA,
  NOWHERE,
  POLICY,
  resourceOn,
  rule,
  through,
} from '../../support/evidence.ts'

const ends = (to: number): Basis => ({ ...BASIS, to: to as UnixSeconds })
const begins = (from: number): Basis => ({ ...BASIS, from: from as UnixSeconds })

function find(
  policy: Partial<Policy>,
  evidence: Partial<Evidence> = {},
  resource: MatchedResource = resourceOn('controlled'),
) {
  const found = findAll(
    compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef'),
    evidenceWith(evidence),
    resource,
    AT,
  )
  const ids = (findings: typeof found.all) => findings.map((finding) => finding.rule)
  return {
    ...found,
    ids: { enforced: ids(found.enforced), monitored: ids(found.monitored), all: ids(found.all) },
  }
}

describe('basisHolds()', () => {
  it.each<[string, Basis | undefined, boolean]>([
    ['none', undefined, false],
    ['one without an end', BASIS, true],
    ['one that begins now', begins(AT), true],
    ['one that begins in a second', begins(AT + 1), false],
    ['one that ends in a second', ends(AT + 1), true],
    ['one that ends now', ends(AT), false],
  ])('of %s', (_, basis, expected) => {
    expect(basisHolds(rule(basis === undefined ? {} : { basis }), AT)).toBe(expected)
  })
})

describe('findAll()', () => {
  it.each([BASIS, ends(AT), begins(AT + DAY)])(
    'enforces a rule whatever the dates of its basis: %j',
    (basis) => {
      const { enforced } = find({ rules: [rule({ when: IN_CUBA, basis })] }, at('CU'))
      expect(enforced).toMatchObject([{ rule: 'rule', finding: 'matched', legalBasis: basis === BASIS }])
    },
  )

  it('keeps what did not match for the record only', () => {
    const { ids } = find({ rules: [rule()] })
    expect(ids).toEqual({ enforced: [], monitored: [], all: ['rule'] })
  })

  it('keeps monitored rules apart', () => {
    const { ids } = find({ rules: [rule({ mode: 'monitor' })] }, through('hosting'))
    expect(ids).toEqual({ enforced: [], monitored: ['rule'], all: ['rule'] })
  })

  it('lets a stand-in speak for a rule whose place is not known', () => {
    const { ids } = find({ rules: [rule({ when: IN_CUBA })] }, NOWHERE)
    expect(ids).toEqual({ enforced: ['unknown-place'], monitored: [], all: ['rule', 'unknown-place'] })
  })

  it('lets none speak for a monitored rule', () => {
    const { ids } = find({ rules: [rule({ when: IN_CUBA, mode: 'monitor' })] }, NOWHERE)
    expect(ids).toEqual({ enforced: [], monitored: ['rule'], all: ['rule'] })
  })

  const resource: MatchedResource = { ...resourceOn('controlled'), anyReading: new Set(['a']) }
  it.each([
    ['deny', ['rule']],
    ['challenge', ['rule']],
    ['limit', []],
    ['allow', []],
  ] as const)('of a path that only may be the resource, %s rules find: %j', (effect, expected) => {
    const rules = [rule({ effect, resources: ['a'] })]
    expect(find({ rules }, through('hosting'), resource).ids.all).toEqual(expected)
    const sure = { ...resource, everyReading: new Set(['a']) }
    expect(find({ rules }, through('hosting'), sure).ids.all).toEqual(['rule'])
  })

  it.each([
    [observed('valid', 'token'), []],
    [observed('none', 'token'), ['session-required']],
    [observed('place_changed', 'token'), ['session-required']],
    [absent('missing'), ['session-required']],
  ] as const)('where a session is required, and it is %j', (status, expected) => {
    const required = { ...resourceOn('open'), sessionRequired: true }
    expect(find({}, { 'session.status': status } as Partial<Evidence>, required).ids.enforced).toEqual(
      expected,
    )
  })

  const exemption = {
    id: 'x',
    exempts: ['rule'],
    when: IN_CUBA,
    owner: 'o',
    reason: 'r',
    to: (AT + 1) as UnixSeconds,
  }
  it.each([
    ['lifts a rule', {}, {}, true],
    ['does not lift one that rests on a law in force', { basis: BASIS }, {}, false],
    ['lifts such a one where it says so', { basis: BASIS }, { overrides_basis: true }, true],
    ['does not lift another one', {}, { exempts: ['other'] }, false],
    ['does nothing once it has ended', {}, { to: AT }, false],
    ['does nothing before it begins', {}, { from: (AT + 1) as UnixSeconds }, false],
  ])('an exemption %s', (_, ofRule, ofExemption, lifted) => {
    const rules = [rule({ when: IN_CUBA, ...ofRule })]
    const found = find({ rules, exemptions: [{ ...exemption, ...ofExemption }] }, at('CU'))
    expect(found.ids.enforced).toEqual(lifted ? [] : ['rule'])
    expect(found.exemptions).toEqual(lifted ? ['x'] : [])
  })
})
