import { BoundedMap } from '../lib/bounded-map.ts'
import { foldName } from '../lib/fold-name.ts'
import { parseInstant } from '../lib/time.ts'
import { parseAsn } from '../net/asn.ts'
import { type CidrBlock, parseCidr } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { PrefixSet } from '../net/prefix-set.ts'
import {
  type Place,
  parsePlaceCode,
  type RegionCode,
  type RegionScheme,
  sameList,
  schemeOf,
} from '../net/region.ts'
import type { Signal } from '../observations/types.ts'
import type { AnySignal } from '../signals/define.ts'
import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import { TextPrefixes } from './text-prefixes.ts'
import type { Condition, Operator } from './types.ts'

/**
 * A condition's result: unmatched, matched, or a set of reasons why it cannot be told. Flags, so that conditions are
 * combined without allocating.
 */
export type Truth = number
export const UNMATCHED: Truth = 0
export const MATCHED: Truth = 1
/** A signal that is neither a place nor there. */
export const INDETERMINATE: Truth = 2
/** A place condition, and no place known. */
export const PLACE_UNKNOWN: Truth = 4
/** A place condition on a subdivision, and only the country known. */
export const PLACE_AMBIGUOUS: Truth = 8

export type Test = (evidence: Evidence) => Truth

/**
 * Compiles a condition once; the result is called per request and allocates nothing. Three-valued after Kleene: `all`
 * is settled by one unmatched member, `any` by one matched one, and `not` means that none of them holds.
 */
export function compileCondition(condition: Condition): Test {
  if ('all' in condition) return allOf(inOrderOfCost(condition.all).map(compileCondition))
  if ('any' in condition) return anyOf(inOrderOfCost(condition.any).map(compileCondition))
  if ('not' in condition) return negate(anyOf(inOrderOfCost(condition.not).map(compileCondition)))
  return compileLeaf(condition.signal, condition)
}

/** No order of members changes a result, and the cheap ones often settle it. */
function inOrderOfCost(members: readonly Condition[]): readonly Condition[] {
  return members.toSorted((one, other) => costOf(one) - costOf(other))
}

function costOf(condition: Condition): number {
  if ('all' in condition) return sumOfCosts(condition.all)
  if ('any' in condition) return sumOfCosts(condition.any)
  if ('not' in condition) return sumOfCosts(condition.not)
  return signalNamed(condition.signal).kind === 'name' || 'prefix' in condition ? 3 : 1
}

function sumOfCosts(members: readonly Condition[]): number {
  return members.reduce((sum, member) => sum + costOf(member), 0)
}

/** The signals a condition reads, in the order it names them. */
export function signalsRead(condition: Condition): SignalName[] {
  if ('all' in condition) return condition.all.flatMap(signalsRead)
  if ('any' in condition) return condition.any.flatMap(signalsRead)
  if ('not' in condition) return condition.not.flatMap(signalsRead)
  return [condition.signal]
}

function allOf(tests: readonly Test[]): Test {
  const [only, ...others] = tests
  if (only !== undefined && others.length === 0) return only
  return (evidence) => {
    let flags = UNMATCHED
    for (const test of tests) {
      const truth = test(evidence)
      if (truth === UNMATCHED) return UNMATCHED
      if (truth !== MATCHED) flags |= truth
    }
    return flags === UNMATCHED ? MATCHED : flags
  }
}

function anyOf(tests: readonly Test[]): Test {
  const [only, ...others] = tests
  if (only !== undefined && others.length === 0) return only
  return (evidence) => {
    let flags = UNMATCHED
    for (const test of tests) {
      const truth = test(evidence)
      if (truth === MATCHED) return MATCHED
      flags |= truth
    }
    return flags
  }
}

function negate(test: Test): Test {
  return (evidence) => {
    const truth = test(evidence)
    if (truth === MATCHED) return UNMATCHED
    return truth === UNMATCHED ? MATCHED : truth
  }
}

type Compare = (value: unknown) => Truth

function compileLeaf(name: SignalName, operator: Operator): Test {
  const definition = signalNamed(name)
  const whenAbsent = absentTruth(definition)
  if ('is' in operator && operator.is === 'absent') {
    return (evidence) => presence(evidence[name], definition)
  }
  const compare = compileCompare(definition, operator)
  return (evidence) => {
    const signal = evidence[name]
    if (signal.state === 'observed') return compare(signal.value)
    return signal.state === 'absent' ? whenAbsent : indeterminate(definition)
  }
}

