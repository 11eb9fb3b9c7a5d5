import { Allowance } from '../state/allowance.ts'
import type { FetchJson } from './access-keys.ts'
import { type Door, type DoorSettings, makeDoor } from './door.ts'

/** What of the admin door lives as long as an isolate. */
export interface Administration {
  /** Undefined where no way in is configured: then there is no door. */
  readonly door: Door | undefined
  /** Failed attempts, by the client's network. */
  readonly attempts: Allowance
  /** Requests, by who was let in. How many of them may be changes is for `Control` to say, which counts everywhere. */
  readonly requests: Allowance
}

const ATTEMPTS_A_MINUTE = 10
const REQUESTS_A_MINUTE = 120
const MAX_NETWORKS = 10_000
const MAX_ADMINISTRATORS = 1_000

export function makeAdministration(settings: DoorSettings, fetchJson: FetchJson): Administration {
  return {
    door: makeDoor(settings, fetchJson),
    attempts: new Allowance(ATTEMPTS_A_MINUTE, MAX_NETWORKS),
    requests: new Allowance(REQUESTS_A_MINUTE, MAX_ADMINISTRATORS),
  }
}
