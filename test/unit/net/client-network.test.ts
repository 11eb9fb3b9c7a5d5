import { expect, it } from 'vitest'
import { clientNetwork } from '../../../src/net/client-network.ts'
import { parseIpAddress } from '../../../src/net/ip-address.ts'

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
  for (const unread of [undefined, '', '203.0.113.1, 203.0.113.2'])
    expect(clientNetwork(unread)).toBe(clientNetwork(null))
  expect(clientNetwork(null)).not.toBe(clientNetwork('0.0.0.0'))
})

it.each(['203.0.113.1', '::ffff:203.0.113.1', '2001:db8:0:1::1', '::', '0.0.0.0'])(
  'counts %s the same whether it was read already or not',
  (address) => {
    const read = parseIpAddress(address)
    expect(read).toBeDefined()
    expect(clientNetwork(read)).toBe(clientNetwork(address))
  },
)
