import type { CidrBlock } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { type Place, type RegionScheme, sameList, schemeOf } from '../net/region.ts'
import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import { type Guard, guardsOf } from './guards.ts'
import { ADDRESSES, NestedPrefixes, TEXTS } from './nested-prefixes.ts'
import type { Condition } from './types.ts'

/** Finds, of many conditions, those that may say something about a request. */
export type Candidates<C> = (evidence: Evidence) => readonly C[]

/**
 * Compiles conditions to an index by what their lists name, so that what is looked at grows with what speaks to a
 * request instead of with the policy. Every condition that does not turn out unmatched is among what it gives, in the
 * order of the list; others may be.
 */
export function compileCandidates<C>(
  items: readonly C[],
  conditionOf: (item: C) => Condition,
): Candidates<C> {
  const always: number[] = []
  const guarded = new Map<SignalName, [guard: Guard, number: number][]>()
  items.forEach((item, number) => {
    const guards = guardsOf(conditionOf(item))
    if (guards === undefined) always.push(number)
    for (const guard of guards ?? []) {
      const entries = guarded.get(guard.signal) ?? []
      entries.push([guard, number])
      guarded.set(guard.signal, entries)
    }
  })
  const indexes = [...guarded].map(([signal, entries]) => new SignalIndex(signal, entries))
  const unguarded = those(items, always)
  return (evidence) => {
    const found: number[] = []
    for (const index of indexes) index.collect(evidence, found)
    return found.length === 0 ? unguarded : those(items, found.concat(always))
  }
}

function those<C>(items: readonly C[], numbers: number[]): readonly C[] {
  const some: C[] = []
  let last = -1
  for (const number of isAscending(numbers) ? numbers : numbers.sort(ascending)) {
    if (number !== last) some.push(items[number] as C)
    last = number
  }
  return some
}

function isAscending(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++)
    if ((numbers[i - 1] as number) > (numbers[i] as number)) return false
  return true
}

function ascending(one: number, other: number): number {
  return one - other
}

/** All guards that look at one signal. */
class SignalIndex {
  readonly #signal: SignalName
  readonly #isOptional: boolean
  readonly #values = new Map<unknown, number[]>()
  readonly #places: PlaceIndex | undefined
  readonly #texts: NestedPrefixes<string, string> | undefined
  readonly #addresses: NestedPrefixes<CidrBlock, IpAddress> | undefined
  readonly #all: readonly number[]

  constructor(signal: SignalName, entries: readonly (readonly [guard: Guard, number: number])[]) {
    const { optional } = signalNamed(signal)
    const places: [Place, number][] = []
    const texts: [string, number][] = []
    const addresses: [CidrBlock, number][] = []
    for (const [guard, number] of entries) {
      if (guard.by === 'text') for (const key of guard.keys) texts.push([key, number])
      else if (guard.by === 'address') for (const key of guard.keys) addresses.push([key, number])
      else if (guard.by === 'place') for (const key of guard.keys) places.push([key, number])
      else for (const key of guard.keys) note(this.#values, key, number)
    }
    this.#signal = signal
    this.#isOptional = optional === true
    this.#places = places.length === 0 ? undefined : new PlaceIndex(places)
    this.#texts = texts.length === 0 ? undefined : new NestedPrefixes(TEXTS, texts)
    this.#addresses = addresses.length === 0 ? undefined : new NestedPrefixes(ADDRESSES, addresses)
    this.#all = entries.map(([, number]) => number)
  }

  collect(evidence: Evidence, into: number[]): void {
    const signal = evidence[this.#signal]
    if (signal.state !== 'observed') {
      // It cannot be told then, but for what is often missing in honest traffic; see `compileCondition`.
      if (signal.state !== 'absent' || !this.#isOptional) append(into, this.#all)
      return
    }
    const { value } = signal
    append(into, this.#values.get(value))
    this.#places?.collect(value as Place, into)
    this.#texts?.collect(value as string, into)
    this.#addresses?.collect(value as IpAddress, into)
  }
}

/** Places by what lies in them, or may: as `comparePlace` has it. */
class PlaceIndex {
  /** Countries and regions that are listed themselves. */
  readonly #listed = new Map<string, number[]>()
  /** Regions that are listed, by country and scheme: a code of no such scheme, and none at all, may mean any of them. */
  readonly #inParts = new Map<string, Map<RegionScheme, number[]>>()

  constructor(places: readonly (readonly [place: Place, number: number])[]) {
    for (const [{ country, region }, number] of places) {
      note(this.#listed, region ?? country, number)
      if (region === undefined) continue
      const parts = this.#inParts.get(country) ?? new Map<RegionScheme, number[]>()
      this.#inParts.set(country, parts)
      note(parts, schemeOf(region), number)
    }
  }

  collect({ country, region }: Place, into: number[]): void {
    append(into, this.#listed.get(country))
    if (region !== undefined) append(into, this.#listed.get(region))
    const scheme = region && schemeOf(region)
    for (const [listed, numbers] of this.#inParts.get(country) ?? [])
      if (scheme === undefined || !sameList(country, listed, scheme)) append(into, numbers)
  }
}

/** Numbers come in their order, so that one that is there already is the last. */
function note<K>(index: Map<K, number[]>, key: K, number: number): void {
  const numbers = index.get(key)
  if (numbers === undefined) index.set(key, [number])
  else if (numbers.at(-1) !== number) numbers.push(number)
}

function append(to: number[], numbers: readonly number[] | undefined): void {
  if (numbers === undefined) return
  for (const number of numbers) to.push(number)
}
