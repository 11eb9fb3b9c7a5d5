import { spreadOf } from '../load/statistics.ts'
import { type Card, hostileShare } from './deck.ts'
import type { Soaked } from './under-load.ts'
import type { Window } from './window.ts'

export interface Finding {
  readonly law: string
  /** `not judged`: what it needs was not there; this is no failure, and no success. */
  readonly outcome: 'PASS' | 'FAIL' | 'not judged'
  readonly says: string
}

/** Above what it was at the end of the warm-up, when everything that isolates remember was full. */
const GROWS = 0.05
/** From the first third of a run to the last; what costs more with time costs far more after an hour. */
const SLOWER = 1.25
/** No answer takes so long, whatever is swapped meanwhile. */
const STALL_MICROS = 5_000_000
const HOSTILE = 0.2
const LEAST_WINDOWS = 6

type Ran = Pick<Soaked, 'windows' | 'fullHeapBytes' | 'isFull' | 'done' | 'rotatedAtSeconds'> & {
  readonly judge: Pick<
    Soaked['judge'],
    'judged' | 'exact' | 'wrong' | 'unclean' | 'statements' | 'behindMillis'
  >
}

/** Everything that a soak holds the gate to. */
export function findingsOf(ran: Ran, orders: number, kinds: readonly Card[]): readonly Finding[] {
  return [
    verdicts(ran),
    forwarded(ran),
    statements(ran),
    changes(ran, orders),
    hostile(ran, kinds),
    memory(ran),
    speed(ran),
    stalls(ran),
  ]
}

function finding(law: string, holds: boolean, says: string): Finding {
  return { law, outcome: holds ? 'PASS' : 'FAIL', says }
}

function verdicts({ judge: { judged, exact, wrong } }: Ran): Finding {
  const only = ((exact / judged) * 100).toFixed(1)
  return finding(
    'verdicts equal the unloaded ones',
    wrong === 0 && exact > 0,
    `${wrong} wrong of ${judged.toLocaleString('en')}; for ${only} % of them a single answer was right`,
  )
}

function forwarded({ judge: { unclean } }: Ran): Finding {
  return finding(
    'the origin gets no session and no reserved name of a client',
    unclean === 0,
    `${unclean} requests with one`,
  )
}

function statements({ judge }: Ran): Finding {
  const { old, new: fresh, wrong, verified, unverified } = judge.statements
  return finding(
    'keys rotate by the second, and what they sign verifies',
    old > 0 && fresh > 0 && wrong === 0 && verified > 0 && unverified === 0,
    `${old.toLocaleString('en')} statements by the old key, ${fresh.toLocaleString('en')} by the new, ${wrong} by a wrong one; ${verified} tried, ${unverified} bad`,
  )
}

function changes({ done, judge }: Ran, orders: number): Finding {
  const slowest = Math.max(0, ...done.map(({ tookMillis }) => tookMillis))
  return finding(
    'every change is made under load',
    done.length === orders,
    `${done.length} of ${orders}, the slowest in ${slowest.toFixed(0)} ms; the other isolate was up to ${(judge.behindMillis / 1000).toFixed(1)} s behind`,
  )
}

/** Counted, and not only meant. */
function hostile({ windows }: Ran, kinds: readonly Card[]): Finding {
  const sum = (figure: 'requests' | 'hostile') => windows.reduce((total, window) => total + window[figure], 0)
  const share = sum('hostile') / sum('requests')
  return finding(
    'a fifth is hostile',
    hostileShare(kinds) >= HOSTILE && share >= HOSTILE - 0.01,
    `${(share * 100).toFixed(1)} % of ${sum('requests').toLocaleString('en')} requests`,
  )
}

/** Less is no fault: what is remembered of a policy goes with it, and comes back with the clients. */
function memory({ windows, fullHeapBytes, isFull }: Ran): Finding {
  const law = `memory stays, at most +${GROWS * 100} %`
  const isolates = fullHeapBytes.map((full, isolate) => {
    const { least, most } = spreadOf(windows.map(({ heapBytes }) => heapBytes[isolate] ?? 0))
    return { full, least: least / full, most: most / full }
  })
  const says = isolates
    .map(
      ({ full, least, most }, isolate) =>
        `isolate ${isolate + 1}: ${megabytes(full)} MB, then ${percent(least)} to ${percent(most)} %`,
    )
    .join('; ')
  const isSmall = isolates.every(({ most }) => most <= 1 + GROWS)
  if (isFull || isSmall) return finding(law, isSmall, says)
  const slow = 'the machine was too slow to fill what isolates remember in the warm-up'
  return { law, outcome: 'not judged', says: `${says}; ${slow}` }
}

function speed({ windows }: Ran): Finding {
  const law = 'no slowdown'
  if (windows.length < LEAST_WINDOWS)
    return { law, outcome: 'not judged', says: `needs ${LEAST_WINDOWS} windows` }
  const third = Math.floor(windows.length / 3)
  const medianOf = (some: readonly Window[], figure: 'cpuShare' | 'cpuMicros') =>
    spreadOf(some.map((window) => window[figure])).median
  const [first, last] = [windows.slice(0, third), windows.slice(-third)]
  const ratio = medianOf(last, 'cpuShare') / medianOf(first, 'cpuShare')
  const [before, after] = [medianOf(first, 'cpuMicros'), medianOf(last, 'cpuMicros')]
  return finding(
    law,
    ratio <= SLOWER,
    `CPU a request in the last third ÷ in the first: ${ratio.toFixed(2)} beside the load generator's own (${before.toFixed(0)} µs, ${after.toFixed(0)} µs)`,
  )
}

function stalls({ windows }: Ran): Finding {
  const most = Math.max(0, ...windows.map(({ mostMicros }) => mostMicros))
  return finding(
    `no answer takes ${STALL_MICROS / 1_000_000} s`,
    windows.length > 0 && most < STALL_MICROS,
    `the slowest ${(most / 1000).toFixed(0)} ms`,
  )
}

export const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1)

function percent(ratio: number): string {
  const value = (ratio - 1) * 100
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`
}
