import type { Brand } from '../lib/brand.ts'

/** An autonomous system number that can originate a route: 1 to 4294967294 (RFC 6793). */
export type Asn = Brand<number, 'Asn'>

// AS0 says "not routed" (RFC 7607); 4294967295 is reserved (RFC 7300).
const MIN = 1
const MAX = 4_294_967_294

const AS_TEXT = /^as([1-9][0-9]{0,9})$/i

/** The number as the edge gives it. Text, fractions and reserved numbers are none: the edge gives numbers only. */
export function asn(value: unknown): Asn | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= MIN && value <= MAX
    ? (value as Asn)
    : undefined
}

/** The number that `AS13335` names, as operators write it. A bare number is refused, as it may be something else. */
export function parseAsn(text: string): Asn | undefined {
  const digits = AS_TEXT.exec(text)?.[1]
  return digits === undefined ? undefined : asn(Number(digits))
}

/** `AS13335`: asplain notation (RFC 5396) with its usual prefix. */
export function formatAsn(number: Asn): string {
  return `AS${number}`
}
