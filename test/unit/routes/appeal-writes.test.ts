import { describe, expect, it } from 'vitest'
import type { Gate } from '../../../src/gate.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { appealWritesOf } from '../../../src/routes/appeal-writes.ts'

const at = (seconds: number) => (1_793_491_200 + seconds) as UnixSeconds
const gate = () => ({}) as Gate

describe('appealWritesOf()', () => {
  it('lets a network ask five times a minute, and others still', () => {
    const writes = appealWritesOf(gate())
    for (let n = 0; n < 5; n++) expect(writes.waitSeconds('a', at(n))).toBeUndefined()
    expect(writes.waitSeconds('a', at(10))).toBe(50)
    expect(writes.waitSeconds('b', at(10))).toBeUndefined()
    expect(writes.waitSeconds('a', at(60))).toBeUndefined()
  })

  it('lets all networks together ask sixty times a minute', () => {
    const writes = appealWritesOf(gate())
    for (let n = 0; n < 60; n++) expect(writes.waitSeconds(`network-${n}`, at(0))).toBeUndefined()
    expect(writes.waitSeconds('another', at(59))).toBe(1)
    expect(writes.waitSeconds('another', at(60))).toBeUndefined()
  })

  it('does not count what was not let through: one network takes no room of others', () => {
    const writes = appealWritesOf(gate())
    for (let n = 0; n < 1_000; n++) writes.waitSeconds('flood', at(0))
    for (let n = 0; n < 55; n++) expect(writes.waitSeconds(`network-${n}`, at(1))).toBeUndefined()
  })

  it('is one for each gate', () => {
    const one = gate()
    expect(appealWritesOf(one)).toBe(appealWritesOf(one))
    expect(appealWritesOf(gate())).not.toBe(appealWritesOf(one))
  })
})
