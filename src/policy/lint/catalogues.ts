import { type Catalogue, type CatalogueEntry, type Policy, type Threshold, TIERS } from '../types.ts'
import { finding, type LintFinding } from './finding.ts'
import { endOf, overlap, startOf } from './rules.ts'

/** Entries that disagree, and thresholds that nothing reaches. */
export function* lintCatalogues({ catalogues }: Policy): Generator<LintFinding> {
  for (const [index, catalogue] of catalogues.entries()) {
    const key = `CATALOGUES[${index}]`
    yield* namedTwice(catalogue, key)
    yield* unreached(catalogue, key)
  }
}

function* namedTwice({ entries }: Catalogue, key: string): Generator<LintFinding> {
  const seen = new Map<string, CatalogueEntry[]>()
  for (const [index, entry] of entries.entries()) {
    for (const value of new Set(entry.values)) {
      const others = seen.get(value) ?? []
      if (others.some((other) => other.tier !== entry.tier && overlap(other, entry)))
        yield finding(
          'value_twice',
          `${key}.entries[${index}]`,
          `"${value}" has another entry with another tier: the strictest counts`,
        )
      seen.set(value, [...others, entry])
    }
  }
}

function* unreached({ entries, thresholds, below }: Catalogue, key: string): Generator<LintFinding> {
  const most = Math.max(...entries.map(({ training_operations }) => training_operations ?? 0))
  for (const [index, threshold] of thresholds.entries()) {
    const at = `${key}.thresholds[${index}]`
    if (threshold.training_operations > most)
      yield finding('threshold_unreached', at, 'no entry of the catalogue has so many operations')
    else if (rank(threshold) <= TIERS.indexOf(below))
      yield finding('threshold_unreached', at, `it makes nothing stricter: below it everything is ${below}`)
    else if (thresholds.some((other, place) => other !== threshold && hides(other, threshold, place < index)))
      yield finding(
        'threshold_unreached',
        at,
        'a lower threshold with at least its tier holds whenever it does',
      )
  }
}

function hides(one: Threshold, other: Threshold, comesFirst: boolean): boolean {
  const lower = one.training_operations <= other.training_operations && rank(one) >= rank(other)
  const longer = startOf(one) <= startOf(other) && endOf(one) >= endOf(other)
  const differs = one.training_operations !== other.training_operations || rank(one) !== rank(other)
  return lower && longer && (differs || comesFirst)
}

function rank({ tier }: Threshold): number {
  return TIERS.indexOf(tier)
}
