import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { BODY_UNREAD, type BodyReading } from '../../../src/observations/types.ts'
import { compileResources } from '../../../src/policy/resource.ts'
import type { Catalogue, MatchedResource, Policy, Resource, Tier } from '../../../src/policy/types.ts'
import { AT, DAY, POLICY, type Sent, snapshotOf } from '../../support/evidence.ts'

const POST: Sent = { method: 'POST', path: '/v1/messages' }
const LATER = (AT + DAY) as UnixSeconds

const MODELS: Catalogue = {
  id: 'models',
  owner: 'o',
  below: 'standard',
  thresholds: [{ training_operations: 1e26, tier: 'controlled', from: LATER, law: 'A law' }],
  entries: [
    { values: ['tiny'], tier: 'open' },
    { values: ['large'], training_operations: 2e26 },
    { values: ['gone'], tier: 'open', to: AT },
  ],
}

/** What the models of an API are worth: some by name, the others by the catalogue. */
const RESOURCES: readonly Resource[] = [
  {
    id: 'free',
    tier: 'open',
    path: '/v1/messages',
    method: 'POST',
    body: { pointer: '/model', values: ['mini', 'micro'] },
  },
  {
    id: 'api',
    tier: 'open',
    path: '/v1/*',
    method: 'POST',
    body: { pointer: '/model', catalogue: 'models' },
  },
]

const read = (value: unknown): BodyReading => ({ state: 'read', value })
const unread = (why: (typeof BODY_UNREAD)[number] = 'encoded'): BodyReading => ({ state: 'unread', why })
const model = (name: unknown): BodyReading => read({ model: name })

interface Asking {
  readonly resources?: readonly Resource[]
  readonly policy?: Partial<Policy>
  readonly sent?: Sent
  readonly now?: UnixSeconds
}

function match(body: BodyReading, asking: Asking = {}): MatchedResource {
  const { resources = RESOURCES, policy = {}, sent = POST, now = AT } = asking
  const made = compileResources({ ...POLICY, catalogues: [MODELS], ...policy, resources })
  return made.match(snapshotOf(sent), body, now)
}

describe('the body is needed', () => {
  const needs = (sent: Sent, resources = RESOURCES) =>
    compileResources({ ...POLICY, catalogues: [MODELS], resources }).needsBody(snapshotOf(sent))

  it.each<[string, Sent, boolean]>([
    ['where a resource looks into it', POST, true],
    ['where one might, under another reading of the path', { ...POST, path: '/V1/MESSAGES' }, true],
    ['nowhere else: another path', { ...POST, path: '/v2' }, false],
    ['nowhere else: another method', { ...POST, method: 'PUT' }, false],
  ])('%s', (_, sent, expected) => {
    expect(needs(sent)).toBe(expected)
  })

  it('by no resource that looks at the head alone', () => {
    expect(needs(POST, [{ id: 'all', tier: 'open' }])).toBe(false)
  })

  it.each<[string, Sent, boolean]>([
    ['the host', { ...POST }, false],
    ['the header', { ...POST, headers: { 'X-Beta': '1' } }, true],
  ])('only where the rest of the resource holds: %s', (_, sent, expected) => {
    const head: Resource[] = [
      { id: 'h', tier: 'open', host: 'other.test', body: { pointer: '/m', values: ['x'] } },
      { id: 'b', tier: 'open', header: { name: 'X-Beta' }, body: { pointer: '/m', values: ['x'] } },
    ]
    expect(needs(sent, head)).toBe(expected)
  })
})

