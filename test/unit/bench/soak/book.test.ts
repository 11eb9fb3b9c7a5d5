import { expect, test } from 'vitest'
import { Book } from '../../../../bench/soak/book.ts'
import type { TokenFacts } from '../../../../bench/soak/situation.ts'

const facts = (token: string): TokenFacts => ({
  token,
  sid: token,
  sub: '',
  kid: '',
  epoch: 0,
  policy: 'live',
})

test('Book: a new visitor takes the place of the oldest, and all take turns', () => {
  const book = new Book()
  for (let at = 0; at < 1_500; at++) book.visitor(facts(String(at)))
  const held = new Set(Array.from({ length: 1_000 }, () => Number(book.next('cookie')?.facts.token)))
  expect([held.size, Math.min(...held), Math.max(...held)]).toEqual([1_000, 500, 1_499])
})

test('Book.hold() leaves nothing of what was held before', () => {
  const book = new Book()
  book.hold('token', [{ facts: facts('a') }, { facts: facts('b') }])
  book.hold('token', [{ facts: facts('c') }])
  expect([book.next('token')?.facts.token, book.next('token')?.facts.token]).toEqual(['c', 'c'])
})

test('Book.next() presents nothing where nothing is to be presented, and never nothing instead of something', () => {
  expect(new Book().next('nothing')).toBeUndefined()
  expect(() => new Book().next('bound')).toThrow('nobody holds: bound')
})
