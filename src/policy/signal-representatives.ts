import { foldName } from '../lib/fold-name.ts'
import { parseInstant } from '../lib/time.ts'
import { asn, parseAsn } from '../net/asn.ts'
import { type CidrBlock, lastAddress, parseCidr } from '../net/cidr.ts'
import { CONTINENTS, countriesOf } from '../net/continent.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { type Place, parsePlaceCode, regionCode } from '../net/region.ts'
import type { AnySignal } from '../signals/define.ts'
import type { Condition } from './types.ts'

/** A condition on one signal. */
export type Leaf = Extract<Condition, { readonly signal: unknown }>
type Operand = string | number | boolean | CidrBlock

export function operandsOf(leaf: Leaf): readonly Operand[] {
  if ('in' in leaf) return leaf.in
  if ('prefix' in leaf) return leaf.prefix
  if ('lt' in leaf) return [leaf.lt]
  return 'gt' in leaf ? [leaf.gt] : [leaf.is]
}

/**
 * Values of a signal among which every combination of results that these leaves can have occurs: each value there is
 * behaves, to all of them together, like one of these. Those that no leaf names come first, as they are found soonest.
 */
export function representativeValues(definition: AnySignal, leaves: readonly Leaf[]): readonly unknown[] {
  const operands = leaves.flatMap(operandsOf)
  switch (definition.kind) {
    case 'place':
      return places(operands)
    case 'boolean':
      return [true, false]
    case 'number':
      return numbers(operands.filter((operand) => typeof operand === 'number'))
    case 'instant':
      return instants(operands)
    case 'asn':
      return asns(operands)
    case 'address':
      return addresses(operands)
    case 'code':
      return definition.values ?? [unlike(operands), ...operands]
    case 'name':
    case 'text':
      return texts(operands.filter((operand) => typeof operand === 'string'))
    case 'coordinates':
      return [{ latitude: 0, longitude: 0 }]
  }
}

/** Each place named, its country alone, and places beside those named, of the country and elsewhere. */
function places(operands: readonly Operand[]): readonly Place[] {
  const named = operands.map((code) => parsePlaceCode(String(code))).filter((place) => place !== undefined)
  const countries = new Set(named.map(({ country }) => country))
  const taken = new Set(named.flatMap(({ region }) => region ?? []))
  const elsewhere = CONTINENTS.flatMap(countriesOf).find((country) => !countries.has(country))
  // Region codes of another length or of letters are compared otherwise than numbers of the same length.
  const beside = [...countries].flatMap((country) =>
    OTHER_REGIONS.flatMap((choices) => {
      const free = choices.map((code) => regionCode(country, code)).find((code) => code && !taken.has(code))
      return free === undefined ? [] : [{ country, region: free }]
    }),
  )
  return [
    ...(elsewhere === undefined ? [] : [{ country: elsewhere }]),
    ...named,
    ...[...countries].map((country) => ({ country })),
    ...beside,
  ]
}

const OTHER_REGIONS: readonly (readonly string[])[] = [1, 2, 3].flatMap((length) => {
  const numbered = Array.from({ length: 10 ** length }, (_, index) => String(index).padStart(length, '0'))
  const lettered = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => letter.repeat(length))
  return [numbered, lettered]
})

/** Every bound, one number in each gap between bounds, and one beyond each end. */
function numbers(bounds: readonly number[]): readonly number[] {
  const sorted = [...new Set(bounds)].sort((a, b) => a - b)
  const between = sorted.slice(1).map((bound, index) => (sorted[index] ?? bound) / 2 + bound / 2)
  return [-Number.MAX_VALUE, Number.MAX_VALUE, ...sorted, ...between]
}

/** Instants are whole seconds, so that there is none between two neighbours. */
function instants(operands: readonly Operand[]): readonly number[] {
  const bounds = operands.map((operand) => (typeof operand === 'string' ? parseInstant(operand) : operand))
  return numbers(bounds.filter((bound) => typeof bound === 'number')).map(Math.floor)
}

function asns(operands: readonly Operand[]): readonly unknown[] {
  const named = new Set(
    operands.map((operand) => (typeof operand === 'string' ? parseAsn(operand) : asn(operand))),
  )
  let other = 1
  while (named.has(asn(other))) other++
  return [asn(other), ...named].filter((number) => number !== undefined)
}

/** Where blocks begin and end, and the addresses next to them. */
function addresses(operands: readonly Operand[]): readonly IpAddress[] {
  const blocks = operands.map(asBlock).filter((block) => block !== undefined)
  const edges = blocks.flatMap((block) => {
    const last = lastAddress(block)
    return [block.base, last, ...next(last, 1), ...next(block.base, -1)]
  })
  const word = { w0: 0, w1: 0, w2: 0, w3: 0 }
  return [{ version: 4, ...word }, { version: 6, ...word }, ...edges]
}

function asBlock(operand: Operand): CidrBlock | undefined {
  if (typeof operand === 'object') return operand
  const parsed = parseCidr(String(operand))
  return parsed.ok ? parsed.value : undefined
}

/** The neighbour of an address; none beyond the ends of its family. */
function next(address: IpAddress, step: 1 | -1): readonly IpAddress[] {
  const words = address.version === 4 ? (['w0'] as const) : (['w3', 'w2', 'w1', 'w0'] as const)
  const moved = { ...address }
  for (const name of words) {
    const sum = moved[name] + step
    moved[name] = sum >>> 0
    if (sum >= 0 && sum <= 0xffff_ffff) return [moved]
  }
  return []
}

/** Each text named, each as the beginning of another, and one that nobody names. */
function texts(named: readonly string[]): readonly string[] {
  return [unlike(named), ...named, ...named.map((text) => text + unlike(named))]
}

/** A letter that none of these has in it. */
function unlike(named: readonly Operand[]): string {
  const taken = new Set(named.flatMap((text) => [...String(text), ...foldName(String(text))]))
  let code = FIRST_LETTER
  while (taken.has(String.fromCodePoint(code))) code++
  return String.fromCodePoint(code)
}

/** From here on there are twenty thousand letters without marks or cases. */
const FIRST_LETTER = 0x4e00
