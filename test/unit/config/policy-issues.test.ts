import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../../src/config/policy-document.ts'

type Table = Readonly<Record<string, unknown>>

const DOCUMENT = { POLICY: { default: 'allow' }, RESTRICTED_REGIONS: [], DENIED_NETWORKS: [] }
const GROUP = { id: 'crimea', regions: ['UA-43'], reason: 'Embargo' }
const PARTNERS = {
  id: 'partners',
  regions: ['CH', 'NO'],
  owner: 'o',
  source: 'a contract',
  as_of: '2026-01-01',
}
const RULE = { id: 'r', effect: 'deny', when: { signal: 'place', in: ['CU'] } }
const EXEMPTION = { id: 'x', exempts: ['r'], when: RULE.when, owner: 'o', reason: 'why', to: '2027-01-01' }
const ENTRY = { values: ['m-1'], tier: 'standard' }
const THRESHOLD = { training_operations: 1e26, tier: 'controlled', from: '2026-01-01', law: 'A law' }
const CATALOGUE = { id: 'models', owner: 'o', entries: [ENTRY] }
const BACKWARDS = { from: '2026-02-01', to: '2026-01-01' }
const MOMENT = { from: '2026-01-01', to: '2026-01-01' }

const policy = (changes: object) => ({ POLICY: { default: 'allow', ...changes } })
const inRule = (...places: readonly string[]) =>
  policy({ rules: [{ ...RULE, when: { all: [{ not: [{ signal: 'place', in: places }] }] } }] })

function issuesOf(changes: Table) {
  const loaded = loadPolicy({ ...DOCUMENT, ...changes })
  return loaded.ok ? [] : loaded.error.map(({ key, expected }) => [key, expected] as const)
}

describe('a group of places', () => {
  it.each<readonly [string, Table]>([
    ['a list of places', { PLACE_GROUPS: [PARTNERS], RESTRICTED_REGIONS: ['group:partners'] }],
    [
      'a group of regions',
      { PLACE_GROUPS: [PARTNERS], RESTRICTED_REGIONS: [{ ...GROUP, regions: ['group:partners', 'DE'] }] },
    ],
    [
      'a group after it',
      { PLACE_GROUPS: [PARTNERS, { ...PARTNERS, id: 'more', regions: ['group:partners'] }] },
    ],
    ['a rule, however deep', { PLACE_GROUPS: [PARTNERS], ...inRule('group:partners') }],
    [
      'an exemption',
      {
        PLACE_GROUPS: [PARTNERS],
        ...policy({
          rules: [RULE],
          exemptions: [{ ...EXEMPTION, when: { signal: 'place', is: 'group:partners' } }],
        }),
      },
    ],
    [
      'a rule, being a list of restricted regions',
      { RESTRICTED_REGIONS: [GROUP], ...inRule('group:crimea') },
    ],
    ['a rule, being built in', inRule('group:eu', 'continent:AF')],
  ])('can be named by %s', (_, changes) => {
    expect(issuesOf(changes)).toEqual([])
  })

  it.each<readonly [string, Table, string]>([
    ['nobody wrote down', { RESTRICTED_REGIONS: ['CU', 'group:partners'] }, 'RESTRICTED_REGIONS[1]'],
    [
      'nobody wrote down, in a group',
      { ALLOWED_REGIONS: [{ ...GROUP, regions: ['group:partners'] }] },
      'ALLOWED_REGIONS[0].regions',
    ],
    [
      'names itself',
      { PLACE_GROUPS: [{ ...PARTNERS, regions: ['group:partners'] }] },
      'PLACE_GROUPS[0].regions',
    ],
    [
      'stands further below',
      { PLACE_GROUPS: [{ ...PARTNERS, id: 'first', regions: ['group:partners'] }, PARTNERS] },
      'PLACE_GROUPS[0].regions',
    ],
    ['nobody wrote down, in a rule', inRule('group:partners'), 'POLICY.rules[0].when'],
    [
      'nobody wrote down, in an exemption',
      policy({
        rules: [RULE],
        exemptions: [{ ...EXEMPTION, when: { signal: 'place', is: 'group:partners' } }],
      }),
      'POLICY.exemptions[0].when',
    ],
  ])('that %s is refused: the list would be shorter than it looks', (_, changes, key) => {
    expect(issuesOf(changes)).toEqual([[key, expect.stringContaining('there is no "partners"')]])
  })

  it.each<readonly [string, Table, readonly string[]]>([
    ['two of PLACE_GROUPS', { PLACE_GROUPS: [PARTNERS, PARTNERS] }, ['PLACE_GROUPS']],
    [
      'one of them and one of the restricted regions',
      { PLACE_GROUPS: [{ ...PARTNERS, id: 'crimea' }], RESTRICTED_REGIONS: [GROUP] },
      ['PLACE_GROUPS'],
    ],
  ])('has an id of its own: %s', (_, changes, keys) => {
    expect(issuesOf(changes).map(([key]) => key)).toEqual(keys)
  })

  it('is not named "eu", which is built in', () => {
    expect(issuesOf({ PLACE_GROUPS: [{ ...PARTNERS, id: 'eu' }] })).toEqual([
      ['PLACE_GROUPS[0].id', expect.stringContaining('built in')],
    ])
  })

  it.each(['owner', 'source', 'as_of'])('needs its %s: a list without is nobody’s', (member) => {
    expect(issuesOf({ PLACE_GROUPS: [{ ...PARTNERS, [member]: undefined }] }).map(([key]) => key)).toEqual([
      `PLACE_GROUPS[0].${member}`,
    ])
  })
})

