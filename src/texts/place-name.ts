/**
 * A place as people of this language call it: the country's name (CLDR, by `Intl.DisplayNames`), and the code of the
 * region beside it where one is known. The code itself where there is no name for it.
 *
 * @param code ISO 3166-1 or ISO 3166-2; any other text comes back as it is
 */
export function placeName(code: string, language: string): string {
  const [country = code, region] = code.split('-')
  const name = countryName(country, language)
  return region === undefined ? name : `${name} (${code})`
}

function countryName(country: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country
  return new Intl.DisplayNames([language, 'en'], { type: 'region' }).of(country) ?? country
}
