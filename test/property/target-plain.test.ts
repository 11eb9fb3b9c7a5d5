import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADMISSIBLE_FORMS, type AdmissibleForm, parseTarget, readPath } from '../../src/request/target.ts'

/**
 * Two ways to read the same target: the short one for paths that every back end reads alike and for the authority of the
 * request before, and the long one. Neither may say anything that the other does not.
 */

const NO_FORMS: ReadonlySet<AdmissibleForm> = new Set()
const ALL_FORMS: ReadonlySet<AdmissibleForm> = new Set(ADMISSIBLE_FORMS)
const PLAIN = [...'abzABZ019_~-']

const segment = fc
  .array(fc.string({ unit: fc.constantFrom(...PLAIN), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join('.'))
const plainPath = fc
  .array(segment, { minLength: 1, maxLength: 8 })
  .map((segments) => `/${segments.join('/')}`)

/** Nearly plain: what the short way must leave to the long one, in any place. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('/', '.', 'a', 'B', '0', '_', '~', '-') },
  fc.constantFrom(
    '//',
    '..',
    '/.',
    './',
    '/./',
    '/../',
    '%2e',
    '%2f',
    '%',
    '%61',
    '%25',
    ';',
    '\\',
    '@',
    ':',
    '+',
  ),
  fc.constantFrom(
    '\u00fc',
    '%C3%BC',
    '\u212a',
    '\u0131',
    '\uff0e',
    ' ',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u200b',
    '%u002e',
    '#',
    '$',
  ),
)
const nearlyPlain = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `/${pieces.join('')}`)

const readingsOf = (path: string, admitted: ReadonlySet<AdmissibleForm>) => {
  const target = parseTarget(`https://gate.test${path}`, undefined, admitted)
  return target.ok ? target.value.readings : undefined
}

describe('a path of plain segments', () => {
  it('has one reading, which is itself, whatever is admitted', () => {
    fc.assert(
      fc.property(plainPath, fc.constantFrom(NO_FORMS, ALL_FORMS), (path, admitted) => {
        expect(readPath(path, admitted)).toEqual([path])
        expect(readingsOf(path, admitted)).toEqual([path])
      }),
      { numRuns: 2_000 },
    )
  })

  it('is read at once, also where it is as long as can be', () => {
    const began = performance.now()
    for (const path of [
      `/${'a.'.repeat(4_095)}`,
      `/${'a/'.repeat(4_095)}`,
      `/${'a'.repeat(8_190)}.`,
      `/${'-'.repeat(8_190)}/`,
    ])
      parseTarget(`https://gate.test${path}`, undefined)
    expect(performance.now() - began).toBeLessThan(500)
  })
})

describe('any other path', () => {
  it('is read as the long way reads it', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        fc.oneof(nearlyPlain, plainPath),
        fc.constantFrom(NO_FORMS, ALL_FORMS),
        (path, admitted) => {
          // What the query begins with is no part of the path.
          const [onlyPath = ''] = path.split(/[?#]/, 1)
          const readings = readPath(onlyPath, admitted)
          expect(readingsOf(onlyPath, admitted)).toEqual(readings)
          if (readings !== undefined) accepted++
        },
      ),
      { numRuns: 6_000 },
    )
    expect(accepted).toBeGreaterThan(2_000)
  })
})

describe('the authority of the request before', () => {
  const HOSTS = [
    'gate.test',
    'GATE.test',
    'Gate.Test',
    'gate.test.',
    'other.test',
    '[2001:db8::1]',
    '[2001:DB8::1]',
    '10.0.0.1',
  ]
  const PORTS = ['', ':80', ':443', ':8080', ':65535', ':65536', ':0', ':', ':080', ':99999']
  const BAD = [
    '',
    'user@gate.test',
    '-gate.test',
    'gate..test',
    'g\u00e4te.test',
    '%67ate.test',
    'gate.test:80:80',
    'a'.repeat(64),
  ]
  const authority = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom(...HOSTS), fc.constantFrom(...PORTS)).map((two) => two.join('')),
    },
    fc.constantFrom(...BAD),
  )
  const asked = fc.record({
    scheme: fc.constantFrom('http', 'https'),
    authority,
    header: fc.oneof(fc.constant(undefined), authority),
    path: fc.constantFrom('/', '/a', '/a//b', '/a%2fb'),
  })
  const parse = ({
    scheme,
    authority,
    header,
    path,
  }: {
    scheme: string
    authority: string
    header: string | undefined
    path: string
  }) => parseTarget(`${scheme}://${authority}${path}`, header)
  /** Whose authority is none of the above, so that nothing of them is remembered. */
  const forget = () => parseTarget(`https://${'z'.repeat(20)}.test/`, undefined)

  it('says nothing of this one', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 2, maxLength: 12 }), (list) => {
        const inTurn = list.map(parse)
        for (const [index, one] of list.entries()) {
          forget()
          expect(inTurn[index]).toEqual(parse(one))
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('is no authority for having been asked for often', () => {
    for (const bad of [...BAD, 'gate.test:65536', 'gate.test.']) {
      forget()
      const first = parseTarget(`https://${bad}/`, undefined)
      expect(first.ok).toBe(false)
      parseTarget('https://gate.test/', undefined)
      expect(parseTarget(`https://${bad}/`, undefined)).toEqual(first)
      expect(parseTarget(`https://${bad}/`, undefined)).toEqual(first)
    }
  })

  it('is looked at together with this Host header, and this scheme', () => {
    const url = 'https://gate.test:443/'
    expect(parseTarget(url, 'gate.test').ok).toBe(true)
    expect(parseTarget(url, 'gate.test:80').ok).toBe(false)
    expect(parseTarget(url, 'other.test').ok).toBe(false)
    expect(parseTarget('http://gate.test:443/', 'gate.test').ok).toBe(false)
    expect(parseTarget(url, 'GATE.test').ok).toBe(true)
  })
})