describe('a territory', () => {
  it('may have names, countries for them, providers and dates', () => {
    const names = { names: ['Simferopol', 'Сімферополь'], also_in: ['RU'] }
    const full = { ...GROUP, ...names, asns: ['AS201776'], from: '2026-01-01', to: '2027-01-01' }
    expect(issuesOf({ RESTRICTED_REGIONS: [full] })).toEqual([])
  })

  it.each<readonly [string, object, string]>([
    ['countries without names for them', { also_in: ['RU'] }, '.names'],
    ['dates the wrong way round', BACKWARDS, '.to'],
    ['no time between its dates', MOMENT, '.to'],
    ['a name without letters', { names: ['Yalta', '-'] }, '.names[1]'],
    ['no names in its list of them', { names: [] }, '.names'],
    ['a number that is no ASN', { asns: ['201776'] }, '.asns[0]'],
    ['a continent for a country', { names: ['Yalta'], also_in: ['continent:EU'] }, '.also_in[0]'],
  ])('may not have %s', (_, changes, where) => {
    expect(issuesOf({ RESTRICTED_REGIONS: [{ ...GROUP, ...changes }] }).map(([key]) => key)).toEqual([
      `RESTRICTED_REGIONS[0]${where}`,
    ])
  })

  // Nothing would heed them there: a name or a provider's network lets nobody in, and a date would open for ever.
  it.each(['names', 'also_in', 'asns', 'from', 'to'])(
    'is no list of allowed places: no %s there',
    (member) => {
      const group = { ...GROUP, [member]: member === 'asns' ? ['AS64500'] : '2026-01-01' }
      expect(issuesOf({ ALLOWED_REGIONS: [group] })).toEqual([
        [`ALLOWED_REGIONS[0].${member}`, expect.stringContaining('no such member')],
      ])
    },
  )
})

describe('a rule', () => {
  it.each<readonly [string, object]>([
    ['dates', { from: '2026-01-01', to: '2026-02-01' }],
    ['one of them', { to: '2026-02-01' }],
    ['a date from which on what it announces is enforced', { mode: 'notice', from: '2026-12-01' }],
  ])('may have %s', (_, changes) => {
    expect(issuesOf(policy({ rules: [{ ...RULE, ...changes }] }))).toEqual([])
  })

  it.each<readonly [string, object, string]>([
    ['dates the wrong way round', BACKWARDS, 'to'],
    ['no time between its dates', MOMENT, 'to'],
    ['an announcement without a date', { mode: 'notice' }, 'from'],
    ['an announcement with an end only', { mode: 'notice', to: '2026-12-01' }, 'from'],
  ])('may not have %s', (_, changes, where) => {
    expect(issuesOf(policy({ rules: [{ ...RULE, ...changes }] })).map(([key]) => key)).toEqual([
      `POLICY.rules[0].${where}`,
    ])
  })
})

describe('a catalogue', () => {
  const looking = policy({
    resources: [{ id: 'chat', tier: 'standard', body: { pointer: '/model', catalogue: 'models' } }],
  })

  it('can be named by a resource', () => {
    expect(issuesOf({ ...looking, CATALOGUES: [CATALOGUE] })).toEqual([])
  })

  it.each<readonly [string, Table, readonly string[]]>([
    ['nobody wrote down', looking, ['POLICY.resources[0].body.catalogue']],
    ['is there twice', { CATALOGUES: [CATALOGUE, CATALOGUE] }, ['CATALOGUES']],
    [
      'has an entry that never holds',
      { CATALOGUES: [{ ...CATALOGUE, entries: [ENTRY, { ...ENTRY, ...BACKWARDS }] }] },
      ['CATALOGUES[0].entries[1].to'],
    ],
    [
      'has a threshold that never holds',
      { CATALOGUES: [{ ...CATALOGUE, thresholds: [{ ...THRESHOLD, ...MOMENT }] }] },
      ['CATALOGUES[0].thresholds[0].to'],
    ],
    [
      'says nothing of a value',
      { CATALOGUES: [{ ...CATALOGUE, entries: [{ values: ['m'] }] }] },
      ['CATALOGUES[0].entries[0]'],
    ],
  ])('that %s is refused', (_, changes, keys) => {
    expect(issuesOf(changes).map(([key]) => key)).toEqual(keys)
  })
})
