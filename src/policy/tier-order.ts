import { TIERS, type Tier } from './types.ts'

export function isStricter(a: Tier, b: Tier): boolean {
  return TIERS.indexOf(a) > TIERS.indexOf(b)
}

export function stricter(a: Tier, b: Tier): Tier {
  return isStricter(a, b) ? a : b
}
