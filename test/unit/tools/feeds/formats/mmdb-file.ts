/**
 * Writes small MMDB files for tests: a search tree for both families with 24-bit records, and data of maps, strings,
 * booleans and arrays (MaxMind DB File Format Specification 2.0).
 */
export type MmdbValue =
  | string
  | boolean
  | number
  | readonly MmdbValue[]
  | { readonly [name: string]: MmdbValue }

type Node = [Branch, Branch]
type Branch = Node | { readonly data: number } | undefined

export function mmdbFile(
  networks: Readonly<Record<string, MmdbValue>>,
  aliases: readonly string[] = [],
): Buffer {
  const chunks: Buffer[] = []
  let length = 0
  const root: Node = [undefined, undefined]
  for (const [bits, value] of Object.entries(networks)) {
    insert(root, bits, { data: length })
    const chunk = encode(value)
    chunks.push(chunk)
    length += chunk.length
  }
  const ipv4 = follow(root, '0'.repeat(96))
  for (const bits of aliases) insert(root, bits, ipv4)
  return Buffer.concat([tree(root), Buffer.alloc(16), ...chunks, metadata(root)])
}

/** The 128 bits, or the first of them, of an IPv4 prefix where such a tree has it. */
export function ipv4Bits(address: string, length: number): string {
  const bits = address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0'))
  return '0'.repeat(96) + bits.join('').slice(0, length)
}

export function ipv6Bits(groups: readonly number[], length: number): string {
  return groups
    .map((group) => group.toString(2).padStart(16, '0'))
    .join('')
    .padEnd(128, '0')
    .slice(0, length)
}

function insert(root: Node, bits: string, leaf: Branch): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const side = bit === '1' ? 1 : 0
    const there = node[side]
    const next: Node = Array.isArray(there) ? there : [undefined, undefined]
    node[side] = next
    node = next
  }
  node[bits.endsWith('1') ? 1 : 0] = leaf
}

function follow(root: Node, bits: string): Branch {
  let branch: Branch = root
  for (const bit of bits) branch = Array.isArray(branch) ? branch[bit === '1' ? 1 : 0] : undefined
  return branch
}

function numbered(root: Node): Map<Node, number> {
  const numbers = new Map<Node, number>([[root, 0]])
  for (const node of numbers.keys()) {
    for (const branch of node) {
      if (Array.isArray(branch) && !numbers.has(branch)) numbers.set(branch, numbers.size)
    }
  }
  return numbers
}

function tree(root: Node): Buffer {
  const numbers = numbered(root)
  const bytes = Buffer.alloc(numbers.size * 6)
  const record = (branch: Branch): number => {
    if (branch === undefined) return numbers.size
    return Array.isArray(branch) ? (numbers.get(branch) as number) : numbers.size + 16 + branch.data
  }
  for (const [node, number] of numbers) {
    bytes.writeUIntBE(record(node[0]), number * 6, 3)
    bytes.writeUIntBE(record(node[1]), number * 6 + 3, 3)
  }
  return bytes
}

function metadata(root: Node): Buffer {
  const fields = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_775_000_000,
    database_type: 'Test',
    description: {},
    ip_version: 6,
    languages: [],
    node_count: numbered(root).size,
    record_size: 24,
  }
  return Buffer.concat([Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encode(fields)])
}

const [STRING, UINT32, MAP, ARRAY, BOOLEAN] = [2, 6, 7, 11, 14]

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(STRING, value.length), Buffer.from(value)])
  if (typeof value === 'boolean') return control(BOOLEAN, value ? 1 : 0)
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(UINT32, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(ARRAY, value.length), ...value.map(encode)])
  const entries = Object.entries(value as { readonly [name: string]: MmdbValue })
  const members = entries.flatMap(([name, member]) => [encode(name), encode(member)])
  return Buffer.concat([control(MAP, entries.length), ...members])
}

function control(type: number, size: number): Buffer {
  return type < 8 ? Buffer.from([(type << 5) | size]) : Buffer.from([size, type - 7])
}
