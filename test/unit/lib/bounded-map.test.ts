import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../../../src/lib/bounded-map.ts'

function filled(): BoundedMap<string, number> {
  const map = new BoundedMap<string, number>(3)
  map.set('a', 1)
  map.set('b', 2)
  map.set('c', 3)
  return map
}

describe('BoundedMap', () => {
  it('evicts the entry set longest ago', () => {
    const map = filled()
    map.set('d', 4)
    expect([map.get('a'), map.get('b'), map.get('c'), map.get('d')]).toEqual([undefined, 2, 3, 4])
    expect(map.size).toBe(3)
  })

  it('keeps an entry that was read over one that was not', () => {
    const map = filled()
    map.get('a')
    map.set('d', 4)
    expect(map.get('a')).toBe(1)
    expect(map.get('b')).toBeUndefined()
  })

  it('evicts nothing when a key it holds is set again, and counts that as a use', () => {
    const map = filled()
    map.set('a', 10)
    expect(map.size).toBe(3)
    map.set('d', 4)
    expect(map.get('a')).toBe(10)
    expect(map.get('b')).toBeUndefined()
  })

  it('makes room by delete()', () => {
    const map = filled()
    expect(map.delete('c')).toBe(true)
    expect(map.delete('c')).toBe(false)
    map.set('d', 4)
    expect(map.get('a')).toBe(1)
  })

  it('treats a stored undefined as an entry', () => {
    const map = new BoundedMap<string, undefined>(2)
    map.set('a', undefined)
    map.set('b', undefined)
    map.get('a')
    map.set('c', undefined)
    expect(map.delete('a')).toBe(true)
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the limit %d', (limit) => {
    expect(() => new BoundedMap(limit)).toThrow(RangeError)
  })
})
