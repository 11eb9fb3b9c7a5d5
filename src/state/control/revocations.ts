import type { UnixSeconds } from '../../lib/time.ts'
import type { VouchedSubject } from '../../observations/types.ts'
import type { RevocableToken } from '../../session/verify.ts'
import type { ControlUpdate, Revocation, RevocationKind } from './types.ts'

type ByValue = Map<string, Revocation>

/** What is revoked, as an isolate asks it on every request: look-ups by the token's own names, and nothing is made. */
export class Revocations {
  readonly #byKind: Readonly<Record<RevocationKind, ByValue>> = {
    session: new Map(),
    token: new Map(),
    account: new Map(),
    key: new Map(),
    revision: new Map(),
    signing_key: new Map(),
  }
  readonly #byId = new Map<string, Revocation>()
  #epoch = 0
  #nextExpiry = Number.POSITIVE_INFINITY

  get count(): number {
    return this.#byId.size
  }

  get epoch(): number {
    return this.#epoch
  }

  /**
   * Why this token is worth nothing, if it is. One of a later epoch than is known here is good: its issuer has heard of
   * the change earlier.
   *
   * @param token whose signature and times hold
   */
  revokes(token: RevocableToken): RevocationKind | 'epoch' | undefined {
    if (token.epoch < this.#epoch) return 'epoch'
    if (isMeant(this.#byKind.signing_key.get(token.kid), token.iat)) return 'signing_key'
    if (isMeant(this.#byKind.session.get(token.sid), token.iat)) return 'session'
    if (isMeant(this.#byKind.token.get(token.jti), token.iat)) return 'token'
    // By when the origin vouched, not by when the token was made: an isolate that cannot hear goes on renewing.
    if (token.kind !== 'none' && isMeant(this.#byKind[token.kind].get(token.sub), token.authTime))
      return token.kind
    const oldest = Math.min(token.iat, token.authTime, token.assuredAt)
    return isMeant(this.#byKind.revision.get(token.pol), oldest) ? 'revision' : undefined
  }

  /** Whether somebody the origin has vouched for, at some time, has been revoked since. */
  revokesSubject({ kind, id, at }: VouchedSubject): boolean {
    return isMeant(this.#byKind[kind].get(id), at)
  }

  revokesKey(kid: string): boolean {
    return this.#byKind.signing_key.has(kid)
  }

  apply({ complete, epoch, revocations, lifted }: ControlUpdate, now: UnixSeconds): void {
    if (complete) {
      this.#clear()
    } else if (epoch > this.#epoch) {
      // As `Control` did when the epoch rose: none of those tokens can come back.
      for (const held of [...this.#byKind.session.values(), ...this.#byKind.token.values()])
        this.#remove(held)
    }
    this.#epoch = epoch
    for (const id of lifted) {
      const held = this.#byId.get(id)
      if (held !== undefined) this.#remove(held)
    }
    for (const revocation of revocations) this.#add(revocation)
    if (now >= this.#nextExpiry) this.#prune(now)
  }

  #add(revocation: Revocation): void {
    const ofKind = this.#byKind[revocation.kind]
    const held = ofKind.get(revocation.value)
    if (held !== undefined) this.#byId.delete(held.id)
    ofKind.set(revocation.value, revocation)
    this.#byId.set(revocation.id, revocation)
    this.#nextExpiry = Math.min(this.#nextExpiry, revocation.expires)
  }

  #remove({ id, kind, value }: Revocation): void {
    this.#byId.delete(id)
    this.#byKind[kind].delete(value)
  }

  #prune(now: UnixSeconds): void {
    this.#nextExpiry = Number.POSITIVE_INFINITY
    for (const held of this.#byId.values()) {
      if (held.expires > now) {
        this.#nextExpiry = Math.min(this.#nextExpiry, held.expires)
        continue
      }
      this.#remove(held)
    }
  }

  #clear(): void {
    for (const ofKind of Object.values(this.#byKind)) ofKind.clear()
    this.#byId.clear()
    this.#nextExpiry = Number.POSITIVE_INFINITY
  }
}

function isMeant(revocation: Revocation | undefined, since: number): boolean {
  if (revocation === undefined) return false
  return revocation.issuedUpTo === undefined || since <= revocation.issuedUpTo
}
