import { describe, expect, it } from 'vitest'
import { nearest } from '../../../src/lib/nearest.ts'

const KEYS = ['RESTRICTED_REGIONS', 'ALLOWED_REGIONS', 'DENIED_NETWORKS', 'HOSTS', 'MODE']

describe('nearest()', () => {
  it.each([
    ['RESTRICTED_REGION', 'RESTRICTED_REGIONS', 'a letter is missing'],
    ['HOSTSS', 'HOSTS', 'a letter is too many'],
    ['MIDE', 'MODE', 'a letter is another'],
    ['OMED', 'MODE', 'two pairs are swapped'],
    ['hosts', 'HOSTS', 'the case differs'],
    ['HOSTS', 'HOSTS', 'it is the word itself'],
    ['RESTRICTED_ORIGINS', 'RESTRICTED_REGIONS', 'several letters of a long word differ'],
  ])('takes %s for %s: %s', (word, expected) => {
    expect(nearest(word, KEYS)).toBe(expected)
  })

  it.each(['', 'ORIGIN', 'MXXX', 'ZZZZZZZZZZZZZZZZZZ'])('offers nothing for %j', (word) => {
    expect(nearest(word, KEYS)).toBeUndefined()
  })

  it('counts a swap of neighbours as one edit, not two', () => {
    expect(nearest('abdc', ['abxx', 'abcd'])).toBe('abcd')
    expect(nearest('abdc', ['abd', 'abcd'])).toBe('abd')
  })

  it('takes the nearer candidate, and the first of equals', () => {
    expect(nearest('hosting', ['hostings2', 'hostings'])).toBe('hostings')
    expect(nearest('aab', ['aac', 'aad'])).toBe('aac')
  })

  it('offers nothing from no candidates', () => {
    expect(nearest('HOSTS', [])).toBeUndefined()
  })
})
