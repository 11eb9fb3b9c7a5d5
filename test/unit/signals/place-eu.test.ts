import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { movedTo, tablesSignal } from '../../support/network-tables.ts'
import { describeSignal } from '../../support/signal.ts'

describeSignal('place.eu', [
  ["the edge's yes", { cf: { country: 'DE', isEUCountry: '1' } }, observed(true, 'edge')],
  ["the edge's no", { cf: { isEUCountry: false } }, observed(false, 'edge')],
  ['by our list, inside', { cf: { country: 'DE' } }, observed(true, 'derived')],
  ['by our list, outside', {}, observed(false, 'derived')],
  ["the edge's no without a country", { cf: { country: 'XX', isEUCountry: '0' } }, absent('no_data')],
])

describe('place.eu of a moved place', () => {
  it.each([
    ['of a member state', 'DE', { isEUCountry: false }, true],
    ['of none', 'GB', { country: 'DE', isEUCountry: '1' }, false],
  ] as const)('%s', (_, place, cf, value) => {
    expect(tablesSignal('place.eu', movedTo(place), { cf })).toEqual(observed(value, 'derived'))
  })
})
