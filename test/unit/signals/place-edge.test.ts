import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { placeNamed } from '../../support/evidence.ts'
import { movedTo, tablesSignal } from '../../support/network-tables.ts'

describe('place.edge', () => {
  it.each([
    ['nobody moved the place', {}, {}, absent('not_applicable')],
    ["another's word is believed", movedTo('GB'), {}, observed(placeNamed('US-CA'), 'edge')],
    ['the edge knew no country', movedTo('GB'), { cf: { country: 'XX' } }, absent('no_data')],
    ['the edge said Tor', movedTo('GB'), { cf: { country: 'T1' } }, absent('tor')],
  ] as const)('where %s', (_, tables, sent, signal) => {
    expect(tablesSignal('place.edge', tables, sent)).toEqual(signal)
  })
})
