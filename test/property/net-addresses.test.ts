import { isIP, isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CidrBlock, contains, formatCidr, lastAddress, parseCidr, truncate } from '../../src/net/cidr.ts'
import { formatIpAddress, type IpAddress, parseIpAddress } from '../../src/net/ip-address.ts'
import { PrefixSet } from '../../src/net/prefix-set.ts'
import { SPECIAL_USES, specialUse } from '../../src/net/special-use.ts'

/** Few distinct words, so that prefixes and addresses meet each other at their edges. */
const word = fc.oneof(
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x0000ffff, 0x00010000),
  fc.integer({ min: 0, max: 0xffffffff }),
)

const v4 = word.map((w0): IpAddress => ({ version: 4, w0, w1: 0, w2: 0, w3: 0 }))
const v6 = fc
  .tuple(word, word, word, word)
  .filter(([w0, w1, w2]) => !(w0 === 0 && w1 === 0 && w2 === 0xffff))
  .map(([w0, w1, w2, w3]): IpAddress => ({ version: 6, w0, w1, w2, w3 }))
const address = fc.oneof(v4, v6)

/** The naive model: an address as one big integer. */
function toBigInt({ version, w0, w1, w2, w3 }: IpAddress): bigint {
  if (version === 4) return BigInt(w0)
  return (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3)
}

function fromBigInt(version: 4 | 6, value: bigint): IpAddress {
  const at = (shift: bigint) => Number((value >> shift) & 0xffffffffn)
  if (version === 4) return { version, w0: at(0n), w1: 0, w2: 0, w3: 0 }
  return { version, w0: at(96n), w1: at(64n), w2: at(32n), w3: at(0n) }
}

const bitsOf = (version: 4 | 6) => (version === 4 ? 32 : 128)

function hostSize({ base, length }: CidrBlock): bigint {
  return 1n << BigInt(bitsOf(base.version) - length)
}

const block = fc.tuple(address, fc.nat(128)).map(([around, length]): CidrBlock => {
  const fitting = Math.min(length, bitsOf(around.version))
  const size = 1n << BigInt(bitsOf(around.version) - fitting)
  return { base: fromBigInt(around.version, (toBigInt(around) / size) * size), length: fitting }
})

/** Addresses at and beside the edges of a block. */
function edges(of: CidrBlock): IpAddress[] {
  const first = toBigInt(of.base)
  const last = first + hostSize(of) - 1n
  const end = 1n << BigInt(bitsOf(of.base.version))
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value < end)
    .map((value) => fromBigInt(of.base.version, value))
}

/** What an attacker might put where an address belongs: nearly addresses. */
const nearlyAddress = fc
  .array(
    fc.constantFrom(
      '0',
      '1',
      '9',
      '25',
      '255',
      '256',
      'f',
      'ffff',
      'FFFF',
      '.',
      ':',
      '::',
      '/',
      '%',
      ' ',
      '01',
    ),
    {
      maxLength: 16,
    },
  )
  .map((parts) => parts.join(''))
const anyText = fc.oneof(nearlyAddress, fc.string(), fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6())

describe('addresses', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(parseIpAddress(formatIpAddress(given))).toEqual(given)
      }),
      { numRuns: 2000 },
    )
  })

  it('are exactly what Node takes for addresses without a zone', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseIpAddress(text)
        expect([text, parsed !== undefined]).toEqual([text, isIP(text) !== 0 && !text.includes('%')])
        if (parsed?.version === 6) expect(isIPv6(text)).toBe(true)
        if (isIPv4(text)) expect(parsed?.version).toBe(4)
      }),
      { numRuns: 20_000 },
    )
  })

  it('are written as the URL standard writes them (RFC 5952 for IPv6)', () => {
    fc.assert(
      fc.property(v6, (given) => {
        expect(new URL(`http://[${formatIpAddress(given)}]`).hostname).toBe(`[${formatIpAddress(given)}]`)
      }),
      { numRuns: 1000 },
    )
  })

  it('have a special use from the list, whatever they are', () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(SPECIAL_USES).toContain(specialUse(given))
      }),
    )
  })
})

describe('blocks', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(block, (given) => {
        expect(parseCidr(formatCidr(given))).toEqual({ ok: true, value: given })
      }),
      { numRuns: 2000 },
    )
  })

  it('hold what arithmetic on big integers says they hold', () => {
    fc.assert(
      fc.property(block, fc.array(address), (given, others) => {
        const first = toBigInt(given.base)
        for (const candidate of [...others, ...edges(given)]) {
          const value = toBigInt(candidate)
          const expected =
            candidate.version === given.base.version && value >= first && value < first + hostSize(given)
          expect(contains(given, candidate)).toBe(expected)
        }
        expect(toBigInt(lastAddress(given))).toBe(first + hostSize(given) - 1n)
      }),
      { numRuns: 1000 },
    )
  })

  it('have no other base than the one without host bits', () => {
    fc.assert(
      fc.property(address, fc.nat(128), (base, length) => {
        const result = parseCidr(`${formatIpAddress(base)}/${length}`)
        const bits = bitsOf(base.version)
        if (length > bits) expect(result).toEqual({ ok: false, error: 'not_a_prefix' })
        else expect(result.ok).toBe(toBigInt(base) % hostSize({ base, length }) === 0n)
      }),
      { numRuns: 1000 },
    )
  })

  it('that addresses are logged as hold them, and are valid blocks', () => {
    fc.assert(
      fc.property(address, (given) => {
        const logged = truncate(given)
        expect(contains(logged, given)).toBe(true)
        expect(parseCidr(formatCidr(logged))).toEqual({ ok: true, value: logged })
      }),
    )
  })

  it('never make the parser throw', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(typeof parseCidr(a).ok).toBe('boolean')
        expect(typeof parseCidr(`${a}/${b}`).ok).toBe('boolean')
      }),
    )
  })
})

describe('prefix sets', () => {
  it('hold exactly what one of their blocks holds', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), fc.array(address), (blocks, others) => {
        const set = PrefixSet.from(blocks)
        for (const candidate of [...others, ...blocks.flatMap(edges)]) {
          expect(set.has(candidate)).toBe(blocks.some((one) => contains(one, candidate)))
        }
        expect(set.rangeCount).toBeLessThanOrEqual(blocks.length)
      }),
      { numRuns: 500 },
    )
  })

  it('are as small as they can be: no range touches the next', () => {
    const close = fc
      .tuple(fc.constantFrom<4 | 6>(4, 6), fc.nat(40), fc.nat(3))
      .map(([version, start, hostBits]): CidrBlock => {
        const base = fromBigInt(version, (BigInt(start) >> BigInt(hostBits)) << BigInt(hostBits))
        return { base, length: bitsOf(version) - hostBits }
      })
    fc.assert(
      fc.property(fc.array(close, { maxLength: 20 }), (blocks) => {
        const set = PrefixSet.from(blocks)
        let runs = 0
        for (const version of [4, 6] as const) {
          let inside = false
          for (let value = 0n; value < 64n; value++) {
            const now = set.has(fromBigInt(version, value))
            if (now && !inside) runs++
            inside = now
          }
        }
        expect(set.rangeCount).toBe(runs)
      }),
      { numRuns: 500 },
    )
  })
})
