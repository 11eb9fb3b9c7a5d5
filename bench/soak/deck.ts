import { seeded } from '../networks/made-up.ts'
import type { Kind } from './kind.ts'

export type Card = Pick<Kind, 'cards' | 'hostile'>

/** The kinds over and over, each as often as it has cards, in an order that looks like none and is always the same. */
export function deckOf(kinds: readonly Kind[], seed = 1): () => Kind {
  const cards = kinds.flatMap((kind) => Array.from({ length: kind.cards }, () => kind))
  if (cards.length === 0) throw new RangeError('a deck without cards')
  const random = seeded(seed)
  for (let last = cards.length - 1; last > 0; last--) {
    const other = random(last + 1)
    const [a, b] = [cards[last], cards[other]] as [Kind, Kind]
    cards[last] = b
    cards[other] = a
  }
  let at = 0
  return () => cards[at++ % cards.length] as Kind
}

/** Of the requests of this deck, how many are an attacker's: 0 to 1. */
export function hostileShare(kinds: readonly Card[]): number {
  const cardsOf = (some: readonly Card[]) => some.reduce((sum, { cards }) => sum + cards, 0)
  return cardsOf(kinds.filter(({ hostile }) => hostile)) / cardsOf(kinds)
}
