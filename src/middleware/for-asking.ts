import type { MatchedResource } from '../policy/types.ts'

const SESSION_PATH = '/.cordon/session'

/** Where sessions are given out none can be required, whatever a pattern such as `/*` says: nobody would ever have one. */
export function forAsking(resource: MatchedResource, path: string): MatchedResource {
  if (path !== SESSION_PATH) return resource
  const held = loosened.get(resource)
  if (held !== undefined) return held
  const made = { ...resource, sessionRequired: false, singleUse: false }
  loosened.set(resource, made)
  return made
}

/** The same object for the same resource: a verdict on it is found again by that. */
const loosened = new WeakMap<MatchedResource, MatchedResource>()
