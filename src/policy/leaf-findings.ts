import type { UnixSeconds } from '../lib/time.ts'
import { type Asn, formatAsn } from '../net/asn.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpAddress, type IpAddress } from '../net/ip-address.ts'
import { formatPlace, type Place } from '../net/region.ts'
import type { Signal } from '../observations/types.ts'
import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import {
  compileCondition,
  INDETERMINATE,
  MATCHED,
  PLACE_AMBIGUOUS,
  PLACE_UNKNOWN,
  type Truth,
  UNMATCHED,
} from './condition.ts'
import { type Leaf, leavesOf } from './representative-evidence.ts'
import type { Condition } from './types.ts'
import { writtenInstant } from './written-policy.ts'

/** A condition's result in words; of an open one, everything that leaves it open. */
export type TruthWord = 'matched' | 'unmatched' | 'indeterminate' | 'place_unknown' | 'place_ambiguous'

/** One comparison of a condition, with what it was made of. */
export interface LeafFinding {
  readonly signal: SignalName
  /** What it is compared with: `in CU, IR` or `lt 30`. */
  readonly test: string
  readonly state: Signal<unknown>['state']
  /** As one would write it; of a signal that is not there, why. */
  readonly value: string
  readonly truth: readonly TruthWord[]
}

/** Every comparison that a condition makes, in the order it is written. */
export function leafFindings(when: Condition, evidence: Evidence): readonly LeafFinding[] {
  return leavesOf(when).map((leaf) => {
    const signal: Signal<unknown> = evidence[leaf.signal]
    return {
      signal: leaf.signal,
      test: testOf(leaf),
      state: signal.state,
      value: readable(leaf.signal, signal),
      truth: inWords(compileCondition(leaf)(evidence)),
    }
  })
}

const MAX_SHOWN = 8

function testOf(leaf: Leaf): string {
  if ('is' in leaf) return `is ${leaf.is}`
  if ('lt' in leaf) return `lt ${leaf.lt}`
  if ('gt' in leaf) return `gt ${leaf.gt}`
  const [operator, list] = 'in' in leaf ? ['in', leaf.in] : ['prefix', leaf.prefix]
  const shown = list
    .slice(0, MAX_SHOWN)
    .map((entry) => (typeof entry === 'object' ? formatCidr(entry) : String(entry)))
  const more = list.length - shown.length
  return `${operator} ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function readable(name: SignalName, signal: Signal<unknown>): string {
  if (signal.state === 'absent') return signal.why
  if (signal.state === 'unavailable') return signal.cause
  const { value } = signal
  switch (signalNamed(name).kind) {
    case 'place':
      return formatPlace(value as Place)
    case 'address':
      return formatIpAddress(value as IpAddress)
    case 'asn':
      return formatAsn(value as Asn)
    case 'instant':
      return writtenInstant(value as UnixSeconds)
    case 'coordinates':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

/** A truth in words. */
export function inWords(truth: Truth): readonly TruthWord[] {
  if (truth === MATCHED) return ['matched']
  if (truth === UNMATCHED) return ['unmatched']
  return OPEN.filter(([flag]) => (truth & flag) !== 0).map(([, word]) => word)
}

const OPEN = [
  [INDETERMINATE, 'indeterminate'],
  [PLACE_UNKNOWN, 'place_unknown'],
  [PLACE_AMBIGUOUS, 'place_ambiguous'],
] as const
