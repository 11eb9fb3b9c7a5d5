import { describe, expect, it } from 'vitest'
import { formatIpAddress } from '../../../src/net/ip-address.ts'
import { type Sent, snapshotOf } from '../../support/evidence.ts'

describe('takeSnapshot()', () => {
  it('holds what was asked for and the edge facts, frozen', () => {
    const snapshot = snapshotOf({ path: '/v1/a?b=c', method: 'POST' })
    expect(snapshot).toMatchObject({
      method: 'POST',
      target: { host: 'gate.test', path: '/v1/a', query: '?b=c' },
      edge: { country: { given: true, value: 'US' } },
    })
    expect(Object.isFrozen(snapshot)).toBe(true)
  })

  it('has no edge facts without request.cf, whatever the headers say', () => {
    const headers = { 'CF-IPCountry': 'US', 'CF-Region-Code': 'CA' }
    expect(snapshotOf({ cf: null, headers }).edge.country).toEqual({ given: false, why: 'missing' })
  })

  it.each<readonly [string, Sent, unknown]>([
    ['IPv4', { address: '192.0.2.1' }, '192.0.2.1'],
    ['IPv6', { address: '2001:DB8::1' }, '2001:db8::1'],
    ['IPv4 in IPv6', { address: '::ffff:192.0.2.1' }, '192.0.2.1'],
    ['none', { address: null }, 'missing'],
    ['an empty one', { address: '' }, 'missing'],
    ['no address', { address: 'localhost' }, 'malformed'],
    ['with a port', { address: '192.0.2.1:443' }, 'malformed'],
    ['two lines', { address: '192.0.2.1, 192.0.2.2' }, 'malformed'],
    ['X-Forwarded-For only', { address: null, headers: { 'X-Forwarded-For': '192.0.2.1' } }, 'missing'],
    ['X-Forwarded-For beside it', { headers: { 'X-Forwarded-For': '192.0.2.1' } }, '73.162.10.1'],
  ])('the address: %s', (_, sent, expected) => {
    const { address } = snapshotOf(sent)
    expect(address.given ? formatIpAddress(address.value) : address.why).toBe(expected)
  })

  it.each([
    ['a zone', 'Example.COM', { given: true, value: 'example.com' }],
    ['no zone at all, but the header', '', { given: true, value: 'unreadable' }],
    ['something else', 'a b\tc', { given: true, value: 'unreadable' }],
    ['a very long one', 'a'.repeat(254), { given: true, value: 'unreadable' }],
  ])('CF-Worker with %s is a relay', (_, zone, expected) => {
    expect(snapshotOf({ headers: { 'CF-Worker': zone } }).relayedBy).toEqual(expected)
  })

  it('without CF-Worker there is no relay', () => {
    expect(snapshotOf().relayedBy).toEqual({ given: false, why: 'missing' })
  })

  it('gives a header by any case of its name, and undefined for none', () => {
    const { header } = snapshotOf({ headers: { 'X-Api-Key': 'k' } })
    expect([header('x-api-key'), header('X-API-KEY'), header('x-other')]).toEqual(['k', 'k', undefined])
  })
})
