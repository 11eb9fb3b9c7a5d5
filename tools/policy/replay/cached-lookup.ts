import type { LookedUp, Lookup } from '../../local-edge/lookup.ts'
import type { LookUp } from './access-log.ts'
import { GenerationMap } from './generation-map.ts'

const MAX_ADDRESSES = 20_000
const NOTHING: LookedUp = Object.freeze({})

/** A few addresses send most requests, and looking one up costs some microseconds. */
export function cachedLookup(lookup: Lookup): LookUp {
  const held = new GenerationMap<LookedUp>(MAX_ADDRESSES)
  return (address) => {
    const known = held.get(address)
    if (known !== undefined) return known
    const found = lookup.cf(address) ?? NOTHING
    held.set(address, found)
    return found
  }
}
