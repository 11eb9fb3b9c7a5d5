import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { assuranceOf } from '../../../src/policy/assurance.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { type Described, type DescribedRequest, situationOf } from '../../../src/policy/situation.ts'
import type { Policy } from '../../../src/policy/types.ts'
import type { SignalName } from '../../../src/signals/registry.ts'
import { AT, POLICY, placeNamed } from '../../support/evidence.ts'

const REQUEST: DescribedRequest = { method: 'GET', path: '/', headers: {} }

function situation(
  given: Described['given'],
  request: Partial<DescribedRequest> = {},
  policy: Partial<Policy> = {},
) {
  const compiled = compilePolicy({ ...POLICY, ...policy }, 'r')
  const made = situationOf({ given, request: { ...REQUEST, ...request } }, compiled, AT)
  if (!made.ok) throw new Error(made.error)
  return made.value
}

/** What a signal says; where it is not observed, its state. */
function says(given: Described['given'], name: SignalName): unknown {
  const signal = situation(given).evidence[name]
  return signal.state === 'observed' ? signal.value : signal.state
}

describe('situationOf()', () => {
  it('is a home connection in California where nothing else is given', () => {
    const { evidence } = situation({})
    expect(evidence.place).toEqual(observed(placeNamed('US-CA'), 'edge'))
    expect(says({}, 'network.class')).toBe('residential')
    expect(says({}, 'network.confidence')).toBe('high')
    expect(says({}, 'network.sources_agree')).toBe(true)
    expect(says({}, 'client.address_family')).toBe('ipv4')
    expect(says({}, 'identity.kind')).toBe('none')
    expect(says({}, 'session.status')).toBe('none')
    expect(assuranceOf(evidence)).toBe('substantial')
  })

  it('lays what is given over it, and leaves the rest', () => {
    expect(says({ 'network.class': 'vpn' }, 'network.class')).toBe('vpn')
    expect(says({ 'network.class': 'vpn' }, 'network.confidence')).toBe('high')
    expect(says({ 'network.class': 'absent' }, 'network.class')).toBe('absent')
    expect(says({ 'network.class': 'unavailable' }, 'network.class')).toBe('unavailable')
    expect(says({ 'session.status': 'valid' }, 'session.status')).toBe('valid')
  })

  it.each([
    ['UA-43', 'known', 'EU', false],
    ['FR', 'country_only', 'EU', true],
    ['absent', 'missing', 'absent', 'absent'],
    ['unavailable', 'missing', 'unavailable', 'unavailable'],
  ])('place = %s: what follows from it follows here', (place, state, continent, eu) => {
    expect(says({ place }, 'place.state')).toBe(state)
    expect(says({ place }, 'place.continent')).toBe(continent)
    expect(says({ place }, 'place.eu')).toBe(eu)
    expect(says({ place }, 'place.city')).toBe('absent')
    expect(says({ place }, 'place.coordinates')).toBe('absent')
  })

  it('keeps the names of the home where the place is the home', () => {
    expect(says({ place: 'US-CA' }, 'place.city')).toBe('Fairfield')
    expect(says({ place: 'UA', 'place.city': 'Севастополь' }, 'place.city')).toBe('Севастополь')
  })

  it.each([
    ['tor', absent('tor')],
    ['no_data', absent('no_data')],
    ['malformed', absent('malformed')],
    ['missing', absent('missing')],
    ['country_only', observed(placeNamed('US'), 'edge')],
  ])('place.state = %s, and no place given: the place follows', (state, place) => {
    const { evidence } = situation({ 'place.state': state })
    expect(evidence.place).toEqual(place)
    expect(evidence['place.state']).toMatchObject({ state: 'observed', value: state })
  })

  it('knows the family and the use of an address that is given', () => {
    expect(says({ 'client.address': '2001:db8::1' }, 'client.address_family')).toBe('ipv6')
    expect(says({ 'client.address': '10.1.2.3' }, 'client.special_use')).not.toBe('global')
    expect(says({ 'client.address': 'absent' }, 'client.address_family')).toBe('absent')
  })

  it('knows an account where anything of it is given', () => {
    expect(says({ 'account.id': 'a' }, 'identity.kind')).toBe('account')
    expect(says({ 'account.created': '2020-01-01' }, 'identity.kind')).toBe('account')
    expect(says({ 'account.id': 'absent' }, 'identity.kind')).toBe('none')
  })

  const resources: Policy['resources'] = [
    { id: 'open', tier: 'open', path: '/pub/*' },
    { id: 'host', tier: 'standard', host: 'api.test', path: '/x' },
    { id: 'beta', tier: 'standard', path: '/y', header: { name: 'X-Beta', value: 'on' } },
    {
      id: 'model',
      tier: 'standard',
      path: '/chat',
      method: 'POST',
      body: { pointer: '/model', values: ['m'] },
    },
  ]
  const resource = (request: Partial<DescribedRequest>) => situation({}, request, { resources }).resource

  it('matches the resource that is asked for', () => {
    expect(resource({ path: '/pub/a?b=c' })).toMatchObject({ tier: 'open', id: 'open' })
    expect(resource({ path: '/x' })).toMatchObject({ tier: 'controlled', id: 'default' })
    expect(resource({ path: '/x', host: 'api.test' })).toMatchObject({ tier: 'standard', id: 'host' })
    expect(resource({ path: '/y', headers: { 'x-BETA': 'on' } })).toMatchObject({ id: 'beta' })
  })

  it('reads the body as the gate would', () => {
    const chat = { method: 'POST', path: '/chat' }
    expect(resource({ ...chat, body: { model: 'm' } })).toMatchObject({ tier: 'standard', value: 'm' })
    expect(resource({ ...chat, body: { model: 'n' } })).toMatchObject({ tier: 'controlled', unnamed: 'n' })
    expect(resource(chat)).toMatchObject({ tier: 'controlled' })
    expect(resource({ ...chat, body: [{ model: 'm' }] })).toMatchObject({ unread: 'batch' })
    expect(resource({ ...chat, headers: { 'Content-Encoding': 'gzip' }, body: {} })).toMatchObject({
      unread: 'encoded',
    })
    expect(resource({ ...chat, headers: { Upgrade: 'websocket' } })).toMatchObject({ unread: 'websocket' })
    expect(resource({ ...chat, method: 'GET', body: { model: 'm' } })).toMatchObject({ id: 'default' })
  })

  it.each([
    ['request.path', { path: '/a//b' }],
    ['request.path', { path: '/a/../b' }],
    ['request.host', { host: 'a..b' }],
  ] as const)('%s: a request that no policy is asked about', (fault, request) => {
    const made = situationOf(
      { given: {}, request: { ...REQUEST, ...request } },
      compilePolicy(POLICY, 'r'),
      AT,
    )
    expect(made).toEqual({ ok: false, error: fault })
  })
})
