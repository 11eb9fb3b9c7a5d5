import type { Gate } from '../gate.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { Allowance } from '../state/allowance.ts'

/** Three are taken of a network; a few more for whoever shares it or sends one again. */
const OF_NETWORK_A_MINUTE = 5
/** Twice of what `Control` takes in all: more it would refuse anyhow, and everybody else waits for the same object. */
const IN_ALL_A_MINUTE = 60
const MAX_NETWORKS = 5_000

/**
 * How often an isolate asks `Control` to take an appeal. Strangers decide how many there are, and one object answers all
 * isolates: a flood from many networks must not keep it from saying what is revoked.
 */
export interface AppealWrites {
  /** Counts one, and gives undefined; or seconds until there is room again. */
  waitSeconds(network: string, now: UnixSeconds): number | undefined
}

function makeAppealWrites(): AppealWrites {
  const ofNetwork = new Allowance(OF_NETWORK_A_MINUTE, MAX_NETWORKS)
  const inAll = new Allowance(IN_ALL_A_MINUTE, 1)
  return {
    waitSeconds(network, now) {
      const wait = ofNetwork.waitSeconds(network, now) ?? inAll.waitSeconds('all', now)
      if (wait !== undefined) return wait
      ofNetwork.count(network, now)
      inAll.count('all', now)
      return undefined
    },
  }
}

/** By gate: as many as there are configurations in this isolate. */
const known = new WeakMap<Gate, AppealWrites>()

export function appealWritesOf(gate: Gate): AppealWrites {
  const held = known.get(gate) ?? makeAppealWrites()
  known.set(gate, held)
  return held
}
