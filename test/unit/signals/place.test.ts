import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { placeNamed } from '../../support/evidence.ts'
import { movedTo, tablesSignal } from '../../support/network-tables.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('place', [
  ['with a region', {}, observed(placeNamed('US-CA'), 'edge')],
  ['without a region', { cf: { regionCode: undefined } }, observed(placeNamed('US'), 'edge')],
  ['with a malformed region', { cf: { regionCode: 'c' } }, observed(placeNamed('US'), 'edge')],
  ['by Tor', { cf: { country: 'T1' } }, absent('tor')],
  ['without data', { cf: { country: 'XX' } }, absent('no_data')],
  ['missing', { cf: null }, missing],
  ['malformed', { cf: { country: 'us' } }, malformed],
])

describe('a moved place', () => {
  it.each(['feed', 'operator'] as const)('is the word of whom it came from: %s', (source) => {
    expect(tablesSignal('place', movedTo('GB-ENG', source))).toEqual(observed(placeNamed('GB-ENG'), source))
    expect(tablesSignal('place', movedTo('GB', source))).toEqual(observed(placeNamed('GB'), source))
  })
})
