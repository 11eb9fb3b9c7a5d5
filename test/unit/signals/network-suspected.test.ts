import { describe, expect, it } from 'vitest'
import { absent, observed, type TableAnswers } from '../../../src/observations/types.ts'
import { answer, listed, tablesSignal } from '../../support/network-tables.ts'

describe('network.suspected', () => {
  it.each<readonly [string, Partial<TableAnswers>, unknown]>([
    ['a name that speaks of servers', { organization: answer('hosting') }, observed('hosting', 'derived')],
    ['a mixed ASN', { asn: answer('hosting', true) }, observed('hosting', 'derived')],
    ['a probable hoster', { asn: { ...answer('vpn'), confidence: 'low' } }, observed('vpn', 'derived')],
    [
      'a list of low confidence',
      { prefixes: [listed('proxy', { confidence: 'low' })] },
      observed('proxy', 'derived'),
    ],
    [
      'the ASN before the name',
      { asn: answer('hosting', true), organization: answer('vpn') },
      observed('hosting', 'derived'),
    ],
    ['a mixed network of homes', { asn: answer('residential', true) }, absent('not_applicable')],
    ['a sure entry', { asn: answer('hosting') }, absent('not_applicable')],
    ['nothing', {}, absent('not_applicable')],
  ])('%s', (_, tables, signal) => {
    expect(tablesSignal('network.suspected', tables)).toEqual(signal)
  })
})
