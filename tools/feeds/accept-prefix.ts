import { err, ok, type Result } from '../../src/lib/result.ts'
import { type CidrBlock, formatCidr, lastAddress, parseCidr } from '../../src/net/cidr.ts'
import { type SpecialUse, specialUse } from '../../src/net/special-use.ts'
import { quote } from './issue.ts'

/** `special` prefixes are set aside by a registry: nobody comes from there, so they are left out, not complained of. */
export type PrefixProblem =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'special'; readonly use: SpecialUse }

/**
 * No publisher holds more in one prefix. What is shorter is a slip or a joke, and `0.0.0.0/0` in a list of servers
 * would refuse the whole world.
 */
const SHORTEST = { 4: 8, 6: 16 } as const

/** The block that a publisher's text names, if it may go into a table. */
export function acceptPrefix(text: string): Result<CidrBlock, PrefixProblem> {
  const block = parseCidr(text)
  if (!block.ok) return refuse(text, whyNot(text, block.error))
  if (block.value.base.version === 4 && text.includes(':')) {
    return refuse(text, `is IPv4-mapped IPv6: expected ${formatCidr(block.value)}`)
  }
  return acceptBlock(block.value, text)
}

/** The same for a block that was not written as one: out of a range, or out of a binary tree. */
export function acceptBlock(block: CidrBlock, text?: string): Result<CidrBlock, PrefixProblem> {
  const { base, length } = block
  if (length < SHORTEST[base.version]) {
    const shortest = `/${SHORTEST[base.version]} is the shortest prefix accepted of IPv${base.version}`
    return refuse(text ?? formatCidr(block), `covers too much: ${shortest}`)
  }
  const use = specialUse(base)
  // A block may begin in set-aside space and go on into ordinary space. Only what is set aside altogether is left out.
  if (use !== 'global' && specialUse(lastAddress(block)) !== 'global') return err({ kind: 'special', use })
  return ok(block)
}

function refuse(text: string, message: string): Result<never, PrefixProblem> {
  return err({ kind: 'refused', message: `${quote(text)} ${message}` })
}

function whyNot(text: string, error: 'not_a_prefix' | 'host_bits'): string {
  if (error === 'host_bits') return 'has host bits: expected the first address of the prefix'
  if (text.includes('%')) return 'has a zone id, which means something on one machine only'
  return 'is not a prefix or an address'
}
