import { foldCase } from '../lib/fold-case.ts'

/** One way a back end might read a path. `folded`: as one that ignores case would. */
export interface Reading {
  readonly segments: readonly string[]
  readonly folded: boolean
}

/** Back ends that ignore case are common, so each reading counts a second time without it. */
export function spellings(readings: readonly string[]): readonly Reading[] {
  return readings.flatMap((reading) => [
    { segments: reading.split('/'), folded: false },
    { segments: foldCase(reading).split('/'), folded: true },
  ])
}

/** `*` is one segment, as the last one also everything below and the path before it. */
export function compilePath(pattern: string): (reading: Reading) => boolean {
  // One normal form for both sides: NFC is among the readings of every path.
  const normal = pattern.normalize('NFC')
  const written = normal.split('/')
  const folded = foldCase(normal).split('/')
  const open = written.at(-1) === '*'
  const fixed = open ? written.length - 1 : written.length
  return ({ segments, folded: isFolded }) => {
    if (open ? segments.length < fixed : segments.length !== fixed) return false
    return agrees(isFolded ? folded : written, segments, fixed)
  }
}

function agrees(pattern: readonly string[], actual: readonly string[], length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (pattern[i] !== '*' && pattern[i] !== actual[i]) return false
  }
  return true
}
