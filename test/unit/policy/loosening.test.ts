import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parseAsn } from '../../../src/net/asn.ts'
import { loosened, loosenedByMode } from '../../../src/policy/loosening.ts'
import type {
  Catalogue,
  Condition,
  Exemption,
  NetworkOverride,
  Policy,
  Resource,
  Rule,
} from '../../../src/policy/types.ts'
import { AT, BASIS, DAY, FROM_HOSTING, IN_CUBA, POLICY, placeNamed, rule } from '../../support/evidence.ts'

const day = (days: number) => (AT + days * DAY) as UnixSeconds
const place = (...codes: string[]): Condition => ({ signal: 'place', in: codes })
const LAW: Rule = rule({ id: 'law', when: place('CU', 'UA-43'), basis: BASIS })

/** How a policy with one rule resting on a law is loosened by a change. */
function ways(before: Partial<Policy>, after: Partial<Policy>): string[] {
  const base = { ...POLICY, rules: [LAW] }
  return loosened({ ...base, ...before }, { ...base, ...after }, AT).map(({ how }) => how)
}
const byRule = (after: Partial<Rule>, before: Partial<Rule> = {}) =>
  ways({ rules: [{ ...LAW, ...before }] }, { rules: [{ ...LAW, ...before, ...after }] })
const byCondition = (before: Condition, after: Condition) => byRule({ when: after }, { when: before })

