import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { SPECIAL_USES } from '../../../src/net/special-use.ts'
import { type AssuranceLevel, observed } from '../../../src/observations/types.ts'
import { assuranceOf } from '../../../src/policy/assurance.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { ABSENT, at, evidenceWith, NOWHERE, placeNamed, UNAVAILABLE } from '../../support/evidence.ts'

const ACCESS: readonly string[] = ['residential', 'mobile', 'satellite', 'business', 'education']

describe('assuranceOf()', () => {
  it.each(NETWORK_CLASSES)('a place through %s', (networkClass) => {
    const evidence = evidenceWith({ 'network.class': observed(networkClass, 'table') })
    expect(assuranceOf(evidence)).toBe(ACCESS.includes(networkClass) ? 'substantial' : 'low')
  })

  it.each<readonly [string, Partial<Evidence>, AssuranceLevel]>([
    ['no place', NOWHERE, 'none'],
    ['a place that could not be looked up', { place: UNAVAILABLE }, 'none'],
    ['only the country', at('UA'), 'substantial'],
    ["a place by a publisher's word", { place: observed(placeNamed('GB'), 'feed') }, 'low'],
    ["a place by the operator's word", { place: observed(placeNamed('GB'), 'operator') }, 'substantial'],
    ['a network known surely', { 'network.confidence': observed('high', 'table') }, 'substantial'],
    [
      'a network known by its main business',
      { 'network.confidence': observed('medium', 'feed') },
      'substantial',
    ],
    ['a network known by its name alone', { 'network.confidence': observed('low', 'rule') }, 'low'],
    ['a network of which nobody says how sure', { 'network.confidence': ABSENT }, 'low'],
    ['no network class', { 'network.class': ABSENT }, 'low'],
    ['a class that could not be looked up', { 'network.class': UNAVAILABLE }, 'low'],
    ['no address', { 'client.special_use': ABSENT }, 'low'],
    ['sources that agree', { 'network.sources_agree': observed(true, 'derived') }, 'substantial'],
    ['sources that contradict each other', { 'network.sources_agree': observed(false, 'derived') }, 'low'],
    ['a proof that a session carries', { 'session.assurance': observed('high', 'token') }, 'high'],
    [
      'a proof, through a network that proves nothing',
      { 'session.assurance': observed('high', 'token'), 'network.class': observed('vpn', 'table') },
      'high',
    ],
    ['a proof, but no place', { ...NOWHERE, 'session.assurance': observed('high', 'token') }, 'none'],
    ['a session without a proof', { 'session.assurance': ABSENT }, 'substantial'],
    ['one source only', { 'network.sources_agree': ABSENT }, 'substantial'],
  ])('%s', (_, changes, level) => {
    expect(assuranceOf(evidenceWith(changes))).toBe(level)
  })

  it.each(SPECIAL_USES)('an address that is %s', (use) => {
    const evidence = evidenceWith({ 'client.special_use': observed(use, 'table') })
    expect(assuranceOf(evidence)).toBe(use === 'global' ? 'substantial' : 'low')
  })
})
