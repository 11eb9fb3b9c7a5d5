import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../../../src/net/cidr.ts'
import { acceptPrefix } from '../../../../tools/feeds/accept-prefix.ts'

function accept(text: string): string {
  const block = acceptPrefix(text)
  if (block.ok) return formatCidr(block.value)
  return block.error.kind === 'special' ? `special: ${block.error.use}` : block.error.message
}

describe('acceptPrefix()', () => {
  test.each([
    ['5.6.7.0/24', '5.6.7.0/24'],
    ['5.6.7.8', '5.6.7.8/32'],
    ['17.0.0.0/8', '17.0.0.0/8'],
    ['2600::/16', '2600::/16'],
    ['2a01:7e00::1', '2a01:7e00::1/128'],
    // Begins in set-aside space and goes on behind it.
    ['192.0.0.0/16', '192.0.0.0/16'],
  ])('takes %s', (text, block) => {
    expect(accept(text)).toBe(block)
  })

  test.each([
    ['5.6.7.8/24', '"5.6.7.8/24" has host bits: expected the first address of the prefix'],
    ['2a01:7e00::1/32', '"2a01:7e00::1/32" has host bits: expected the first address of the prefix'],
    ['0.0.0.0/0', '"0.0.0.0/0" covers too much: /8 is the shortest prefix accepted of IPv4'],
    ['4.0.0.0/7', '"4.0.0.0/7" covers too much: /8 is the shortest prefix accepted of IPv4'],
    ['::/0', '"::/0" covers too much: /16 is the shortest prefix accepted of IPv6'],
    ['2600::/15', '"2600::/15" covers too much: /16 is the shortest prefix accepted of IPv6'],
    ['::ffff:5.6.7.0/120', '"::ffff:5.6.7.0/120" is IPv4-mapped IPv6: expected 5.6.7.0/24'],
    ['::ffff:5.6.7.8', '"::ffff:5.6.7.8" is IPv4-mapped IPv6: expected 5.6.7.8/32'],
    ['fe80::1%eth0', '"fe80::1%eth0" has a zone id, which means something on one machine only'],
    ['5.6.7.8%eth0', '"5.6.7.8%eth0" has a zone id, which means something on one machine only'],
    ['05.6.7.8', '"05.6.7.8" is not a prefix or an address'],
    ['5.6.7', '"5.6.7" is not a prefix or an address'],
    ['5.6.7.0/33', '"5.6.7.0/33" is not a prefix or an address'],
    ['', '"" is not a prefix or an address'],
    ['\u001b[31mred', '"\\u001b[31mred" is not a prefix or an address'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…" is not a prefix or an address`],
  ])('refuses %s', (text, message) => {
    expect(accept(text)).toBe(message)
  })

  test.each([
    ['10.1.0.0/16', 'private'],
    ['192.0.2.0/24', 'documentation'],
    ['100.64.0.0/10', 'shared'],
    ['fd00::/16', 'unique_local'],
    ['2001:db8::/32', 'documentation'],
  ])('tells %s apart as special-use space', (text, use) => {
    expect(accept(text)).toBe(`special: ${use}`)
  })
})