function presence(signal: Signal<unknown>, definition: AnySignal): Truth {
  if (signal.state === 'unavailable') return indeterminate(definition)
  return truth(signal.state === 'absent')
}

function absentTruth(definition: AnySignal): Truth {
  return definition.optional ? UNMATCHED : indeterminate(definition)
}

/** What a signal that is not observed makes of a condition on it. */
export function indeterminate(definition: AnySignal): Truth {
  return definition.decidesPlace ? PLACE_UNKNOWN : INDETERMINATE
}

function truth(holds: boolean): Truth {
  return holds ? MATCHED : UNMATCHED
}

function compileCompare(definition: AnySignal, operator: Operator): Compare {
  if ('lt' in operator) {
    const bound = boundOf(operator.lt)
    return (value) => truth((value as number) < bound)
  }
  if ('gt' in operator) {
    const bound = boundOf(operator.gt)
    return (value) => truth((value as number) > bound)
  }
  if ('prefix' in operator) return comparePrefix(definition, operator.prefix)
  const listed = 'in' in operator ? operator.in : [operator.is]
  switch (definition.kind) {
    case 'place':
      return comparePlaces(
        listed.map((entry) => parsePlaceCode(String(entry))).filter((place) => place !== undefined),
      )
    case 'address':
      return comparePrefix(definition, listed.map(String))
    case 'name': {
      const names = new Set(listed.map((entry) => foldName(String(entry))))
      return (value) => truth(names.has(foldedName(value as string)))
    }
    case 'asn': {
      const asns = new Set(listed.map((entry) => (typeof entry === 'string' ? parseAsn(entry) : entry)))
      return (value) => truth(asns.has(value as never))
    }
    default: {
      const values = new Set<unknown>(listed)
      return (value) => truth(values.has(value))
    }
  }
}

const MAX_NAMES = 2_000
/** Folding costs a microsecond, and a few hundred cities make up most traffic. Keyed by the name as the edge gives it. */
const foldedNames = new BoundedMap<string, string>(MAX_NAMES)
/** Rule after rule asks for the same one. */
let last = { name: '', folded: '' }

function foldedName(name: string): string {
  if (name === last.name) return last.folded
  const folded = foldedNames.get(name) ?? foldName(name)
  foldedNames.set(name, folded)
  last = { name, folded }
  return folded
}

/** A date that is none was refused when the policy was read; nothing is before or after it. */
function boundOf(bound: number | string): number {
  return typeof bound === 'number' ? bound : (parseInstant(bound) ?? Number.NaN)
}

/** What a list has of one country. */
interface Listed {
  isWhole: boolean
  readonly regions: Set<RegionCode>
  readonly schemes: Set<RegionScheme>
}

/** By containment, as `comparePlace` has it; grouped by country so that the cost does not grow with the list. */
function comparePlaces(entries: readonly Place[]): Compare {
  const countries = new Map<string, Listed>()
  for (const { country, region } of entries) {
    const listed = countries.get(country) ?? { isWhole: false, regions: new Set(), schemes: new Set() }
    countries.set(country, listed)
    if (region === undefined) listed.isWhole = true
    else {
      listed.regions.add(region)
      listed.schemes.add(schemeOf(region))
    }
  }
  return (value) => {
    const { country, region } = value as Place
    const listed = countries.get(country)
    if (listed === undefined) return UNMATCHED
    if (listed.isWhole) return MATCHED
    if (region === undefined) return PLACE_AMBIGUOUS
    if (listed.regions.has(region)) return MATCHED
    const scheme = schemeOf(region)
    for (const other of listed.schemes) if (!sameList(country, other, scheme)) return PLACE_AMBIGUOUS
    return UNMATCHED
  }
}

function comparePrefix(definition: AnySignal, prefixes: readonly (CidrBlock | string)[]): Compare {
  if (definition.kind !== 'address') {
    const texts = new TextPrefixes(prefixes.filter((prefix) => typeof prefix === 'string'))
    return (value) => truth(texts.beginsOneOf(value as string))
  }
  const addresses = PrefixSet.from(prefixes.map(asBlock).filter((block) => block !== undefined))
  return (value) => truth(addresses.has(value as IpAddress))
}

/** Undefined for what is no prefix: that was refused when the policy was read. */
export function asBlock(prefix: CidrBlock | string): CidrBlock | undefined {
  if (typeof prefix !== 'string') return prefix
  const parsed = parseCidr(prefix)
  return parsed.ok ? parsed.value : undefined
}
