import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { expandPolicy, type FlatPolicy, type RegionGroup } from '../../../src/policy/expand.ts'
import { formatFinding, type LintCode, type LintedDocument, lintPolicy } from '../../../src/policy/lint.ts'
import type {
  Catalogue,
  Condition,
  Exemption,
  NetworkOverride,
  Policy,
  Resource,
  Rule,
} from '../../../src/policy/types.ts'
import { AT, BASIS, DAY, IN_CUBA, POLICY, rule } from '../../support/evidence.ts'

const NOTHING: LintedDocument = { examples: [], loosens: [] }
const day = (days: number) => (AT + days * DAY) as UnixSeconds

function codes(policy: Partial<Policy>, document: LintedDocument = NOTHING): LintCode[] {
  return lintPolicy({ ...POLICY, ...policy }, document, AT).map(({ code }) => code)
}
const ofRule = (changes: Partial<Rule>) => codes({ rules: [rule(changes)] })
const ofCondition = (when: Condition) => ofRule({ when })
const place = (...codes: string[]): Condition => ({ signal: 'place', in: codes })

describe('lintPolicy()', () => {
  it('finds nothing in a policy that can be meant', () => {
    expect(codes({ rules: [rule(), rule({ id: 'cuba', when: IN_CUBA, basis: BASIS })] })).toEqual([])
  })

  it('gives errors first, each with its key, and writes them as lines', () => {
    const exemptions = [exemption({ to: day(-1) }), exemption({ id: 'x2', to: day(400) })]
    const findings = lintPolicy({ ...POLICY, rules: [rule()], exemptions }, NOTHING, AT)
    expect(findings.map(formatFinding)).toEqual([
      'error: POLICY.exemptions[1].to: an exemption without end: 2027-12-06 is more than 366 days away (exemption_without_end)',
      'warning: POLICY.exemptions[0].to: it ended on 2026-10-31 (exemption_ended)',
    ])
  })

  it.each<[what: string, when: Condition]>([
    ['two countries at once', { all: [place('US'), place('FR', 'DE')] }],
    ['a part of a country and another one', { all: [place('UA-43'), place('UA-30')] }],
    ['a condition and that none of it holds', { all: [IN_CUBA, { not: [IN_CUBA] }] }],
    ['a place and that its country is not', { all: [place('UA-43'), { not: [place('UA')] }] }],
    [
      'two values of one signal',
      {
        all: [
          { signal: 'network.class', is: 'vpn' },
          { signal: 'network.class', in: ['tor', 'proxy'] },
        ],
      },
    ],
    ['a class that does not exist', { signal: 'network.class', is: 'pigeon' }],
    [
      'a range with nothing in it',
      {
        all: [
          { signal: 'bot.score', lt: 10 },
          { signal: 'bot.score', gt: 10 },
        ],
      },
    ],
    [
      'no second between two instants',
      {
        all: [
          { signal: 'account.created', gt: '2026-01-01T00:00:00Z' },
          { signal: 'account.created', lt: '2026-01-01T00:00:01Z' },
        ],
      },
    ],
    [
      'an address in a prefix and not in the two halves of it',
      {
        all: [
          { signal: 'client.address', prefix: ['10.0.0.0/8'] },
          { not: [{ signal: 'client.address', prefix: ['10.0.0.0/9', '10.128.0.0/9'] }] },
        ],
      },
    ],
    [
      'a text with a beginning that is not allowed to begin so',
      {
        all: [
          { signal: 'network.organization', prefix: ['Example Net'] },
          { not: [{ signal: 'network.organization', prefix: ['Example'] }] },
        ],
      },
    ],
    ['what is there and absent', { all: [IN_CUBA, { signal: 'place', is: 'absent' }] }],
    [
      'neither true nor false, and there',
      {
        not: [
          { signal: 'place.eu', is: true },
          { signal: 'place.eu', is: false },
          { signal: 'place.eu', is: 'absent' },
        ],
      },
    ],
  ])('rule_never_matches: %s', (_, when) => {
    expect(ofCondition(when)).toEqual(['rule_never_matches'])
  })

  it.each<[what: string, when: Condition]>([
    ['a country without a part of it', { all: [place('UA'), { not: [place('UA-43')] }] }],
    ['a list and a shorter one', { all: [place('US', 'FR'), place('FR')] }],
    [
      'a prefix without one half of it',
      {
        all: [
          { signal: 'client.address', prefix: ['2001:db8::/32'] },
          { not: [{ signal: 'client.address', prefix: ['2001:db8::/33'] }] },
        ],
      },
    ],
    [
      'the beginning of a text, and not the whole',
      {
        all: [
          { signal: 'network.organization', prefix: ['x'] },
          { not: [{ signal: 'network.organization', in: ['x'] }] },
        ],
      },
    ],
    [
      'a range between two bounds',
      {
        all: [
          { signal: 'bot.score', gt: 10 },
          { signal: 'bot.score', lt: 11.5 },
        ],
      },
    ],
    ['everywhere but in a list', { not: [place('US', 'CA')] }],
    ['any other network', { not: [{ signal: 'network.asn', in: ['AS1', 'AS2'] }] }],
    ['another name of the place', { all: [place('UA'), { signal: 'place.city', in: ['Севастополь'] }] }],
  ])('finds nothing wrong with %s', (_, when) => {
    expect(ofCondition(when)).toEqual([])
  })

  it('lets pass what would be too much to look at', () => {
    const signals = [
      'place',
      'account.home',
      'place.city',
      'network.asn',
      'account.id',
      'bot.score',
      'worker.zone',
    ] as const
    const values = {
      place: ['US', 'FR', 'DE'],
      'account.home': ['US', 'FR', 'DE'],
      'place.city': ['a', 'b', 'c'],
      'network.asn': ['AS1', 'AS2', 'AS3'],
      'account.id': ['a', 'b', 'c'],
      'bot.score': [1, 2, 3],
      'worker.zone': ['a', 'b', 'c'],
    }
    const members = signals.flatMap((signal) => values[signal].map((is): Condition => ({ signal, is })))
    expect(ofCondition({ all: members })).toEqual([])
    expect(ofCondition({ all: members.slice(0, 6) })).toEqual(['rule_never_matches'])
  })

  it('rule_never_matches: on a tier milder than that of each of its resources', () => {
    const resources = [
      resource({ id: 'a', tier: 'controlled' }),
      resource({ id: 'b', path: '/b', tier: 'open' }),
    ]
    const on = (ids: string[]) => codes({ resources, rules: [rule({ tier: 'open', resources: ids })] })
    expect(on(['a'])).toEqual(['rule_never_matches'])
    expect(on(['a', 'b'])).toEqual([])
  })

  it('rule_of_no_tier: on a tier that no resource is of', () => {
    expect(ofRule({ tier: 'standard' })).toEqual(['rule_of_no_tier'])
    expect(ofRule({ tier: 'controlled' })).toEqual([])
  })

  it('contradiction: exactly the same is asked, and answered twice', () => {
    const twice = (changes: Partial<Rule>) =>
      codes({ rules: [rule(), rule({ id: 'b', effect: 'limit', ...changes })] })
    expect(twice({})).toEqual(['contradiction'])
    expect(twice({ tier: 'controlled' })).toEqual(['rule_hidden'])
    expect(twice({ mode: 'monitor' })).toEqual([])
    expect(twice({ when: IN_CUBA })).toEqual([])
  })

  it('rule_hidden: what it matches, a stricter one matches too', () => {
    const of = (first: Partial<Rule>, second: Partial<Rule>) =>
      codes({ rules: [rule(first), rule({ id: 'b', ...second })] })
    const wide = { when: place('UA') }
    const narrow = { when: place('UA-43') }
    expect(of(wide, { ...narrow, effect: 'challenge' })).toEqual(['rule_hidden'])
    expect(of(wide, narrow)).toEqual(['rule_hidden'])
    expect(of(narrow, { ...wide, effect: 'challenge' })).toEqual([])
    expect(of({ ...wide, effect: 'limit' }, narrow)).toEqual([])
    expect(of(wide, { ...narrow, basis: BASIS })).toEqual([])
    expect(of({ ...wide, tier: 'controlled' }, narrow)).toEqual([])
    expect(of({ ...wide, to: day(9) }, narrow)).toEqual([])
    expect(of({ ...wide, mode: 'monitor' }, narrow)).toEqual([])
    expect(of({ when: { signal: 'place.eu', is: true } }, narrow)).toEqual([])
  })

  it('rule_hidden: by one that always matches', () => {
    const always: Condition = { not: [{ all: [IN_CUBA, { not: [IN_CUBA] }] }] }
    const rules = [rule({ when: always }), rule({ id: 'b', when: IN_CUBA, effect: 'limit' })]
    expect(codes({ rules })).toEqual(['rule_hidden'])
  })

  it('not rule_hidden: an exemption lifts the stricter one only', () => {
    const rules = [rule({ when: place('UA') }), rule({ id: 'b', when: place('UA-43'), effect: 'challenge' })]
    expect(codes({ rules, exemptions: [exemption({})] })).toEqual([])
    expect(codes({ rules, exemptions: [exemption({ exempts: ['rule', 'b'] })] })).toEqual(['rule_hidden'])
  })

  it('schedule_gap: rules that follow one another leave a time between them', () => {
    const of = (first: Partial<Rule>, second: Partial<Rule>) =>
      codes({ rules: [rule({ id: 'ban-2026', ...first }), rule({ id: 'ban-2027', ...second })] })
    expect(of({ to: day(10) }, { from: day(11) })).toEqual(['schedule_gap'])
    expect(of({ to: day(10) }, { from: day(11), when: IN_CUBA })).toEqual([])
    expect(of({ to: day(10), when: place('CU') }, { from: day(11), when: place('IR') })).toEqual([
      'schedule_gap',
    ])
    expect(of({ to: day(10) }, { id: 'other', from: day(11) })).toEqual(['schedule_gap'])
    expect(of({ to: day(10) }, { from: day(10) })).toEqual([])
    expect(of({ to: day(10) }, { from: day(11), effect: 'challenge' })).toEqual([])
    expect(of({ to: day(10) }, { from: day(11), tier: 'controlled' })).toEqual([])
    expect(of({ to: day(-10) }, { from: day(-9) })).toEqual(['rule_ended'])
  })

  it('schedule_gap: names the time, and knows what a third rule covers', () => {
    const rules = [
      rule({ id: 'ban-3', from: day(20) }),
      rule({ id: 'ban-1', to: day(10) }),
      rule({ id: 'ban-2', from: day(5), to: day(15) }),
    ]
    expect(lintPolicy({ ...POLICY, rules }, NOTHING, AT)).toEqual([
      {
        severity: 'error',
        code: 'schedule_gap',
        key: 'ban-3',
        message: 'gap from 2026-11-16 to 2026-11-21, after "ban-2" and before it',
      },
    ])
  })

  it('schedule_gap: among groups of places too', () => {
    const group = (id: string, changes: Partial<RegionGroup>): RegionGroup => ({
      id,
      regions: ['CU'],
      reason: 'Embargo',
      ...changes,
    })
    const { rules } = expand({
      RESTRICTED_REGIONS: [group('a', { to: day(3) }), group('b', { from: day(5) })],
    })
    expect(codes({ rules })).toEqual(['schedule_gap'])
  })

  it('schedule_overlap: for a time two rules disagree', () => {
    const of = (first: Partial<Rule>, second: Partial<Rule>) =>
      codes({ rules: [rule(first), rule({ id: 'b', effect: 'challenge', ...second })] })
    expect(of({ to: day(10) }, { from: day(5) })).toEqual(['schedule_overlap'])
    expect(of({ to: day(10) }, { from: day(10) })).toEqual([])
  })

  it('empty_list: a group that stands for nothing', () => {
    expect(ofCondition({ any: [IN_CUBA, place()] })).toEqual(['empty_list'])
    expect(
      codes({ rules: [rule()], exemptions: [exemption({ when: { any: [IN_CUBA, place()] } })] }),
    ).toEqual(['empty_list'])
    expect(codes({ resources: [resource({ method: [] })] })).toEqual(['empty_list'])
  })

  it('names_without_parts: a group of whole countries has names that nobody looks for', () => {
    const of = (changes: Partial<RegionGroup>) => {
      const group = { id: 'g', regions: ['CU'], reason: 'Embargo', names: ['Havana'], ...changes }
      return codes({ rules: expand({ RESTRICTED_REGIONS: [group] }).rules })
    }
    expect(of({})).toEqual(['names_without_parts'])
    expect(of({ regions: ['UA-43'] })).toEqual([])
    expect(of({ also_in: ['RU'] })).toEqual([])
  })

  it('silent_allow: parts of countries, and AMBIGUOUS_PLACE = "allow"', () => {
    const of = (when: Condition, changes: Partial<Rule> = {}) =>
      codes({ ambiguousPlace: 'allow', rules: [rule({ when, ...changes })] })
    expect(of(place('UA-43'))).toEqual(['silent_allow'])
    expect(of(place('UA'))).toEqual([])
    expect(of(place('UA-43'), { effect: 'limit' })).toEqual([])
    expect(ofCondition(place('UA-43'))).toEqual([])
  })

  it('refuses_everybody: a default that denies, and nobody who is let in', () => {
    expect(codes({ default: 'deny' })).toEqual(['refuses_everybody'])
    expect(codes({ default: 'deny', rules: [rule({ effect: 'limit' })] })).toEqual([])
    expect(codes({ default: 'deny', rules: [rule({ effect: 'allow', mode: 'monitor' })] })).toEqual([
      'refuses_everybody',
    ])
  })

  it('knows what time has gone past', () => {
    expect(ofRule({ basis: { ...BASIS, to: AT } })).toEqual(['basis_ended'])
    expect(ofRule({ basis: { ...BASIS, to: day(1) } })).toEqual([])
    expect(ofRule({ to: AT })).toEqual(['rule_ended'])
    expect(ofRule({ mode: 'notice', from: AT })).toEqual(['notice_past'])
    expect(ofRule({ mode: 'notice', from: day(1) })).toEqual([])
    expect(codes({ networkOverrides: [override(AT)] })).toEqual(['override_expired'])
    expect(codes({ networkOverrides: [override(day(1))] })).toEqual([])
  })

  it('exemption_without_end: more than 366 days from now', () => {
    const until = (days: number) => codes({ rules: [rule()], exemptions: [exemption({ to: day(days) })] })
    expect(until(366)).toEqual([])
    expect(until(367)).toEqual(['exemption_without_end'])
    expect(until(0)).toEqual(['exemption_ended'])
  })

  it('exemption_never_matches, exemption_does_nothing', () => {
    const of = (changes: Partial<Exemption>, basis = BASIS) =>
      codes({ rules: [rule({ basis })], exemptions: [exemption(changes)] })
    expect(of({})).toEqual(['exemption_does_nothing'])
    expect(of({ overrides_basis: true })).toEqual([])
    expect(of({ overrides_basis: true, when: { all: [IN_CUBA, place('US')] } })).toEqual([
      'exemption_never_matches',
    ])
    expect(codes({ rules: [rule()], exemptions: [exemption({})] })).toEqual([])
  })

  it('exemption_does_nothing: of what stands in for rules that all rest on a law', () => {
    const exemptions = [exemption({ exempts: ['unknown-place'] })]
    const cuba = rule({ id: 'cuba', when: IN_CUBA, basis: BASIS })
    expect(codes({ rules: [rule(), cuba], exemptions })).toEqual(['exemption_does_nothing'])
    expect(codes({ rules: [rule({ when: place('IR') }), cuba], exemptions })).toEqual([])
    expect(codes({ rules: [rule()], exemptions })).toEqual([])
  })

  it.each<[member: string, changes: Partial<Resource>]>([
    ['path', { path: '/a//b' }],
    ['path', { path: '/a/../b' }],
    ['path', { path: '/a/./b' }],
    ['path', { path: '/a%2fb' }],
    ['path', { path: '/a/b.' }],
    ['path', { path: '/ａ' }],
    ['path', { path: '/a\u0000' }],
    ['host', { host: 'api..test' }],
    ['host', { host: 'api.test:99999' }],
    ['body', { method: ['GET', 'HEAD'], body: { pointer: '/model', values: ['a'] } }],
  ])('resource_never_matches: by its %s (%j)', (member, changes) => {
    expect(lintPolicy({ ...POLICY, resources: [resource(changes)] }, NOTHING, AT)).toMatchObject([
      { code: 'resource_never_matches', key: `POLICY.resources[0].${member}` },
    ])
  })

  it.each<[changes: Partial<Resource>]>([
    [{ path: '/' }],
    [{ path: '/v1/*/messages/*' }],
    [{ path: '/übung/日本' }],
    [{ path: '/a.b/~c' }],
    [{ host: 'api.test:8443' }],
    [{ host: 'API.test' }],
    [{ method: ['GET', 'POST'], body: { pointer: '/model', values: ['a'] } }],
  ])('finds nothing wrong with the resource %j', (changes) => {
    expect(codes({ resources: [resource(changes)] })).toEqual([])
  })

  it('resource_hidden: what it matches, a stricter one matches too', () => {
    const of = (first: Partial<Resource>, second: Partial<Resource>, more: Partial<Policy> = {}) =>
      codes({
        resources: [resource({ tier: 'controlled', ...first }), resource({ id: 'b', ...second })],
        ...more,
      })
    expect(of({}, {})).toEqual(['resource_hidden'])
    expect(of({ path: '/v1/*' }, { path: '/v1' })).toEqual(['resource_hidden'])
    expect(of({ path: '/*/b' }, { path: '/a/b' })).toEqual(['resource_hidden'])
    expect(of({ path: '/v1/*' }, { path: '/*' })).toEqual([])
    expect(of({ path: '/v1/*/x' }, { path: '/v1/*' })).toEqual([])
    expect(of({ method: 'POST' }, {})).toEqual([])
    expect(of({ method: ['GET', 'POST'] }, { method: 'POST' })).toEqual(['resource_hidden'])
    expect(of({ host: 'a.test' }, { host: 'b.test' })).toEqual([])
    expect(of({ tier: 'open', path: '/v1/*' }, { path: '/v1' })).toEqual([])
    expect(of({}, { session: 'required' })).toEqual([])
    expect(of({}, {}, { rules: [rule({ resources: ['b'] })] })).toEqual([])
    expect(of({ tier: 'standard' }, {})).toEqual(['resource_hidden'])
  })

  it('value_twice: a value of two tiers at once', () => {
    const of = (first: Partial<Catalogue['entries'][0]>, second: Partial<Catalogue['entries'][0]>) =>
      codes({
        catalogues: [
          catalogue({
            entries: [
              { values: ['m', 'n'], tier: 'open', ...first },
              { values: ['m'], tier: 'standard', ...second },
            ],
          }),
        ],
      })
    expect(of({}, {})).toEqual(['value_twice'])
    expect(of({ to: day(1) }, { from: day(1) })).toEqual([])
    expect(of({}, { tier: 'open' })).toEqual([])
    expect(of({}, { values: ['o'] })).toEqual([])
  })

  it('threshold_unreached: nothing is so large, or nothing becomes stricter by it', () => {
    const threshold = { training_operations: 1e26, tier: 'controlled', from: AT, law: 'L' } as const
    const of = (changes: object, more: Catalogue['thresholds'] = []) =>
      codes({
        catalogues: [
          catalogue({
            entries: [{ values: ['m'], training_operations: 1e26 }],
            thresholds: [...more, { ...threshold, ...changes }],
          }),
        ],
      })
    expect(of({})).toEqual([])
    expect(of({ training_operations: 1e27 })).toEqual(['threshold_unreached'])
    expect(of({ tier: 'standard' })).toEqual(['threshold_unreached'])
    expect(of({ from: day(5) }, [{ ...threshold, training_operations: 1e25 }])).toEqual([
      'threshold_unreached',
    ])
    expect(of({}, [{ ...threshold, training_operations: 1e25, from: day(5) }])).toEqual([])
  })

  it('looks at what stands beside the policy', () => {
    const rules = [rule(), rule({ id: 'law', when: IN_CUBA, basis: BASIS })]
    const example = (id: string, name?: string) => ({ id, expect: { rule: name } })
    expect(codes({ rules }, { examples: [], loosens: ['rule', 'law', 'gone'] })).toEqual([
      'overrides_no_basis',
    ])
    expect(codes({ rules }, { examples: [example('a', 'rule'), example('a')], loosens: [] })).toEqual([
      'example_twice',
    ])
    expect(
      codes({ rules }, { examples: [example('a', 'gone'), example('b', 'default')], loosens: [] }),
    ).toEqual(['example_of_no_rule'])
  })

  it('takes a policy of hundreds of rules in reasonable time', () => {
    const rules = Array.from({ length: 200 }, (_, index) =>
      rule({
        id: `r${String.fromCharCode(97 + (index % 26))}${index}x`,
        when: { any: [place('CU', 'IR', 'UA-43'), { signal: 'network.asn', in: manyAsns(index) }] },
        reason: 'policy.denied',
      }),
    )
    const begun = process.hrtime.bigint()
    expect(codes({ rules })).toEqual([])
    expect(Number(process.hrtime.bigint() - begun) / 1e9).toBeLessThan(20)
  })
})

