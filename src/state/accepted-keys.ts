import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { AccountFacts } from '../observations/types.ts'

/** The account that the origin has named for a key. */
export interface NamedAccount {
  readonly id: string
  /** What it said of it with the same answer. */
  readonly facts?: AccountFacts
  /** When it did: accepting the key again does not name the account again. */
  readonly at: UnixSeconds
}

export interface AcceptedKey {
  readonly account: NamedAccount | undefined
  /** When the origin accepted it, last. */
  readonly at: UnixSeconds
}

/**
 * Which API keys the origin has accepted lately. Guarantees: never claims a key that the origin did not accept within
 * the last hour; may forget at any time, which costs a customer one `limit` and nothing else. Keys are known by their
 * HMAC only, and an unknown key creates nothing here.
 */
export interface AcceptedKeys {
  find(keyId: string, now: UnixSeconds): AcceptedKey | undefined
  note(keyId: string, account: NamedAccount | undefined, now: UnixSeconds): void
}

const MAX_KEYS = 10_000
const REMEMBERED_SECONDS = 3_600

/** In this isolate's memory: per location, and gone with it. */
export function isolateAcceptedKeys(): AcceptedKeys {
  const keys = new BoundedMap<string, AcceptedKey>(MAX_KEYS)
  return {
    find(keyId, now) {
      const entry = keys.get(keyId)
      if (entry === undefined || now < entry.at || now - entry.at >= REMEMBERED_SECONDS) return undefined
      return entry
    },
    note(keyId, account, now) {
      keys.set(keyId, { account, at: now })
    },
  }
}
