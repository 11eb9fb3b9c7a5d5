import { describe, expect, it } from 'vitest'
import { compileResources } from '../../../src/policy/resource.ts'
import { type Resource, TIERS } from '../../../src/policy/types.ts'
import { AT, POLICY, type Sent, snapshotOf } from '../../support/evidence.ts'

const resource = (changes: Partial<Resource>): Resource => ({ id: 'r', tier: 'open', ...changes })
const match = (resources: readonly Resource[], sent: Sent) =>
  compileResources({ ...POLICY, resources }).match(snapshotOf(sent), { state: 'none' }, AT)
const ALL: Resource = { id: 'all', tier: 'open', path: '/*' }

describe('a path pattern', () => {
  it.each([
    ['/v1/*', '/v1', true],
    ['/v1/*', '/v1/', true],
    ['/v1/*', '/v1/a', true],
    ['/v1/*', '/v1/a/b', true],
    ['/v1/*', '/v10', false],
    ['/v1/*', '/v', false],
    ['/v1/*', '/', false],
    ['/v1/*', '/x/v1/a', false],
    ['/*', '/', true],
    ['/*', '/a/b', true],
    ['/', '/', true],
    ['/', '/a', false],
    ['/a', '/a', true],
    ['/a', '/a/b', false],
    ['/a', '/ab', false],
    ['/a/*/c', '/a/b/c', true],
    ['/a/*/c', '/a/c', false],
    ['/a/*/c', '/a/b/b/c', false],
    ['/a/*/c', '/a/b/c/d', false],
    ['/a/*/c/*', '/a/b/c/d/e', true],
    ['/a/*/c/*', '/a/b/c', true],
    ['/*/keys', '/v1/keys', true],
    ['/übung/*', '/%C3%BCbung/1', true],
    ['/u\u0308bung/*', '/%C3%BCbung/1', true],
    ['/a@b', '/a%40b', true],
    ['/.well-known/*', '/.well-known/jwks.json', true],
  ])('%s, %s: %s', (path, sent, matches) => {
    expect(match([resource({ path })], { path: sent }).anyReading.has('r')).toBe(matches)
  })
})

describe('what else a resource may ask for', () => {
  it.each<readonly [string, Partial<Resource>, Sent, boolean]>([
    ['nothing: everything is it', {}, {}, true],
    ['the host', { host: 'gate.test' }, {}, true],
    ['the host in another case', { host: 'GATE.test' }, {}, true],
    ['another host', { host: 'other.test' }, {}, false],
    ['part of the host', { host: 'test' }, {}, false],
    ['a method', { method: 'POST' }, { method: 'POST' }, true],
    ['another method', { method: 'POST' }, {}, false],
    ['one of several methods', { method: ['GET', 'HEAD'] }, { method: 'HEAD' }, true],
    ['none of several methods', { method: ['GET', 'HEAD'] }, { method: 'POST' }, false],
    ['a header, whatever it says', { header: { name: 'X-Beta' } }, { headers: { 'x-beta': '' } }, true],
    ['a header that is not there', { header: { name: 'X-Beta' } }, {}, false],
    ['a value', { header: { name: 'X-M', value: 'big' } }, { headers: { 'x-m': 'big' } }, true],
    [
      'one of several lines',
      { header: { name: 'X-M', value: 'big' } },
      { headers: { 'x-m': 'small, big' } },
      true,
    ],
    ['another value', { header: { name: 'X-M', value: 'big' } }, { headers: { 'x-m': 'bigger' } }, false],
    ['the path and the method', { path: '/v1/*', method: 'POST' }, {}, false],
  ])('%s', (_, changes, sent, matches) => {
    expect(match([resource(changes)], sent).anyReading.has('r')).toBe(matches)
  })
})

