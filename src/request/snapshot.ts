import { type IpAddress, parseIpAddress } from '../net/ip-address.ts'
import type { Fact, RequestSnapshot, RequestTarget } from '../observations/types.ts'
import { edgeFacts } from './edge-facts.ts'

/**
 * Reads `Request` and `request.cf` once; nothing else touches either for deciding.
 *
 * Trust model: `CF-Connecting-IP` and `CF-Worker` are set by the edge, which removes what a client sends under these
 * names; on a bare origin they would be worth nothing. `X-Forwarded-For`, `CF-IPCountry` and their like decide nothing.
 *
 * @param target parsed before, since a request without a sound target never gets this far
 */
export function takeSnapshot(request: Request, target: RequestTarget): RequestSnapshot {
  const headers = request.headers
  return Object.freeze({
    method: request.method,
    target,
    address: addressFact(headers.get('CF-Connecting-IP')),
    edge: edgeFacts((request as { readonly cf?: unknown }).cf),
    relayedBy: relayedByFact(headers.get('CF-Worker')),
    header: (name: string) => headers.get(name) ?? undefined,
  })
}

/** What the edge says of a connection, as it came and unread: to be compared with what it said before. */
export interface Appearance {
  /** `CF-Connecting-IP` */
  readonly address: string | null
  /** `CF-Worker` */
  readonly relayedBy: string | null
  /** `request.cf` */
  readonly edge: unknown
}

export function appearance(request: Request): Appearance {
  const { headers } = request
  const { cf } = request as { readonly cf?: unknown }
  return { address: headers.get('CF-Connecting-IP'), relayedBy: headers.get('CF-Worker'), edge: cf }
}

function addressFact(raw: string | null): Fact<IpAddress> {
  if (raw === null || raw === '') return { given: false, why: 'missing' }
  const value = parseIpAddress(raw)
  return value === undefined ? { given: false, why: 'malformed' } : { given: true, value }
}

const MAX_ZONE_LENGTH = 253

/** Present and unreadable is still somebody's Worker: the name is a courtesy, the header is the sign. */
function relayedByFact(raw: string | null): Fact<string> {
  if (raw === null) return { given: false, why: 'missing' }
  const sound = raw.length <= MAX_ZONE_LENGTH && /^[A-Za-z0-9.-]+$/.test(raw)
  return { given: true, value: sound ? raw.toLowerCase() : 'unreadable' }
}
