import { describe, expect, it } from 'vitest'
import { unpacked } from '../../../../src/state/control/packed.ts'
import { isControlUpdate } from '../../../../src/state/control/update.ts'
import { at } from '../../../contracts/control-orders.ts'

const NOW = at(0)
const LATER = at(100)
const NEWS = {
  stamp: 7,
  epoch: 2,
  tables: 'ab',
  policy: undefined,
  candidate: undefined,
  breakGlassUntil: undefined,
  complete: false,
  revocations: [],
  lifted: [],
}
const row = (id: string, changed: Readonly<Record<number, unknown>> = {}) =>
  Object.assign([id, 'account', `value of ${id}`, NOW, NOW + 60, LATER, 0], changed)
const revocation = (id: string) => ({
  ...{ id, kind: 'account', value: `value of ${id}`, at: NOW, issuedUpTo: NOW + 60, expires: LATER },
})
const packed = (rows: unknown, news: object = {}) => ({
  packed: JSON.stringify(rows),
  news: { ...NEWS, ...news },
})

describe('unpacked()', () => {
  it('is everything, with the settings of now', () => {
    const answer = unpacked(packed([row('a'), row('b', { 4: null })]), NOW)
    const { issuedUpTo: _, ...always } = revocation('b')
    expect(answer).toEqual({ ...NEWS, complete: true, revocations: [revocation('a'), always], lifted: [] })
    expect(isControlUpdate(answer)).toBe(true)
    expect(unpacked(packed([]), NOW)).toEqual({ ...NEWS, complete: true })
  })

  it('goes by the news where they speak of the same revocation', () => {
    const longer = { ...revocation('a'), expires: at(900) }
    const news = { revocations: [longer, revocation('c')], lifted: ['b'] }
    expect(
      unpacked(
        packed(
          ['a', 'b', 'd'].map((id) => row(id)),
          news,
        ),
        NOW,
      ),
    ).toMatchObject({
      complete: true,
      revocations: [revocation('d'), longer, revocation('c')],
      lifted: [],
    })
  })

  it('has nothing that has expired', () => {
    expect(unpacked(packed([row('a')]), at(99))).toMatchObject({ revocations: [revocation('a')] })
    expect(unpacked(packed([row('a')]), LATER)).toMatchObject({ revocations: [] })
  })

  it.each([{ ...NEWS, complete: true }, undefined, null, 'answer', 7, []])('leaves %o as it is', (answer) => {
    expect(unpacked(answer, NOW)).toBe(answer)
  })

  it.each<[string, unknown]>([
    ['no text', { packed: [row('a')], news: NEWS }],
    ['no JSON', { packed: '[', news: NEWS }],
    ['no array', packed({})],
    ['no rows', packed(['a'])],
    ['rows of another length', packed([[...row('a'), 1]])],
    ['rows that are lifted', packed([row('a', { 6: 1 })])],
    ['an expiry that is none', packed([row('a', { 5: null })])],
    ['no news', { packed: '[]' }],
    ['damaged news', packed([], { lifted: [7] })],
    ['news that are everything themselves', packed([], { complete: true })],
  ])('makes nothing of one with %s', (_, answer) => {
    expect(unpacked(answer, NOW)).toBeUndefined()
  })

  it.each([{ 0: 1 }, { 1: 'address' }, { 2: null }, { 3: 'now' }, { 4: 'then' }, { 5: 1e300 }])(
    'makes no update of one with a row with %o: what it revokes would not be honoured',
    (changed) => {
      expect(isControlUpdate(unpacked(packed([row('a'), row('b', changed)]), NOW))).toBe(false)
    },
  )
})

it('is refused by whoever does not know the form', () => {
  expect(isControlUpdate(packed([row('a')]))).toBe(false)
})