describe('the tier', () => {
  it('is controlled where nothing matches', () => {
    expect(match([], {})).toEqual({
      tier: 'controlled',
      id: 'default',
      anyReading: new Set(),
      everyReading: new Set(),
      sessionRequired: false,
      singleUse: false,
      keysChecked: true,
    })
  })

  it.each(
    TIERS.flatMap((a, first) => TIERS.map((b, second) => [a, b, TIERS[Math.max(first, second)]] as const)),
  )('of a resource that is %s and of one that is %s is %s', (a, b, expected) => {
    const resources = [resource({ id: 'a', tier: a }), resource({ id: 'b', tier: b })]
    expect(match(resources, {}).tier).toBe(expected)
  })

  it('grows stricter from open to controlled', () => {
    expect(TIERS).toEqual(['open', 'standard', 'controlled'])
  })

  it.each([
    ['as listed', [ALL, resource({ id: 'v1', tier: 'standard', path: '/v1/*' })]],
    ['the other way round', [resource({ id: 'v1', tier: 'standard', path: '/v1/*' }), ALL]],
  ] as const)('is the strictest of those that match, %s', (_, resources) => {
    expect(match(resources, {})).toMatchObject({
      tier: 'standard',
      id: 'v1',
      anyReading: new Set(['v1', 'all']),
      everyReading: new Set(['v1', 'all']),
    })
  })

  const secret = resource({ id: 'secret', tier: 'controlled', path: '/secret/*' })
  it.each([
    ['/secret/x', []],
    ['/SECRET/x', []],
    ['/%73ecret/x', []],
    ['/%53ECRET/x', []],
    ['/secret/', []],
    ['/secret', []],
    ['//secret/x', ['//']],
    ['/secret%2fx', ['%2f']],
    ['/%2fsecret/x', ['%2f']],
    ['/secret;v=1/x', [';']],
    ['/;v=1/secret/x', [';']],
    ['/secret%3bv/x', ['%3b']],
    ['/secret%3fx', ['%3f']],
    ['/secret%23x', ['%23']],
    ['/secret\\x', ['\\']],
    ['/secret%5cx', ['%5c']],
    ['/%2573ecret/x', ['%25']],
    ['/%2573ecret', ['%25']],
    ['/secret%25252fx', ['%25']],
    ['/secret%252fx', ['%25']],
    ['/secret;%3fx', [';', '%3f']],
    ['/%E2%80%8Bsecret/x', []],
  ] as const)('of %s is that of /secret/x', (path, admit) => {
    expect(match([ALL, secret], { path, admit }).tier).toBe('controlled')
  })

  it.each([
    ['ı', '/k%C4%B1ng', '/king'],
    ['İ', '/k%C4%B0ng', '/king'],
    ['ß', '/stra%C3%9Fe', '/strasse'],
    ['Ü', '/%C3%9Cbung', '/übung'],
    ['u + umlaut', '/u%CC%88bung', '/übung'],
  ])('meets what a back end that ignores case may take %s for', (_, path, pattern) => {
    expect(match([ALL, resource({ id: 'it', tier: 'controlled', path: pattern })], { path }).tier).toBe(
      'controlled',
    )
  })

  it('of a path that may be two resources is the strictest, and only the sure one is sure', () => {
    const resources = [ALL, resource({ id: 'files', path: '/files/*', tier: 'standard' }), secret]
    expect(match(resources, { path: '/files;/secret', admit: [';'] })).toMatchObject({ tier: 'standard' })
    expect(match(resources, { path: '/secret%2f', admit: ['%2f'] })).toMatchObject({
      tier: 'controlled',
      id: 'secret',
      anyReading: new Set(['all', 'secret']),
      everyReading: new Set(['all']),
    })
  })

  it('sees a pattern inside a segment whose separator some back end keeps', () => {
    const resources = [
      resource({ id: 'files', path: '/files/*' }),
      resource({ id: 'meta', tier: 'controlled', path: '/files/*/meta' }),
    ]
    expect(match(resources, { path: '/files/a%2fb/met%61', admit: ['%2f'] }).tier).toBe('controlled')
  })

  it('of a resource that only matches in another case is no milder than nothing at all', () => {
    expect(match([resource({ path: '/Pub/*' })], { path: '/pub/x' }).tier).toBe('controlled')
    expect(match([resource({ path: '/Pub/*' })], { path: '/Pub/x' }).tier).toBe('open')
  })
})

