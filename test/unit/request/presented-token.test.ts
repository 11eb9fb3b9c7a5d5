import { describe, expect, it } from 'vitest'
import { presentedToken } from '../../../src/request/presented-token.ts'

const carried = (headers: Readonly<Record<string, string>>) => presentedToken((name) => headers[name])
const NONE = { found: 'none' }
const REPEATED = { found: 'repeated' }
const fromHeader = (token: string) => ({ found: 'token', token, carrier: 'header' })
const fromCookie = (token: string) => ({ found: 'token', token, carrier: 'cookie' })

describe('a token in the header', () => {
  it.each([
    ['one', 'a.b.c', fromHeader('a.b.c')],
    ['two lines', 'a.b.c, d.e.f', REPEATED],
    ['twice the same', 'a.b.c,a.b.c', REPEATED],
    ['ten lines', Array.from({ length: 10 }, () => 'a.b.c').join(', '), REPEATED],
    ['an empty one, which is a bad token and not none', '', fromHeader('')],
  ])('%s', (_, header, expected) => {
    expect(carried({ 'Cordon-Session': header })).toEqual(expected)
  })

  it('counts before a cookie', () => {
    expect(carried({ 'Cordon-Session': 'h', Cookie: '__Host-cordon=c' })).toEqual(fromHeader('h'))
  })

  it('counts before a cookie even when repeated', () => {
    expect(carried({ 'Cordon-Session': 'h, h', Cookie: '__Host-cordon=c' })).toEqual(REPEATED)
  })
})

describe('a token in a cookie', () => {
  it.each([
    ['alone', '__Host-cordon=t', fromCookie('t')],
    ['among others', 'a=1; __Host-cordon=t; b=2', fromCookie('t')],
    ['without spaces between', 'a=1;__Host-cordon=t;b=2', fromCookie('t')],
    ['with spaces and tabs around', ' \t__Host-cordon \t= t \t; a=1', fromCookie('t')],
    ['empty', '__Host-cordon=', fromCookie('')],
    ['with = inside', '__Host-cordon=a=b', fromCookie('a=b')],
    ['twice', '__Host-cordon=t; __Host-cordon=u', REPEATED],
    ['twice the same', '__Host-cordon=t; __Host-cordon=t', REPEATED],
    ['in the value of another, after a comma', 'theme=x,__Host-cordon=evil', NONE],
    ['in the value of another, after a comma and a space', 'theme=x, __Host-cordon=evil', NONE],
    [
      'in the value of another, before the true one',
      'theme=x,__Host-cordon=evil; __Host-cordon=t',
      fromCookie('t'),
    ],
    [
      'in the value of another, behind the true one',
      '__Host-cordon=t; theme=x,__Host-cordon=evil',
      fromCookie('t'),
    ],
    [
      'in the value of a nameless one, beside the true one',
      ',__Host-cordon=e; __Host-cordon=t',
      fromCookie('t'),
    ],
    ['in the name of another, after a comma', 'x,__Host-cordon=evil; __Host-cordon=t', fromCookie('t')],
    ['on a second line, which arrives behind a comma', 'a=1, __Host-cordon=t', NONE],
    [
      'on each of two lines, which no browser sends: one value, and no token has it',
      '__Host-cordon=t, __Host-cordon=u',
      fromCookie('t, __Host-cordon=u'),
    ],
    ['with a name in another case', '__host-cordon=t', NONE],
    ['with an escaped name', '__Host%2Dcordon=t', NONE],
    ['with a longer name', '__Host-cordon2=t', NONE],
    ['with another prefix', 'x__Host-cordon=t', NONE],
    ['with an NBSP before the name', '\u00a0__Host-cordon=t', NONE],
    ['with an NBSP after the name', '__Host-cordon\u00a0=t', NONE],
    [
      'with an NBSP before the name, and the true one',
      '\u00a0__Host-cordon=evil; __Host-cordon=t',
      fromCookie('t'),
    ],
    ['with a line feed before the name', '\n__Host-cordon=t', NONE],
    ['named only in a value', 'a=__Host-cordon', NONE],
    ['as the value of another', 'a=__Host-cordon=t', NONE],
    ['without a value', '__Host-cordon', NONE],
    ['nameless', '=__Host-cordon=t', NONE],
    ['in quotes', '"__Host-cordon=t"', NONE],
    ['none', 'a=1; b=2', NONE],
    ['an empty header', '', NONE],
  ])('%s', (_, Cookie, expected) => {
    expect(carried({ Cookie })).toEqual(expected)
  })

  it('none without any header', () => {
    expect(carried({})).toEqual(NONE)
  })

  const SIZE = 100_000
  it.each([
    ['spaces in a value', `__Host-cordon=a${' '.repeat(SIZE)}b`],
    ['spaces in a name', `__Host-cordon${' '.repeat(SIZE)}x=a`],
    ['spaces before a name', `${' '.repeat(SIZE)}__Host-cordon=a`],
    ['separators', `${';'.repeat(SIZE)}__Host-cordon=a`],
    ['equals signs', `__Host-cordon${'='.repeat(SIZE)}`],
    ['cookies of ours', '__Host-cordon=a;'.repeat(SIZE / 16)],
    ['cookies of others', `${'a=1;'.repeat(SIZE / 4)}__Host-cordon`],
    ['commas', `a=${','.repeat(SIZE)}__Host-cordon=a`],
  ])('takes linear time over 100 KB of %s', (_, Cookie) => {
    const started = performance.now()
    carried({ Cookie })
    expect(performance.now() - started).toBeLessThan(200)
  })
})
