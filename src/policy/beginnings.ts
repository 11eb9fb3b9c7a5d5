import { NestedPrefixes, TEXTS } from './nested-prefixes.ts'
import { type Reading, spellings } from './path-pattern.ts'

/**
 * Finds, of many things with a path pattern, those that may match a reading: by the literal segments that the pattern
 * begins with, so that what is looked at does not grow with their number. All that match are among what it gives, in the
 * order of the list; others may be. Without a path or with `*` in front, a thing is always among them.
 */
export function byBeginning<T>(
  items: readonly T[],
  pathOf: (item: T) => string | undefined,
): (reading: Reading) => readonly T[] {
  const written: [beginning: string, number][] = []
  const folded: [beginning: string, number][] = []
  items.forEach((item, number) => {
    for (const spelling of spellings([(pathOf(item) ?? '*').normalize('NFC')]))
      (spelling.folded ? folded : written).push([literalBeginning(spelling), number])
  })
  const [asWritten, asFolded] = [new NestedPrefixes(TEXTS, written), new NestedPrefixes(TEXTS, folded)]
  return (reading) => {
    const found: number[] = []
    const index = reading.folded ? asFolded : asWritten
    index.collect(reading.segments.join('/'), found)
    return found.sort((one, other) => one - other).map((number) => items[number] as T)
  }
}

function literalBeginning({ segments }: Reading): string {
  const end = segments.indexOf('*')
  return segments.slice(0, end === -1 ? undefined : end).join('/')
}