describe('session = "required"', () => {
  it('holds when any matching resource asks for it, be it milder', () => {
    const resources = [ALL, resource({ id: 'me', path: '/me/*', session: 'required' })]
    expect(match(resources, { path: '/me' }).sessionRequired).toBe(true)
    expect(match(resources.toReversed(), { path: '/me' }).sessionRequired).toBe(true)
    expect(match(resources, { path: '/you' }).sessionRequired).toBe(false)
  })
})

describe('replay = "strict"', () => {
  const pay = resource({ id: 'pay', path: '/pay/*', session: 'required', replay: 'strict' })

  it('holds when any matching resource asks for it, be it milder, and nowhere else', () => {
    const resources = [resource({ id: 'all', tier: 'controlled', path: '/*' }), pay]
    expect(match(resources, { path: '/pay/1' })).toMatchObject({ singleUse: true, sessionRequired: true })
    expect(match(resources.toReversed(), { path: '/pay/1' }).singleUse).toBe(true)
    expect(match(resources, { path: '/other' }).singleUse).toBe(false)
    expect(
      match([{ id: 'pay', tier: 'open', path: '/pay/*', session: 'required' }], { path: '/pay/1' }).singleUse,
    ).toBe(false)
  })

  it('holds under any reading of the path, so that no spelling goes round it', () => {
    expect(match([ALL, pay], { path: '/pay%2f1', admit: ['%2f'] }).singleUse).toBe(true)
    expect(match([ALL, pay], { path: '/PAY/1' }).singleUse).toBe(true)
  })
})

describe('whether keys are checked', () => {
  const open = resource({ id: 'open', path: '/open/*' })
  const standard = resource({ id: 'standard', tier: 'standard', path: '/standard/*' })
  const api = resource({ id: 'api', tier: 'standard', path: '/api/*', keys: 'checked' })
  const free = resource({ id: 'free', path: '/free/*', keys: 'checked' })

  it.each([
    ['/open/x', false],
    ['/standard/x', true],
    ['/other', true],
  ])('goes by the tier where no resource says so: %s, %s', (path, expected) => {
    expect(match([open, standard], { path }).keysChecked).toBe(expected)
  })

  it.each([
    ['/api/x', true],
    ['/free/x', true],
    ['/open/x', false],
    ['/standard/x', false],
    ['/other', false],
  ])('goes by what resources say where one of them does: %s, %s', (path, expected) => {
    expect(match([open, standard, api, free], { path }).keysChecked).toBe(expected)
  })

  it('goes by any resource that matches, be another one stricter', () => {
    const resources = [api, resource({ id: 'admin', tier: 'controlled', path: '/api/admin' })]
    expect(match(resources, { path: '/api/admin' })).toMatchObject({ tier: 'controlled', keysChecked: true })
  })

  it('holds only where every reading of the path is such a resource', () => {
    expect(match([ALL, api], { path: '/api%2fx', admit: ['%2f'] })).toMatchObject({
      anyReading: new Set(['all', 'api']),
      everyReading: new Set(['all']),
      keysChecked: false,
    })
    expect(match([ALL, api], { path: '/API/x' }).keysChecked).toBe(false)
    expect(match([ALL, api], { path: '/api/x', method: 'POST' }).keysChecked).toBe(true)
  })

  it('heeds the rest of what the resource asks for', () => {
    const posts = { ...api, method: 'POST' }
    expect(match([ALL, posts], { path: '/api/x', method: 'POST' }).keysChecked).toBe(true)
    expect(match([ALL, posts], { path: '/api/x' }).keysChecked).toBe(false)
  })
})
