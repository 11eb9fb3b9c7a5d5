import { absent, observed, type Signal, unavailable } from '../observations/types.ts'
import { type Evidence, SIGNAL_NAMES, type SignalName, signalNamed } from '../signals/registry.ts'
import { compileCondition } from './condition.ts'
import { type Leaf, operandsOf, representativeValues } from './signal-representatives.ts'

export { type Leaf, operandsOf }

import type { Condition } from './types.ts'

/** Beyond so many combinations the question is left open: a lint may not hold up a change for minutes. */
const MAX_COMBINATIONS = 20_000
/** Likewise for the length of the lists that one signal is compared with. */
const MAX_OPERANDS = 50_000

/**
 * Evidence of every kind that these conditions can tell apart, so that what holds for all of it holds for all there is;
 * undefined where that would be too much to look at.
 *
 * Signals are taken as independent of one another. Some are not (the continent follows from the country), so a few of
 * these never occur: what holds for none of them holds for none there is.
 */
export function representativeEvidence(conditions: readonly Condition[]): Iterable<Evidence> | undefined {
  const bySignal = Map.groupBy(conditions.flatMap(leavesOf), ({ signal }) => signal)
  const choices: (readonly [SignalName, readonly Signal<unknown>[]])[] = []
  let combinations = 1
  for (const [name, leaves] of bySignal) {
    const operands = leaves.reduce((sum, leaf) => sum + operandsOf(leaf).length, 0)
    if (operands > MAX_OPERANDS) return undefined
    const states = toldApart(name, leaves)
    choices.push([name, states])
    combinations *= states.length
    if (combinations > MAX_COMBINATIONS) return undefined
  }
  return combinationsOf(choices)
}

/** The conditions on single signals, in the order they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return condition.not.flatMap(leavesOf)
  return [condition]
}

/** States of a signal, one for each combination of results of the leaves. */
function toldApart(name: SignalName, leaves: readonly Leaf[]): readonly Signal<unknown>[] {
  const tests = leaves.map(compileCondition)
  const kinds = new Map<string, Signal<unknown>>()
  const values = representativeValues(signalNamed(name), leaves)
  for (const signal of [...values.map((value) => observed(value, 'edge')), ...NOT_OBSERVED]) {
    const evidence = { ...NOTHING, [name]: signal } as Evidence
    const results = tests.map((test) => test(evidence)).join()
    if (!kinds.has(results)) kinds.set(results, signal)
  }
  return [...kinds.values()]
}

const NOT_OBSERVED: readonly Signal<unknown>[] = [absent('missing'), unavailable('could not be asked')]

const NOTHING: Evidence = Object.fromEntries(
  SIGNAL_NAMES.map((name) => [name, absent('missing')]),
) as unknown as Evidence

function* combinationsOf(
  choices: readonly (readonly [SignalName, readonly Signal<unknown>[]])[],
): Generator<Evidence> {
  const [first, ...others] = choices
  if (first === undefined) {
    yield NOTHING
    return
  }
  const [name, states] = first
  for (const rest of combinationsOf(others))
    for (const state of states) yield { ...rest, [name]: state } as Evidence
}
