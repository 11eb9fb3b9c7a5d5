import { parseAsn } from '../net/asn.ts'
import type { CidrBlock } from '../net/cidr.ts'
import { type Place, parsePlaceCode } from '../net/region.ts'
import { type SignalName, signalNamed } from '../signals/registry.ts'
import { asBlock } from './condition.ts'
import type { Condition, Operator } from './types.ts'

/** What a signal has to say, at least, if a condition is not to be unmatched. */
export type Guard = { readonly signal: SignalName } & (
  | { readonly by: 'value'; readonly keys: readonly unknown[] }
  | { readonly by: 'place'; readonly keys: readonly Place[] }
  | { readonly by: 'text'; readonly keys: readonly string[] }
  | { readonly by: 'address'; readonly keys: readonly CidrBlock[] }
)

/**
 * Guards of which at least one is met wherever the condition matches or cannot be told: what a rule can be found by,
 * instead of being asked. Undefined where there are none, as with `not`.
 */
export function guardsOf(condition: Condition): readonly Guard[] | undefined {
  if ('not' in condition) return undefined
  if ('any' in condition) {
    const guards = condition.any.map(guardsOf)
    return guards.includes(undefined) ? undefined : guards.flatMap((some) => some ?? [])
  }
  if ('all' in condition) {
    // One unmatched member settles it, so each member's guards do; those that say most are the best.
    const candidates = condition.all.map(guardsOf).filter((guards) => guards !== undefined)
    return candidates.sort((one, other) => breadth(one) - breadth(other))[0]
  }
  const guard = guardOf(condition.signal, condition)
  return guard && [guard]
}

/** Classes and the like are few, and most requests are of one of them. */
const FEW_VALUES = 1_000_000

function breadth(guards: readonly Guard[]): number {
  let sum = 0
  for (const { signal, keys } of guards) {
    const { kind } = signalNamed(signal)
    sum += kind === 'code' || kind === 'boolean' ? FEW_VALUES : keys.length
  }
  return sum
}

function guardOf(signal: SignalName, operator: Operator): Guard | undefined {
  const { kind } = signalNamed(signal)
  if ('prefix' in operator) {
    if (kind === 'address') return addressGuard(signal, operator.prefix)
    return { signal, by: 'text', keys: operator.prefix.filter((prefix) => typeof prefix === 'string') }
  }
  if ('lt' in operator || 'gt' in operator || ('is' in operator && operator.is === 'absent')) return undefined
  const listed = 'in' in operator ? operator.in : [operator.is]
  switch (kind) {
    case 'place':
      return {
        signal,
        by: 'place',
        keys: listed.map((code) => parsePlaceCode(String(code))).filter((place) => place !== undefined),
      }
    case 'address':
      return addressGuard(signal, listed.map(String))
    case 'asn':
      return {
        signal,
        by: 'value',
        keys: listed.map((asn) => (typeof asn === 'string' ? parseAsn(asn) : asn)),
      }
    // Compared by another form than that of the signal.
    case 'name':
      return undefined
    default:
      return { signal, by: 'value', keys: listed }
  }
}

function addressGuard(signal: SignalName, prefixes: readonly (CidrBlock | string)[]): Guard {
  return {
    signal,
    by: 'address',
    keys: prefixes.map(asBlock).filter((block) => block !== undefined),
  }
}
