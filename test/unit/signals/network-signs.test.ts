import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { placeNamed } from '../../support/evidence.ts'
import { answer, listed, movedTo, tablesSignal } from '../../support/network-tables.ts'

describe('network.signs', () => {
  it('names every source that spoke, whether or not it decided', () => {
    const signs = tablesSignal('network.signs', {
      operator: '203.0.113.0/24',
      override: 'business',
      prefixes: [listed('hosting', { feed: 'aws' }), listed('vpn', { feed: 'exits', confidence: 'low' })],
      asn: { ...answer('hosting', true), confidence: 'medium' },
      organization: { ...answer('hosting'), confidence: 'low', reason: 'data-centre' },
    })
    expect(signs).toEqual(
      observed(
        'allowed=operator_allowed/high override=business/high feed:aws=hosting/high ' +
          'feed:exits=vpn/low asn=hosting/medium/mixed name:data-centre=hosting/low',
        'derived',
      ),
    )
  })

  it.each([
    [
      'a list',
      { moved: { place: placeNamed('GB-ENG'), source: 'feed', by: 'starlink' } },
      'place:starlink=GB-ENG',
    ],
    ['the operator', movedTo('GB', 'operator'), 'place:override=GB'],
  ] as const)('ends with the place, where %s has moved it', (_, moved, last) => {
    expect(tablesSignal('network.signs', { ...moved, asn: answer('satellite') })).toEqual(
      observed(`asn=satellite/high ${last}`, 'derived'),
    )
  })

  it('quotes no entry of the operator: it may be one client alone', () => {
    const signs = tablesSignal('network.signs', { operator: '73.162.10.1/32' })
    expect(signs).toEqual(observed('allowed=operator_allowed/high', 'derived'))
  })

  it.each([
    ['nobody spoke', {}],
    ['the lists could not be read', { prefixes: undefined }],
  ])('is absent where %s', (_, tables) => {
    expect(tablesSignal('network.signs', tables)).toEqual(absent('not_applicable'))
  })
})
