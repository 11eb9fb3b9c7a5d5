import type { BodyMatch, Catalogue, Policy, Resource, Tier } from '../../../src/policy/types.ts'

/** A request that comes to a resource of the policy, to be chosen with one click. */
export interface Preset {
  readonly label: string
  readonly tier: Tier
  readonly method: string
  readonly path: string
  readonly body?: string
}

/** One for each resource of the policy that says its path, after the one that no resource names. */
export function presetsOf({ resources, catalogues }: Pick<Policy, 'resources' | 'catalogues'>): Preset[] {
  const named = resources.flatMap((resource) => {
    const preset = presetOf(resource, catalogues)
    return preset === undefined ? [] : [preset]
  })
  return [{ label: 'default', tier: 'controlled', method: 'GET', path: '/' }, ...named]
}

function presetOf(
  { id, tier, path, method, body }: Resource,
  catalogues: readonly Catalogue[],
): Preset | undefined {
  if (path === undefined) return undefined
  const content = body && exampleBody(body, catalogues)
  const first = typeof method === 'string' ? method : method?.[0]
  return {
    label: id,
    tier,
    method: first ?? (content === undefined ? 'GET' : 'POST'),
    path: path.replaceAll('*', 'example'),
    ...(content === undefined ? {} : { body: content }),
  }
}

/** The smallest document in which the pointer finds a value that the resource names. */
function exampleBody(
  { pointer, values, catalogue }: BodyMatch,
  catalogues: readonly Catalogue[],
): string | undefined {
  const value = values?.[0] ?? catalogues.find(({ id }) => id === catalogue)?.entries[0]?.values[0]
  if (value === undefined) return undefined
  const members = pointer
    .split('/')
    .slice(1)
    .map((member) => member.replaceAll('~1', '/').replaceAll('~0', '~'))
  return JSON.stringify(members.reduceRight<unknown>((inner, member) => ({ [member]: inner }), value))
}
