import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { Allowance } from '../../../src/state/allowance.ts'

const at = (second: number) => (1_000 + second) as UnixSeconds

describe('Allowance', () => {
  it('has no room after so many within a minute, and says how long', () => {
    const allowance = new Allowance(2, 10)
    allowance.count('a', at(0))
    expect(allowance.waitSeconds('a', at(5))).toBeUndefined()
    allowance.count('a', at(5))
    expect(allowance.waitSeconds('a', at(10))).toBe(50)
    expect(allowance.waitSeconds('a', at(59))).toBe(1)
    expect(allowance.waitSeconds('a', at(60))).toBeUndefined()
  })

  it('counts each key apart', () => {
    const allowance = new Allowance(1, 10)
    allowance.count('a', at(0))
    expect(allowance.waitSeconds('b', at(0))).toBeUndefined()
  })

  it('begins anew when the clock goes back', () => {
    const allowance = new Allowance(1, 10)
    allowance.count('a', at(500))
    expect(allowance.waitSeconds('a', at(0))).toBeUndefined()
  })

  it('holds no more counters than it may, and forgets the stalest', () => {
    const allowance = new Allowance(1, 2)
    for (const key of ['a', 'b', 'c']) allowance.count(key, at(0))
    expect(allowance.waitSeconds('a', at(0))).toBeUndefined()
    expect(allowance.waitSeconds('c', at(0))).toBe(60)
  })
})
