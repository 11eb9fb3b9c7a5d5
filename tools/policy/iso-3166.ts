import { iso31661, iso31661Alpha3ToAlpha2, iso31661Reserved, iso31662 } from 'iso-3166'
import { foldName } from '../../src/lib/fold-name.ts'

const COUNTRY_NAMES: ReadonlyMap<string, string> = new Map([
  ...iso31661.map(({ alpha2, name }) => [alpha2, name] as const),
  ['XK', 'Kosovo'],
])
const SUBDIVISIONS: ReadonlyMap<string, string> = new Map(iso31662.map(({ code, name }) => [code, name]))
const CODES_OF = Map.groupBy(SUBDIVISIONS.keys(), (code) => code.slice(0, 2))

/** Codes that are used and mean a country under another one. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
])

/** `UA-43 (Avtonomna Respublika Krym)`, for people who do not know codes by heart. */
export function namedCode(code: string): string {
  const name = SUBDIVISIONS.get(code) ?? COUNTRY_NAMES.get(code)
  return name === undefined ? code : `${code} (${name})`
}

/**
 * What is wrong with a well-formed subdivision code, in words that go on from "expected"; undefined where ISO 3166-2
 * has it.
 *
 * @param company countries named beside it: where one of them has the subdivision, that is likely to be meant
 */
export function subdivisionFault(code: string, company: ReadonlySet<string>): string | undefined {
  if (SUBDIVISIONS.has(code)) return undefined
  const [country, part] = [code.slice(0, 2), code.slice(3)]
  const own = CODES_OF.get(country) ?? []
  const name = COUNTRY_NAMES.get(country) ?? country
  if (own.length === 0) return `the country's own code "${country}": ISO 3166-2 divides ${name} into nothing`
  const near = sameNumber(country, part) ?? own.find((other) => isOneApart(other, code))
  const elsewhere = [...company]
    .filter((other) => other !== country && SUBDIVISIONS.has(`${other}-${part}`))
    .map((other) => `${other}-${part}`)
  const meant = near === undefined ? elsewhere : [near, ...elsewhere]
  const hint =
    meant.length > 0
      ? `; did you mean ${meant.slice(0, 3).map(namedCode).join(' or ')}?`
      : ` (it has ${own.slice(0, 6).join(', ')}${own.length > 6 ? `, … (${own.length} of them)` : ''})`
  const wrongCountry = near === undefined && elsewhere.length > 0 ? ', a region of another country' : ''
  return `an ISO 3166-2 code: ${name} has no ${code}${wrongCountry}${hint}`
}

/** Numbers of one digit are often written without the zero before them. */
function sameNumber(country: string, part: string): string | undefined {
  const padded = `${country}-0${part}`
  return /^\d$/.test(part) && SUBDIVISIONS.has(padded) ? padded : undefined
}

/** Codes are short: two characters apart are most of a country's. */
function isOneApart(one: string, other: string): boolean {
  return (
    one.length === other.length && [...one].filter((letter, index) => letter !== other[index]).length === 1
  )
}

/** The code that somebody most likely meant by a text that is none. */
export function likelyCode(text: string): string | undefined {
  const upper = text.trim().toUpperCase().replace('_', '-')
  const alias = ALIASES.get(upper)
  if (alias !== undefined) return alias
  if (COUNTRY_NAMES.has(upper) || SUBDIVISIONS.has(upper)) return upper
  const joined = `${upper.slice(0, 2)}-${upper.slice(2)}`
  if (SUBDIVISIONS.has(joined)) return joined
  const short = iso31661Alpha3ToAlpha2[upper]
  if (short !== undefined) return short
  const folded = foldName(text)
  if (folded.length < 4) return undefined
  const names = [...COUNTRY_NAMES, ...SUBDIVISIONS]
  const exact = names.find(([, name]) => foldName(name) === folded || foldName(name).startsWith(folded))
  return exact?.[0]
}

/** Why a code of two letters is no country, where ISO says it: `SU` was one. */
export function reservedFor(text: string): string | undefined {
  return iso31661Reserved.find(({ alpha2 }) => alpha2 === text)?.name
}