const manyAsns = (index: number) => Array.from({ length: 100 }, (_, at) => `AS${index * 100 + at + 1}`)

function exemption(changes: Partial<Exemption>): Exemption {
  return {
    id: 'x1',
    exempts: ['rule'],
    when: { signal: 'account.id', is: 'a' },
    owner: 'o',
    reason: 'r',
    to: day(10),
    ...changes,
  }
}

function resource(changes: Partial<Resource>): Resource {
  return { id: 'a', tier: 'standard', path: '/a', ...changes }
}

function override(expires: UnixSeconds): NetworkOverride {
  const prefix = parseCidr('203.0.113.0/24')
  if (!prefix.ok) throw new Error(prefix.error)
  return { network: { prefix: prefix.value }, class: 'mobile', owner: 'o', reason: 'r', expires }
}

function catalogue(changes: Partial<Catalogue>): Catalogue {
  return { id: 'models', owner: 'o', entries: [], below: 'standard', thresholds: [], ...changes }
}

function expand(changes: Partial<FlatPolicy>): Policy {
  return expandPolicy({
    POLICY: {
      default: 'allow',
      reverify: 'on_expiry',
      overrides_basis: [],
      resources: [],
      rules: [],
      exemptions: [],
    },
    RESTRICTED_REGIONS: [],
    ALLOWED_REGIONS: [],
    DENIED_NETWORKS: [],
    CHALLENGED_NETWORKS: [],
    ALLOWED_NETWORKS: [],
    NETWORK_OVERRIDES: [],
    PLACE_GROUPS: [],
    CATALOGUES: [],
    BODY_UNKNOWN: POLICY.bodyUnknown,
    MINIMUM_ASSURANCE: {},
    UNKNOWN_PLACE: 'deny',
    AMBIGUOUS_PLACE: 'challenge',
    ...changes,
  })
}