describe('a value that a resource names', () => {
  it.each<[string, Tier, string]>([
    ['mini', 'open', 'free'],
    ['micro', 'open', 'free'],
    ['tiny', 'open', 'api'],
    ['large', 'standard', 'api'],
  ])('%s is %s, by %s', (name, tier, id) => {
    const matched = match(model(name))
    expect(matched).toMatchObject({ tier, id, value: name })
    expect([...matched.everyReading]).toEqual([id])
    expect([...matched.anyReading]).toEqual([id])
    expect(matched).not.toHaveProperty('unread')
    expect(matched).not.toHaveProperty('unnamed')
  })

  it('is on another tier from the day on that a threshold is in force', () => {
    expect(match(model('large'), { now: (LATER - 1) as UnixSeconds }).tier).toBe('standard')
    expect(match(model('large'), { now: LATER }).tier).toBe('controlled')
  })

  it('is no milder than its resource', () => {
    const resources = RESOURCES.map((resource): Resource => ({ ...resource, tier: 'standard' }))
    expect(match(model('tiny'), { resources }).tier).toBe('standard')
    expect(match(model('mini'), { resources }).tier).toBe('standard')
    expect(match(model('large'), { resources, now: LATER }).tier).toBe('controlled')
  })

  it('is on the strictest tier that several resources give it, in any order', () => {
    const strict: Resource = {
      id: 'strict',
      tier: 'controlled',
      body: { pointer: '/model', values: ['mini'] },
    }
    for (const resources of [
      [strict, ...RESOURCES],
      [...RESOURCES, strict],
    ]) {
      const matched = match(model('mini'), { resources })
      expect(matched).toMatchObject({ tier: 'controlled', id: 'strict', value: 'mini' })
      expect([...matched.anyReading].sort()).toEqual(['free', 'strict'])
    }
  })

  it('is no milder than a resource of the same request that looks at the head alone', () => {
    const resources: Resource[] = [...RESOURCES, { id: 'all', tier: 'standard', path: '/*' }]
    expect(match(model('mini'), { resources })).toMatchObject({ tier: 'standard', id: 'all', value: 'mini' })
  })

  it('of a nested member', () => {
    const nested: Resource[] = [
      { id: 'n', tier: 'open', body: { pointer: '/a~1b/0/model', values: ['mini'] } },
    ]
    expect(match(read({ 'a/b': [{ model: 'mini' }] }), { resources: nested })).toMatchObject({ tier: 'open' })
    expect(match(read({ 'a/b': { 0: { model: 'mini' } } }), { resources: nested }).tier).toBe('open')
    expect(match(read({ 'a/b': [] }), { resources: nested }).tier).toBe('controlled')
  })

  it('brings what its resource demands', () => {
    const resources: Resource[] = [
      {
        id: 's',
        tier: 'open',
        session: 'required',
        replay: 'strict',
        body: { pointer: '/m', values: ['x'] },
      },
      { id: 'k', tier: 'standard', keys: 'checked', body: { pointer: '/m', values: ['y'] } },
    ]
    expect(match(read({ m: 'x' }), { resources })).toMatchObject({
      sessionRequired: true,
      singleUse: true,
      keysChecked: false,
    })
    expect(match(read({ m: 'y' }), { resources })).toMatchObject({
      sessionRequired: false,
      singleUse: false,
      keysChecked: true,
    })
  })
})

describe('a value that nobody names is controlled', () => {
  it.each<[string, BodyReading]>([
    ['another one', model('unheard-of')],
    ['one whose entry is over', model('gone')],
    ['a name in another case', model('Mini')],
    ['a name with a blank', model('mini ')],
    ['no such member', read({})],
    ['an empty body', read(undefined)],
    ['a number', model(1)],
    ['null', model(null)],
    ['a list', model(['mini'])],
    ['a table', model({ mini: true })],
    ['a document that is a text', read('mini')],
    ['a document that is null', read(null)],
    ['a member in two cases', read({ model: 'mini', Model: 'large' })],
    ['a member in another case', read({ MODEL: 'mini' })],
  ])('%s', (_, body) => {
    const matched = match(body)
    expect(matched).toMatchObject({ tier: 'controlled', id: 'default' })
    expect(matched.anyReading.size).toBe(0)
    expect(matched).not.toHaveProperty('value')
    expect(matched).not.toHaveProperty('unread')
  })

  it('beside a resource that looks at the head alone, whose name stays where it is as strict', () => {
    const open: Resource = { id: 'all', tier: 'standard', path: '/*' }
    const matched = match(model('x'), { resources: [...RESOURCES, open] })
    expect(matched).toMatchObject({ tier: 'controlled', id: 'default' })
    expect([...matched.everyReading]).toEqual(['all'])
    const strict: Resource = { ...open, tier: 'controlled' }
    expect(match(model('x'), { resources: [...RESOURCES, strict] }).id).toBe('all')
  })

  it('also where another member is named, that somebody put beside it', () => {
    const priority: Resource = { id: 'p', tier: 'open', body: { pointer: '/service', values: ['fast'] } }
    const resources = [...RESOURCES, priority]
    expect(match(read({ model: 'mini', service: 'fast' }), { resources }).tier).toBe('open')
    const beside = match(read({ model: 'x', service: 'fast' }), { resources })
    expect(beside).toMatchObject({ tier: 'controlled', unnamed: 'x' })
    expect(beside).not.toHaveProperty('value')
    // Of two that are named neither is the one that an origin is told.
    expect(match(read({ model: 'mini', service: 'fast' }), { resources })).not.toHaveProperty('value')
    expect(match(read({ model: 'mini' }), { resources }).tier).toBe('controlled')
  })

  it('demands what the resources demand that looked for it', () => {
    const resources: Resource[] = [
      {
        id: 's',
        tier: 'open',
        session: 'required',
        replay: 'strict',
        body: { pointer: '/m', values: ['x'] },
      },
    ]
    expect(match(read({ m: 'z' }), { resources })).toMatchObject({ sessionRequired: true, singleUse: true })
  })

  it('is told by name only where it has the form of one', () => {
    expect(match(model('acme/large-2:beta')).unnamed).toBe('acme/large-2:beta')
    for (const other of ['', 'two words', 'a\nb', 'x'.repeat(101), 'модель', '{}'])
      expect(match(model(other))).not.toHaveProperty('unnamed')
  })

  it('is nobody where the catalogue is not there', () => {
    expect(match(model('tiny'), { policy: { catalogues: [] } }).tier).toBe('controlled')
  })
})

