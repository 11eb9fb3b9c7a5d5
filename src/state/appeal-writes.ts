import { BoundedMap } from '../lib/bounded-map.ts'
import type { Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { Allowance } from './allowance.ts'
import type { AppealEntry, AppealFault, AppealTaken } from './control/appeal-types.ts'
import { APPEAL_LIMITS } from './control/limits.ts'

/** Three are taken of a network; a few more for whoever shares it or sends one again. */
const OF_NETWORK_A_MINUTE = 5
/** Of whoever has many networks, and sends what takes no room in the queue. */
const IN_VAIN_OF_ASN_A_MINUTE = 60
const MAX_NETWORKS = 5_000
const MAX_ASNS = 1_000

/** How long an isolate goes by what `Control` has said: a queue is long until people read it, a minute soon over. */
const REMEMBERED_SECONDS = {
  'appeal.network': 60,
  'appeal.asn': 60,
  'appeal.full': 60,
  'appeal.rate': 10,
} as const satisfies Partial<Record<AppealFault, number>>
type Remembered = keyof typeof REMEMBERED_SECONDS

/** Why `Control` is not asked. `appeal.often`: this network has asked so often itself. */
export interface Unasked {
  readonly fault: Remembered | 'appeal.often'
  /** Until there is room again, where that is known. */
  readonly waitSeconds?: number
}

type Source = Pick<AppealEntry, 'network' | 'asn'>

/**
 * How often an isolate asks `Control` to take an appeal. Strangers decide how many there are, and one object answers all
 * isolates: a flood must not keep it from saying what is revoked. Counts by what `Control` counts, so that nobody has
 * more names here than there; and what it refuses takes no room of others.
 */
export class AppealWrites {
  readonly #ofNetwork = new Allowance(OF_NETWORK_A_MINUTE, MAX_NETWORKS)
  readonly #inVain = new Allowance(IN_VAIN_OF_ASN_A_MINUTE, MAX_ASNS)
  readonly #received = new Allowance(APPEAL_LIMITS.perMinute, 1)
  readonly #refused = new BoundedMap<string, { readonly fault: Remembered; readonly at: UnixSeconds }>(
    MAX_NETWORKS,
  )

  /** Why it is not to be asked; undefined: it is, and the attempt is counted as one of this network. */
  refusal(source: Source, now: UnixSeconds): Unasked | undefined {
    const { network } = source
    const fault =
      this.#remembered(ALL, now) ??
      this.#remembered(providerOf(source), now) ??
      this.#remembered(network, now)
    if (fault !== undefined) return { fault }
    const why =
      waiting('appeal.often', this.#ofNetwork.waitSeconds(network, now)) ??
      waiting('appeal.asn', this.#inVain.waitSeconds(providerOf(source), now)) ??
      waiting('appeal.rate', this.#received.waitSeconds(ALL, now))
    if (why === undefined) this.#ofNetwork.count(network, now)
    return why
  }

  /** @param answer undefined where it gave none */
  note(source: Source, answer: Result<AppealTaken, AppealFault> | undefined, now: UnixSeconds): void {
    if (answer?.ok && answer.value === 'received') {
      this.#received.count(ALL, now)
      return
    }
    this.#inVain.count(providerOf(source), now)
    if (answer === undefined || answer.ok || answer.error === 'appeal.known') return
    const { error: fault } = answer
    this.#refused.set(scopeOf(fault, source), { fault, at: now })
  }

  #remembered(scope: string, now: UnixSeconds): Remembered | undefined {
    const held = this.#refused.get(scope)
    if (held === undefined) return undefined
    const { fault, at } = held
    // Not where the clock has gone back: it would be remembered until it has caught up.
    return now >= at && now < at + REMEMBERED_SECONDS[fault] ? fault : undefined
  }
}

const ALL = 'all'

/** Those whose provider the edge did not name are one, as for `Control`. */
function providerOf({ asn }: Source): string {
  return `AS${asn ?? ''}`
}

function scopeOf(fault: Remembered, source: Source): string {
  if (fault === 'appeal.network') return source.network
  return fault === 'appeal.asn' ? providerOf(source) : ALL
}

function waiting(fault: Unasked['fault'], waitSeconds: number | undefined): Unasked | undefined {
  return waitSeconds === undefined ? undefined : { fault, waitSeconds }
}
