/**
 * The candidate that a misspelt word most likely meant, for "did you mean …?" in configuration errors.
 *
 * Compares without regard to case; offers nothing further away than 2 edits or a third of the word's length.
 * Of equally near candidates the first wins. The work is `word × candidate` characters: for operators' input.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let limit = Math.max(2, Math.floor(wanted.length / 3))
  let best: string | undefined
  for (const candidate of candidates) {
    const other = candidate.toLowerCase()
    if (Math.abs(other.length - wanted.length) > limit) continue
    const distance = editDistance(wanted, other)
    if (distance > limit) continue
    best = candidate
    limit = distance - 1
  }
  return best
}

/**
 * Damerau-Levenshtein distance in its optimal string alignment form: inserting, deleting, replacing a character or
 * swapping two neighbours costs 1, and no swapped pair is edited again.
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1)
      }
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] as number
}
