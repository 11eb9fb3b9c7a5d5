/** A CPU profile as V8 gives it (Profiler.Profile of the DevTools protocol), summed up by function. */

export interface CallFrame {
  readonly functionName: string
  readonly url: string
  /** From 0. */
  readonly lineNumber: number
  /** From 0. */
  readonly columnNumber: number
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: CallFrame
  /** Ids of what it called. */
  readonly children?: readonly number[]
}

export interface CpuProfile {
  /** The root first. */
  readonly nodes: readonly ProfileNode[]
  /** Ids of the nodes that ran. */
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

export interface FunctionTime {
  readonly frame: CallFrame
  /** In itself, without what it called. */
  readonly selfMicros: number
  /** With what it called until it first waited: what comes after an `await` begins anew. */
  readonly totalMicros: number
}

const IDLE = '(idle)'

/** Of every function that was seen, most of its own first. Idle time is left out. */
export function functionTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly FunctionTime[] {
  const selfOf = new Map<number, number>()
  for (const [at, id] of samples.entries()) {
    // A sample stands for the time until the next one.
    selfOf.set(id, (selfOf.get(id) ?? 0) + Math.max(0, timeDeltas[at + 1] ?? 0))
  }
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const sums = new Map<string, { frame: CallFrame; selfMicros: number; totalMicros: number }>()

  /** @param open functions that this node was called from: their time holds it already */
  function add(node: ProfileNode, open: ReadonlySet<string>): number {
    const { callFrame: frame } = node
    if (frame.functionName === IDLE) return 0
    const key = `${frame.functionName} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`
    const sum = sums.get(key) ?? { frame, selfMicros: 0, totalMicros: 0 }
    sums.set(key, sum)
    const self = selfOf.get(node.id) ?? 0
    const inside = new Set(open).add(key)
    let total = self
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child !== undefined) total += add(child, inside)
    }
    sum.selfMicros += self
    if (!open.has(key)) sum.totalMicros += total
    return total
  }

  const [root] = nodes
  if (root !== undefined) add(root, new Set())
  return [...sums.values()].sort((a, b) => b.selfMicros - a.selfMicros)
}
