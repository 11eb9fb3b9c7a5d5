import { expect, test } from 'vitest'
import type { NetworkClass } from '../../../../src/net/network-class.ts'
import { describeCoverage } from '../../../../tools/feeds/coverage.ts'
import { parse } from './fixture.ts'

function coverage(lines: readonly string[], networkClass: NetworkClass) {
  const parsed = parse({ kind: 'lines' }, lines.join('\n'))
  if (!('list' in parsed)) throw new Error(parsed.join('\n'))
  return describeCoverage(parsed.list, networkClass)
}

const eights = (number: number) => Array.from({ length: number }, (_, index) => `${index + 11}.0.0.0/8`)
const sixteens = (number: number) =>
  Array.from({ length: number }, (_, index) => `${(0x2400 + index).toString(16)}::/16`)

test.each<[NetworkClass]>([['hosting'], ['vpn'], ['proxy'], ['tor']])(
  'a quarter of IPv4 may be %s',
  (name) => {
    expect(coverage(eights(64), name)).toBeUndefined()
    expect(coverage([...eights(64), '4.5.6.7'], name)).toBe('covers 25.01 % of IPv4, at most 25 % expected')
  },
)

test('a sixteenth of IPv6 may be servers', () => {
  expect(coverage(sixteens(512), 'vpn')).toBeUndefined()
  expect(coverage([...sixteens(512), '2a01:7e00::/32'], 'vpn')).toBe(
    'covers 6.26 % of IPv6 (2000::/3), at most 6.25 % expected',
  )
})

test('other classes may cover what they like, and a label decides before the source', () => {
  expect(coverage(eights(100), 'residential')).toBeUndefined()
  const format = {
    kind: 'csv',
    prefix: 1,
    class: { column: 2, values: { v: 'vpn', r: 'residential' } },
    header: 'no',
  } as const
  const labelled = (value: string) => {
    const parsed = parse(
      format,
      eights(100)
        .map((prefix) => `${prefix},${value}`)
        .join('\n'),
    )
    if (!('list' in parsed)) throw new Error(parsed.join('\n'))
    return parsed.list
  }
  expect(describeCoverage(labelled('r'), 'vpn')).toBeUndefined()
  expect(describeCoverage(labelled('v'), 'residential')).toBe('covers 39.07 % of IPv4, at most 25 % expected')
})
