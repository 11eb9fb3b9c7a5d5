/** Made-up prefixes shaped like real lists: servers in runs of single addresses, clouds in blocks, some nested. */
import type { CidrBlock } from '../../src/net/cidr.ts'
import type { Label, PrefixList } from '../../tools/feeds/prefix-list.ts'

export type Random = (below: number) => number

/** mulberry32 (public domain), so that each run measures the same table. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * below)
  }
}

type Labelled = readonly [CidrBlock, Label]

const LABELS: readonly Label[] = [{ class: 'hosting' }, { class: 'vpn' }, { class: 'proxy' }]

/** Half single addresses, the rest from /20 to /31. */
export function* ipv4Prefixes(count: number, random: Random): Generator<Labelled> {
  for (let made = 0; made < count; made++) {
    const length = random(2) === 0 ? 32 : 20 + random(12)
    // 1.0.0.0 to 223.255.255.255
    const address = 0x01000000 + random(0xdf000000)
    const w0 = (length === 32 ? address : address & (-1 << (32 - length))) >>> 0
    yield [{ base: { version: 4, w0, w1: 0, w2: 0, w3: 0 }, length }, label(random)]
  }
}

/** In some thousand allocations: from /32 to /64, and one in twenty a single address. */
export function* ipv6Prefixes(count: number, random: Random): Generator<Labelled> {
  const allocations = Array.from({ length: 4_000 }, () => 0x20000000 + random(0x10000000))
  for (let made = 0; made < count; made++) {
    const w0 = allocations[random(allocations.length)] as number
    const isHost = random(20) === 0
    const length = isHost ? 128 : 40 + random(25)
    const rest = length >= 64 ? 0xffffffff : (-1 << (64 - length)) >>> 0
    const w1 = (random(0x100000000) & rest) >>> 0
    yield [
      {
        base: {
          version: 6,
          w0,
          w1,
          w2: isHost ? random(0x100000000) : 0,
          w3: isHost ? random(0x100000000) : 0,
        },
        length,
      },
      label(random),
    ]
  }
}

/** Addresses to look up, four words each: half of them in a prefix of the list, half near one, in no order. */
export function addressesIn(list: PrefixList, count: number, random: Random): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(count * 4)
  for (let made = 0; made < count; made++) {
    const at = random(list.count)
    words.set(list.words.subarray(at * 4, at * 4 + 4), made * 4)
    const isIpv4 = list.versions[at] === 4
    if (random(2) === 0) words[made * 4 + (isIpv4 ? 0 : 1)] = (isIpv4 ? 0x01000000 : 0) + random(0xdf000000)
  }
  return words
}

function label(random: Random): Label {
  return LABELS[random(LABELS.length)] as Label
}