describe('loosened()', () => {
  it('finds nothing where nothing was taken away', () => {
    expect(ways({}, {})).toEqual([])
    expect(ways({}, { rules: [rule(), LAW] })).toEqual([])
    expect(ways({}, { default: 'deny', unknownPlace: 'deny', ambiguousPlace: 'deny' })).toEqual([])
  })

  it('is silent about rules that rest on no law, are only monitored, or have ended', () => {
    const without = (before: Rule) => ways({ rules: [before] }, { rules: [] })
    expect(without(rule())).toEqual([])
    expect(without({ ...LAW, mode: 'monitor' })).toEqual([])
    expect(without({ ...LAW, to: AT })).toEqual([])
    expect(without({ ...LAW, to: day(1) })).toEqual(['is gone'])
    expect(without({ ...LAW, from: day(1) })).toEqual(['is gone'])
  })

  it('names the rule, and each way', () => {
    const after = { ...POLICY, rules: [{ ...LAW, effect: 'limit', to: day(1) } as const] }
    expect(loosened({ ...POLICY, rules: [LAW] }, after, AT)).toEqual([
      { rule: 'law', how: 'deny became limit' },
      { rule: 'law', how: 'ends earlier' },
      { rule: 'law', how: 'limits others than before' },
    ])
  })

  it('finds milder effects, other modes, no law', () => {
    expect(byRule({ effect: 'challenge' })).toEqual(['deny became challenge'])
    expect(byRule({ effect: 'deny' }, { effect: 'challenge' })).toEqual([])
    expect(byRule({ mode: 'monitor' })).toEqual(['is only monitored'])
    const { basis: _, ...lawless } = LAW
    expect(ways({}, { rules: [lawless] })).toEqual(['rests on no law any more, so that nothing guards it'])
    expect(byRule({ basis: { ...BASIS, to: AT } })).toEqual([])
  })

  it('finds less time', () => {
    expect(byRule({ from: day(1) })).toEqual(['begins later'])
    expect(byRule({ from: day(1), mode: 'notice' })).toEqual(['begins later'])
    expect(byRule({ from: day(-1) })).toEqual([])
    expect(byRule({ from: day(2) }, { from: day(3) })).toEqual([])
    expect(byRule({ to: day(9) })).toEqual(['ends earlier'])
    expect(byRule({ to: day(9) }, { to: day(8) })).toEqual([])
  })

  it('finds fewer tiers and resources', () => {
    expect(byRule({ tier: 'controlled' })).toEqual(['holds on controlled only'])
    expect(byRule({ resources: ['a'] })).toEqual(['holds for fewer resources'])
    expect(byRule({ resources: ['a', 'b'] }, { resources: ['a'] })).toEqual([])
    expect(byRule({ resources: ['b'] }, { resources: ['a'] })).toEqual(['holds for fewer resources'])
  })

  it.each<[what: string, before: Condition, after: Condition]>([
    ['a longer list of places', IN_CUBA, place('CU', 'IR')],
    ['a country in place of its part', place('UA-43'), place('UA')],
    ['places in another order', place('CU', 'IR'), place('IR', 'CU')],
    [
      'a list in place of a value',
      { signal: 'network.class', is: 'vpn' },
      { signal: 'network.class', in: ['tor', 'vpn'] },
    ],
    ['another way to match', IN_CUBA, { any: [IN_CUBA, FROM_HOSTING] }],
    ['a higher bound', { signal: 'bot.score', lt: 10 }, { signal: 'bot.score', lt: 20 }],
    [
      'a larger prefix',
      { signal: 'client.address', prefix: ['10.0.0.0/9'] },
      { signal: 'client.address', prefix: ['10.0.0.0/8'] },
    ],
    ['the same in other words', { not: [{ not: [IN_CUBA] }] }, IN_CUBA],
    [
      'one more of the networks of a region',
      {
        any: [
          place('UA-43'),
          {
            all: [{ not: [{ signal: 'network.asn', is: 'absent' }] }, { signal: 'network.asn', in: ['AS1'] }],
          },
        ],
      },
      {
        any: [
          place('UA-43'),
          {
            all: [
              { not: [{ signal: 'network.asn', is: 'absent' }] },
              { signal: 'network.asn', in: ['AS1', 'AS2'] },
            ],
          },
        ],
      },
    ],
  ])('takes for no loosening: %s', (_, before, after) => {
    expect(byCondition(before, after)).toEqual([])
  })

  it.each<[what: string, before: Condition, after: Condition]>([
    ['a shorter list', place('CU', 'IR'), IN_CUBA],
    ['a part in place of a country', place('UA'), place('UA-43')],
    ['something besides', IN_CUBA, { all: [IN_CUBA, FROM_HOSTING] }],
    ['an exception', IN_CUBA, { all: [IN_CUBA, { not: [{ signal: 'account.id', is: 'a' }] }] }],
    ['a list that is not matched', { not: [IN_CUBA] }, { not: [place('CU', 'IR')] }],
    ['a lower bound', { signal: 'bot.score', lt: 20 }, { signal: 'bot.score', lt: 10 }],
    [
      'a smaller prefix',
      { signal: 'client.address', prefix: ['10.0.0.0/8'] },
      { signal: 'client.address', prefix: ['10.0.0.0/9'] },
    ],
    [
      'what may be missing in place of what is always asked',
      { signal: 'network.class', is: 'vpn' },
      { any: [{ signal: 'bot.score', lt: 100 }] },
    ],
  ])('finds a narrower condition: %s', (_, before, after) => {
    expect(byCondition(before, after)).toEqual(['its condition is narrower'])
  })

  it('finds a wider condition whose effect is milder than what stood in for an unsettled place', () => {
    const before = { effect: 'challenge', when: place('UA-43') } as const
    const change = (ambiguousPlace: 'deny' | 'challenge') =>
      ways(
        { ambiguousPlace, rules: [{ ...LAW, ...before }] },
        { ambiguousPlace, rules: [{ ...LAW, ...before, when: place('UA') }] },
      )
    expect(change('deny')).toEqual(['its condition is narrower'])
    expect(change('challenge')).toEqual([])
  })

  it.each([
    ['unknown-place', 'CU'],
    ['ambiguous-place', 'UA-43'],
  ])('relies on no stand-in that an exemption takes away: %s', (standIn, code) => {
    // Where the class cannot be told, the rule itself refused; once the score matches, only its stand-in would.
    const where = (...ways: Condition[]): Condition => ({ all: [{ any: ways }, place(code)] })
    const lawWith = (...ways: Condition[]) => [{ ...LAW, when: where(...ways) }]
    const change = (exemptions: readonly Exemption[]) =>
      ways(
        { ambiguousPlace: 'deny', exemptions, rules: lawWith(FROM_HOSTING) },
        { ambiguousPlace: 'deny', exemptions, rules: lawWith(FROM_HOSTING, { signal: 'bot.score', lt: 30 }) },
      )
    expect(change([])).toEqual([])
    expect(change([exemption({ exempts: [standIn] })])).toEqual(['its condition is narrower'])
  })

  it('lists what is too much to compare', () => {
    const signals = [
      'place',
      'account.home',
      'place.city',
      'network.asn',
      'account.id',
      'bot.score',
      'worker.zone',
    ] as const
    const many = (count: number): Condition => ({
      any: signals.flatMap((signal): Condition[] =>
        signal === 'bot.score'
          ? [1, 2, 3, count].map((is) => ({ signal, is }))
          : valuesOf(signal, count).map((is) => ({ signal, is })),
      ),
    })
    expect(byCondition(many(3), many(4))).toEqual(['its condition changed by more than can be compared'])
  })

  it('finds milder answers for a place that is not settled, where a rule asks for the place', () => {
    expect(ways({}, { unknownPlace: 'challenge' })).toEqual(['UNKNOWN_PLACE is milder'])
    expect(ways({}, { ambiguousPlace: 'limit' })).toEqual(['AMBIGUOUS_PLACE is milder'])
    const rules = [{ ...LAW, when: FROM_HOSTING }]
    expect(ways({ rules }, { rules, unknownPlace: 'allow', ambiguousPlace: 'allow' })).toEqual([])
  })

  it('finds exemptions that lift it, and only those', () => {
    const found = ['exemption x lifts it']
    const by = (after: Partial<Exemption>, before?: Partial<Exemption>) =>
      ways(
        { exemptions: before === undefined ? [] : [exemption(before)] },
        { exemptions: [exemption(after)] },
      )
    expect(by({})).toEqual(found)
    expect(by({ overrides_basis: false })).toEqual([])
    expect(by({ exempts: ['other'] })).toEqual([])
    expect(by({ exempts: ['unknown-place'] })).toEqual(found)
    expect(by({ exempts: ['ambiguous-place'] })).toEqual(found)
    expect(by({ to: AT })).toEqual([])
    expect(by({}, {})).toEqual([])
    expect(by({ to: day(8) }, { to: day(9) })).toEqual([])
    expect(by({ to: day(9) }, { to: day(8) })).toEqual(found)
    expect(by({}, { from: day(1) })).toEqual(found)
    expect(by({}, { overrides_basis: false })).toEqual(found)
    expect(by({ when: FROM_HOSTING }, {})).toEqual(found)
    expect(by({ exempts: ['law', 'unknown-place'] }, {})).toEqual(found)
    expect(by({ id: 'renamed' }, {})).toEqual([])
  })

  it('finds an exemption that needs to override nothing once the law is gone', () => {
    const { basis: _, ...lawless } = LAW
    const exemptions = [exemption({ overrides_basis: false })]
    expect(ways({ exemptions }, { exemptions, rules: [lawless] })).toContain('exemption x lifts it')
  })

  it('finds what admits more by itself', () => {
    const allowing = (changes: Partial<Rule> = {}): Partial<Policy> => ({
      default: 'deny',
      rules: [{ ...LAW, effect: 'allow', when: { signal: 'account.id', in: ['a', 'b'] }, ...changes }],
    })
    expect(ways(allowing(), allowing({ when: { signal: 'account.id', in: ['a', 'b', 'c'] } }))).toContain(
      'allows others than before',
    )
    expect(ways(allowing(), { ...allowing(), default: 'allow' })).toEqual(['the default admits'])
    expect(ways(allowing(), { ...allowing(), rules: [] })).toEqual([])
    // Its place stands for an unsettled one, which is refused.
    expect(ways(allowing({ when: place('US') }), { ...allowing(), rules: [] })).toEqual(['is gone'])
  })

  describe('tiers', () => {
    const on = (
      tier: Rule['tier'],
      before: readonly Resource[],
      after: readonly Resource[],
      more: Partial<Policy> = {},
    ) => {
      const rules = [tier === undefined ? LAW : { ...LAW, tier }]
      return ways({ rules, resources: before }, { rules, resources: after, ...more })
    }
    const milder = ['a resource may be of a milder tier']

    it('of a rule for controlled ones: a resource that may be milder', () => {
      const to = (before: readonly Resource[], after: readonly Resource[]) => on('controlled', before, after)
      expect(to([], [resource({})])).toEqual(milder)
      expect(to([], [resource({ tier: 'controlled' })])).toEqual([])
      expect(to([resource({})], [])).toEqual([])
      expect(to([resource({})], [resource({ tier: 'open' })])).toEqual(milder)
      expect(to([resource({ tier: 'open' })], [resource({})])).toEqual([])
      expect(to([resource({})], [resource({ path: '/b' })])).toEqual(milder)
      expect(to([resource({ tier: 'controlled' }), resource({ id: 'b' })], [resource({ id: 'b' })])).toEqual(
        milder,
      )
      expect(to([resource({})], [resource({ session: 'required' })])).toEqual([])
    })

    it('of a rule for milder ones: every change of tiers', () => {
      expect(on('standard', [resource({})], [resource({ tier: 'controlled' })])).toEqual([
        'a resource may be of another tier',
      ])
      expect(on('standard', [resource({})], [resource({ keys: 'checked' })])).toEqual([])
    })

    it('of a rule for all: only where a missing answer leaves it open', () => {
      expect(on(undefined, [], [resource({})])).toEqual([])
      const rules = [{ ...LAW, when: FROM_HOSTING }]
      expect(ways({ rules }, { rules, resources: [resource({})] })).toEqual(milder)
    })

    it('what bodies are looked at for', () => {
      const body = resource({ tier: 'open', body: { pointer: '/model', catalogue: 'models' } })
      const of = (before: Partial<Policy>, after: Partial<Policy>) =>
        ways(
          {
            rules: [{ ...LAW, tier: 'controlled' }],
            resources: [body],
            catalogues: [catalogue('m')],
            ...before,
          },
          {
            rules: [{ ...LAW, tier: 'controlled' }],
            resources: [body],
            catalogues: [catalogue('m')],
            ...after,
          },
        )
      expect(of({}, {})).toEqual([])
      expect(of({}, { catalogues: [catalogue('m', 'n')] })).toEqual(milder)
      expect(of({}, { bodyUnknown: { ...POLICY.bodyUnknown, controlled: 'ceiling' } })).toEqual(milder)
      expect(of({ resources: [body, resource({})] }, { resources: [resource({})] })).toEqual(milder)
    })
  })

  it('finds that a resource of a rule is asked for otherwise, or sorted by another catalogue', () => {
    const rules = [{ ...LAW, resources: ['a'] }]
    const by = (before: Partial<Resource>, after: Partial<Resource>, catalogues?: readonly Catalogue[]) =>
      ways(
        { rules, resources: [resource(before)], catalogues: [catalogue('m')] },
        { rules, resources: [resource(after)], catalogues: catalogues ?? [catalogue('m')] },
      )
    expect(by({}, {})).toEqual([])
    expect(by({}, { path: '/b' })).toEqual(['resource a is asked for otherwise'])
    const body = { pointer: '/model', catalogue: 'models' }
    expect(by({ body }, { body }, [catalogue('n')])).toEqual(['a catalogue sorts otherwise'])
  })

  it('finds networks moved to another place, where a rule asks for places', () => {
    const moved = ['NETWORK_OVERRIDES moves networks to other places']
    const to = (after: readonly NetworkOverride[], before: readonly NetworkOverride[] = []) =>
      ways({ networkOverrides: before }, { networkOverrides: after })
    expect(to([override({ place: placeNamed('US') })])).toEqual(moved)
    expect(to([], [override({ place: placeNamed('UA-43') })])).toEqual(moved)
    expect(to([override({ place: placeNamed('US'), expires: AT })])).toEqual([])
    expect(to([override({ class: 'mobile' })])).toEqual([])
    const same = [override({ place: placeNamed('US') })]
    expect(to(same, [override({ place: placeNamed('US'), reason: 'another' })])).toEqual([])
  })

  it('finds networks given another class, where a rule asks for networks', () => {
    const rules = [{ ...LAW, when: FROM_HOSTING }]
    expect(ways({ rules }, { rules, networkOverrides: [override({ class: 'mobile' })] })).toEqual([
      'NETWORK_OVERRIDES gives networks other classes',
    ])
    const allowedNetworks = [NETWORK]
    expect(ways({ rules }, { rules, allowedNetworks })).toEqual([
      'ALLOWED_NETWORKS gives networks another class',
    ])
    expect(ways({ rules, allowedNetworks }, { rules })).toEqual([])
    expect(ways({}, { allowedNetworks })).toEqual([])
  })

  describe('where an exemption that lifts it asks for networks', () => {
    const reclassified = {
      allowed: 'ALLOWED_NETWORKS gives networks another class',
      override: 'NETWORK_OVERRIDES gives networks other classes',
    }
    const by = (changes: Partial<Exemption>, after: Partial<Policy>, before: Partial<Policy> = {}) => {
      const exemptions = [exemption(changes)]
      return ways({ exemptions, ...before }, { exemptions, ...before, ...after })
    }
    const ofClass = (is: string): Condition => ({ signal: 'network.class', is })

    it.each(['law', 'unknown-place', 'ambiguous-place'])('finds networks given its class: of %s', (id) => {
      const allowed = { exempts: [id], when: ofClass('operator_allowed') }
      expect(by(allowed, { allowedNetworks: [NETWORK] })).toEqual([reclassified.allowed])
      const mobile = { exempts: [id], when: ofClass('mobile') }
      expect(by(mobile, { networkOverrides: [override({ class: 'mobile' })] })).toEqual([
        reclassified.override,
      ])
    })

    it('and networks moved to its place, for a rule that asks for none', () => {
      const rules = [{ ...LAW, when: FROM_HOSTING }]
      const networkOverrides = [override({ place: placeNamed('US') })]
      expect(by({ when: place('US') }, { networkOverrides }, { rules })).toEqual([
        'NETWORK_OVERRIDES moves networks to other places',
      ])
      expect(by({ when: place('US'), exempts: ['unknown-place'] }, { networkOverrides }, { rules })).toEqual(
        [],
      )
    })

    it('but not where it lifts nothing of it, now or later', () => {
      const allowedNetworks = [NETWORK]
      const when = ofClass('operator_allowed')
      for (const idle of [{ overrides_basis: false }, { exempts: ['other'] }, { to: AT }])
        expect(by({ when, ...idle }, { allowedNetworks })).toEqual([])
    })
  })

  it('finds networks of another class where a rule asks for sessions, which are good on one class only', () => {
    const change = (when: Condition) => {
      const rules = [{ ...LAW, when }]
      return ways({ rules }, { rules, networkOverrides: [override({ class: 'mobile' })] })
    }
    expect(change({ not: [{ signal: 'identity.kind', is: 'account' }] })).toEqual([
      'NETWORK_OVERRIDES gives networks other classes',
    ])
    expect(change({ signal: 'key.id', is: 'k' })).toEqual([])
    expect(change({ signal: 'bot.score', lt: 30 })).toEqual([])
  })

  it('finds moved networks where a rule asks who said so', () => {
    const rules = [{ ...LAW, when: { signal: 'network.signs', is: 'place:override=CU' } } as const]
    expect(ways({ rules }, { rules, networkOverrides: [override({ place: placeNamed('US') })] })).toEqual([
      'NETWORK_OVERRIDES moves networks to other places',
    ])
  })

  it('finds that a proof stands longer or shorter, where a rule asks for it', () => {
    const change = (signal: 'session.assurance' | 'session.status', is: string) => {
      const rules = [{ ...LAW, when: { not: [{ signal, is }] } }]
      return ways({ rules, reverify: 'on_revision' }, { rules, reverify: 'on_expiry' })
    }
    expect(change('session.assurance', 'high')).toEqual([
      'what a session has verified stands otherwise (reverify)',
    ])
    expect(change('session.status', 'valid')).toEqual([])
  })

  describe('where a rule asks for whom the origin vouched', () => {
    const found = ['keys are checked elsewhere']
    const checked: Partial<Resource> = { keys: 'checked', tier: 'controlled' }
    const by = (
      before: readonly Resource[],
      after: readonly Resource[],
      when: Condition = { not: [{ signal: 'identity.kind', is: 'key' }] },
      more: Partial<Policy> = {},
    ) => {
      const rules = [{ ...LAW, when }]
      return ways({ rules, resources: before }, { rules, resources: after, ...more })
    }

    it('finds another set of resources that check keys', () => {
      expect(by([], [resource(checked)])).toEqual(found)
      expect(by([resource(checked)], [])).toEqual(found)
      const two = [resource(checked), resource({ ...checked, id: 'b', path: '/b' })]
      expect(by([resource(checked)], two)).toEqual(found)
      expect(by([resource(checked)], [resource({ ...checked, path: '/b' })])).toEqual(found)
      const unchecked = resource({ tier: 'controlled' })
      expect(by([resource(checked)], [unchecked])).toEqual(found)
      expect(by(two, two.toReversed())).toEqual([])
      expect(by([resource(checked)], [resource(checked), resource({ id: 'b', tier: 'controlled' })])).toEqual(
        [],
      )
    })

    it('whichever signal of them it reads, and an exemption of it may read', () => {
      for (const signal of ['account.id', 'account.home', 'key.id'] as const)
        expect(by([], [resource(checked)], { signal, is: signal === 'account.home' ? 'CU' : 'a' })).toEqual(
          found,
        )
      expect(by([], [resource(checked)], IN_CUBA)).toEqual([])
      const exemptions = [exemption({})]
      expect(ways({ exemptions }, { exemptions, resources: [resource(checked)] })).toEqual(found)
    })

    it('and where none checks keys, other open resources, where keys are not believed', () => {
      const open = resource({ tier: 'open' })
      const controlled = resource({ tier: 'controlled' })
      expect(by([open], [])).toEqual(found)
      expect(by([open], [controlled])).toEqual(found)
      expect(by([], [controlled])).toEqual([])
    })

    it('and another catalogue for what they look for in bodies', () => {
      const looking = [resource({ ...checked, body: { pointer: '/model', catalogue: 'models' } })]
      const when: Condition = { signal: 'account.id', is: 'a' }
      expect(by(looking, looking, when)).toEqual([])
      expect(by(looking, looking, when, { catalogues: [catalogue('m')] })).toEqual(found)
    })
  })
})

