import { describe, expect, test } from 'vitest'
import { deckOf, hostileShare } from '../../../../bench/soak/deck.ts'
import { newKey } from '../../../../bench/soak/jws.ts'
import { hostileKinds } from '../../../../bench/soak/kinds/hostile.ts'
import { POLITE } from '../../../../bench/soak/kinds/polite.ts'

const ALL = [...POLITE, ...hostileKinds({ own: newKey(), expired: () => 'x' })]

describe('the mix', () => {
  test('is hostile to a fifth', () => {
    expect(hostileShare(ALL)).toBe(0.2)
  })

  test('has every kind as often as it has cards, whatever the order', () => {
    const next = deckOf(ALL)
    const length = ALL.reduce((sum, { cards }) => sum + cards, 0)
    const drawn = Array.from({ length }, next)
    for (const kind of ALL) expect(drawn.filter((one) => one === kind)).toHaveLength(kind.cards)
    expect(drawn.slice(0, 20).map(({ name }) => name)).not.toEqual(
      ALL.flatMap(({ name, cards }) => Array.from({ length: cards }, () => name)).slice(0, 20),
    )
  })

  test('is the same each time', () => {
    const [one, other] = [deckOf(ALL), deckOf(ALL)]
    for (let at = 0; at < 100; at++) expect(one()).toBe(other())
  })

  test('names each kind once', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length)
  })
})

test('deckOf() refuses a deck without cards', () => {
  expect(() => deckOf([])).toThrow(RangeError)
})
