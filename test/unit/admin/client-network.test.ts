import { expect, it } from 'vitest'
import { clientNetwork } from '../../../src/admin/client-network.ts'

it('counts a /24 and a /56 as one network', () => {
  expect(clientNetwork('203.0.113.1')).toBe(clientNetwork('203.0.113.254'))
  expect(clientNetwork('203.0.113.1')).not.toBe(clientNetwork('203.0.112.1'))
  expect(clientNetwork('2001:db8:0:1::1')).toBe(clientNetwork('2001:db8:0:ff:9::1'))
  expect(clientNetwork('2001:db8:0:1::1')).not.toBe(clientNetwork('2001:db8:0:100::1'))
})

it('tells IPv4 from IPv6, and reads the mapped spelling as IPv4', () => {
  expect(clientNetwork('::ffff:203.0.113.1')).toBe(clientNetwork('203.0.113.9'))
  expect(clientNetwork('0.0.0.1')).not.toBe(clientNetwork('::1:0:0:0:1'))
})

it('counts whoever has no readable address as one', () => {
  expect(clientNetwork(null)).toBe(clientNetwork('203.0.113.1, 203.0.113.2'))
})
