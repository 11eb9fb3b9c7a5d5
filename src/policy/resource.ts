import type { RequestSnapshot } from '../observations/types.ts'
import { type MatchedResource, type Resource, TIERS, type Tier } from './types.ts'

type Matches = (snapshot: RequestSnapshot, reading: Reading) => boolean

/** One way a back end might read a path. `folded`: as one that ignores case would. */
interface Reading {
  readonly segments: readonly string[]
  readonly folded: boolean
}

interface CompiledResource {
  readonly resource: Resource
  readonly matches: Matches
}

export type ResourceMatcher = (snapshot: RequestSnapshot) => MatchedResource

/**
 * Compiles resources to one matcher. Within a reading the strictest of the resources that match wins, and what none
 * matches is `controlled`; among the readings of one path again the strictest wins. So no order of resources and no
 * spelling of a path opens what another entry closes.
 *
 * Path patterns: literal segments; `*` is one segment, as the last one also everything below and the path before it
 * (`/v1/*` matches `/v1`, `/v1/` and `/v1/a/b`). Compared as written and without regard to case.
 */
export function compileResources(resources: readonly Resource[]): ResourceMatcher {
  const compiled = resources.map((resource) => ({ resource, matches: compileResource(resource) }))
  return (snapshot) => matchReadings(compiled, snapshot)
}

function isStricter(a: Tier, b: Tier): boolean {
  return TIERS.indexOf(a) > TIERS.indexOf(b)
}

function matchReadings(compiled: readonly CompiledResource[], snapshot: RequestSnapshot): MatchedResource {
  const some = new Set<string>()
  let every: Set<string> | undefined
  let tier: Tier = 'open'
  let id = 'default'
  let sessionRequired = false
  let singleUse = false
  for (const reading of spellings(snapshot.target.readings)) {
    const matched = new Set<string>()
    let readingTier: Tier | undefined
    let readingId = 'default'
    for (const { resource, matches } of compiled) {
      if (!matches(snapshot, reading)) continue
      matched.add(resource.id)
      some.add(resource.id)
      sessionRequired ||= resource.session === 'required'
      singleUse ||= resource.replay === 'strict'
      if (readingTier === undefined || isStricter(resource.tier, readingTier)) {
        readingTier = resource.tier
        readingId = resource.id
      }
    }
    const settled = readingTier ?? 'controlled'
    if (every === undefined || isStricter(settled, tier)) {
      tier = settled
      id = readingId
    }
    every = every === undefined ? matched : every.intersection(matched)
  }
  const everyReading = every ?? new Set()
  return {
    tier,
    id,
    anyReading: some,
    everyReading,
    sessionRequired,
    singleUse,
    keysChecked: keysChecked(compiled, everyReading, tier),
  }
}

/** Where a resource says that it checks keys, only such ones are believed; else everything but what is open. */
function keysChecked(
  compiled: readonly CompiledResource[],
  matched: ReadonlySet<string>,
  tier: Tier,
): boolean {
  const checking = compiled.filter(({ resource }) => resource.keys === 'checked')
  return checking.length === 0 ? tier !== 'open' : checking.some(({ resource }) => matched.has(resource.id))
}

/** Back ends that ignore case are common, so each reading counts a second time without it. */
function spellings(readings: readonly string[]): readonly Reading[] {
  return readings.flatMap((reading) => [
    { segments: reading.split('/'), folded: false },
    { segments: foldCase(reading).split('/'), folded: true },
  ])
}

/** To upper case and back, so that `ı`, `İ` and `ß` meet what some back end takes them for (`i`, `i`, `ss`). */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i')
}

function compileResource(resource: Resource): Matches {
  const host = resource.host?.toLowerCase()
  const methods = resource.method === undefined ? undefined : new Set([resource.method].flat())
  const path = resource.path === undefined ? undefined : compilePath(resource.path)
  const { header } = resource
  return (snapshot, reading) => {
    if (host !== undefined && host !== snapshot.target.hostname && host !== snapshot.target.host) return false
    if (methods !== undefined && !methods.has(snapshot.method)) return false
    if (header !== undefined && !headerMatches(snapshot.header(header.name), header.value)) return false
    return path === undefined || path(reading)
  }
}

/** Any of several lines may carry the value: an origin might read any of them. */
function headerMatches(actual: string | undefined, wanted: string | undefined): boolean {
  if (actual === undefined) return false
  return wanted === undefined || actual.split(',').some((item) => item.trim() === wanted)
}

function compilePath(pattern: string): (reading: Reading) => boolean {
  // One normal form for both sides: NFC is among the readings of every path.
  const normal = pattern.normalize('NFC')
  const written = normal.split('/')
  const folded = foldCase(normal).split('/')
  const open = written.at(-1) === '*'
  const fixed = open ? written.length - 1 : written.length
  return ({ segments, folded: isFolded }) => {
    if (open ? segments.length < fixed : segments.length !== fixed) return false
    return agrees(isFolded ? folded : written, segments, fixed)
  }
}

function agrees(pattern: readonly string[], actual: readonly string[], length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (pattern[i] !== '*' && pattern[i] !== actual[i]) return false
  }
  return true
}
