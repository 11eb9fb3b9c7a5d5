/**
 * An IPv4 or IPv6 address as unsigned 32-bit words, most significant first. IPv4 is in `w0`, the others are 0.
 * An IPv4-mapped address (`::ffff:0:0/96`) is always the IPv4 address it carries: otherwise a second spelling would
 * evade each IPv4 rule.
 */
export type IpAddress = {
  readonly version: 4 | 6
  readonly w0: number
  readonly w1: number
  readonly w2: number
  readonly w3: number
}

/** The longest text of an address: `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`. */
const MAX_TEXT_LENGTH = 45
const MAPPED_W2 = 0x0000ffff

/**
 * The address that a text spells, or `undefined`. Attackers control the text; linear in at most 45 characters.
 *
 * IPv4 is four decimal numbers without leading zeros (`010` is 8 to some readers and 10 to others: RFC 6943 §3.1.1).
 * IPv6 is any form of RFC 4291 §2.2, also with an IPv4 tail. No zone, brackets, port, or white space.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined
  if (text.includes(':')) return parseIpv6(text)
  const word = parseIpv4(text, 0)
  return word === undefined ? undefined : ipv4(word)
}

function ipv4(word: number): IpAddress {
  return { version: 4, w0: word, w1: 0, w2: 0, w3: 0 }
}

/** Reads from `start` to the end of the text. */
function parseIpv4(text: string, start: number): number | undefined {
  let word = 0
  let octets = 0
  let octet = 0
  let digits = 0
  for (let at = start; at <= text.length; at++) {
    const digit = at < text.length ? hexDigit(text.charCodeAt(at)) : -1
    if (digit >= 0 && digit <= 9) {
      if (digits === 1 && octet === 0) return undefined
      octet = octet * 10 + digit
      if (++digits > 3 || octet > 255) return undefined
      continue
    }
    if (digits === 0 || (at < text.length && text[at] !== '.') || ++octets > 4) return undefined
    word = word * 256 + octet
    octet = 0
    digits = 0
  }
  return octets === 4 ? word : undefined
}

function parseIpv6(text: string): IpAddress | undefined {
  const groups: number[] = []
  let gap = text.startsWith('::') ? 0 : -1
  let at = gap === 0 ? 2 : 0
  while (at < text.length) {
    const start = at
    let group = 0
    for (; at < text.length; at++) {
      const digit = hexDigit(text.charCodeAt(at))
      if (digit < 0) break
      if (at - start === 4) return undefined
      group = group * 16 + digit
    }
    if (at === start) return undefined
    if (text[at] === '.') {
      const tail = parseIpv4(text, start)
      if (tail === undefined) return undefined
      groups.push(tail >>> 16, tail & 0xffff)
      break
    }
    groups.push(group)
    if (at === text.length) break
    if (text[at++] !== ':' || at === text.length) return undefined
    if (text[at] === ':') {
      if (gap >= 0) return undefined
      gap = groups.length
      at++
    }
  }
  // "::" stands for one or more groups (RFC 4291 §2.2).
  if (gap < 0 ? groups.length !== 8 : groups.length > 7) return undefined
  if (gap >= 0) groups.splice(gap, 0, ...new Array<number>(8 - groups.length).fill(0))

  const word = (index: number) => (groups[index] as number) * 0x10000 + (groups[index + 1] as number)
  const [w0, w1, w2, w3] = [word(0), word(2), word(4), word(6)]
  return w0 === 0 && w1 === 0 && w2 === MAPPED_W2 ? ipv4(w3) : { version: 6, w0, w1, w2, w3 }
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x61 && code <= 0x66) return code - 0x61 + 10
  if (code >= 0x41 && code <= 0x46) return code - 0x41 + 10
  return -1
}

/** The one recommended text of an address: dotted decimal, or RFC 5952 §4. Parses back to the same address. */
export function formatIpAddress(address: IpAddress): string {
  const { version, w0, w1, w2, w3 } = address
  if (version === 4) return `${w0 >>> 24}.${(w0 >>> 16) & 255}.${(w0 >>> 8) & 255}.${w0 & 255}`
  const groups = [w0, w1, w2, w3].flatMap((word) => [word >>> 16, word & 0xffff])
  const gap = longestZeroRun(groups)
  const write = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  if (gap === undefined) return write(groups)
  return `${write(groups.slice(0, gap.from))}::${write(groups.slice(gap.from + gap.length))}`
}

/** RFC 5952 §4.2: the longest run of at least two zero groups, the first of equals. */
function longestZeroRun(groups: readonly number[]): { from: number; length: number } | undefined {
  let longest = { from: 0, length: 1 }
  let length = 0
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0
    if (length > longest.length) longest = { from: index + 1 - length, length }
  })
  return longest.length > 1 ? longest : undefined
}
