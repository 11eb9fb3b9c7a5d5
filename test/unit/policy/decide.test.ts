import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { TableAnswers } from '../../../src/observations/types.ts'
import { absent, observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import {
  type Condition,
  EFFECTS,
  type Exemption,
  type Rule,
  TIERS,
  type Tier,
} from '../../../src/policy/types.ts'
import { collectEvidence, type Evidence } from '../../../src/signals/registry.ts'
import type { SessionStatus } from '../../../src/signals/session-status.ts'
import {
  ABSENT,
  AT,
  at,
  BASIS,
  DAY,
  decideWith,
  FROM_HOSTING,
  IN_CUBA,
  NO_ANSWERS,
  NOWHERE,
  observationsOf,
  POLICY,
  RESIDENTIAL,
  resourceOn,
  rule,
  through,
  UNAVAILABLE,
} from '../../support/evidence.ts'
import { answer, listed } from '../../support/network-tables.ts'

const later = (days: number) => (AT + days * DAY) as UnixSeconds

describe('places compare by containment', () => {
  it.each([
    ['UA-43', 'UA-43', 'deny'],
    ['UA-43', 'UA-30', 'allow'],
    ['UA-43', 'UA', 'challenge'],
    ['UA-43', 'US', 'allow'],
    ['UA-43', 'US-43', 'allow'],
    ['UA', 'UA-30', 'deny'],
    ['UA', 'UA', 'deny'],
    ['UA', 'US-UA', 'allow'],
  ] as const)('the entry %s against a place known as %s: %s', (entry, known, verdict) => {
    const rules = [rule({ when: { signal: 'place', in: [entry] } })]
    expect(decideWith({ rules }, at(known)).verdict).toBe(verdict)
  })

  it('one entry that surely holds settles what another leaves ambiguous', () => {
    const rules = [rule({ when: { signal: 'place', in: ['UA-43', 'UA'] } })]
    expect(decideWith({ rules }, at('UA'))).toMatchObject({ verdict: 'deny', determining: ['rule'] })
  })

  it('one place is compared with `is` as well', () => {
    const rules = [rule({ when: { signal: 'place', is: 'CU' } })]
    expect(decideWith({ rules }, at('CU')).verdict).toBe('deny')
    expect(decideWith({ rules }, at('US')).verdict).toBe('allow')
  })
})

describe('an ambiguous place', () => {
  const rules = [rule({ when: { signal: 'place', in: ['UA-43'] } })]

  it.each(TIERS.flatMap((tier) => EFFECTS.map((effect) => [effect, tier] as const)))(
    'has the effect of AMBIGUOUS_PLACE, %s, on every tier [%s]',
    (effect, tier) => {
      expect(decideWith({ rules, ambiguousPlace: effect }, at('UA'), tier)).toMatchObject({
        verdict: effect,
        determining: ['ambiguous-place'],
        degraded: [],
      })
    },
  )

  it('says so, and shows what was known of the place', () => {
    expect(decideWith({ rules }, at('UA'))).toMatchObject({
      reasons: ['place.ambiguous'],
      status: 403,
      observed: { place: 'UA', 'place.state': 'country_only' },
    })
  })

  it('is not what makes another country ambiguous', () => {
    expect(decideWith({ rules }, at('US')).determining).toEqual(['default'])
  })
})

describe('an unknown place', () => {
  const rules = [
    rule({ id: 'one', when: IN_CUBA }),
    rule({ id: 'two', when: { signal: 'place', in: ['UA-43'] } }),
  ]
  const cases: readonly (readonly [string, Record<string, unknown> | null, string])[] = [
    ['Tor (T1)', { country: 'T1' }, 'tor'],
    ['no data (XX)', { country: 'XX' }, 'no_data'],
    ['a missing country', { country: undefined }, 'missing'],
    ['a malformed country', { country: 'us' }, 'malformed'],
    ['no request.cf', null, 'missing'],
  ]

  it.each(cases.flatMap(([name, cf, state]) => TIERS.map((tier) => [name, tier, cf, state] as const)))(
    '%s gives the rule unknown-place once [%s]',
    (_, tier, cf, state) => {
      const evidence = collectEvidence(observationsOf({ cf }))
      const decision = decide(compilePolicy({ ...POLICY, rules }, 'r'), evidence, resourceOn(tier), AT)
      expect(decision).toMatchObject({
        verdict: 'deny',
        row: 'deny_matched',
        determining: ['unknown-place'],
        reasons: ['place.unknown'],
        status: 403,
        observed: { 'place.state': state },
        degraded: [],
      })
      expect(decision.findings.filter((finding) => finding.rule === 'unknown-place')).toHaveLength(1)
    },
  )

  it.each(TIERS.flatMap((tier) => EFFECTS.map((effect) => [effect, tier] as const)))(
    'has the effect of UNKNOWN_PLACE, %s, on every tier [%s]',
    (effect, tier) => {
      expect(decideWith({ rules, unknownPlace: effect }, NOWHERE, tier)).toMatchObject({
        verdict: effect,
        determining: ['unknown-place'],
      })
    },
  )

  it('is no matter where no rule asks for the place', () => {
    expect(decideWith({ rules: [rule()] }, NOWHERE)).toMatchObject({
      verdict: 'allow',
      determining: ['default'],
    })
  })

  it('is no matter where the rest of the condition already does not hold', () => {
    const rules = [rule({ when: { all: [IN_CUBA, FROM_HOSTING] } })]
    expect(decideWith({ rules }, NOWHERE).verdict).toBe('allow')
    expect(decideWith({ rules }, { ...NOWHERE, ...through('hosting') }).determining).toEqual([
      'unknown-place',
    ])
  })

  it('is no matter where the rest of the condition already holds', () => {
    const rules = [rule({ when: { any: [IN_CUBA, FROM_HOSTING] } })]
    expect(decideWith({ rules }, { ...NOWHERE, ...through('hosting') }).determining).toEqual(['rule'])
  })

  it('does not make a monitored rule refuse', () => {
    const rules = [rule({ when: IN_CUBA, mode: 'monitor' })]
    expect(decideWith({ rules }, NOWHERE)).toMatchObject({
      verdict: 'allow',
      determining: ['default'],
      would: [{ rule: 'rule', finding: 'indeterminate', reason: 'place.unknown' }],
    })
  })

  it('does not soften a refusal for another cause', () => {
    const decision = decideWith(
      { rules: [...rules, rule({ id: 'net' })], unknownPlace: 'allow' },
      { ...NOWHERE, ...through('hosting') },
    )
    expect(decision).toMatchObject({ verdict: 'deny', determining: ['net'], reasons: ['network.hosting'] })
  })

  it('does not trigger what only another resource asks for', () => {
    const rules = [rule({ when: IN_CUBA, resources: ['shop'] })]
    const shop = resourceOn('controlled', { anyReading: new Set(['shop']), everyReading: new Set(['shop']) })
    expect(decideWith({ rules }, NOWHERE).verdict).toBe('allow')
    expect(decideWith({ rules }, NOWHERE, shop).determining).toEqual(['unknown-place'])
  })

  it('of a rule for one tier is no matter on the others', () => {
    const rules = [rule({ when: IN_CUBA, tier: 'controlled' })]
    expect(decideWith({ rules }, NOWHERE, 'open').verdict).toBe('allow')
    expect(decideWith({ rules }, NOWHERE, 'standard').verdict).toBe('allow')
    expect(decideWith({ rules }, NOWHERE, 'controlled').determining).toEqual(['unknown-place'])
  })

  it.each(['allow', 'limit'] as const)(
    'let in by UNKNOWN_PLACE = "%s" does not let in what else cannot be told',
    (effect) => {
      const rules = [rule({ when: { any: [IN_CUBA, FROM_HOSTING] } })]
      const evidence = { ...NOWHERE, 'network.class': UNAVAILABLE }
      expect(decideWith({ rules, unknownPlace: effect }, evidence, 'controlled').verdict).toBe('deny')
      expect(decideWith({ rules, unknownPlace: effect }, evidence, 'standard').verdict).toBe('challenge')
    },
  )

  it.each(['allow', 'limit'] as const)('admits nobody whom default = "deny" refuses, with %s', (effect) => {
    expect(decideWith({ rules, default: 'deny', unknownPlace: effect }, NOWHERE)).toMatchObject({
      verdict: 'deny',
      determining: ['default'],
    })
  })

  it('limits whom an allow lets in, under default = "deny"', () => {
    const more = [
      ...rules,
      rule({ id: 'yes', effect: 'allow', when: { signal: 'network.class', is: 'mobile' } }),
    ]
    const policy = { rules: more, default: 'deny', unknownPlace: 'limit' } as const
    expect(decideWith(policy, { ...NOWHERE, ...through('mobile') })).toMatchObject({
      verdict: 'limit',
      determining: ['unknown-place'],
    })
  })

  it('is what UNKNOWN_PLACE says where an allow depended on it', () => {
    const rules = [rule({ effect: 'allow', when: { signal: 'place', in: ['US'] } })]
    expect(decideWith({ rules, default: 'deny', unknownPlace: 'allow' }, NOWHERE).verdict).toBe('allow')
    expect(decideWith({ rules, default: 'deny', unknownPlace: 'deny' }, NOWHERE).verdict).toBe('deny')
  })
})

describe('rules in monitor', () => {
  it('are listed as what would have been, and decide nothing', () => {
    const rules = [rule({ mode: 'monitor' })]
    expect(decideWith({ rules }, through('hosting'))).toMatchObject({
      verdict: 'allow',
      reasons: [],
      determining: ['default'],
      would: [
        { rule: 'rule', effect: 'deny', finding: 'matched', mode: 'monitor', reason: 'network.hosting' },
      ],
    })
  })

  it('are not listed when they did not match', () => {
    expect(decideWith({ rules: [rule({ mode: 'monitor' })] }).would).toEqual([])
  })

  it('do not admit either', () => {
    const rules = [rule({ effect: 'allow', mode: 'monitor' })]
    expect(decideWith({ rules, default: 'deny' }, through('hosting')).verdict).toBe('deny')
  })

  it('do not deny when they cannot be told', () => {
    const decision = decideWith({ rules: [rule({ mode: 'monitor' })] }, { 'network.class': UNAVAILABLE })
    expect(decision).toMatchObject({ verdict: 'allow', degraded: [], would: [{ finding: 'indeterminate' }] })
  })

  it('of another tier are not listed', () => {
    const rules = [rule({ mode: 'monitor', tier: 'open' })]
    expect(decideWith({ rules }, through('hosting')).would).toEqual([])
    expect(decideWith({ rules }, through('hosting'), 'open').would).toHaveLength(1)
  })
})

describe('exemptions', () => {
  const exemption = (changes: Partial<Exemption> = {}): Exemption => ({
    id: 'partner',
    exempts: ['rule'],
    when: { signal: 'network.asn', is: 7922 },
    owner: 'sales',
    reason: 'A partner',
    to: later(1),
    ...changes,
  })
  const hosting = (changes: Partial<Exemption>, rules: readonly Rule[] = [rule()]) =>
    decideWith({ rules, exemptions: [exemption(changes)] }, through('hosting'))

  it('in force remove the rule and are listed', () => {
    expect(hosting({})).toMatchObject({ verdict: 'allow', exemptions: ['partner'], determining: ['default'] })
  })

  it.each([
    ['has expired', { to: AT }],
    ['has not begun', { from: later(0.5), to: later(1) }],
    ['has a condition that does not hold', { when: { signal: 'network.asn', is: 64500 } }],
    ['has a condition that cannot be told', { when: { signal: 'edge.colo', is: 'absent' } }],
    ['exempts another rule', { exempts: ['other'] }],
  ] as const)('one that %s exempts nothing', (_, changes) => {
    const evidence = { ...through('hosting'), 'edge.colo': UNAVAILABLE }
    const decision = decideWith({ rules: [rule()], exemptions: [exemption(changes)] }, evidence)
    expect(decision).toMatchObject({ verdict: 'deny', exemptions: [], determining: ['rule'] })
  })

  it('an absent signal is as little a ground as an unavailable one', () => {
    const decision = decideWith(
      { rules: [rule()], exemptions: [exemption()] },
      { ...through('hosting'), 'network.asn': ABSENT },
    )
    expect(decision).toMatchObject({ verdict: 'deny', exemptions: [] })
  })

  it.each([
    ['begins', { from: AT }],
    ['ends', { to: (AT + 1) as UnixSeconds }],
  ] as const)('hold at the second in which it %s', (_, changes) => {
    expect(hosting(changes).exemptions).toEqual(['partner'])
  })

  it('that were not needed are not listed', () => {
    expect(decideWith({ rules: [rule()], exemptions: [exemption()] }).exemptions).toEqual([])
  })

  it('remove their own rules only', () => {
    expect(hosting({}, [rule(), rule({ id: 'other' })])).toMatchObject({
      verdict: 'deny',
      determining: ['other'],
      exemptions: ['partner'],
    })
  })

  it('remove a rule that could not be told, too', () => {
    const decision = decideWith(
      { rules: [rule()], exemptions: [exemption()] },
      { 'network.class': UNAVAILABLE },
    )
    expect(decision).toMatchObject({ verdict: 'allow', exemptions: ['partner'] })
  })

  it('remove a monitored rule from would', () => {
    expect(hosting({}, [rule({ mode: 'monitor' })]).would).toEqual([])
  })

  it('of a required session let in without one', () => {
    const resource = resourceOn('controlled', { sessionRequired: true })
    const exemptions = [exemption({ exempts: ['session-required'] })]
    expect(decideWith({}, {}, resource).verdict).toBe('deny')
    expect(decideWith({ exemptions }, {}, resource).verdict).toBe('allow')
  })

  describe('from a rule with a legal basis', () => {
    const rules = [rule({ when: IN_CUBA, basis: BASIS })]

    it.each([
      ['nothing', undefined, 'deny'],
      ['false', false, 'deny'],
      ['true', true, 'allow'],
    ] as const)('with overrides_basis = %s', (_, overrides, verdict) => {
      const changes = overrides === undefined ? {} : { overrides_basis: overrides }
      expect(decideWith({ rules, exemptions: [exemption(changes)] }, at('CU')).verdict).toBe(verdict)
    })

    it('needs overrides_basis out of its dates, too: no typing error makes it lighter', () => {
      const late = [rule({ when: IN_CUBA, basis: { ...BASIS, from: later(1) } })]
      const exempting = (overrides_basis: boolean) =>
        decideWith({ rules: late, exemptions: [exemption({ overrides_basis })] }, at('CU')).verdict
      expect(exempting(false)).toBe('deny')
      expect(exempting(true)).toBe('allow')
    })

    it.each([
      ['the rule', 'rule'],
      ['unknown-place, which stands in for it', 'unknown-place'],
    ])('with an unknown place: exempting %s needs overrides_basis', (_, id) => {
      const exempting = (overrides_basis: boolean) =>
        decideWith({ rules, exemptions: [exemption({ exempts: [id], overrides_basis })] }, NOWHERE)
      expect(exempting(false)).toMatchObject({ verdict: 'deny', exemptions: [] })
      expect(exempting(true)).toMatchObject({ verdict: 'allow', exemptions: ['partner'] })
    })

    it('with an ambiguous place: exempting ambiguous-place needs overrides_basis', () => {
      const rules = [rule({ when: { signal: 'place', in: ['UA-43'] }, basis: BASIS })]
      const exempting = (overrides_basis: boolean) =>
        decideWith(
          { rules, exemptions: [exemption({ exempts: ['ambiguous-place'], overrides_basis })] },
          at('UA'),
        )
      expect(exempting(false).verdict).toBe('challenge')
      expect(exempting(true).verdict).toBe('allow')
    })
  })

  it('of unknown-place need nothing more where no law stands behind it', () => {
    const decision = decideWith(
      { rules: [rule({ when: IN_CUBA })], exemptions: [exemption({ exempts: ['unknown-place'] })] },
      NOWHERE,
    )
    expect(decision).toMatchObject({ verdict: 'allow', exemptions: ['partner'] })
  })

  it('of one place rule leave unknown-place to the others', () => {
    const rules = [rule({ when: IN_CUBA }), rule({ id: 'other', when: IN_CUBA })]
    expect(decideWith({ rules, exemptions: [exemption()] }, NOWHERE).determining).toEqual(['unknown-place'])
  })
})

describe('ALLOWED_REGIONS, a deny of every other place', () => {
  const rules = [rule({ when: { not: [{ signal: 'place', in: ['US-CA', 'DE'] }] } })]
  it.each([
    ['US-CA', 'allow', []],
    ['US-NV', 'deny', ['place.not_allowed']],
    ['DE-BE', 'allow', []],
    ['FR', 'deny', ['place.not_allowed']],
    ['US', 'challenge', ['place.ambiguous']],
  ] as const)('%s: %s', (known, verdict, reasons) => {
    expect(decideWith({ rules }, at(known))).toMatchObject({ verdict, reasons })
  })

  it('an unknown place is not an allowed one', () => {
    expect(decideWith({ rules }, NOWHERE).determining).toEqual(['unknown-place'])
  })
})

describe('allow-listed networks', () => {
  const tables = {
    ...NO_ANSWERS,
    operator: '203.0.113.0/24',
    asn: { ...RESIDENTIAL, class: 'hosting' },
  } as const
  const decideFrom = (country: string) =>
    decide(
      compilePolicy({ ...POLICY, rules: [rule(), rule({ id: 'cuba', when: IN_CUBA })] }, 'r'),
      collectEvidence(observationsOf({ cf: { country, regionCode: undefined } }, { tables })),
      resourceOn('controlled'),
      AT,
    )

  it('are not refused for what kind of network they are', () => {
    expect(decideFrom('US').verdict).toBe('allow')
  })

  it('are refused for their place all the same', () => {
    expect(decideFrom('CU')).toMatchObject({ verdict: 'deny', determining: ['cuba'] })
  })

  it('have no assurance of their own', () => {
    expect(decideFrom('US').assurance).toBe('low')
  })
})

describe('under the shipped DENIED_NETWORKS', () => {
  const denied = rule({
    id: 'denied-networks',
    when: { signal: 'network.class', in: ['hosting', 'vpn', 'proxy', 'tor', 'edge_worker'] },
  })
  const decideOn = (tables: Partial<TableAnswers>, tier: Tier = 'controlled') => {
    const evidence = collectEvidence(observationsOf({}, { tables: { ...NO_ANSWERS, ...tables } }))
    return decide(compilePolicy({ ...POLICY, rules: [denied] }, 'r'), evidence, resourceOn(tier), AT)
  }
  const weakAsn = { ...answer('hosting'), confidence: 'low' } as const
  const weakFeed = [listed('vpn', { confidence: 'low' })]

  it.each<readonly [string, Partial<TableAnswers>]>([
    ['a name that speaks of servers', { organization: answer('hosting') }],
    ['a mixed network', { asn: answer('hosting', true) }],
    ['an ASN entry of low confidence', { asn: weakAsn }],
    ['a list of low confidence', { prefixes: weakFeed }],
    ['an ASN entry of low confidence and its name', { asn: weakAsn, organization: answer('hosting') }],
    ['a mixed network and its name', { asn: answer('hosting', true), organization: answer('hosting') }],
    [
      'a privacy relay in the network of a hoster',
      { prefixes: [listed('privacy_relay'), listed('hosting')] },
    ],
    ['a crawler in the network of a hoster', { prefixes: [listed('crawler')], asn: answer('hosting') }],
    [
      'a gateway in the network of a hoster',
      { prefixes: [listed('corporate_gateway')], asn: answer('hosting') },
    ],
    ['an edge in the network of a hoster', { prefixes: [listed('unknown'), listed('hosting')] }],
    ['an override that knows better', { override: 'business', asn: answer('hosting') }],
  ])('%s refuses nobody, and gives low assurance', (name, tables) => {
    expect(decideOn(tables)).toMatchObject({
      verdict: 'allow',
      assurance: name.startsWith('an override') ? 'substantial' : 'low',
    })
  })

  it.each<readonly [string, Partial<TableAnswers>, string]>([
    ['a sure ASN entry', { asn: answer('hosting') }, 'network.hosting'],
    ['an entry of a list', { prefixes: [listed('proxy')] }, 'network.proxy'],
    [
      'a list of low confidence and a name',
      { prefixes: weakFeed, organization: answer('hosting') },
      'network.vpn',
    ],
    [
      'a list of low confidence and a mixed network',
      { prefixes: weakFeed, asn: answer('hosting', true) },
      'network.vpn',
    ],
    [
      'a mixed network and an entry of a list',
      { asn: answer('hosting', true), prefixes: [listed('hosting')] },
      'network.hosting',
    ],
    [
      'a VPN in the network of homes',
      { asn: answer('residential'), prefixes: [listed('vpn')] },
      'network.vpn',
    ],
    ['an override', { override: 'vpn', asn: answer('residential') }, 'network.vpn'],
  ])('%s refuses', (_, tables, reason) => {
    expect(decideOn(tables)).toMatchObject({ verdict: 'deny', reasons: [reason] })
  })

  it('lists that cannot be read refuse by the tier: what they would have said is not known', () => {
    const tables = { prefixes: undefined, asn: answer('residential') }
    expect(decideOn(tables, 'controlled')).toMatchObject({ verdict: 'deny', reasons: ['network.unknown'] })
    expect(decideOn(tables, 'standard')).toMatchObject({ verdict: 'challenge' })
    expect(decideOn(tables, 'open')).toMatchObject({ verdict: 'allow', degraded: ['denied-networks'] })
  })

  it('a server is refused on every tier, whether or not the lists can be read', () => {
    for (const tier of TIERS)
      expect(decideOn({ prefixes: undefined, asn: answer('hosting') }, tier)).toMatchObject({
        verdict: 'deny',
        reasons: ['network.hosting'],
      })
  })
})

describe('a signal that is not there', () => {
  const OPTIONAL: readonly (readonly [keyof Evidence, Condition])[] = [
    ['bot.score', { signal: 'bot.score', lt: 30 }],
    ['client.rtt_ms', { signal: 'client.rtt_ms', gt: 100 }],
    ['client.certificate', { signal: 'client.certificate', is: 'failed' }],
    ['worker.zone', { signal: 'worker.zone', is: 'evil.test' }],
    ['tls.ja3', { signal: 'tls.ja3', in: ['x'] }],
    ['tls.ja4', { signal: 'tls.ja4', prefix: ['t13d'] }],
  ]
  const MEANT_TO_BE_THERE: readonly (readonly [keyof Evidence, Condition])[] = [
    ['network.class', FROM_HOSTING],
    ['network.asn', { signal: 'network.asn', in: [64500, 'AS64501'] }],
    ['client.address', { signal: 'client.address', prefix: ['203.0.113.0/24'] }],
    ['tls.version', { signal: 'tls.version', is: 'TLSv1' }],
    ['http.protocol', { signal: 'http.protocol', is: 'HTTP/1.0' }],
  ]

  it.each(OPTIONAL)('absent and optional (%s) is unmatched', (name, when) => {
    expect(decideWith({ rules: [rule({ when })] }, { [name]: ABSENT })).toMatchObject({
      verdict: 'allow',
      degraded: [],
    })
  })

  it.each(OPTIONAL)('optional (%s) but unavailable is indeterminate', (name, when) => {
    expect(decideWith({ rules: [rule({ when })] }, { [name]: UNAVAILABLE })).toMatchObject({
      verdict: 'deny',
      row: 'deny_indeterminate',
      reasons: ['network.unknown'],
    })
  })

  it.each(MEANT_TO_BE_THERE)('absent and not optional (%s) is indeterminate', (name, when) => {
    expect(decideWith({ rules: [rule({ when })] }, { [name]: ABSENT })).toMatchObject({
      verdict: 'deny',
      row: 'deny_indeterminate',
      reasons: ['network.unknown'],
      status: 403,
    })
  })

  it.each([
    ['open', 'allow', ['rule']],
    ['standard', 'challenge', []],
    ['controlled', 'deny', []],
  ] as const)('an unavailable signal under a deny [%s]', (tier, verdict, degraded) => {
    expect(decideWith({ rules: [rule()] }, { 'network.class': UNAVAILABLE }, tier)).toMatchObject({
      verdict,
      degraded,
    })
  })

  it('never gives the reason of the rule that could not be told', () => {
    const rules = [rule({ reason: 'network.vpn' })]
    expect(decideWith({ rules }, { 'network.class': UNAVAILABLE }).reasons).toEqual(['network.unknown'])
  })

  it('about the place, but not deciding it, gives place.unknown', () => {
    const rules = [rule({ when: { signal: 'place.time_zone', is: 'Europe/Berlin' } })]
    expect(decideWith({ rules }, { 'place.time_zone': ABSENT })).toMatchObject({
      determining: ['rule'],
      reasons: ['place.unknown'],
    })
  })

  it.each([
    ['all', { all: [FROM_HOSTING, { signal: 'tls.version', is: 'TLSv1' }] }, 'allow'],
    ['any', { any: [FROM_HOSTING, { signal: 'tls.version', is: 'TLSv1.3' }] }, 'deny'],
    ['not', { not: [FROM_HOSTING, { signal: 'tls.version', is: 'TLSv1.3' }] }, 'allow'],
  ] as const)('is no matter where another member settles "%s"', (_, when, verdict) => {
    const decision = decideWith({ rules: [rule({ when })] }, { 'network.class': UNAVAILABLE })
    expect(decision).toMatchObject({ verdict })
    expect(decision.row).not.toBe('deny_indeterminate')
  })

  it('inside "not" stays indeterminate: what cannot be told is not false', () => {
    const rules = [rule({ when: { not: [FROM_HOSTING] } })]
    expect(decideWith({ rules }, { 'network.class': UNAVAILABLE }).row).toBe('deny_indeterminate')
  })

  describe('is = "absent"', () => {
    const rules = [rule({ when: { signal: 'network.asn', is: 'absent' } })]
    it.each([
      ['matches what is absent', ABSENT, 'deny_matched'],
      ['does not match what was observed', observed(7922 as never, 'edge'), 'default'],
      ['cannot be told of what is unavailable', UNAVAILABLE, 'deny_indeterminate'],
    ] as const)('%s', (_, signal, row) => {
      expect(decideWith({ rules }, { 'network.asn': signal }).row).toBe(row)
    })

    it('matches an optional signal that is absent', () => {
      const rules = [rule({ when: { signal: 'bot.score', is: 'absent' } })]
      expect(decideWith({ rules }, { 'bot.score': ABSENT }).row).toBe('deny_matched')
    })

    it('matches an absent place, which then needs no standing in', () => {
      const rules = [rule({ when: { signal: 'place', is: 'absent' } })]
      expect(decideWith({ rules }, NOWHERE)).toMatchObject({ determining: ['rule'] })
    })
  })
})

describe('operators', () => {
  const cases: readonly (readonly [string, Condition, Partial<Evidence>, boolean])[] = [
    ['lt holds below', { signal: 'bot.score', lt: 30 }, { 'bot.score': observed(29, 'edge') }, true],
    ['lt does not hold at', { signal: 'bot.score', lt: 30 }, { 'bot.score': observed(30, 'edge') }, false],
    ['gt holds above', { signal: 'bot.score', gt: 30 }, { 'bot.score': observed(31, 'edge') }, true],
    ['gt does not hold at', { signal: 'bot.score', gt: 30 }, { 'bot.score': observed(30, 'edge') }, false],
    [
      'a number is one of a list',
      { signal: 'bot.score', in: [1, 2] },
      { 'bot.score': observed(2, 'edge') },
      true,
    ],
    ['an ASN as number', { signal: 'network.asn', in: [7922] }, {}, true],
    ['an ASN as text', { signal: 'network.asn', is: 'AS7922' }, {}, true],
    ['another ASN', { signal: 'network.asn', in: [79220, 'AS792'] }, {}, false],
    ['an address in a prefix', { signal: 'client.address', prefix: ['73.0.0.0/8'] }, {}, true],
    ['an address by `is`', { signal: 'client.address', is: '73.162.10.1' }, {}, true],
    ['an address in none', { signal: 'client.address', in: ['73.162.10.2', '2001:db8::/32'] }, {}, false],
    ['text by prefix', { signal: 'network.organization', prefix: ['Comcast'] }, {}, true],
    ['text by prefix, case counts', { signal: 'network.organization', prefix: ['comcast'] }, {}, false],
    ['text does not contain', { signal: 'network.organization', prefix: ['Cable'] }, {}, false],
    ['true', { signal: 'place.eu', is: true }, { 'place.eu': observed(true, 'edge') }, true],
    ['false', { signal: 'place.eu', is: false }, { 'place.eu': observed(true, 'edge') }, false],
    ['not: none of them holds', { not: [FROM_HOSTING, IN_CUBA] }, {}, true],
    ['not: one of them holds', { not: [FROM_HOSTING, { signal: 'place', in: ['US'] }] }, {}, false],
  ]
  it.each(cases)('%s', (_, when, evidence, matches) => {
    expect(decideWith({ rules: [rule({ when })] }, evidence).row).toBe(matches ? 'deny_matched' : 'default')
  })
})

describe('a rule for a tier', () => {
  it.each(TIERS.flatMap((of) => TIERS.map((on) => [of, on] as const)))(
    'of %s holds on exactly that tier [%s]',
    (of, on) => {
      const verdict = decideWith({ rules: [rule({ tier: of })] }, through('hosting'), on).verdict
      expect(verdict).toBe(of === on ? 'deny' : 'allow')
    },
  )

  it('without a tier holds on all', () => {
    for (const tier of TIERS)
      expect(decideWith({ rules: [rule()] }, through('hosting'), tier).verdict).toBe('deny')
  })

  it.each([
    ['none', undefined, 'controlled'],
    ['controlled', 'controlled', 'standard'],
    ['standard', 'standard', 'controlled'],
  ] as const)(
    'tierMax is the strictest tier the same facts are let in on: refused on %s',
    (_, tier, most) => {
      const rules = tier === undefined ? [] : [rule({ tier })]
      expect(decideWith({ rules }, through('hosting'), 'open').tierMax).toBe(most)
    },
  )

  it('tierMax is none where every tier refuses', () => {
    expect(decideWith({ rules: [rule()] }, through('hosting')).tierMax).toBeUndefined()
  })

  it('tierMax counts a limit as let in, and a challenge not', () => {
    const rules = [
      rule({ effect: 'challenge', tier: 'controlled' }),
      rule({ id: 'l', effect: 'limit', tier: 'standard' }),
    ]
    expect(decideWith({ rules }, through('hosting'), 'open').tierMax).toBe('standard')
  })
})

describe('a rule for resources', () => {
  const both = new Set(['a'])
  const readings = {
    'under every reading': { anyReading: both, everyReading: both },
    'under one reading only': { anyReading: both, everyReading: new Set<string>() },
    'under none': {},
  } as const
  it.each([
    ['deny', 'under every reading', 'deny'],
    ['deny', 'under one reading only', 'deny'],
    ['deny', 'under none', 'allow'],
    ['challenge', 'under one reading only', 'challenge'],
    ['challenge', 'under none', 'allow'],
    ['limit', 'under every reading', 'limit'],
    ['limit', 'under one reading only', 'allow'],
  ] as const)('%s, the resource matched %s: %s', (effect, when, verdict) => {
    const rules = [rule({ effect, resources: ['a', 'b'] })]
    expect(decideWith({ rules }, through('hosting'), resourceOn('controlled', readings[when])).verdict).toBe(
      verdict,
    )
  })

  it.each([
    ['under every reading', 'allow'],
    ['under one reading only', 'deny'],
    ['under none', 'deny'],
  ] as const)('allow with default deny, matched %s: %s', (when, verdict) => {
    const rules = [rule({ effect: 'allow', resources: ['a'] })]
    const decision = decideWith(
      { rules, default: 'deny' },
      through('hosting'),
      resourceOn('controlled', readings[when]),
    )
    expect(decision.verdict).toBe(verdict)
  })
})

describe('session = "required"', () => {
  it.each([
    ['none', 'session.required', 401],
    ['expired', 'session.expired', 401],
    ['invalid', 'session.invalid', 401],
    ['place_changed', 'session.place_changed', 403],
    ['network_changed', 'session.network_changed', 403],
  ] as const)('refuses a session that is %s', (status, reason, code) => {
    const evidence = { 'session.status': observed<SessionStatus>(status, 'token') }
    expect(decideWith({}, evidence, resourceOn('open', { sessionRequired: true }))).toMatchObject({
      verdict: 'deny',
      determining: ['session-required'],
      reasons: [reason],
      status: code,
      observed: { 'session.status': status },
    })
    expect(decideWith({}, evidence).verdict).toBe('allow')
  })

  it('lets a valid one through', () => {
    const evidence = { 'session.status': observed<SessionStatus>('valid', 'token') }
    expect(decideWith({}, evidence, resourceOn('controlled', { sessionRequired: true })).verdict).toBe(
      'allow',
    )
  })

  it('refuses where the session could not be looked at', () => {
    const resource = resourceOn('controlled', { sessionRequired: true })
    expect(decideWith({}, { 'session.status': UNAVAILABLE }, resource).reasons).toEqual(['session.required'])
  })

  it('does not outrank a refusal for the place', () => {
    const resource = resourceOn('controlled', { sessionRequired: true })
    expect(decideWith({ rules: [rule({ when: IN_CUBA })] }, at('CU'), resource).reasons).toEqual([
      'place.restricted',
      'session.required',
    ])
  })
})

describe('the primary reason', () => {
  it('is the first of the table, whatever the order of the rules', () => {
    const rules = [
      rule({ id: 'own', reason: 'policy.denied' }),
      rule({ id: 'net' }),
      rule({ id: 'place', when: { signal: 'place', in: ['US'] } }),
    ]
    const reasons = ['place.restricted', 'network.hosting', 'policy.denied']
    expect(decideWith({ rules }, through('hosting')).reasons).toEqual(reasons)
    expect(decideWith({ rules: rules.toReversed() }, through('hosting')).reasons).toEqual(reasons)
  })

  it('counts only the rules that determined the deciding row', () => {
    const rules = [
      rule({ id: 'net' }),
      rule({ id: 'place', effect: 'challenge', when: { signal: 'place', in: ['US'] } }),
    ]
    expect(decideWith({ rules }, through('hosting')).reasons).toEqual(['network.hosting'])
  })

  it('is given once, however many rules share it', () => {
    const rules = [rule(), rule({ id: 'again' })]
    expect(decideWith({ rules }, through('hosting')).reasons).toEqual(['network.hosting'])
  })

  it.each([
    ['the rule names its own', rule({ reason: 'key.shared' }), 'key.shared'],
    [
      'the class decides',
      rule({ when: { signal: 'network.class', in: ['vpn', 'hosting'] } }),
      'network.hosting',
    ],
    [
      'the signal has no story of its own',
      rule({ when: { signal: 'tls.version', is: 'TLSv1.3' } }),
      'policy.denied',
    ],
    ['the place', rule({ when: { signal: 'place', in: ['US'] } }), 'place.restricted'],
    ['a place outside', rule({ when: { not: [IN_CUBA] } }), 'place.not_allowed'],
    [
      'the first signal that is read',
      rule({ when: { all: [FROM_HOSTING, { signal: 'place', in: ['US'] }] } }),
      'network.hosting',
    ],
  ] as const)('%s', (_, one, reason) => {
    expect(decideWith({ rules: [one] }, through('hosting')).reasons).toEqual([reason])
  })

  it('of default = "deny" is policy.denied', () => {
    expect(decideWith({ default: 'deny' })).toMatchObject({
      verdict: 'deny',
      reasons: ['policy.denied'],
      status: 403,
      determining: ['default'],
      observed: {},
    })
  })

  it('is given for a challenge too', () => {
    expect(decideWith({ rules: [rule({ effect: 'challenge' })] }, through('hosting'))).toMatchObject({
      reasons: ['network.hosting'],
      status: 403,
    })
  })
})

describe('what stands in for a rule that admits on one tier', () => {
  it('does not admit on another for a deny rule more', () => {
    const policy = { default: 'deny', unknownPlace: 'allow' } as const
    const admitsOpen = rule({
      id: 'in',
      effect: 'allow',
      tier: 'open',
      when: { not: [{ signal: 'place', is: 'US' }] },
    })
    const refuses = rule({ id: 'out', when: IN_CUBA })
    expect(decideWith({ ...policy, rules: [admitsOpen] }, NOWHERE).verdict).toBe('deny')
    expect(decideWith({ ...policy, rules: [admitsOpen, refuses] }, NOWHERE).verdict).toBe('deny')
    expect(decideWith({ ...policy, rules: [admitsOpen, refuses] }, NOWHERE, 'open').verdict).toBe('allow')
  })
})

describe('451', () => {
  const inForce = { ...BASIS, to: later(1) }
  it.each([
    ['with a basis in force', BASIS, 'deny', 451],
    ['with a basis that ends later', inForce, 'deny', 451],
    ['from the second on in which the basis begins', { ...BASIS, from: AT }, 'deny', 451],
    ['without a basis', undefined, 'deny', 403],
    ['with a basis that has ended: the rule holds on', { ...BASIS, to: AT }, 'deny', 403],
    ['with a basis that has not begun: the rule holds already', { ...BASIS, from: later(1) }, 'deny', 403],
  ] as const)('%s', (_, basis, verdict, status) => {
    const rules = [rule({ when: IN_CUBA, ...(basis === undefined ? {} : { basis }) })]
    expect(decideWith({ rules }, at('CU'))).toMatchObject({ verdict, status })
  })

  it('is not for networks, whatever their basis', () => {
    expect(decideWith({ rules: [rule({ basis: BASIS })] }, through('hosting')).status).toBe(403)
  })

  it('needs the basis under the primary reason', () => {
    const rules = [rule({ id: 'a', when: IN_CUBA }), rule({ id: 'b', basis: BASIS })]
    expect(decideWith({ rules }, { ...at('CU'), ...through('hosting') })).toMatchObject({
      reasons: ['place.restricted', 'network.hosting'],
      status: 403,
    })
  })

  it('holds when one of two rules with that reason has a basis', () => {
    const rules = [rule({ id: 'a', when: IN_CUBA }), rule({ id: 'b', when: IN_CUBA, basis: BASIS })]
    expect(decideWith({ rules }, at('CU')).status).toBe(451)
  })

  it('is not for a place nobody knows', () => {
    expect(decideWith({ rules: [rule({ when: IN_CUBA, basis: BASIS })] }, NOWHERE).status).toBe(403)
  })

  it('is not what a rule needs to trigger unknown-place: its dates lift nothing', () => {
    const rules = [rule({ when: IN_CUBA, basis: { ...BASIS, to: AT } })]
    expect(decideWith({ rules }, NOWHERE)).toMatchObject({ verdict: 'deny', reasons: ['place.unknown'] })
  })
})

describe('observed', () => {
  const rules = [rule({ id: 'net' }), rule({ id: 'cuba', when: IN_CUBA })]

  it('of a refusal for the network does not name the country', () => {
    expect(decideWith({ rules }, through('hosting')).observed).toEqual({ 'network.class': 'hosting' })
  })

  it('of a refusal for the place does not name the network', () => {
    expect(decideWith({ rules }, at('CU')).observed).toEqual({ place: 'CU' })
  })

  it('names what was read only where it was there', () => {
    const decision = decideWith({ rules }, { 'network.class': absent('missing') })
    expect(decision).toMatchObject({ verdict: 'deny', observed: {} })
  })

  it('writes places and addresses as text, and no coordinates', () => {
    const when: Condition = {
      all: [
        { signal: 'place', in: ['US'] },
        { signal: 'client.address', prefix: ['73.0.0.0/8'] },
        { not: [{ signal: 'place.coordinates', is: 'absent' }] },
      ],
    }
    expect(decideWith({ rules: [rule({ when })] }).observed).toEqual({
      place: 'US-CA',
      'client.address': '73.162.10.1',
    })
  })

  it('of an admission by default is empty', () => {
    expect(decideWith({ rules }).observed).toEqual({})
  })
})

describe('Tor by T1', () => {
  const tor = collectEvidence(observationsOf({ cf: { country: 'T1', regionCode: undefined } }))
  const rules = [
    rule({ id: 'net', when: { signal: 'network.class', in: ['tor', 'vpn'] } }),
    rule({ id: 'cuba', when: IN_CUBA }),
  ]

  it('gives network.tor before the unknown place', () => {
    expect(decideWith({ rules }, tor)).toMatchObject({
      verdict: 'deny',
      reasons: ['network.tor', 'place.unknown'],
      determining: ['net', 'unknown-place'],
      status: 403,
    })
  })

  it('is an unknown place where Tor itself is not refused', () => {
    expect(decideWith({ rules: rules.slice(1) }, tor).reasons).toEqual(['place.unknown'])
  })
})

describe('an admission', () => {
  it.each([
    ['allow', 'allow_matched'],
    ['limit', 'limit_matched'],
  ] as const)('by a rule that says %s names it', (effect, row) => {
    expect(decideWith({ rules: [rule({ effect })] }, through('hosting'))).toMatchObject({
      verdict: effect,
      row,
      determining: ['rule'],
      reasons: [],
      status: undefined,
    })
  })

  it('by default names the default', () => {
    expect(decideWith({ rules: [rule()] })).toMatchObject({
      verdict: 'allow',
      determining: ['default'],
      reasons: [],
      findings: [{ rule: 'rule', finding: 'unmatched' }],
    })
  })

  it('carries what it was decided under', () => {
    const decision = decideWith({}, {}, resourceOn('standard', { id: 'api' }))
    expect(decision).toMatchObject({ tier: 'standard', resource: 'api', revision: '0123456789abcdef' })
  })
})

describe('degraded', () => {
  const unavailable = { 'network.class': UNAVAILABLE }
  it.each<readonly [Rule['effect'], Tier, string, readonly string[]]>([
    ['deny', 'open', 'allow', ['rule']],
    ['challenge', 'open', 'allow', ['rule']],
    ['challenge', 'standard', 'challenge', []],
    ['limit', 'open', 'allow', ['rule']],
    ['limit', 'controlled', 'allow', ['rule']],
    ['allow', 'standard', 'allow', ['rule']],
  ])('%s indeterminate on %s: %s', (effect, tier, verdict, degraded) => {
    expect(decideWith({ rules: [rule({ effect })] }, unavailable, tier)).toMatchObject({ verdict, degraded })
  })
})

describe('restsOnLaw', () => {
  it.each([
    ['and a law says who may come', { basis: BASIS }, true],
    ['on another tier', { basis: BASIS, tier: 'open' as const }, false],
    ['and no law says so', {}, false],
  ])('the default refuses %s', (_, changes, expected) => {
    const rules = [rule({ effect: 'allow', when: { signal: 'place', in: ['US'] }, ...changes })]
    const decision = decideWith({ default: 'deny', rules }, at('CU'))
    expect(decision).toMatchObject({ verdict: 'deny', row: 'default', restsOnLaw: expected })
  })

  const law = rule({ id: 'law', when: IN_CUBA, basis: BASIS })

  it.each<readonly [string, readonly Rule[], Partial<Evidence>, boolean]>([
    ['a rule of a law refuses', [law], at('CU'), true],
    ['its stand-in refuses', [law], NOWHERE, true],
    ['another rule refuses', [rule(), law], through('hosting'), false],
    ['nobody refuses', [law], {}, false],
    [
      'another rule refuses, and a law would by itself with a milder effect',
      [rule(), { ...law, effect: 'challenge' }],
      { ...through('hosting'), ...at('CU') },
      true,
    ],
    [
      'another rule refuses, and whether the law does cannot be told',
      [rule({ when: { signal: 'tls.version', is: 'TLSv1.3' } }), { ...law, when: FROM_HOSTING }],
      { 'network.class': UNAVAILABLE },
      true,
    ],
  ])('where %s', (_, rules, evidence, expected) => {
    expect(decideWith({ rules }, evidence).restsOnLaw).toBe(expected)
  })

  it('is no matter of another tier', () => {
    const rules = [rule(), { ...law, tier: 'open' } as const]
    expect(decideWith({ rules }, { ...through('hosting'), ...at('CU') }).restsOnLaw).toBe(false)
  })
})

describe('notices', () => {
  it('are of the tier that is decided on', () => {
    const rules = [
      rule({ id: 'here', mode: 'notice', from: later(1), tier: 'standard' }),
      rule({ id: 'there', mode: 'notice', from: later(1), tier: 'controlled' }),
    ]
    expect(decideWith({ rules }, through('hosting'), 'standard')).toMatchObject({
      verdict: 'allow',
      would: [],
      notices: [{ rule: 'here', reason: 'network.hosting', from: later(1) }],
    })
  })
})

describe('findings', () => {
  it('list every rule of the tier, also those that did not match, and are the same each time', () => {
    const rules = [
      rule({ id: 'one' }),
      rule({ id: 'two', when: IN_CUBA }),
      rule({ id: 'three', tier: 'open' }),
    ]
    const decision = decideWith({ rules }, through('hosting'))
    expect(decision.findings.map(({ rule, finding }) => [rule, finding])).toEqual([
      ['one', 'matched'],
      ['two', 'unmatched'],
    ])
    expect(decision.findings).toBe(decision.findings)
    expect({ ...decision }.findings).toEqual(decision.findings)
  })
})

describe('the minimum of assurance', () => {
  it('closes a tier to those below it, and no other', () => {
    const policy = { minimumAssurance: { controlled: 'high' } } as const
    expect(decideWith(policy)).toMatchObject({
      verdict: 'challenge',
      determining: ['minimum-assurance'],
      reasons: ['place.unproven'],
      tierMax: 'standard',
    })
    expect(decideWith(policy, {}, 'standard')).toMatchObject({ verdict: 'allow', tierMax: 'standard' })
  })
})
