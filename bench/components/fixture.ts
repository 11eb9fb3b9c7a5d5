/** A gate as it is deployed, clients of it, and what it makes of them. */
import { type Dependencies, dependenciesFrom, newDecisionId } from '../../src/deps.ts'
import { verifiedByEdge } from '../../src/enforcement/statements.ts'
import type { Gate } from '../../src/gate.ts'
import { encodeBase64url } from '../../src/lib/bytes.ts'
import { secondsFromMillis, type UnixMillis } from '../../src/lib/time.ts'
import { judgeAsked } from '../../src/middleware/judge-asked.ts'
import { gather } from '../../src/observations/gather.ts'
import type { RequestSnapshot } from '../../src/observations/types.ts'
import { takeSnapshot } from '../../src/request/snapshot.ts'
import { parseTarget } from '../../src/request/target.ts'
import type { ServedPolicy } from '../../src/served-policy.ts'
import { issueSession, type SessionGrant, type SessionTerms } from '../../src/session/issue.ts'
import type { SigningKey } from '../../src/session/keyring.ts'
import type { Decided } from '../../src/telemetry/write.ts'
import { generateSigningKey } from '../../tools/signing-keys.ts'
import { at } from '../at.ts'
import { browserRequest, cookiesWith } from './browsers.ts'
import { INPUTS } from './subject.ts'

const NOW_MILLIS = 1_793_491_200_000 as UnixMillis
export const NOW = secondsFromMillis(NOW_MILLIS)

/** A request and what became of it. */
export interface Visit extends Decided {
  readonly request: Request
  readonly snapshot: RequestSnapshot
}

export interface Fixture {
  readonly dependencies: Dependencies
  readonly gate: Gate
  readonly policy: ServedPolicy
  readonly signingKey: SigningKey
  readonly terms: SessionTerms
  /** Of clients that come for the first time, */
  readonly firstVisits: readonly Visit[]
  /** of the same ones once they have a session, */
  readonly knownVisits: readonly Visit[]
  /** whose tokens these are, */
  readonly tokens: readonly string[]
  /** and of some that are where nobody is let in. */
  readonly refusedVisits: readonly Visit[]
}

/**
 * @param variables as `wrangler.toml` has them
 * @param prefixTable empty: no lists
 */
export async function makeFixture(variables: object, prefixTable: Uint8Array<ArrayBuffer>): Promise<Fixture> {
  const environment = {
    ...variables,
    STATE: 'none',
    SIGNING_KEYS: JSON.stringify({ keys: [await generateSigningKey('ES256')] }),
    CREDENTIAL_SECRET: encodeBase64url(crypto.getRandomValues(new Uint8Array(32))),
  }
  const made = dependenciesFrom(environment, { prefixTable })
  const dependencies = { ...made, clock: () => NOW_MILLIS }
  const loaded = await dependencies.gate()
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  const gate = loaded.value
  const policy = gate.policies.inForce
  const signingKey = gate.keyring?.activeAt(NOW)
  if (signingKey === undefined) throw new Error('no key signs')
  const { ISSUER: issuer } = gate.config
  const { nextChange } = policy.compiled
  const terms = { issuer, lifetimes: gate.lifetimes, nextChange, epoch: 0 }

  const visitBy = (request: Request) => visit(request, gate, policy, dependencies)
  const each = <T>(make: (client: number) => Promise<T>) =>
    Promise.all(Array.from({ length: INPUTS }, (_, client) => make(client)))
  const firstVisits = await each((client) => visitBy(browserRequest(client)))
  const tokens = await each(async (client) => {
    const grant = grantFor(at(firstVisits, client))
    return (await issueSession(grant, terms, signingKey, NOW, dependencies.random)).token
  })
  const knownVisits = await each((client) => {
    const Cookie = cookiesWith(`__Host-cordon=${at(tokens, client)}`)
    return visitBy(browserRequest(client, { headers: { Cookie } }))
  })
  const refusedVisits = await each((client) => visitBy(browserRequest(client, { country: 'CU' })))
  return { dependencies, gate, policy, signingKey, terms, firstVisits, knownVisits, tokens, refusedVisits }
}

/** What a session for this client says, as for somebody in particular. */
export function grantFor({ evidence, decision, observations: { snapshot } }: Visit): SessionGrant {
  return {
    ...verifiedByEdge(evidence),
    subject: { kind: 'account', id: `acct_${snapshot.target.path}` },
    authenticatedAt: NOW,
    sessionId: undefined,
    assurance: decision.assurance,
    assuredAt: NOW,
    addressFamily: snapshot.address.given ? snapshot.address.value.version : undefined,
    ja4: undefined,
    policyRevision: decision.revision,
    confirmation: undefined,
  }
}

async function visit(
  request: Request,
  gate: Gate,
  policy: ServedPolicy,
  { random }: Dependencies,
): Promise<Visit> {
  const target = parseTarget(request.url, request.headers.get('Host') ?? undefined, gate.admittedForms)
  if (!target.ok) throw new Error(target.error)
  const snapshot = takeSnapshot(request, target.value)
  const observations = await gather(snapshot, gate.sources, policy, NOW)
  const judged = judgeAsked(policy, observations, snapshot, { state: 'none' }, NOW)
  return {
    id: newDecisionId(random),
    at: NOW_MILLIS,
    tables: gate.networks.version,
    state: 'current',
    epoch: 0,
    request,
    snapshot,
    ...judged,
  }
}
