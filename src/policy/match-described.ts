import type { UnixSeconds } from '../lib/time.ts'
import type { BodyReading, RequestSnapshot } from '../observations/types.ts'
import type { ResourceMatcher } from './resource.ts'
import type { MatchedResource } from './types.ts'

/** What a described request asks for, its body read as the gate would read it (`request/body`). */
export function matchDescribed(
  { match }: ResourceMatcher,
  snapshot: RequestSnapshot,
  body: unknown,
  now: UnixSeconds,
): MatchedResource {
  return match(snapshot, readingOf(snapshot, body), now)
}

function readingOf({ method, header }: RequestSnapshot, body: unknown): BodyReading {
  if (header('upgrade')?.toLowerCase() === 'websocket') return { state: 'unread', why: 'websocket' }
  if (method === 'GET' || method === 'HEAD') return { state: 'none' }
  if (!['', 'identity'].includes(header('content-encoding')?.toLowerCase() ?? ''))
    return { state: 'unread', why: 'encoded' }
  return Array.isArray(body) ? { state: 'unread', why: 'batch' } : { state: 'read', value: body }
}
