import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { BodyReading, BodyUnread, RequestSnapshot } from '../observations/types.ts'
import { byBeginning } from './beginnings.ts'
import {
  type BodyFindings,
  type BodyResource,
  type CompiledBody,
  compileBody,
  lookAt,
} from './body-resource.ts'
import { compileCatalogue } from './catalogue.ts'
import { compilePath, type Reading, spellings } from './path-pattern.ts'
import { isStricter } from './tier-order.ts'
import type { MatchedResource, Policy, Resource, Tier } from './types.ts'

/** Of a request, what resources are matched with: all of it is the client's. */
export type Asked = Pick<RequestSnapshot, 'method' | 'target' | 'header'>

type Matches = (asked: Asked, reading: Reading) => boolean

interface CompiledResource {
  readonly resource: Resource
  readonly matches: Matches
  readonly body: CompiledBody | undefined
}

interface Compiled extends Pick<Policy, 'bodyUnknown'> {
  /** Those that may match a reading, in their order. */
  readonly at: (reading: Reading) => readonly CompiledResource[]
  /** The resources that say that they check keys. */
  readonly checking: ReadonlySet<string>
}

export interface ResourceMatcher {
  /** Whether a resource looks into the body of such a request, which has to be read for it then. */
  readonly needsBody: (asked: Asked) => boolean
  /** @param body `none` where `needsBody` is false, and for our own endpoints, whose bodies are nobody's resource */
  readonly match: (asked: Asked, body: BodyReading, now: UnixSeconds) => MatchedResource
}

type ResourcePolicy = Pick<Policy, 'resources' | 'catalogues' | 'bodyUnknown'>

/**
 * Compiles resources to one matcher. Within a reading the strictest of the resources that match wins, and what none
 * matches is `controlled`; among the readings of one path again the strictest wins. So no order of resources and no
 * spelling of a path opens what another entry closes.
 *
 * Path patterns: literal segments; `*` is one segment, as the last one also everything below and the path before it
 * (`/v1/*` matches `/v1`, `/v1/` and `/v1/a/b`). Compared as written and without regard to case.
 *
 * A resource that looks into the body matches where the rest of it does and the body holds a value that it names; what
 * none names, and what nobody could read, see `body-resource`.
 */
export function compileResources({ resources, catalogues, bodyUnknown }: ResourcePolicy): ResourceMatcher {
  const byId = new Map(catalogues.map((catalogue) => [catalogue.id, compileCatalogue(catalogue)]))
  const compiled = resources.map((resource) => ({
    resource,
    matches: compileResource(resource),
    body: resource.body && compileBody(resource.body, resource.tier, byId),
  }))
  const looking = compiled.filter(({ body }) => body !== undefined)
  const pathOf = ({ resource }: CompiledResource) => resource.path
  const lookingAt = byBeginning(looking, pathOf)
  const all: Compiled = {
    at: byBeginning(compiled, pathOf),
    checking: new Set(resources.filter(({ keys }) => keys === 'checked').map(({ id }) => id)),
    bodyUnknown,
  }
  return {
    needsBody: (asked) =>
      looking.length > 0 &&
      spellings(asked.target.readings).some((reading) =>
        lookingAt(reading).some(({ matches }) => matches(asked, reading)),
      ),
    match: remembering(resources, (asked, body, now) => matchReadings(all, asked, body, now)),
  }
}

const MAX_REMEMBERED = 1_000
/** What is longer is hardly asked for twice, and would fill the memory. */
const MAX_REMEMBERED_LENGTH = 512

/**
 * The same, with one object for all that is alike, by which a verdict on it is found again: a policy has few resources, and
 * clients ask for many paths. Which it is is remembered by host, method and readings of the path, where nothing else can
 * make a difference: no resource asks for a header, and no body was looked into.
 */
function remembering(
  resources: Policy['resources'],
  match: ResourceMatcher['match'],
): ResourceMatcher['match'] {
  const distinct = new BoundedMap<string, MatchedResource>(MAX_REMEMBERED)
  const remembered = new BoundedMap<string, MatchedResource>(MAX_REMEMBERED)
  const readsHeaders = resources.some(({ header }) => header !== undefined)
  return (asked, body, now) => {
    const what = readsHeaders || body.state !== 'none' ? undefined : nameOf(asked)
    const held = what === undefined ? undefined : remembered.get(what)
    if (held !== undefined) return held
    const found = match(asked, body, now)
    // Names that nobody lists are the client's: no two need be alike.
    if (found.unnamed !== undefined) return found
    const first = firstLike(found)
    if (what !== undefined) remembered.set(what, first)
    return first
  }

  function firstLike(found: MatchedResource): MatchedResource {
    const { anyReading, everyReading, ...rest } = found
    const like = JSON.stringify([rest, [...anyReading], [...everyReading]])
    const first = distinct.get(like)
    if (first !== undefined) return first
    distinct.set(like, found)
    return found
  }
}

/** Undefined for what is too long: an admitted form makes dozens of readings out of one path. */
function nameOf({ method, target: { host, readings } }: Asked): string | undefined {
  // No reading has a line break in it.
  const name = `${method} ${host} ${readings.length === 1 ? readings[0] : readings.join('\n')}`
  return name.length > MAX_REMEMBERED_LENGTH ? undefined : name
}

