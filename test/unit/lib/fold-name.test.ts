import { describe, expect, it } from 'vitest'
import { foldName } from '../../../src/lib/fold-name.ts'

describe('foldName()', () => {
  it.each([
    ['Sevastopol', "Sevastopol'", 'an apostrophe'],
    ['Sevastopol', 'Sevastopol’', 'a typographic one'],
    ['Simferopol', 'SIMFEROPOL', 'case'],
    ['Київ', 'КИЇВ', 'case, in another script'],
    ['Київ', 'Киі\u0308в', 'marks, which may be written apart'],
    ['Évry', 'Evry', 'marks on Latin letters'],
    ['Krasno-Perekopsk', 'Krasno Perekopsk', 'hyphens and spaces'],
    ['Yalta', '\u202eYal\u200bta\u2060', 'what cannot be seen'],
    ['Yalta', 'Ｙａｌｔａ', 'the width of letters'],
    ['Straße 1', 'Straße１', 'the width of digits'],
  ])('takes %j and %j for one name: %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other))
  })

  it.each([
    ['Simferopol', 'Сімферополь', 'scripts'],
    ['Сімферополь', 'Симферополь', 'languages'],
    ['Kerch', 'Kerch 2', 'digits'],
    ['Alushta', 'Alupka', 'letters'],
  ])('keeps %s and %s apart: %s', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other))
  })

  it.each(['', ' ', "'-’", '!?', '\u0301', '🏝'])('leaves nothing of %j, which names no place', (text) => {
    expect(foldName(text)).toBe('')
  })
})
