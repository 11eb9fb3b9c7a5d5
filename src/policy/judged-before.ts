import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type {
  AccountFacts,
  Observations,
  PresentedKey,
  PresentedSession,
  RequestSnapshot,
} from '../observations/types.ts'
import { changedFacts, isSameEdge, type SeenEdge, seenEdge } from '../request/same-edge.ts'
import type { Appearance } from '../request/snapshot.ts'
import { botScore } from '../signals/bot-score.ts'
import { clientRtt } from '../signals/client-rtt.ts'
import type { Evidence } from '../signals/registry.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Judged } from './judge.ts'
import type { Asked } from './resource.ts'
import type { MatchedResource } from './types.ts'

/** Verdicts, each on one client and one kind of resource; 7 KB each, and 12 with a record and a refusal in words. */
const MAX_KEPT = 3_000

/** The signals of what the edge measures anew with each request. Nothing else is made of it; a test holds that. */
const CHANGING = [clientRtt, botScore] as const

/** All that a verdict rests on beside the request itself: every part is compared before anything is recalled. */
export interface Basis extends Appearance {
  readonly compiled: CompiledPolicy
  /** Another number where a table that would be asked may answer otherwise. */
  readonly tables: number
  /** By what it is worth now: it was looked at again. */
  readonly session: PresentedSession
  readonly key: PresentedKey | undefined
}

/** What this request brings with it that is never recalled. */
export type Fresh = Pick<Observations, 'session' | 'proof' | 'binding' | 'key'> & { readonly asked: Asked }

/** A verdict on one resource: the same object for as long as it is recalled. Holds nothing of the request itself. */
export interface Judgement extends Pick<Judged, 'evidence' | 'decision'> {
  readonly seen: Pick<RequestSnapshot, 'address' | 'edge' | 'relayedBy'>
  readonly tables: Observations['tables']
  readonly from: UnixSeconds
  /** The policy's own next date. */
  readonly until: UnixSeconds | undefined
}

export interface Recalled extends Judged {
  readonly judgement: Judgement
}

/** What a verdict was based on, to be compared, and the verdict. */
interface Kept extends Pick<Basis, 'address' | 'relayedBy' | 'session' | 'key'> {
  readonly edge: SeenEdge
  readonly judgement: Judgement
}

/**
 * Verdicts on clients that this isolate has seen, by everything they rest on. A client that comes again as it was is not
 * looked up and judged again: the edge's facts, address, session, key, policy and tables are compared one by one, and what
 * is recalled is what judging it anew would give, signal by signal. What may have changed meanwhile was asked before:
 * whether the session is revoked or past its time, whether the key is still accepted.
 *
 * Bounded; whoever comes in a thousand shapes is judged a thousand times, and pushes out others who then are, once.
 */
export class JudgedBefore {
  #kept = new BoundedMap<string, Kept>(MAX_KEPT)
  readonly #resources = new WeakMap<MatchedResource, number>()
  #resourceCount = 0
  #compiled: CompiledPolicy | undefined
  #tables = 0
  /** The policy reads what changes with each request. */
  #readsChanging = false

