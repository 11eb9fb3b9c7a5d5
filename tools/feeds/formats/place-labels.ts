import { err, ok, type Result } from '../../../src/lib/result.ts'
import { countryCode } from '../../../src/net/country.ts'
import { regionCode } from '../../../src/net/region.ts'
import { quote } from '../issue.ts'
import type { Label } from '../prefix-list.ts'

/** RFC 8805 leaves the country empty where no place should be told; some databases write these instead. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['', '-', 'ZZ', 'XX'])
const MAX_REMEMBERED = 100_000

/**
 * Turns what a list says of a place into labels, and remembers them: lists repeat few places many times.
 * A region is optional and may come with its country (`US-CA`) or without (`CA`). Letters of either case.
 */
export class PlaceLabels {
  readonly #known = new Map<string, Result<Label, string>>()

  of(country: string, region: string): Result<Label, string> {
    const key = `${country} ${region}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const label = read(country.toUpperCase(), region.toUpperCase())
    if (this.#known.size < MAX_REMEMBERED) this.#known.set(key, label)
    return label
  }
}

function read(country: string, region: string): Result<Label, string> {
  if (NO_COUNTRY.has(country)) return ok({})
  const code = countryCode(country)
  if (code === undefined) return err(`${quote(country)} is not an ISO 3166-1 country code`)
  if (region === '' || region === '-') return ok({ place: { country: code } })
  const full = regionCode(code, region)
  if (full === undefined) return err(`${quote(region)} is not an ISO 3166-2 code of a region of ${code}`)
  return ok({ place: { country: code, region: full } })
}
