import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { Observations, PresentedKey, RequestSnapshot, Signal } from '../observations/types.ts'
import { parseTarget, type TargetFault } from '../request/target.ts'
import { collectEvidence, type Evidence, isSignalName, type SignalName } from '../signals/registry.ts'
import type { CompiledPolicy } from './compile.ts'
import { readSignal } from './example-signals.ts'
import { addressOf, edgeOf, type Given, HOME_NETWORK } from './home-connection.ts'
import { matchDescribed } from './match-described.ts'
import type { MatchedResource } from './types.ts'

/** What a situation is described by. A policy's examples and a command line's arguments fit it. */
export interface Described {
  /** Signals by name, as `policy/example-signals` reads them; what is not given is as with a home connection. */
  readonly given: Given
  readonly request: DescribedRequest
}

export interface DescribedRequest {
  readonly method: string
  /** Left out: a host that no policy names. */
  readonly host?: string | undefined
  /** As sent, with its query if there is one. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The value of a JSON body; left out: an empty one. */
  readonly body?: unknown
}

/** All that deciding needs. */
export interface Situation {
  readonly evidence: Evidence
  readonly resource: MatchedResource
}

/**
 * The evidence and the resource that a description comes to: an ordinary home connection in the United States, with what
 * was given laid over it. What follows from a given signal follows here too: with `place` its state, its continent and
 * whether it is in the European Union; with an address its family; with an account's id, that an account is known.
 *
 * Errors are those of a request that no policy is asked about: `request.path`, `request.host`.
 */
export function situationOf(
  { given, request }: Described,
  compiled: CompiledPolicy,
  now: UnixSeconds,
): Result<Situation, TargetFault> {
  const snapshot = snapshotOf(given, request)
  if (!snapshot.ok) return snapshot
  return ok({
    evidence: evidenceOf(given, snapshot.value, now),
    resource: matchDescribed(compiled.resource, snapshot.value, request.body, now),
  })
}

/** `.invalid` is nobody's (RFC 6761 §6.4). */
const ANY_HOST = 'host.invalid'

function snapshotOf(given: Given, request: DescribedRequest): Result<RequestSnapshot, TargetFault> {
  const host = request.host ?? ANY_HOST
  const target = parseTarget(`https://${host}${request.path}`, undefined)
  if (!target.ok) return err(target.error)
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const),
  )
  return ok({
    method: request.method,
    target: target.value,
    address: addressOf(given['client.address']),
    edge: edgeOf(given),
    relayedBy: { given: false, why: 'missing' },
    header: (name) => headers.get(name.toLowerCase()),
  })
}

function evidenceOf(given: Given, snapshot: RequestSnapshot, now: UnixSeconds): Evidence {
  const observations: Observations = {
    snapshot,
    tables: {
      operator: undefined,
      override: undefined,
      prefixes: [],
      asn: HOME_NETWORK,
      organization: HOME_NETWORK,
      moved: undefined,
    },
    session: { status: 'none' },
    proof: { status: 'none' },
    binding: { asn: 'off', tls: 'off' },
    key: keyOf(given, now),
  }
  const laidOver: Partial<Record<SignalName, Signal<unknown>>> = {}
  for (const [name, written] of Object.entries(given)) {
    const signal = isSignalName(name) ? readSignal(name, written) : undefined
    if (signal !== undefined && isSignalName(name)) laidOver[name] = signal
  }
  // Nobody can tell of a place that could not be looked up where it is.
  for (const name of ['place.continent', 'place.eu'] as const)
    if (laidOver.place?.state === 'unavailable') laidOver[name] ??= laidOver.place
  return { ...collectEvidence(observations), ...laidOver } as Evidence
}

/** An account of which anything is given is one that the origin has named just now. */
function keyOf(given: Given, now: UnixSeconds): PresentedKey | undefined {
  const said = Object.entries(given).filter(
    ([name, value]) => name.startsWith('account.') && !NOT_THERE.has(value),
  )
  if (said.length === 0) return undefined
  const id = given['account.id'] ?? 'account'
  return {
    keyId: 'key',
    formerKeyId: undefined,
    acceptedAt: now,
    account: { id: String(id), at: now },
  }
}

const NOT_THERE: ReadonlySet<unknown> = new Set(['absent', 'unavailable'])
