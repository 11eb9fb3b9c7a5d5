import { err, ok, type Result } from '../lib/result.ts'
import { formatIpAddress, type IpAddress, parseIpAddress } from './ip-address.ts'

/** The addresses of one family that share the first `length` bits of `base`; its further bits are 0 (RFC 4632). */
export type CidrBlock = { readonly base: IpAddress; readonly length: number }

export type CidrError = 'not_a_prefix' | 'host_bits'

const LENGTH = /^(?:0|[1-9][0-9]{0,2})$/
const MAPPED_LENGTH = 96

/**
 * The block that `198.51.100.0/24` or `2001:db8::/32` names; an address alone is the block of just that address.
 *
 * IPv4-mapped notation gives the IPv4 block (`::ffff:192.0.2.0/120` is `192.0.2.0/24`).
 * - `not_a_prefix`: not an address, or a length that its family does not have (IPv4-mapped: below 96)
 * - `host_bits`: the address goes on behind the prefix, as in `192.0.2.1/24`: somebody meant another block or address
 */
export function parseCidr(text: string): Result<CidrBlock, CidrError> {
  const slash = text.indexOf('/')
  const addressText = slash < 0 ? text : text.slice(0, slash)
  const base = parseIpAddress(addressText)
  if (base === undefined) return err('not_a_prefix')
  const bits = addressBits(base)
  if (slash < 0) return ok({ base, length: bits })

  const lengthText = text.slice(slash + 1)
  if (!LENGTH.test(lengthText)) return err('not_a_prefix')
  const isMapped = base.version === 4 && addressText.includes(':')
  const length = Number(lengthText) - (isMapped ? MAPPED_LENGTH : 0)
  if (length < 0 || length > bits) return err('not_a_prefix')
  const block = blockAround(base, length)
  return contains({ base, length: bits }, block.base) ? ok(block) : err('host_bits')
}

export function formatCidr(block: CidrBlock): string {
  return `${formatIpAddress(block.base)}/${block.length}`
}

/** Whether the address is in the block. No IPv4 address is in an IPv6 block, not even in `::/0`, nor the other way. */
export function contains(block: CidrBlock, address: IpAddress): boolean {
  const { base, length } = block
  return (
    base.version === address.version &&
    ((base.w0 ^ address.w0) & wordMask(length, 0)) === 0 &&
    ((base.w1 ^ address.w1) & wordMask(length, 1)) === 0 &&
    ((base.w2 ^ address.w2) & wordMask(length, 2)) === 0 &&
    ((base.w3 ^ address.w3) & wordMask(length, 3)) === 0
  )
}

const SIX_TO_FOUR = 0x2002

/**
 * What may be logged of an address: its /24 (IPv4) or /48 (IPv6), which by themselves single out no household. The /48
 * of a 6to4 address would spell a whole IPv4 address (RFC 3056 §2), so of that the /24 is kept: a /40.
 */
export function truncate(address: IpAddress): CidrBlock {
  if (address.version === 4) return blockAround(address, 24)
  return blockAround(address, address.w0 >>> 16 === SIX_TO_FOUR ? 40 : 48)
}

/** The last address of a block. */
export function lastAddress(block: CidrBlock): IpAddress {
  const { base, length } = block
  const last = (word: number, index: number) => (word | ~wordMask(length, index)) >>> 0
  if (base.version === 4) return { ...base, w0: last(base.w0, 0) }
  return {
    version: 6,
    w0: last(base.w0, 0),
    w1: last(base.w1, 1),
    w2: last(base.w2, 2),
    w3: last(base.w3, 3),
  }
}

function blockAround(address: IpAddress, length: number): CidrBlock {
  const first = (word: number, index: number) => (word & wordMask(length, index)) >>> 0
  const { version, w0, w1, w2, w3 } = address
  return { base: { version, w0: first(w0, 0), w1: first(w1, 1), w2: first(w2, 2), w3: first(w3, 3) }, length }
}

/** The network bits that a prefix of `length` bits has in the word at `index`. */
function wordMask(length: number, index: number): number {
  const bits = length - 32 * index
  if (bits <= 0) return 0
  // A shift by 32 is a shift by 0.
  return bits >= 32 ? -1 : -1 << (32 - bits)
}

function addressBits(address: IpAddress): 32 | 128 {
  return address.version === 4 ? 32 : 128
}