describe('loosenedByMode()', () => {
  const policy = { ...POLICY, rules: [LAW, rule()] }
  const by = (mode: 'enforce' | 'notice' | 'monitor', noticeFrom?: UnixSeconds) => ({
    policy,
    mode,
    noticeFrom,
  })
  const rules = (before: ReturnType<typeof by>, after: ReturnType<typeof by>) =>
    loosenedByMode(before, after, AT).map(({ rule }) => rule)

  it('finds every law that is not carried out any more, or only later', () => {
    expect(rules(by('enforce'), by('monitor'))).toEqual(['law'])
    expect(rules(by('enforce'), by('notice', day(1)))).toEqual(['law'])
    expect(rules(by('notice', day(1)), by('notice', day(2)))).toEqual(['law'])
    expect(rules(by('notice', day(1)), by('monitor'))).toEqual(['law'])
  })

  it('and nothing where it is carried out as before, or sooner', () => {
    expect(rules(by('enforce'), by('enforce'))).toEqual([])
    expect(rules(by('enforce'), by('notice', AT))).toEqual([])
    expect(rules(by('notice', day(2)), by('notice', day(1)))).toEqual([])
    expect(rules(by('monitor'), by('monitor'))).toEqual([])
    expect(rules(by('monitor'), by('enforce'))).toEqual([])
  })
})

function valuesOf(signal: string, count: number): string[] {
  const names = ['US', 'FR', 'DE', 'IT', 'ES'].slice(0, count)
  if (signal === 'network.asn') return names.map((_, index) => `AS${index + 1}`)
  return names
}

function exemption(changes: Partial<Exemption>): Exemption {
  return {
    id: 'x',
    exempts: ['law'],
    when: { signal: 'account.id', is: 'a' },
    owner: 'o',
    reason: 'r',
    to: day(9),
    overrides_basis: true,
    ...changes,
  }
}

function resource(changes: Partial<Resource>): Resource {
  return { id: 'a', tier: 'standard', path: '/a', ...changes }
}

function catalogue(...values: string[]): Catalogue {
  return { id: 'models', owner: 'o', entries: [{ values, tier: 'open' }], below: 'standard', thresholds: [] }
}

const NETWORK = networkOf('AS64500')

function networkOf(text: string) {
  const asn = parseAsn(text)
  if (asn === undefined) throw new Error(text)
  return { asn }
}

function override(changes: Partial<NetworkOverride>): NetworkOverride {
  return { network: NETWORK, owner: 'o', reason: 'r', expires: day(9), ...changes }
}
