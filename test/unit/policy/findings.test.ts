import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { absent, observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { basisHolds, findAll, listFindings } from '../../../src/policy/findings.ts'
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
  now: UnixSeconds = AT,
) {
  const compiled = compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef')
  const inputs = [compiled, evidenceWith(evidence), resource, now] as const
  const { enforced, monitored, announced, exemptions } = findAll(...inputs)
  const ids = (findings: typeof enforced) => findings.map((finding) => finding.rule)
  return {
    enforced,
    announced,
    exemptions,
    ids: { enforced: ids(enforced), monitored: ids(monitored), all: ids(listFindings(...inputs)) },
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

describe('the dates of a rule', () => {
  const before = (AT - 1) as UnixSeconds
  const after = (AT + 1) as UnixSeconds

  it.each([
    ['before its beginning', { from: after }, []],
    ['at its beginning', { from: AT }, ['rule']],
    ['before its end', { from: before, to: after }, ['rule']],
    ['at its end', { to: AT }, []],
  ] as const)('%s', (_, dates, expected) => {
    const { ids } = find({ rules: [rule(dates)] }, through('hosting'))
    expect(ids).toEqual({ enforced: expected, monitored: [], all: expected })
  })

  it('let no stand-in speak for it outside them', () => {
    expect(find({ rules: [rule({ when: IN_CUBA, from: after })] }, NOWHERE).ids.enforced).toEqual([])
  })

  it('hold for a monitored one, too', () => {
    const rules = [rule({ mode: 'monitor', from: after })]
    expect(find({ rules }, through('hosting')).ids).toEqual({ enforced: [], monitored: [], all: [] })
  })
})

describe('an announced rule', () => {
  const announced = { mode: 'notice', from: (AT + 1) as UnixSeconds } as const
  const told = { rule: 'rule', reason: 'network.hosting', from: AT + 1 }

  it.each([
    ['deny', [told]],
    ['challenge', [told]],
    ['limit', []],
    ['allow', []],
  ] as const)('that would %s', (effect, expected) => {
    const found = find({ rules: [rule({ ...announced, effect })] }, through('hosting'))
    expect(found.announced.map(({ notice }) => notice)).toEqual(expected)
    expect(found.ids).toEqual({ enforced: [], monitored: [], all: ['rule'] })
  })

  it.each<readonly [string, Partial<Policy>, Partial<Evidence>]>([
    ['does not match', { rules: [rule(announced)] }, {}],
    ['cannot be told', { rules: [rule(announced)] }, { 'network.class': absent('missing') }],
    ['knows no place', { rules: [rule({ ...announced, when: IN_CUBA })] }, NOWHERE],
    ['has ended', { rules: [rule({ ...announced, to: AT })] }, through('hosting')],
    [
      'is exempted',
      {
        rules: [rule(announced)],
        exemptions: [
          { id: 'x', exempts: ['rule'], when: { all: [] }, owner: 'o', reason: 'r', to: announced.from },
        ],
      },
      through('hosting'),
    ],
  ])('that %s is not told, and refuses nobody', (_, policy, evidence) => {
    const { announced: notices, enforced } = find(policy, evidence)
    expect(notices).toEqual([])
    expect(enforced).toEqual([])
  })

  it('is listed as such before its date, and refuses from there on', () => {
    const rules = [rule(announced)]
    const inputs = [through('hosting'), resourceOn('controlled')] as const
    expect(
      listFindings(compilePolicy({ ...POLICY, rules }, 'r'), evidenceWith(inputs[0]), inputs[1], AT),
    ).toMatchObject([{ rule: 'rule', finding: 'matched', mode: 'notice' }])
    const later = find({ rules }, ...inputs, announced.from)
    expect(later.announced).toEqual([])
    expect(later.enforced).toMatchObject([{ rule: 'rule', finding: 'matched', mode: 'enforce' }])
  })
})

describe('the minimum of assurance on a tier', () => {
  const policy = { minimumAssurance: { controlled: 'substantial', standard: 'low' } } as const

  it('challenges on that tier who is below it', () => {
    expect(find(policy, { 'network.class': absent('missing') }).enforced).toMatchObject([
      { rule: 'minimum-assurance', effect: 'challenge', reason: 'place.unproven', tier: 'controlled' },
    ])
  })

  it('is met by whoever is as sure, or surer', () => {
    expect(find(policy).enforced).toEqual([])
  })

  it('can be exempted', () => {
    const exemption = { exempts: ['minimum-assurance'], when: { all: [] }, owner: 'o', reason: 'r' } as const
    const exemptions = [{ ...exemption, id: 'x', to: (AT + 1) as UnixSeconds }]
    const found = find({ ...policy, exemptions }, { 'network.class': absent('missing') })
    expect(found).toMatchObject({ enforced: [], exemptions: ['x'] })
  })
})
