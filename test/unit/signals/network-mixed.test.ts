import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { answer, tablesSignal } from '../../support/network-tables.ts'
import { missing } from '../../support/signal.ts'

describe('network.mixed', () => {
  it.each([
    ['listed and mixed', { asn: answer('hosting', true) }, {}, observed(true, 'table')],
    ['listed and not mixed', { asn: answer('hosting') }, {}, observed(false, 'table')],
    ['not listed', {}, {}, absent('not_applicable')],
    ['no ASN', {}, { cf: { asn: undefined } }, missing],
  ] as const)('%s', (_, tables, sent, signal) => {
    expect(tablesSignal('network.mixed', tables, sent)).toEqual(signal)
  })
})
