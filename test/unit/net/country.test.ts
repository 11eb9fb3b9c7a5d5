import { iso31661 } from 'iso-3166'
import { describe, expect, it } from 'vitest'
import { type CountryCode, countryCode, EU_MEMBERS, isEuMember } from '../../../src/net/country.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))

describe('countryCode()', () => {
  it('accepts, of all pairs of letters, the 249 codes that ISO 3166-1 assigns, and XK', () => {
    const assigned = iso31661.map(({ alpha2 }) => alpha2)
    expect(assigned).toHaveLength(249)
    expect(PAIRS.filter((pair) => countryCode(pair) !== undefined)).toEqual([...assigned, 'XK'].sort())
  })

  it.each([
    'T1',
    'XX',
    'ZZ',
    'UK',
    'EU',
    'AN',
    'cn',
    'Cn',
    'CHN',
    'C',
    '',
    ' CN',
    'CN ',
    'CN\n',
    'C\u041d',
    '__proto__',
    156,
    null,
    undefined,
    ['CN'],
    new String('CN'),
  ])('refuses %j', (value) => {
    expect(countryCode(value)).toBeUndefined()
  })
})

describe('isEuMember()', () => {
  it('knows the 27, all of them countries', () => {
    expect(EU_MEMBERS.size).toBe(27)
    for (const member of EU_MEMBERS) expect(countryCode(member)).toBe(member)
  })

  it.each(['DE', 'GR', 'HR', 'IE', 'CY'])('counts %s in', (code) => {
    expect(isEuMember(code as CountryCode)).toBe(true)
  })

  it.each(['GB', 'CH', 'NO', 'IS', 'LI', 'UA', 'GF', 'XK'])('does not count %s in', (code) => {
    expect(isEuMember(code as CountryCode)).toBe(false)
  })
})
