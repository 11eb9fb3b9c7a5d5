import { iso31662 } from 'iso-3166'
import { REGION_ALIASES } from './region-aliases.ts'

/** A first-level subdivision: `{ country: 'UA', region: '43' }` is UA-43. */
export type RegionCode = { readonly country: string; readonly region: string }

/** Letters that carry no combining mark and so survive decomposition. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  ß: 'ss',
  ə: 'a',
}

/** What sources add to a name or leave out at will. */
const GENERIC = new Set(
  `autonomous avtonomna avtonomnyy autonomnaya apskritis cidade city comunidad county counties de del departamento
  department district division do emirate federal governorate gorod krai kraj kray lan land mestna misto municipality
  novads oblast oblasti oblisi oblys oblysy of okrug parish prefecture principado province provincia provincie
  regiao region republic republika respublika shaary sheng shi state territory the viloyati voblasc voblasts voivodeship
  województwo wojewodztwo zupanija`.split(/\s+/),
)

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðıæßə]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’‘ʼʻ`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function bare(name: string): string {
  return plain(name)
    .split(' ')
    .filter((word) => !GENERIC.has(word))
    .join(' ')
}

/** `undefined` as a value: two subdivisions answer to the name, so it says nothing. */
type Index = Map<string, RegionCode | undefined>

function put(index: Index, key: string, code: RegionCode): void {
  const held = index.get(key)
  const same = held?.country === code.country && held.region === code.region
  index.set(key, index.has(key) && !same ? undefined : code)
}

const key = (country: string, name: string) => `${country} ${name}`

function aliasEntries(): { country: string; name: string; code: RegionCode }[] {
  return Object.entries(REGION_ALIASES).flatMap(([country, lines]) =>
    lines
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [, code = '', names = ''] = /^\s*(\S+) (.+)$/.exec(line) ?? []
        const [first = '', second] = code.split('-')
        const target = second === undefined ? { country, region: first } : { country: first, region: second }
        return names.split('|').map((name) => ({ country, name, code: target }))
      }),
  )
}

// In order of trust: a whole name that we reviewed, a whole name of ISO's, then either without its generic words.
const aliases: Index = new Map()
const names: Index = new Map()
const bareAliases: Index = new Map()
const bareNames: Index = new Map()

for (const { country, name, code } of aliasEntries()) {
  put(aliases, key(country, plain(name)), code)
  put(bareAliases, key(country, bare(name)), code)
}
for (const { code, parent, name } of iso31662) {
  // A parent that is a country marks the first level; departments of FR or provinces of ES have a region as parent.
  if (parent.length !== 2) continue
  const [country = '', region = ''] = code.split('-')
  put(names, key(country, plain(name)), { country, region })
  put(bareNames, key(country, bare(name)), { country, region })
}

/**
 * The ISO 3166-2 first-level subdivision that a region name of the geolocation data means, or `undefined` when it is
 * none or could be several. Its country differs from `country` only where the data files a region elsewhere than ISO.
 */
export function regionCodeOf(country: string, name: string): RegionCode | undefined {
  const whole = key(country, plain(name))
  const short = key(country, bare(name))
  return aliases.get(whole) ?? names.get(whole) ?? bareAliases.get(short) ?? bareNames.get(short)
}
