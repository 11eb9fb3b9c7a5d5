import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { Admissions } from '../../../src/telemetry/admissions.ts'

const at = (seconds: number) => seconds as UnixSeconds

function counting() {
  let next = 0
  return () => `id-${next++}`
}

describe('Admissions', () => {
  it('gives a situation one id for an hour, and another then', () => {
    const known = new Admissions()
    const newId = counting()
    expect(known.find('a', at(1000), newId)).toEqual({ id: 'id-0', isNew: true })
    expect(known.find('a', at(1000), newId)).toEqual({ id: 'id-0', isNew: false })
    expect(known.find('a', at(4599), newId)).toEqual({ id: 'id-0', isNew: false })
    expect(known.find('a', at(4600), newId)).toEqual({ id: 'id-1', isNew: true })
    expect(known.find('a', at(4601), newId)).toEqual({ id: 'id-1', isNew: false })
  })

  it('tells situations apart', () => {
    const known = new Admissions()
    const newId = counting()
    expect(known.find('a', at(0), newId).id).not.toBe(known.find('b', at(0), newId).id)
  })

  it('writes again when the clock went back: a record from the future explains nothing', () => {
    const known = new Admissions()
    const newId = counting()
    known.find('a', at(1000), newId)
    expect(known.find('a', at(999), newId)).toEqual({ id: 'id-1', isNew: true })
  })

  it('draws an id only for what is new', () => {
    const known = new Admissions()
    let drawn = 0
    const newId = () => `id-${drawn++}`
    for (let i = 0; i < 5; i++) known.find('a', at(0), newId)
    expect(drawn).toBe(1)
  })

  it('holds 4,000 situations, and forgets first what was not seen for longest', () => {
    const known = new Admissions()
    const newId = counting()
    for (let i = 0; i < 4_000; i++) known.find(String(i), at(0), newId)
    expect(known.find('0', at(0), newId).isNew).toBe(false)
    known.find('one more', at(0), newId)
    expect(known.find('0', at(0), newId).isNew).toBe(false)
    expect(known.find('1', at(0), newId).isNew).toBe(true)
  })
})
