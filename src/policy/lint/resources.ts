import { ADMISSIBLE_FORMS, parseTarget } from '../../request/target.ts'
import { isSame } from '../loosening/same.ts'
import { type Policy, type Resource, TIERS } from '../types.ts'
import { finding, type LintFinding } from './finding.ts'

/** Resources that no request can ask for, and such as another one leaves nothing to say. */
export function* lintResources({ resources, rules }: Policy): Generator<LintFinding> {
  const named = new Set(rules.flatMap((rule) => rule.resources ?? []))
  for (const [index, resource] of resources.entries()) {
    const key = `POLICY.resources[${index}]`
    const why = neverMatches(resource)
    if (why !== undefined) yield finding('resource_never_matches', `${key}.${why.member}`, why.message)
    if (named.has(resource.id) || saysMoreThanTier(resource)) continue
    const hiding = resources.find((other, at) => other !== resource && hides(other, resource, at < index))
    if (hiding !== undefined)
      yield finding(
        'resource_hidden',
        key,
        `whatever it matches, "${hiding.id}" matches too and is ${hiding.tier}: the strictest counts`,
      )
  }
}

interface Why {
  readonly member: keyof Resource
  readonly message: string
}

function neverMatches({ host, path, method, body }: Resource): Why | undefined {
  if (host !== undefined && !isAsked(`https://${host}/`))
    return { member: 'host', message: 'no request has such a host' }
  if (path !== undefined && !isPath(path))
    return { member: 'path', message: 'a path like this is refused before it is matched, or read otherwise' }
  const methods = method === undefined ? undefined : [method].flat()
  if (body !== undefined && methods?.every((name) => BODILESS.has(name)))
    return { member: 'body', message: `${methods?.join(' and ')} requests have no body to look into` }
  return undefined
}

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Paths are compared decoded and with single slashes, whatever forms of them are let through. */
function isPath(path: string): boolean {
  const plain = path.replaceAll('*', 'x')
  if (plain.includes('%') || plain.includes('//')) return false
  return isAsked(`https://host.invalid${encodeURI(plain)}`)
}

function isAsked(url: string): boolean {
  return parseTarget(url, undefined, new Set(ADMISSIBLE_FORMS)).ok
}

/** What it demands beside its tier holds wherever it matches. */
function saysMoreThanTier({ session, keys, replay }: Resource): boolean {
  return session !== undefined || keys !== undefined || replay !== undefined
}

function hides(one: Resource, other: Resource, comesFirst: boolean): boolean {
  const stricter = TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier)
  // A catalogue makes of it what it says.
  if (stricter < 0 || (other.body?.catalogue !== undefined && one.tier !== 'controlled')) return false
  if (stricter === 0 && !(comesFirst && isSame(matchOf(one), matchOf(other)))) return false
  return covers(one, other)
}

function matchOf({ host, path, method, header, body }: Resource) {
  return { host, path, method: method === undefined ? undefined : [method].flat().sort(), header, body }
}

/** Whether the first matches whatever the second does. */
function covers(one: Resource, other: Resource): boolean {
  return (
    (one.host === undefined || one.host === other.host) &&
    (one.path === undefined || (other.path !== undefined && coversPath(one.path, other.path))) &&
    (one.method === undefined || coversMethods(one.method, other.method)) &&
    (one.header === undefined || isSame(one.header, other.header)) &&
    (one.body === undefined || isSame(one.body, other.body))
  )
}

function coversMethods(one: string | readonly string[], other: Resource['method']): boolean {
  const methods = [one].flat()
  return other !== undefined && [other].flat().every((method) => methods.includes(method))
}

function coversPath(one: string, other: string): boolean {
  const [wide, narrow] = [one.split('/'), other.split('/')]
  const open = wide.at(-1) === '*'
  const fixed = open ? wide.length - 1 : wide.length
  const isNarrowOpen = narrow.at(-1) === '*'
  // An open one also matches without its last segment.
  const shortest = isNarrowOpen ? narrow.length - 1 : narrow.length
  if (open ? shortest < fixed : isNarrowOpen || narrow.length !== fixed) return false
  return wide.slice(0, fixed).every((segment, index) => segment === '*' || segment === narrow[index])
}
