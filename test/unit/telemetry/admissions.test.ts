import fc from 'fast-check'
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
    expect(known.find('a', at(1000), newId)).toEqual({ id: 'id-0', at: 1000, isNew: true })
    expect(known.find('a', at(1000), newId)).toEqual({ id: 'id-0', at: 1000, isNew: false })
    expect(known.find('a', at(4599), newId)).toEqual({ id: 'id-0', at: 1000, isNew: false })
    expect(known.find('a', at(4600), newId)).toEqual({ id: 'id-1', at: 4600, isNew: true })
    expect(known.find('a', at(4601), newId)).toEqual({ id: 'id-1', at: 4600, isNew: false })
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
    expect(known.find('a', at(999), newId)).toEqual({ id: 'id-1', at: 999, isNew: true })
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

describe('Admissions, where the verdict was recalled', () => {
  /** A situation that counts how often it was put into words. */
  function situation(words: string) {
    const asked = { times: 0 }
    const put = () => {
      asked.times++
      return words
    }
    return { asked, words: put }
  }

  it('puts the situation into words once, and as often as a record would have to be written anew', () => {
    const known = new Admissions()
    const newId = counting()
    const judgement = {}
    const { asked, words } = situation('a')
    const find = (seconds: number) => known.findFor(judgement, '', words, at(seconds), newId)
    expect(find(1000)).toEqual({ id: 'id-0', at: 1000, isNew: true })
    expect(find(1000)).toEqual({ id: 'id-0', at: 1000, isNew: false })
    expect(find(4599)).toEqual({ id: 'id-0', at: 1000, isNew: false })
    expect(asked.times).toBe(1)
    expect(find(4600)).toEqual({ id: 'id-1', at: 4600, isNew: true })
    expect(find(4599)).toEqual({ id: 'id-2', at: 4599, isNew: true })
    expect(asked.times).toBe(3)
  })

  it('finds what was written of the same situation otherwise, as old as it is', () => {
    const known = new Admissions()
    const newId = counting()
    known.find('a', at(1000), newId)
    const judgement = {}
    const find = (seconds: number) => known.findFor(judgement, '', () => 'a', at(seconds), newId)
    expect(find(4000)).toEqual({ id: 'id-0', at: 1000, isNew: false })
    // Not an hour after it was looked for: an hour after it was written.
    expect(find(4600)).toEqual({ id: 'id-1', at: 4600, isNew: true })
  })

  it('is of another situation by what the origin has said, whichever way it went before', () => {
    const known = new Admissions()
    const newId = counting()
    const judgement = {}
    const find = (learned: string) => known.findFor(judgement, learned, () => `a ${learned}`, at(0), newId)
    expect(['', 's acct', '', 's acct', ' acct', 's '].map((learned) => find(learned).id)).toEqual([
      'id-0',
      'id-1',
      'id-0',
      'id-1',
      'id-2',
      'id-3',
    ])
  })

  it('never mixes up two verdicts', () => {
    const known = new Admissions()
    const newId = counting()
    const [one, other] = [{}, {}]
    known.findFor(one, '', () => 'a', at(0), newId)
    expect(known.findFor(other, '', () => 'b', at(0), newId)).toEqual({ id: 'id-1', at: 0, isNew: true })
    expect(known.findFor(one, '', () => 'a', at(0), newId).id).toBe('id-0')
  })

  it('keeps no verdict: the same words by another one are the same situation', () => {
    const known = new Admissions()
    const newId = counting()
    const ids = Array.from({ length: 3 }, () => known.findFor({}, '', () => 'a', at(0), newId).id)
    expect(ids).toEqual(['id-0', 'id-0', 'id-0'])
  })

  it('is what looking for the words would give, as long as the clock goes forward', () => {
    const request = fc.record({
      verdict: fc.nat(5),
      learned: fc.constantFrom('', 's ', ' acct', 's acct'),
      later: fc.constantFrom(0, 1, 1_800, 3_599, 3_600),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const [recalling, anew] = [new Admissions(), new Admissions()]
        const [newId, sameId] = [counting(), counting()]
        const verdicts = Array.from({ length: 6 }, (_, index) => ({ words: String(index % 4) }))
        let now = 0
        for (const { verdict, learned, later } of requests) {
          now += later
          const judgement = verdicts[verdict] as { words: string }
          const words = `${judgement.words} ${learned}`
          const found = recalling.findFor(judgement, learned, () => words, at(now), newId)
          expect(found).toEqual(anew.find(words, at(now), sameId))
        }
      }),
      { numRuns: 500 },
    )
  })
})
