import { describe, expect, it } from 'vitest'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import { observed } from '../../../src/observations/types.ts'
import {
  compileCondition,
  INDETERMINATE,
  MATCHED,
  PLACE_AMBIGUOUS,
  PLACE_UNKNOWN,
  signalsRead,
  type Truth,
  UNMATCHED,
} from '../../../src/policy/condition.ts'
import type { Condition } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { ABSENT, at, evidenceWith, NOWHERE, UNAVAILABLE } from '../../support/evidence.ts'

const test = (condition: Condition, evidence: Partial<Evidence> = {}) =>
  compileCondition(condition)(evidenceWith(evidence))

const YES: Condition = { signal: 'network.asn', is: 'AS7922' }
const NO: Condition = { signal: 'network.asn', is: 'AS1' }
const OPEN: Condition = { signal: 'network.class', is: 'vpn' }
const SOMEWHERE: Condition = { signal: 'place', in: ['CU'] }
const PART: Condition = { signal: 'place', in: ['UA-43'] }
/** `OPEN` is indeterminate, `SOMEWHERE` and `PART` have no place. */
const LOST: Partial<Evidence> = { 'network.class': UNAVAILABLE, ...NOWHERE }

describe('a combination', () => {
  it.each<readonly [string, Condition, Truth]>([
    ['all of nothing', { all: [] }, MATCHED],
    ['any of nothing', { any: [] }, UNMATCHED],
    ['not any of nothing', { not: [] }, MATCHED],
    ['all: yes, yes', { all: [YES, YES] }, MATCHED],
    ['all: yes, no', { all: [YES, NO] }, UNMATCHED],
    ['all: open, no', { all: [OPEN, NO] }, UNMATCHED],
    ['all: open, yes', { all: [OPEN, YES] }, INDETERMINATE],
    ['all: open, nowhere', { all: [OPEN, SOMEWHERE] }, INDETERMINATE | PLACE_UNKNOWN],
    ['any: no, no', { any: [NO, NO] }, UNMATCHED],
    ['any: open, yes', { any: [OPEN, YES] }, MATCHED],
    ['any: open, no', { any: [OPEN, NO] }, INDETERMINATE],
    ['any: nowhere, open', { any: [SOMEWHERE, OPEN] }, INDETERMINATE | PLACE_UNKNOWN],
    ['not: yes', { not: [YES] }, UNMATCHED],
    ['not: no, no', { not: [NO, NO] }, MATCHED],
    ['not: no, open', { not: [NO, OPEN] }, INDETERMINATE],
    ['not: open, yes', { not: [OPEN, YES] }, UNMATCHED],
    ['not: nowhere', { not: [SOMEWHERE] }, PLACE_UNKNOWN],
    ['not: not: open', { not: [{ not: [OPEN] }] }, INDETERMINATE],
  ])('%s', (_, condition, expected) => {
    expect(test(condition, LOST)).toBe(expected)
  })
})

describe('a place', () => {
  it.each<readonly [readonly string[], string, Truth]>([
    [['CU'], 'CU', MATCHED],
    [['CU'], 'US-CA', UNMATCHED],
    [['CU', 'US'], 'US-CA', MATCHED],
    [['UA-43'], 'UA-43', MATCHED],
    [['UA-43'], 'UA-30', UNMATCHED],
    [['UA-43'], 'UA', PLACE_AMBIGUOUS],
    [['UA-43', 'UA'], 'UA', MATCHED],
    [['UA-09'], 'UA-9', PLACE_AMBIGUOUS],
    [['UA-09', 'UA-9'], 'UA-9', MATCHED],
    [[], 'CU', UNMATCHED],
  ])('in %j, at %s', (codes, where, expected) => {
    expect(test({ signal: 'place', in: codes }, at(where))).toBe(expected)
  })

  it('nobody knows is unknown, and a part of it ambiguous: never a no', () => {
    expect(test(PART, NOWHERE)).toBe(PLACE_UNKNOWN)
    expect(test(PART, { place: UNAVAILABLE })).toBe(PLACE_UNKNOWN)
    expect(test({ not: [PART] }, at('UA'))).toBe(PLACE_AMBIGUOUS)
  })
})

describe('a name', () => {
  const NAMED: Condition = { signal: 'place.city', in: ['Sevastopol', 'Севастополь'] }
  it.each<readonly [string, Truth]>([
    ['Sevastopol', MATCHED],
    ["SEVASTOPOL'", MATCHED],
    ['севастополь', MATCHED],
    ['Севастопол', UNMATCHED],
    ['Stavropol', UNMATCHED],
  ])('%s: case, marks and spaces aside', (city, expected) => {
    expect(test(NAMED, { 'place.city': observed(city, 'edge') })).toBe(expected)
  })

  it('is not taken for that of another signal', () => {
    const elsewhere: Condition = { not: [{ signal: 'place.region_name', in: ['Sevastopol'] }] }
    const names = {
      'place.city': observed('Sevastopol', 'edge'),
      'place.region_name': observed('Krasnodar', 'edge'),
    }
    expect(test({ all: [NAMED, elsewhere, NAMED] }, names)).toBe(MATCHED)
  })

  it('that is not given is none of them; one that could not be asked for may be', () => {
    expect(test(NAMED, { 'place.city': ABSENT })).toBe(UNMATCHED)
    expect(test(NAMED, { 'place.city': UNAVAILABLE })).toBe(INDETERMINATE)
  })
})

