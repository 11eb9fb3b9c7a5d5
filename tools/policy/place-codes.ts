import type { ConfigIssue } from '../../src/config/issue.ts'
import { parsePlaceCode } from '../../src/net/region.ts'
import { isSignalName, signalNamed } from '../../src/signals/registry.ts'
import { likelyCode, namedCode, reservedFor, subdivisionFault } from './iso-3166.ts'

/** A code and where it stands, as issues name places. */
interface Written {
  readonly key: string
  readonly code: string
}

/**
 * Codes of regions that ISO 3166-2 does not have: the gate checks their form only, and such an entry would match nobody.
 *
 * @param document as read from a file: nothing of its shape is taken for granted
 */
export function* placeCodeIssues(document: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  const written = [...placesOf(document)].filter(({ code }) => parsePlaceCode(code) !== undefined)
  const company = new Set(written.map(({ code }) => code.slice(0, 2)))
  for (const { key, code } of written) {
    const expected = code.length > 2 ? subdivisionFault(code, company) : undefined
    if (expected !== undefined) yield { key, expected, received: JSON.stringify(code) }
  }
}

/** The same issue, with the code that was most likely meant where it is about one. */
export function withLikelyCode(issue: ConfigIssue): ConfigIssue {
  if (!/\bISO 3166\b|\bISO 3166-1\b/.test(issue.expected)) return issue
  const text = /^"(.*)"$/.exec(issue.received ?? '')?.[1] ?? / not "([^"]*)"$/.exec(issue.expected)?.[1]
  if (text === undefined) return issue
  const likely = likelyCode(text)
  if (likely !== undefined)
    return { ...issue, expected: `${issue.expected}; did you mean ${namedCode(likely)}?` }
  const reserved = reservedFor(text)
  return reserved === undefined
    ? issue
    : { ...issue, expected: `${issue.expected} (ISO only reserves it for ${reserved})` }
}

function* placesOf(document: Readonly<Record<string, unknown>>): Generator<Written> {
  for (const name of ['RESTRICTED_REGIONS', 'ALLOWED_REGIONS', 'PLACE_GROUPS'])
    for (const [index, entry] of items(document[name])) {
      const key = `${name}[${index}]`
      if (typeof entry === 'string') yield { key, code: entry }
      for (const list of ['regions', 'also_in'])
        for (const [at, code] of items(member(entry, list)))
          if (typeof code === 'string') yield { key: `${key}.${list}[${at}]`, code }
    }
  for (const [index, entry] of items(document.NETWORK_OVERRIDES)) {
    const code = member(entry, 'place')
    if (typeof code === 'string') yield { key: `NETWORK_OVERRIDES[${index}].place`, code }
  }
  for (const part of ['rules', 'exemptions'])
    for (const [index, entry] of items(member(document.POLICY, part)))
      yield* placesIn(member(entry, 'when'), `POLICY.${part}[${index}].when`, 0)
  for (const [index, entry] of items(document.EXAMPLES)) {
    const given = member(entry, 'given')
    if (typeof given !== 'object' || given === null) continue
    for (const [name, code] of Object.entries(given))
      if (isPlaceSignal(name) && typeof code === 'string')
        yield { key: `EXAMPLES[${index}].given.${name}`, code }
  }
}

const MAX_DEPTH = 32

function* placesIn(condition: unknown, key: string, depth: number): Generator<Written> {
  if (depth > MAX_DEPTH) return
  for (const name of ['all', 'any', 'not'])
    for (const [index, inner] of items(member(condition, name)))
      yield* placesIn(inner, `${key}.${name}[${index}]`, depth + 1)
  if (!isPlaceSignal(member(condition, 'signal'))) return
  const is = member(condition, 'is')
  if (typeof is === 'string') yield { key: `${key}.is`, code: is }
  for (const [index, code] of items(member(condition, 'in')))
    if (typeof code === 'string') yield { key: `${key}.in[${index}]`, code }
}

function isPlaceSignal(name: unknown): boolean {
  return typeof name === 'string' && isSignalName(name) && signalNamed(name).kind === 'place'
}

function items(value: unknown): Iterable<readonly [number, unknown]> {
  return Array.isArray(value) ? value.entries() : []
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
