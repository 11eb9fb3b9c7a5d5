import { describe, expect, it } from 'vitest'
import { observed } from '../../../src/observations/types.ts'
import { movedTo, tablesSignal } from '../../support/network-tables.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('place.continent', [
  ['given', {}, observed('NA', 'edge')],
  ['malformed', { cf: { continent: 'XX' } }, malformed],
  ['missing', { cf: null }, missing],
])

describe('place.continent of a moved place', () => {
  it.each([
    ['of a country of Europe', 'GB', {}, 'EU'],
    ['of one of Asia, whatever the edge says', 'KP', { continent: 'EU' }, 'AS'],
    ['where the edge gave none', 'BR', { continent: undefined }, 'SA'],
  ] as const)('%s', (_, place, cf, value) => {
    expect(tablesSignal('place.continent', movedTo(place), { cf })).toEqual(observed(value, 'derived'))
  })
})
