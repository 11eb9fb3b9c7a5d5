import { err, ok, type Result } from '../../../src/lib/result.ts'
import type { CidrBlock } from '../../../src/net/cidr.ts'

/** What the metadata of an MMDB file says of its search tree. */
export interface TreeShape {
  readonly nodeCount: number
  readonly recordSize: number
  readonly ipVersion: number
}

const IPV4_DEPTH = 96

/**
 * Visits each network of a MaxMind DB search tree that has data, in order of address, with the data's record value.
 * (MaxMind DB File Format Specification 2.0, "Binary Search Tree Section".) `mmdb-lib` can only look addresses up.
 *
 * In a tree for both families IPv4 lies in `::/96`. Writers may alias it below `::ffff:0:0/96`, `2002::/16` and
 * `2001::/32`: those are the same networks once more, and left out. Any other node that two ways lead to makes this no
 * tree; walking on could take for ever.
 */
export function walkTree(
  bytes: Uint8Array,
  { nodeCount, recordSize, ipVersion }: TreeShape,
  visit: (block: CidrBlock, record: number) => 'go_on' | 'stop',
): Result<undefined, string> {
  const nodeBytes = recordSize / 4
  if (nodeBytes * nodeCount > bytes.length) return err('the MMDB file is shorter than its search tree')
  const isV6 = ipVersion === 6
  const maxDepth = isV6 ? 128 : 32
  const read = recordReader(bytes, recordSize)
  const ipv4Root = isV6 ? descendLeft(read, nodeCount) : undefined
  const seen = new Uint8Array(nodeCount)
  const path = new Uint32Array(4)
  let problem: string | undefined

  const enter = (record: number, depth: number): 'go_on' | 'stop' => {
    if (record === nodeCount) return 'go_on'
    if (record > nodeCount) return visit(blockAt(path, depth, isV6), record)
    if (record === ipv4Root && !(depth === IPV4_DEPTH && isZero(path))) return 'go_on'
    if (seen[record] === 1 || depth === maxDepth) {
      problem = `the search tree of the MMDB file is damaged at node ${record}`
      return 'stop'
    }
    seen[record] = 1
    if (enter(read(record, 0), depth + 1) === 'stop') return 'stop'
    setBit(path, depth, 1)
    const outcome = enter(read(record, 1), depth + 1)
    setBit(path, depth, 0)
    return outcome
  }

  if (nodeCount > 0) enter(0, 0)
  return problem === undefined ? ok(undefined) : err(problem)
}

type RecordReader = (node: number, side: 0 | 1) => number

function recordReader(bytes: Uint8Array, recordSize: number): RecordReader {
  const byte = (at: number) => bytes[at] as number
  const three = (at: number) => (byte(at) << 16) | (byte(at + 1) << 8) | byte(at + 2)
  if (recordSize === 24) return (node, side) => three(node * 6 + side * 3)
  if (recordSize === 32)
    return (node, side) => byte(node * 8 + side * 4) * 0x1000000 + three(node * 8 + side * 4 + 1)
  // 28 bits: the byte in the middle holds the highest four of the left record, then those of the right.
  return (node, side) => {
    const middle = byte(node * 7 + 3)
    return (side === 0 ? middle >> 4 : middle & 15) * 0x1000000 + three(node * 7 + side * 4)
  }
}

/** The node of `::/96`, undefined when there is none. */
function descendLeft(read: RecordReader, nodeCount: number): number | undefined {
  let node = 0
  for (let depth = 0; depth < IPV4_DEPTH; depth++) {
    if (node >= nodeCount) return undefined
    node = read(node, 0)
  }
  return node < nodeCount ? node : undefined
}

function blockAt(path: Uint32Array, depth: number, isV6: boolean): CidrBlock {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = path
  if (!isV6) return { base: { version: 4, w0, w1: 0, w2: 0, w3: 0 }, length: depth }
  if (depth >= IPV4_DEPTH && w0 === 0 && w1 === 0 && w2 === 0) {
    return { base: { version: 4, w0: w3, w1: 0, w2: 0, w3: 0 }, length: depth - IPV4_DEPTH }
  }
  return { base: { version: 6, w0, w1, w2, w3 }, length: depth }
}

function isZero(path: Uint32Array): boolean {
  return path.every((word) => word === 0)
}

function setBit(path: Uint32Array, depth: number, bit: 0 | 1): void {
  const mask = (1 << (31 - (depth & 31))) >>> 0
  const word = path[depth >>> 5] as number
  path[depth >>> 5] = bit === 1 ? word | mask : word & ~mask
}
