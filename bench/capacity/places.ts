import { zipfShares } from './random.ts'

/** A data centre: its share of all requests, and how many isolates serve them. */
export interface Place {
  readonly share: number
  readonly isolates: number
}

/**
 * Traffic over places by Zipf's law, and isolates over places by traffic, at least one each.
 *
 * @param isolates at least one
 */
export function spreadOver(isolates: number, mostPlaces: number): readonly Place[] {
  const places = Math.min(isolates, mostPlaces)
  const shares = zipfShares(places)
  const spare = isolates - places
  let given = 0
  let wanted = 0
  return Array.from(shares, (share) => {
    // What rounding withholds from one place goes to the next.
    wanted += share * spare
    const more = Math.round(wanted) - given
    given += more
    return { share, isolates: 1 + more }
  })
}
