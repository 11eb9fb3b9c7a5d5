import { iso31662 } from 'iso-3166'

/** What ISO 3166-2 calls the subdivision with this code, given with its country or without; undefined for none. */
export function regionNameLookup(): (country: string, region: string) => string | undefined {
  const names = new Map(iso31662.map(({ code, name }) => [code, name]))
  return (country, region) => names.get(region.startsWith(`${country}-`) ? region : `${country}-${region}`)
}
