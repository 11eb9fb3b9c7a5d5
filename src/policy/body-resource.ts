import { parseJsonPointer, valueAt } from '../lib/json-pointer.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { BodyReading } from '../observations/types.ts'
import type { CompiledCatalogue } from './catalogue.ts'
import { isStricter, stricter } from './tier-order.ts'
import type { BodyMatch, Policy, Resource, Tier } from './types.ts'

/** What a resource says about bodies. */
export interface CompiledBody {
  readonly pointer: string
  readonly tokens: readonly string[]
  /** With the resource's own tier as the mildest; undefined for a value that it does not name. */
  readonly tierOf: (value: string, now: UnixSeconds) => Tier | undefined
  /** All that it can come to. */
  readonly tiersAt: (now: UnixSeconds) => ReadonlySet<Tier>
}

export function compileBody(
  { pointer, values, catalogue: id }: BodyMatch,
  tier: Tier,
  catalogues: ReadonlyMap<string, CompiledCatalogue>,
): CompiledBody {
  const where = { pointer, tokens: parseJsonPointer(pointer) }
  if (id === undefined) {
    const named = new Set(values)
    const tiers = new Set([tier])
    return { ...where, tierOf: (value) => (named.has(value) ? tier : undefined), tiersAt: () => tiers }
  }
  const catalogue = catalogues.get(id)
  return {
    ...where,
    tierOf(value, now) {
      const said = catalogue?.tierOf(value, now)
      return said === undefined ? undefined : stricter(said, tier)
    },
    tiersAt: (now) => new Set([...(catalogue?.tiersAt(now) ?? [])].map((said) => stricter(said, tier))),
  }
}

export interface BodyResource {
  readonly resource: Resource
  readonly body: CompiledBody
}

/** What the body says about the resources that look into it, under one reading of the path. */
export interface BodyFindings {
  readonly named: readonly { readonly resource: Resource; readonly tier: Tier; readonly value: string }[]
  /** Whatever else matches, this tier at least. */
  readonly atLeast: Tier | undefined
  /** The tier where nothing else matches. */
  readonly otherwise: Tier | undefined
  /** Of which nobody can say that they were not asked for. */
  readonly perhaps: readonly Resource[]
  /** Found, and named by nobody. */
  readonly unnamed: readonly string[]
}

/** The body of one request, for each reading of its path. */
export interface LookedAt {
  readonly body: Exclude<BodyReading, { readonly state: 'none' }>
  readonly bodyUnknown: Policy['bodyUnknown']
  readonly now: UnixSeconds
  /** What was found by pointer; looking twice would cost twice, and a body may have a hundred thousand members. */
  readonly values: Map<string, unknown>
}

/** What the body says, or what nobody could read, about these resources. */
export function lookAt(looking: readonly BodyResource[], at: LookedAt): BodyFindings {
  const { body, bodyUnknown, now } = at
  if (body.state === 'unread') return lookPast(looking, bodyUnknown, now)
  return lookInto(looking, now, ({ pointer, tokens }) => {
    if (!at.values.has(pointer)) at.values.set(pointer, valueAt(body.value, tokens))
    return at.values.get(pointer)
  })
}

/**
 * What a body that was read asks for. Each pointer that is looked at has to lead to a value that one of its resources
 * names, else the request is `controlled`: one harmless member would otherwise speak for another that nobody knows.
 */
function lookInto(
  looking: readonly BodyResource[],
  now: UnixSeconds,
  find: (body: CompiledBody) => unknown,
): BodyFindings {
  const named: { resource: Resource; tier: Tier; value: string }[] = []
  const perhaps: Resource[] = []
  const unnamed: string[] = []
  for (const [first, ...others] of Map.groupBy(looking, ({ body }) => body.pointer).values()) {
    if (first === undefined) continue
    const value = find(first.body)
    const before = named.length
    if (typeof value === 'string')
      for (const { resource, body } of [first, ...others]) {
        const tier = body.tierOf(value, now)
        if (tier !== undefined) named.push({ resource, tier, value })
      }
    if (named.length > before) continue
    perhaps.push(...[first, ...others].map(({ resource }) => resource))
    if (typeof value === 'string') unnamed.push(value)
  }
  return {
    named,
    perhaps,
    unnamed,
    atLeast: perhaps.length > 0 ? 'controlled' : undefined,
    otherwise: undefined,
  }
}

/**
 * What a body that nobody could read may ask for: anything that its resources name, and what they do not, which is
 * `controlled`. Of these tiers the strictest counts that only those may ask for unread who may use it (`BODY_UNKNOWN`).
 */
function lookPast(
  looking: readonly BodyResource[],
  bodyUnknown: Policy['bodyUnknown'],
  now: UnixSeconds,
): BodyFindings {
  let atLeast: Tier | undefined
  let otherwise: Tier = 'controlled'
  for (const tier of [...looking.flatMap(({ body }) => [...body.tiersAt(now)]), 'controlled' as const]) {
    if (isStricter(otherwise, tier)) otherwise = tier
    if (bodyUnknown[tier] === 'refuse') atLeast = atLeast === undefined ? tier : stricter(atLeast, tier)
  }
  return { named: [], unnamed: [], perhaps: looking.map(({ resource }) => resource), atLeast, otherwise }
}
