import { describe, expect, it } from 'vitest'
import { observed } from '../../../src/observations/types.ts'
import { movedTo, tablesSignal } from '../../support/network-tables.ts'
import { describeSignal } from '../../support/signal.ts'

describeSignal('place.state', [
  ['known', {}, observed('known', 'derived')],
  ['without a region', { cf: { regionCode: undefined } }, observed('country_only', 'derived')],
  ['by Tor', { cf: { country: 'T1' } }, observed('tor', 'derived')],
  ['without data', { cf: { country: 'XX' } }, observed('no_data', 'derived')],
  ['missing', { cf: null }, observed('missing', 'derived')],
  ['malformed', { cf: { country: 1 } }, observed('malformed', 'derived')],
])

describe('place.state of a moved place', () => {
  it.each([
    ['with its region', 'GB-ENG', { country: 'T1' }, 'known'],
    ['without a region, though the edge knew one', 'GB', {}, 'country_only'],
  ] as const)('%s', (_, place, cf, value) => {
    expect(tablesSignal('place.state', movedTo(place), { cf })).toEqual(observed(value, 'derived'))
  })
})
