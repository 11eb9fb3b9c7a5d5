import type { CidrBlock } from '../../../src/net/cidr.ts'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'

const MAPPED_FIRST = 0xffff_0000_0000n
const MAPPED_LAST = 0xffff_ffff_ffffn
const IPV4_LAST = 0xffff_ffffn
const IPV6_LAST = (1n << 128n) - 1n
const DECIMAL = /^(?:0|[1-9][0-9]{0,38})$/

type Endpoint = { readonly version: 4 | 6; readonly value: bigint }

/**
 * The fewest prefixes that together are the addresses from `first` to `last`, in order, or undefined when these are no
 * range. Both are addresses, or both whole numbers, as IP2Location's files have them: below 2^32 IPv4, above IPv6.
 */
export function prefixesOfRange(first: string, last: string): CidrBlock[] | undefined {
  const from = endpoint(first)
  const to = endpoint(last)
  if (from === undefined || to === undefined || from.version !== to.version || from.value > to.value) {
    return undefined
  }
  const bits = from.version === 4 ? 32 : 128
  const blocks: CidrBlock[] = []
  for (let at = from.value; at <= to.value; ) {
    let length = bits
    while (length > 0 && isBlockWithin(at, bits - length + 1, to.value)) length--
    blocks.push({ base: address(from.version, at), length })
    at += 1n << BigInt(bits - length)
  }
  return blocks
}

/** Whether a block of 2^`hostBits` addresses can begin at `at` and ends by `last`. */
function isBlockWithin(at: bigint, hostBits: number, last: bigint): boolean {
  const size = 1n << BigInt(hostBits)
  return at % size === 0n && at + size - 1n <= last
}

function endpoint(text: string): Endpoint | undefined {
  const parsed = DECIMAL.test(text) ? fromNumber(BigInt(text)) : fromAddress(parseIpAddress(text))
  // As numbers, IPv4 in files for both families is usually IPv4-mapped.
  if (parsed?.version === 6 && parsed.value >= MAPPED_FIRST && parsed.value <= MAPPED_LAST) {
    return { version: 4, value: parsed.value - MAPPED_FIRST }
  }
  return parsed
}

function fromNumber(value: bigint): Endpoint | undefined {
  if (value > IPV6_LAST) return undefined
  return { version: value <= IPV4_LAST ? 4 : 6, value }
}

function fromAddress(parsed: IpAddress | undefined): Endpoint | undefined {
  if (parsed === undefined) return undefined
  const { version, w0, w1, w2, w3 } = parsed
  if (version === 4) return { version, value: BigInt(w0) }
  return { version, value: (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3) }
}

function address(version: 4 | 6, value: bigint): IpAddress {
  const word = (index: number) => Number((value >> BigInt(96 - 32 * index)) & 0xffffffffn)
  if (version === 4) return { version, w0: Number(value), w1: 0, w2: 0, w3: 0 }
  return { version, w0: word(0), w1: word(1), w2: word(2), w3: word(3) }
}
