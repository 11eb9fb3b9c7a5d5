import { canonicalJson } from '../../lib/canonical-json.ts'
import type { Resource } from '../types.ts'

/** Whether two parts of policies mean the same, in whatever order their members are written. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}

/** Whether two lists hold different things, whatever their order. */
export function newlyWritten(one: readonly unknown[], other: readonly unknown[]): boolean {
  const written = (list: readonly unknown[]) => list.map(canonicalJson).sort()
  return !isSame(written(one), written(other))
}

/** What of a resource decides whether it is what is asked for. */
export function matchOf({ host, path, method, header, body }: Resource) {
  return { host, path, method, header, body }
}
