import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import {
  compileCondition,
  indeterminate,
  MATCHED,
  PLACE_AMBIGUOUS,
  type Test,
  type Truth,
  UNMATCHED,
} from './condition.ts'
import type { Condition } from './types.ts'

/**
 * What a condition may come to where some signals were not recorded: the flags of `Truth` that it may have, and whether
 * it may be unmatched.
 */
export interface Possible {
  readonly truths: Truth
  readonly mayBeUnmatched: boolean
  /** It is exactly this, whatever was not recorded. */
  readonly isSettled: boolean
}

export type PossibleTest = (evidence: Evidence, unrecorded: ReadonlySet<SignalName>) => Possible

/**
 * Compiles a condition to what it may come to, on its first use: most policies never meet a log. Members are taken as
 * independent of each other, so that more may seem possible than is, and never less.
 */
export function possibleTest(condition: Condition): PossibleTest {
  let compiled: PossibleTest | undefined
  return (evidence, unrecorded) => {
    compiled ??= compilePossible(condition)
    return compiled(evidence, unrecorded)
  }
}

function compilePossible(condition: Condition): PossibleTest {
  if ('all' in condition) return allOf(condition.all.map(compilePossible))
  if ('any' in condition) return anyOf(condition.any.map(compilePossible))
  if ('not' in condition) return negate(anyOf(condition.not.map(compilePossible)))
  return compileLeaf(condition)
}

function settled(truth: Truth): Possible {
  return { truths: truth, mayBeUnmatched: truth === UNMATCHED, isSettled: true }
}

function allOf(tests: readonly PossibleTest[]): PossibleTest {
  return (evidence, unrecorded) => {
    const members = tests.map((test) => test(evidence, unrecorded))
    if (members.some(isSurelyUnmatched)) return settled(UNMATCHED)
    const mayMatch = members.every(({ truths }) => (truths & MATCHED) !== 0)
    return {
      truths: flagsOf(members) | (mayMatch ? MATCHED : UNMATCHED),
      mayBeUnmatched: members.some(({ mayBeUnmatched }) => mayBeUnmatched),
      isSettled: members.every(({ isSettled }) => isSettled),
    }
  }
}

function anyOf(tests: readonly PossibleTest[]): PossibleTest {
  return (evidence, unrecorded) => {
    const members = tests.map((test) => test(evidence, unrecorded))
    if (members.some(isSurelyMatched)) return settled(MATCHED)
    const mayMatch = members.some(({ truths }) => (truths & MATCHED) !== 0)
    return {
      truths: flagsOf(members) | (mayMatch ? MATCHED : UNMATCHED),
      mayBeUnmatched: members.every(({ mayBeUnmatched }) => mayBeUnmatched),
      isSettled: members.every(({ isSettled }) => isSettled),
    }
  }
}

function negate(test: PossibleTest): PossibleTest {
  return (evidence, unrecorded) => {
    const { truths, mayBeUnmatched, isSettled } = test(evidence, unrecorded)
    return {
      truths: (truths & ~MATCHED) | (mayBeUnmatched ? MATCHED : UNMATCHED),
      mayBeUnmatched: (truths & MATCHED) !== 0,
      isSettled,
    }
  }
}

function isSurelyUnmatched({ truths }: Possible): boolean {
  return truths === UNMATCHED
}

function isSurelyMatched({ truths, mayBeUnmatched }: Possible): boolean {
  return truths === MATCHED && !mayBeUnmatched
}

/** All but a match. */
function flagsOf(members: readonly Possible[]): Truth {
  let flags = UNMATCHED
  for (const { truths } of members) flags |= truths & ~MATCHED
  return flags
}

function compileLeaf(condition: Extract<Condition, { readonly signal: SignalName }>): PossibleTest {
  const { signal: name } = condition
  const definition = signalNamed(name)
  const test: Test = compileCondition(condition)
  const isPlace = definition.kind === 'place' && !('is' in condition && condition.is === 'absent')
  const open: Possible = {
    truths: MATCHED | indeterminate(definition) | (isPlace ? PLACE_AMBIGUOUS : UNMATCHED),
    mayBeUnmatched: true,
    isSettled: false,
  }
  return (evidence, unrecorded) => {
    if (!unrecorded.has(name)) return settled(test(evidence))
    // Of a place the country may be recorded, and the region not: then it is one of that country's.
    if (!isPlace || evidence[name].state !== 'observed') return open
    const truth = test(evidence)
    return truth === PLACE_AMBIGUOUS ? open : settled(truth)
  }
}