/** The strictest tier so far, and who set it. */
class Strictest {
  tier: Tier | undefined
  id = 'default'

  raise(tier: Tier, id = 'default'): void {
    if (this.tier !== undefined && !isStricter(tier, this.tier)) return
    this.tier = tier
    this.id = id
  }
}

/** What the readings of one request come to. */
class Found {
  readonly any = new Set<string>()
  every: ReadonlySet<string> | undefined
  readonly strictest = new Strictest()
  sessionRequired = false
  singleUse = false
  readonly values = new Set<string>()
  readonly unnamed = new Set<string>()
  /** Something was looked for, and nobody can say what it is. */
  isUnsettled = false
  unread: BodyUnread | undefined

  /** What is demanded of whoever asks for a resource is demanded of whoever may be asking for it. */
  demandFor({ session, replay }: Resource): void {
    this.sessionRequired ||= session === 'required'
    this.singleUse ||= replay === 'strict'
  }
}

function matchReadings(
  { at: resourcesAt, checking, bodyUnknown }: Compiled,
  asked: Asked,
  body: BodyReading,
  now: UnixSeconds,
): MatchedResource {
  const found = new Found()
  const at = body.state === 'none' ? undefined : { body, bodyUnknown, now, values: new Map() }
  for (const reading of spellings(asked.target.readings)) {
    const matched = new Set<string>()
    const strictest = new Strictest()
    const take = (resource: Resource, tier: Tier) => {
      matched.add(resource.id)
      found.any.add(resource.id)
      found.demandFor(resource)
      strictest.raise(tier, resource.id)
    }
    const looking: BodyResource[] = []
    for (const { resource, matches, body: looksAt } of resourcesAt(reading)) {
      if (!matches(asked, reading)) continue
      if (looksAt === undefined) take(resource, resource.tier)
      else looking.push({ resource, body: looksAt })
    }
    if (at !== undefined && looking.length > 0) takeBody(lookAt(looking, at), body, found, strictest, take)
    found.strictest.raise(strictest.tier ?? 'controlled', strictest.id)
    found.every = found.every === undefined ? matched : matched.intersection(found.every)
  }
  const { any, every = new Set(), strictest, sessionRequired, singleUse, unread } = found
  const { tier = 'controlled', id } = strictest
  const value = soleOf(found.values)
  const unnamed = soleOf(found.unnamed)
  return {
    tier,
    id,
    anyReading: any,
    everyReading: every,
    sessionRequired,
    singleUse,
    keysChecked: keysChecked(checking, every, tier),
    ...(value === undefined || found.isUnsettled ? {} : { value }),
    ...(unnamed === undefined || !NAME.test(unnamed) ? {} : { unnamed }),
    ...(unread === undefined ? {} : { unread }),
  }
}

function takeBody(
  { named, unnamed, perhaps, atLeast, otherwise }: BodyFindings,
  body: BodyReading,
  found: Found,
  strictest: Strictest,
  take: (resource: Resource, tier: Tier) => void,
): void {
  for (const { resource, tier, value } of named) {
    take(resource, tier)
    found.values.add(value)
  }
  for (const value of unnamed) found.unnamed.add(value)
  found.isUnsettled ||= perhaps.length > 0
  for (const resource of perhaps) found.demandFor(resource)
  if (atLeast !== undefined) strictest.raise(atLeast)
  if (body.state !== 'unread') return
  found.unread = body.why
  // A rule that refuses by name holds for what may be meant, as it does for another reading of the path.
  for (const { id } of perhaps) found.any.add(id)
  if (strictest.tier === undefined && otherwise !== undefined) strictest.raise(otherwise)
}

/** As names of models are: what else stands where one is looked for belongs into no record. */
const NAME = /^[A-Za-z0-9][\w.:@/+-]{0,99}$/

/** Where several values were looked for, none speaks for the request. */
function soleOf(values: ReadonlySet<string>): string | undefined {
  const [value, ...others] = values
  return others.length === 0 ? value : undefined
}

/** Where a resource says that it checks keys, only such ones are believed; else everything but what is open. */
function keysChecked(checking: ReadonlySet<string>, matched: ReadonlySet<string>, tier: Tier): boolean {
  return checking.size === 0 ? tier !== 'open' : !checking.isDisjointFrom(matched)
}

function compileResource(resource: Resource): Matches {
  const host = resource.host?.toLowerCase()
  const methods = resource.method === undefined ? undefined : new Set([resource.method].flat())
  const path = resource.path === undefined ? undefined : compilePath(resource.path)
  const { header } = resource
  return (asked, reading) => {
    if (host !== undefined && host !== asked.target.hostname && host !== asked.target.host) return false
    if (methods !== undefined && !methods.has(asked.method)) return false
    if (header !== undefined && !headerMatches(asked.header(header.name), header.value)) return false
    return path === undefined || path(reading)
  }
}

/** Any of several lines may carry the value: an origin might read any of them. */
function headerMatches(actual: string | undefined, wanted: string | undefined): boolean {
  if (actual === undefined) return false
  return wanted === undefined || actual.split(',').some((item) => item.trim() === wanted)
}