describe('a request without a body', () => {
  it.each(['GET', 'HEAD'])('is no resource that looks into one: %s', (method) => {
    const anyMethod = RESOURCES.map(({ method: _, ...resource }): Resource => resource)
    const none: BodyReading = { state: 'none' }
    const asking = { resources: anyMethod, sent: { ...POST, method } }
    expect(match(none, asking)).toMatchObject({ tier: 'controlled', id: 'default' })
    const listed: Resource = { id: 'list', tier: 'open', path: '/v1/*' }
    expect(match(none, { ...asking, resources: [...anyMethod, listed] })).toMatchObject({
      tier: 'open',
      id: 'list',
    })
  })
})

describe('a body that nobody could read', () => {
  const bodyUnknown = (
    open: 'ceiling' | 'refuse',
    standard: 'ceiling' | 'refuse',
    controlled: 'ceiling' | 'refuse',
  ) => ({
    policy: { bodyUnknown: { open, standard, controlled } },
  })

  it.each(BODY_UNREAD)('says why: %s', (why) => {
    expect(match(unread(why)).unread).toBe(why)
  })

  it.each<[string, Asking, Tier]>([
    ['controlled, as shipped: only who may use all of it sends it', {}, 'controlled'],
    ['the mildest where nothing is refused', bodyUnknown('ceiling', 'ceiling', 'ceiling'), 'open'],
    ['the strictest that is refused', bodyUnknown('refuse', 'refuse', 'ceiling'), 'standard'],
    [
      'the strictest that is refused, whatever is milder',
      bodyUnknown('ceiling', 'ceiling', 'refuse'),
      'controlled',
    ],
    ['open where that alone is refused', bodyUnknown('refuse', 'ceiling', 'ceiling'), 'open'],
  ])('is decided on %s', (_, asking, tier) => {
    expect(match(unread(), asking)).toMatchObject({ tier, id: 'default' })
  })

  it('is not decided on a tier that it cannot ask for', () => {
    const values: Resource[] = [{ id: 'v', tier: 'open', body: { pointer: '/m', values: ['x'] } }]
    const asking = { ...bodyUnknown('ceiling', 'refuse', 'ceiling'), resources: values }
    expect(match(unread(), asking).tier).toBe('open')
    // With the catalogue it can.
    expect(match(unread(), bodyUnknown('ceiling', 'refuse', 'ceiling')).tier).toBe('standard')
  })

  it('may ask for what the catalogue has at the time', () => {
    const onlyLarge: Asking = {
      resources: RESOURCES.slice(1),
      policy: {
        catalogues: [{ ...MODELS, entries: [{ values: ['large'], training_operations: 2e26 }] }],
        bodyUnknown: { open: 'ceiling', standard: 'ceiling', controlled: 'ceiling' },
      },
    }
    expect(match(unread(), onlyLarge).tier).toBe('standard')
    expect(match(unread(), { ...onlyLarge, now: LATER }).tier).toBe('controlled')
  })

  it('is decided on what matches without it, where that is a ceiling', () => {
    const resources: Resource[] = [...RESOURCES, { id: 'all', tier: 'standard', path: '/*' }]
    const matched = match(unread(), { ...bodyUnknown('ceiling', 'ceiling', 'ceiling'), resources })
    expect(matched).toMatchObject({ tier: 'standard', id: 'all' })
  })

  it('is what every resource that looked for it names, to rules that refuse; to those that admit it is none', () => {
    const matched = match(unread())
    expect([...matched.anyReading].sort()).toEqual(['api', 'free'])
    expect(matched.everyReading.size).toBe(0)
  })

  it('demands what its resources demand', () => {
    const resources = RESOURCES.map((one): Resource => ({ ...one, session: 'required', replay: 'strict' }))
    expect(match(unread(), { resources })).toMatchObject({ sessionRequired: true, singleUse: true })
  })

  it("is nobody's business where no resource looks for it", () => {
    expect(match(unread(), { sent: { ...POST, path: '/v2' } })).not.toHaveProperty('unread')
  })
})

describe('readings of the path', () => {
  it('a body is looked into under each, and the strictest counts', () => {
    const resources: Resource[] = [
      { id: 'lower', tier: 'open', path: '/chat', body: { pointer: '/model', values: ['mini'] } },
      { id: 'upper', tier: 'controlled', path: '/CHAT', body: { pointer: '/model', values: ['mini'] } },
    ]
    const matched = match(model('mini'), { resources, sent: { method: 'POST', path: '/chat' } })
    expect(matched).toMatchObject({ tier: 'controlled', id: 'upper', value: 'mini' })
    expect([...matched.anyReading].sort()).toEqual(['lower', 'upper'])
    expect([...matched.everyReading]).toEqual(['lower'])
  })
})