  /** @param resource the same object as before for the same kind of resource, or nothing is recalled */
  recall(basis: Basis, resource: MatchedResource, fresh: Fresh, now: UnixSeconds): Recalled | undefined {
    if (basis.compiled !== this.#compiled || basis.tables !== this.#tables) return undefined
    const kept = this.#kept.get(this.#nameOf(basis, resource))
    if (kept === undefined || !isSame(kept, basis) || !holdsAt(kept.judgement, now)) return undefined
    const { judgement } = kept
    const changed = changedFacts(basis.edge, kept.edge)
    if (changed !== undefined && this.#readsChanging) return undefined
    const { seen, tables, decision } = judgement
    const { address, relayedBy } = seen
    const { method, target, header } = fresh.asked
    const edge = changed === undefined ? seen.edge : { ...seen.edge, ...changed }
    const snapshot: RequestSnapshot = { method, target, address, edge, relayedBy, header }
    const { session, proof, binding, key } = fresh
    const observations: Observations = { snapshot, tables, session, proof, binding, key }
    const evidence =
      changed === undefined ? judgement.evidence : withChanged(judgement.evidence, observations)
    return { observations, evidence, decision, judgement }
  }

  /** @returns undefined where the edge said something that cannot be compared */
  keep(basis: Basis, resource: MatchedResource, judged: Judged, now: UnixSeconds): Judgement | undefined {
    if (basis.compiled !== this.#compiled || basis.tables !== this.#tables) this.#beginAnew(basis)
    const seen = seenEdge(basis.edge)
    if (seen === undefined) return undefined
    const { evidence, decision, observations } = judged
    const { address: client, edge: facts, relayedBy: relay } = observations.snapshot
    const judgement: Judgement = {
      seen: { address: client, edge: facts, relayedBy: relay },
      tables: observations.tables,
      evidence,
      decision,
      from: now,
      until: basis.compiled.nextChange(now),
    }
    const { address, relayedBy, session, key } = basis
    this.#kept.set(this.#nameOf(basis, resource), { address, relayedBy, session, key, edge: seen, judgement })
    return judgement
  }

  /** Another policy or another table: what was judged by the one before is not kept, nor is that. */
  #beginAnew({ compiled, tables }: Basis): void {
    this.#kept = new BoundedMap(MAX_KEPT)
    this.#compiled = compiled
    this.#tables = tables
    const names: readonly string[] = CHANGING.map(({ name }) => name)
    const parts = [...compiled.rules, ...compiled.exemptions]
    this.#readsChanging = parts.some(({ reads }) => reads.some((name) => names.includes(name)))
  }

  /** Where a verdict is found; whether it is the same client in the same place is compared then. */
  #nameOf({ address, session, key }: Basis, resource: MatchedResource): string {
    const whose = session.status === 'verified' ? session.facts.tokenId : session.status
    return `${this.#numberOf(resource)} ${address} ${whose} ${key?.keyId ?? ''}`
  }

  #numberOf(resource: MatchedResource): number {
    const known = this.#resources.get(resource)
    if (known !== undefined) return known
    this.#resources.set(resource, ++this.#resourceCount)
    return this.#resourceCount
  }
}

function holdsAt({ from, until }: Judgement, now: UnixSeconds): boolean {
  return now >= from && (until === undefined || now < until)
}

function withChanged(evidence: Evidence, observations: Observations): Evidence {
  return {
    ...evidence,
    'client.rtt_ms': clientRtt.detect(observations),
    'bot.score': botScore.detect(observations),
  }
}

function isSame(kept: Kept, basis: Basis): boolean {
  return (
    kept.address === basis.address &&
    kept.relayedBy === basis.relayedBy &&
    isSameSession(kept.session, basis.session) &&
    isSameKey(kept.key, basis.key) &&
    isSameEdge(basis.edge, kept.edge)
  )
}

/** Facts that are another object may say something else: a session past its time is given out anew each time. */
function isSameSession(one: PresentedSession, other: PresentedSession): boolean {
  if (one.status === 'verified')
    return other.status === 'verified' && one.facts === other.facts && one.carrier === other.carrier
  if (one.status !== other.status) return false
  return ('code' in one ? one.code : undefined) === ('code' in other ? other.code : undefined)
}

/** When it was accepted says nothing beyond that it was: who was accepted when is asked with each request. */
function isSameKey(one: PresentedKey | undefined, other: PresentedKey | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return (
    one.keyId === other.keyId &&
    one.formerKeyId === other.formerKeyId &&
    (one.acceptedAt === undefined) === (other.acceptedAt === undefined) &&
    one.account?.id === other.account?.id &&
    isSameAccount(one.account?.facts, other.account?.facts)
  )
}

function isSameAccount(one: AccountFacts | undefined, other: AccountFacts | undefined): boolean {
  return (
    one?.created === other?.created &&
    one?.home?.country === other?.home?.country &&
    one?.home?.region === other?.home?.region
  )
}
