import { readCompactJws } from '../../../src/lib/compact-jws.ts'
import type { Token } from './try-result.ts'

const MAX_LENGTH = 8192

/** A token taken apart for people to read, unverified; undefined where it is none. */
export function takeApart(text: string | undefined): Token | undefined {
  if (text === undefined) return undefined
  const parts = readCompactJws(text, MAX_LENGTH)
  return parts.ok ? { text, header: parts.value.header, claims: parts.value.claims } : undefined
}
