import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { answer, listed, tablesSignal } from '../../support/network-tables.ts'

describe('network.signs', () => {
  it('names every source that spoke, whether or not it decided', () => {
    const signs = tablesSignal('network.signs', {
      operator: '203.0.113.0/24',
      override: { value: 'business', entry: 'AS64500' },
      prefixes: [listed('hosting', { feed: 'aws' }), listed('vpn', { feed: 'exits', confidence: 'low' })],
      asn: { ...answer('hosting', true), confidence: 'medium' },
      organization: { ...answer('hosting'), confidence: 'low', reason: 'data-centre' },
    })
    expect(signs).toEqual(
      observed(
        'allowed:203.0.113.0/24=operator_allowed/high override:AS64500=business/high feed:aws=hosting/high ' +
          'feed:exits=vpn/low asn=hosting/medium/mixed name:data-centre=hosting/low',
        'derived',
      ),
    )
  })

  it.each([
    ['nobody spoke', {}],
    ['the lists could not be read', { prefixes: undefined }],
  ])('is absent where %s', (_, tables) => {
    expect(tablesSignal('network.signs', tables)).toEqual(absent('not_applicable'))
  })
})
