import { describe, expect, it } from 'vitest'
import { absent, observed, type TableAnswers } from '../../../src/observations/types.ts'
import { answer, listed, tablesSignal } from '../../support/network-tables.ts'

describe('network.confidence', () => {
  it.each<readonly [string, Partial<TableAnswers>, unknown]>([
    ["the operator's word", { operator: 'AS1' }, observed('high', 'operator')],
    ["a list's own", { prefixes: [listed('vpn', { confidence: 'medium' })] }, observed('medium', 'feed')],
    [
      "an ASN entry's own",
      { asn: { ...answer('mobile'), confidence: 'medium' } },
      observed('medium', 'table'),
    ],
    [
      'of two weak signs',
      { prefixes: [listed('vpn', { confidence: 'low' })], organization: answer('hosting') },
      observed('medium', 'derived'),
    ],
    ['of a name, whatever the rule', { organization: answer('residential') }, observed('low', 'rule')],
    ['of one weak sign: none', { organization: answer('hosting') }, absent('not_applicable')],
    ['of nothing: none', {}, absent('not_applicable')],
  ])('%s', (_, tables, signal) => {
    expect(tablesSignal('network.confidence', tables)).toEqual(signal)
  })
})
