import type { MatchedResource } from '../policy/types.ts'

const SESSION_PATH = '/.cordon/session'

/** Where sessions are given out none can be required, whatever a pattern such as `/*` says: nobody would ever have one. */
export function forAsking(resource: MatchedResource, path: string): MatchedResource {
  return path === SESSION_PATH ? { ...resource, sessionRequired: false, singleUse: false } : resource
}
