import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { defaultReason, indeterminateReason } from '../../../src/policy/default-reason.ts'
import type { Condition } from '../../../src/policy/types.ts'
import { type Evidence, SIGNAL_NAMES } from '../../../src/signals/registry.ts'

const IN: Condition = { signal: 'place', in: ['CU'] }
const CLASS: Condition = { signal: 'network.class', in: ['vpn', 'proxy'] }
const TLS: Condition = { signal: 'tls.version', is: 'TLSv1' }

describe('defaultReason()', () => {
  it.each<readonly [string, Condition, Readonly<Record<string, unknown>>, string]>([
    ['a place', IN, {}, 'place.restricted'],
    ['outside a place', { not: [IN] }, {}, 'place.not_allowed'],
    ['a continent', { signal: 'place.continent', is: 'EU' }, {}, 'place.restricted'],
    ['the state of the place', { signal: 'place.state', is: 'tor' }, {}, 'place.unknown'],
    ['a network class, by its value', CLASS, { 'network.class': 'proxy' }, 'network.proxy'],
    ['a network class without a value', CLASS, {}, 'policy.denied'],
    ['a class without a story of its own', CLASS, { 'network.class': 'business' }, 'policy.denied'],
    ['a signal without a story of its own', TLS, { 'tls.version': 'TLSv1' }, 'policy.denied'],
    [
      'the session',
      { signal: 'session.status', is: 'expired' },
      { 'session.status': 'expired' },
      'session.expired',
    ],
    [
      'no session',
      { signal: 'session.status', is: 'none' },
      { 'session.status': 'none' },
      'session.required',
    ],
    ['the first of several', { all: [CLASS, IN] }, { 'network.class': 'vpn' }, 'network.vpn'],
    ['the first, however deep', { any: [{ all: [TLS] }, IN] }, {}, 'policy.denied'],
  ])('%s', (_, condition, values, reason) => {
    const seen = Object.fromEntries(
      SIGNAL_NAMES.map((name) => [name, name in values ? observed(values[name], 'edge') : absent('missing')]),
    )
    expect(defaultReason(condition)(seen as unknown as Evidence)).toBe(reason)
  })
})

describe('indeterminateReason()', () => {
  it.each<readonly [string, Condition, string]>([
    ['a place', IN, 'place.unknown'],
    ['something of the place', { signal: 'place.time_zone', is: 'x' }, 'place.unknown'],
    ['a network', CLASS, 'network.unknown'],
    ['neither', { signal: 'edge.colo', is: 'SJC' }, 'network.unknown'],
    ['a place among others', { not: [{ any: [CLASS, IN] }] }, 'place.unknown'],
  ])('%s', (_, condition, reason) => {
    expect(indeterminateReason(condition)).toBe(reason)
  })
})