describe('a date', () => {
  it.each<readonly [Condition, Truth]>([
    [{ signal: 'client.rtt_ms', lt: '1970-01-01T00:00:25Z' }, MATCHED],
    [{ signal: 'client.rtt_ms', lt: '1970-01-01T00:00:24Z' }, UNMATCHED],
    [{ signal: 'client.rtt_ms', gt: '1970-01-01T00:00:23Z' }, MATCHED],
    [{ signal: 'client.rtt_ms', gt: '1970-01-01T00:00:24Z' }, UNMATCHED],
    [{ signal: 'client.rtt_ms', gt: 'never' }, UNMATCHED],
    [{ signal: 'client.rtt_ms', lt: 'never' }, UNMATCHED],
  ])('is compared as the second it names: %j', (condition, expected) => {
    expect(test(condition)).toBe(expected)
  })
})

describe('an operator', () => {
  const address = (text: string): Partial<Evidence> => ({
    'client.address': observed(parseIpAddress(text) as IpAddress, 'edge'),
  })

  it.each<readonly [string, Condition, Partial<Evidence>, Truth]>([
    ['lt, below', { signal: 'client.rtt_ms', lt: 25 }, {}, MATCHED],
    ['lt, at', { signal: 'client.rtt_ms', lt: 24 }, {}, UNMATCHED],
    ['gt, above', { signal: 'client.rtt_ms', gt: 23 }, {}, MATCHED],
    ['gt, at', { signal: 'client.rtt_ms', gt: 24 }, {}, UNMATCHED],
    ['prefix of an address', { signal: 'client.address', prefix: ['73.0.0.0/8'] }, {}, MATCHED],
    ['prefix of another', { signal: 'client.address', prefix: ['74.0.0.0/8'] }, {}, UNMATCHED],
    ['prefix of another family', { signal: 'client.address', prefix: ['::/0'] }, {}, UNMATCHED],
    [
      'prefix in IPv6',
      { signal: 'client.address', prefix: ['2001:db8::/32'] },
      address('2001:db8::1'),
      MATCHED,
    ],
    ['prefix of a text', { signal: 'edge.colo', prefix: ['SJ'] }, {}, MATCHED],
    ['prefix of another text', { signal: 'edge.colo', prefix: ['JC', 'sj'] }, {}, UNMATCHED],
    ['is, a text', { signal: 'edge.colo', is: 'SJC' }, {}, MATCHED],
    ['is, in another case', { signal: 'edge.colo', is: 'sjc' }, {}, UNMATCHED],
    ['in, a number as text', { signal: 'network.asn', in: ['AS1', 'AS7922'] }, {}, MATCHED],
    ['is, a number', { signal: 'network.asn', is: 7922 }, {}, MATCHED],
  ])('%s', (_, condition, evidence, expected) => {
    expect(test(condition, evidence)).toBe(expected)
  })

  it.each<readonly [string, Evidence['key.id'], Truth]>([
    ['there', observed('key-1', 'request'), UNMATCHED],
    ['absent', ABSENT, MATCHED],
    ['unavailable', UNAVAILABLE, INDETERMINATE],
  ])('is: "absent", where the signal is %s', (_, signal, expected) => {
    expect(test({ signal: 'key.id', is: 'absent' }, { 'key.id': signal })).toBe(expected)
  })

  it('on an optional signal that is absent does not match; on any other it cannot be told', () => {
    expect(test({ signal: 'key.id', is: 'key-1' }, { 'key.id': ABSENT })).toBe(UNMATCHED)
    expect(test({ signal: 'key.id', is: 'key-1' }, { 'key.id': UNAVAILABLE })).toBe(INDETERMINATE)
    expect(test(OPEN, { 'network.class': ABSENT })).toBe(INDETERMINATE)
    expect(test(OPEN, { 'network.class': UNAVAILABLE })).toBe(INDETERMINATE)
  })
})

describe('signalsRead()', () => {
  it('names every one, in order, however deep', () => {
    const condition: Condition = { all: [YES, { any: [SOMEWHERE, { not: [OPEN, YES] }] }] }
    expect(signalsRead(condition)).toEqual(['network.asn', 'place', 'network.class', 'network.asn'])
  })
})
