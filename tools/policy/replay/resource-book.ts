import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { RequestTarget } from '../../../src/observations/types.ts'
import { compileResources, type ResourceMatcher } from '../../../src/policy/resource.ts'
import { type MatchedResource, type Policy, type Resource, TIERS } from '../../../src/policy/types.ts'
import { type AdmissibleForm, parseTarget, type TargetFault } from '../../../src/request/target.ts'
import type { Facts } from './facts.ts'
import { GenerationMap } from './generation-map.ts'

/** What a request may have asked for: one resource a policy, or several where the log does not say enough. */
export interface Asked {
  /** Tells one from another, in this book. */
  readonly id: number
  /** For each policy, all that it can have been; never empty, unless there is a fault. */
  readonly possible: readonly (readonly MatchedResource[])[]
  /** Refused before any policy is asked. */
  readonly fault: TargetFault | undefined
}

const MAX_TARGETS = 10_000
/** With their methods. */
const MAX_HOSTS = 8
/** What can be told from bodies and headers that are in no log, is told apart up to so many ways. */
const MAX_WAYS = 64
/** No host has it, no policy names it. */
const NO_HOST = 'host.invalid'
/** Characters that no back end reads in two ways, nor any pattern otherwise than as they are. */
const PLAIN = /^\/(?:[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*\/)*(?:[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)?$/

/**
 * What each policy says of method, host and path. Paths differ in more ways than policies ask for: of a plain path the
 * segments that no pattern names are all one, so that what was matched once holds for all the like of it.
 */
export class ResourceBook {
  readonly #policies: readonly Ways[]
  readonly #admitted: ReadonlySet<AdmissibleForm>
  readonly #literals: ReadonlySet<string>
  readonly #filler: string
  /** By method, host and target: texts that a log repeats are the same objects, whose look-up costs next to nothing. */
  readonly #byTarget = new Map<string, GenerationMap<Asked>>()
  #lastMethod: string | undefined
  #lastHost: string | undefined
  #lastTargets = new GenerationMap<Asked>(MAX_TARGETS)
  readonly #byShape = new GenerationMap<Asked>(MAX_TARGETS)
  readonly #known = new Map<string, Asked>()

  constructor(policies: readonly Policy[], admitted: ReadonlySet<AdmissibleForm>) {
    this.#policies = policies.map(waysOf)
    this.#admitted = admitted
    const paths = policies.flatMap(({ resources }) => resources.flatMap(({ path }) => path ?? []))
    // The empty ones are those before the first slash and behind the last.
    this.#literals = new Set(['', ...paths.flatMap((path) => path.toLowerCase().split('/'))])
    let filler = '-'
    while (this.#literals.has(filler)) filler += '-'
    this.#filler = filler
  }

  /** @param facts only method, host and target are looked at */
  asked(facts: Facts): Asked {
    const { method, host = '', target = '' } = facts
    const targets = this.#targetsOf(method, host)
    const held = targets.get(target)
    if (held !== undefined) return held
    const query = target.indexOf('?')
    const path = query < 0 ? target : target.slice(0, query)
    const shape = PLAIN.test(path) ? this.#shapeOf(path) : path
    const shapeKey = `${method} ${host} ${shape}`
    const asked = this.#byShape.get(shapeKey) ?? this.#match(facts, shape)
    this.#byShape.set(shapeKey, asked)
    targets.set(target, asked)
    return asked
  }

  #targetsOf(method: string, host: string): GenerationMap<Asked> {
    if (method === this.#lastMethod && host === this.#lastHost) return this.#lastTargets
    const key = `${method} ${host}`
    if (this.#byTarget.size > MAX_HOSTS) this.#byTarget.clear()
    const held = this.#byTarget.get(key) ?? new GenerationMap<Asked>(MAX_TARGETS)
    this.#byTarget.set(key, held)
    this.#lastMethod = method
    this.#lastHost = host
    this.#lastTargets = held
    return held
  }

  #shapeOf(path: string): string {
    return path
      .split('/')
      .map((segment) => (this.#literals.has(segment.toLowerCase()) ? segment : this.#filler))
      .join('/')
  }

  #match(facts: Facts, path: string): Asked {
    if (facts.target === undefined) return this.#ask(undefined, facts)
    const target = parseTarget(`https://${facts.host || NO_HOST}${path}`, undefined, this.#admitted)
    return this.#ask(target.ok ? target.value : target.error, facts)
  }

  #ask(target: RequestTarget | TargetFault | undefined, facts: Facts): Asked {
    if (typeof target === 'string') return this.#keep([], target)
    return this.#keep(
      this.#policies.map((ways) => possibleOf(ways, target, facts)),
      undefined,
    )
  }

  /** The same answer under the same id: what is decided depends on no more of a path than this. */
  #keep(possible: Asked['possible'], fault: TargetFault | undefined): Asked {
    const text = fault ?? JSON.stringify(possible.map((resources) => resources.map(written)))
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const asked = { id: this.#known.size, possible, fault }
    this.#known.set(text, asked)
    return asked
  }
}

function written({ anyReading, everyReading, ...others }: MatchedResource): unknown {
  return [others, [...anyReading].sort(), [...everyReading].sort()]
}

/** Ways to match, of which one is the right one, by what the log does not hold. */
interface Ways {
  /** With a host, or for a log without one. */
  readonly withHost: readonly ResourceMatcher[]
  readonly withoutHost: readonly ResourceMatcher[]
  /** The same for methods whose requests have no body. */
  readonly bodyless: readonly ResourceMatcher[]
  readonly bodylessWithoutHost: readonly ResourceMatcher[]
  /** Each resource by itself, and none: for a log without paths. */
  readonly any: readonly MatchedResource[]
}

/** Stands where a body names what no resource names: `controlled`, and no rule speaks of it. */
const UNNAMED = '\u0000unnamed'

function waysOf(policy: Policy): Ways {
  const { resources } = policy
  const bodyless = resources.filter(({ body }) => body === undefined)
  return {
    withHost: matchersOf(policy, variants(resources, false)),
    withoutHost: matchersOf(policy, variants(resources, true)),
    bodyless: matchersOf(policy, variants(bodyless, false)),
    bodylessWithoutHost: matchersOf(policy, variants(bodyless, true)),
    any: [[], ...resources.map((resource) => [resource])].flatMap(anywhere),
  }
}

function matchersOf(
  { bodyUnknown }: Policy,
  lists: readonly (readonly Resource[])[],
): readonly ResourceMatcher[] {
  return lists.map((resources) => compileResources({ resources, catalogues: [], bodyUnknown }))
}

/** Every list of plain resources that this list can come to, by what its conditions that no log answers come to. */
function variants(resources: readonly Resource[], isHostless: boolean): readonly (readonly Resource[])[] {
  let lists: readonly (readonly Resource[])[] = [[]]
  for (const resource of resources) {
    const choices = choicesOf(resource, isHostless)
    const next = lists.flatMap((list) => choices.map((choice) => [...list, ...choice]))
    if (next.length > MAX_WAYS) return fewVariants(resources, isHostless)
    lists = next
  }
  return lists
}

/** Of many: none of them, each alone, and all of them. */
function fewVariants(resources: readonly Resource[], isHostless: boolean): readonly (readonly Resource[])[] {
  const choices = resources.map((resource) => choicesOf(resource, isHostless))
  const with_ = (chosen: (index: number) => boolean) =>
    choices.flatMap((choice, index) => (chosen(index) ? choice.at(-1) : choice[0]) ?? [])
  return [
    with_(() => false),
    with_(() => true),
    ...resources.map((_, wanted) => with_((index) => index === wanted)),
  ]
}

/** The least that a resource can add first, the most last. */
function choicesOf(resource: Resource, isHostless: boolean): readonly (readonly Resource[])[] {
  const { body, header, host, ...plain } = resource
  const known: Resource = isHostless || host === undefined ? plain : { ...plain, host }
  const isCertain = header === undefined && !(isHostless && host !== undefined)
  if (body === undefined) return isCertain ? [[known]] : [[], [known]]
  const tiers = body.catalogue === undefined ? [known.tier] : TIERS.slice(TIERS.indexOf(known.tier))
  const named = tiers.map((tier): readonly Resource[] => [{ ...known, tier }])
  const unnamed: Resource = { ...known, id: UNNAMED, tier: 'controlled' }
  return [...(isCertain ? [] : [[]]), ...named, [unnamed]]
}

function anywhere(resources: readonly Resource[]): readonly MatchedResource[] {
  const [resource] = resources
  const ids = new Set(resource === undefined ? [] : [resource.id])
  const tiers =
    resource === undefined
      ? (['controlled'] as const)
      : resource.body === undefined
        ? [resource.tier]
        : TIERS.slice(TIERS.indexOf(resource.tier))
  return tiers.map((tier) => ({
    tier,
    id: resource?.id ?? 'default',
    anyReading: ids,
    everyReading: ids,
    sessionRequired: resource?.session === 'required',
    singleUse: resource?.replay === 'strict',
    keysChecked: tier !== 'open',
  }))
}

const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

function possibleOf(ways: Ways, target: RequestTarget | undefined, facts: Facts): readonly MatchedResource[] {
  if (target === undefined) return ways.any
  const isHostless = facts.host === undefined
  const isBodyless = BODYLESS_METHODS.has(facts.method)
  const matchers = isBodyless
    ? isHostless
      ? ways.bodylessWithoutHost
      : ways.bodyless
    : isHostless
      ? ways.withoutHost
      : ways.withHost
  const asked = { method: facts.method, target, header: () => undefined }
  const found = new Map<string, MatchedResource>()
  for (const { match } of matchers) {
    const resource = named(match(asked, { state: 'none' }, ANY_TIME))
    found.set(JSON.stringify(written(resource)), resource)
  }
  return [...found.values()]
}

/** Resources without a body have no dates. */
const ANY_TIME = 0 as UnixSeconds

function named(resource: MatchedResource): MatchedResource {
  if (!resource.anyReading.has(UNNAMED)) return resource
  const without = (ids: ReadonlySet<string>) => new Set([...ids].filter((id) => id !== UNNAMED))
  return {
    ...resource,
    id: resource.id === UNNAMED ? 'default' : resource.id,
    anyReading: without(resource.anyReading),
    everyReading: without(resource.everyReading),
  }
}
