import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS, type Scalar } from '../../../../../tools/policy/replay/fields.ts'
import { parseWhole } from '../../../../../tools/policy/replay/logpush.ts'
import { LineScanner } from '../../../../../tools/policy/replay/scan-line.ts'
import { logpushLine } from './fixture.ts'

function scan(text: string | Buffer, scanner = new LineScanner(FIELDS)): Scalar[] | undefined {
  const bytes = Buffer.from(text)
  const values = new Array<Scalar>(FIELDS.length).fill(undefined)
  return scanner.scan(bytes, 0, bytes.length, values) ? values : undefined
}

function parse(text: string | Buffer): Scalar[] | undefined {
  const values = new Array<Scalar>(FIELDS.length).fill(undefined)
  return parseWhole(Buffer.from(text).toString('utf8'), values) === undefined ? values : undefined
}

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FIELDS) },
  { weight: 1, arbitrary: fc.string() },
)
const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer(),
  fc.bigInt(0n, 10n ** 20n).map(String),
  fc.boolean(),
  fc.constant(null),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
)
const table = fc.array(fc.tuple(name, value), { maxLength: 12 })
const spaced = fc.constantFrom(...['', ' ', '\t', ' \r\n '])

/** Members in any order, some of them twice, with spaces where JSON lets them be. */
const line = fc.tuple(table, spaced).map(([members, space]) => {
  const written = members.map(
    ([key, held]) => `${space}${JSON.stringify(key)}${space}:${space}${JSON.stringify(held)}${space}`,
  )
  return `${space}{${written.join(',') || space}}${space}`
})

describe('LineScanner.scan()', () => {
  it('answers what JSON.parse answers, wherever it answers, whatever it read before', () => {
    const scanner = new LineScanner(FIELDS)
    fc.assert(
      fc.property(line, (text) => {
        const scanned = scan(text, scanner)
        if (scanned !== undefined) expect(scanned).toEqual(parse(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes nothing for JSON that JSON.parse does not, when a byte of a line is lost, added or another', () => {
    const scanner = new LineScanner(FIELDS)
    const change = fc.tuple(
      fc.nat(),
      fc.constantFrom('lose', 'add', 'replace'),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(line, change, (text, [where, how, byte]) => {
        const bytes = Buffer.from(text)
        const at = where % bytes.length
        const changed = Buffer.concat([
          bytes.subarray(0, at),
          how === 'lose' ? Buffer.alloc(0) : Buffer.from([byte]),
          bytes.subarray(how === 'add' ? at : at + 1),
        ])
        const scanned = scan(changed, scanner)
        if (scanned !== undefined) expect(scanned).toEqual(parse(changed))
      }),
      { numRuns: 3_000 },
    )
  })

  it('needs no second look at an ordinary line, nor at one with escapes, other scripts, tables and lists', () => {
    for (const changes of [
      {},
      { ClientRequestURI: '/a?x="\\\u0001&ü' },
      { ClientCity: 'Сімферополь' },
      { RequestHeaders: { a: [1, { b: null }], 'c"': 'd\\' }, BotTags: [], BotScore: 1.5e3 },
    ])
      expect(scan(logpushLine(changes))).toEqual(parse(logpushLine(changes)))
  })

  it.each([
    '{"BotScore":01}',
    '{"BotScore":1.}',
    '{"BotScore":-}',
    '{"BotScore":1e}',
    '{"x":+1}',
    '{"x":"\\x"}',
    '{"x":"\\u12g4"}',
    '{"x":"\u0001"}',
    '{"x":tru}',
    '{"x":1,}',
    '{"x" 1}',
    '{"x":1}}',
    '{"x":1} {',
    '{"x":[1,]}',
    '{"x":{"y"}}',
    '[1]',
    '{',
    '',
    '"x"',
  ])('does not take %s for a line', (text) => {
    expect(scan(text)).toBeUndefined()
  })

  it('gives a text that nobody reads as empty, and says that it is there', () => {
    const scanner = new LineScanner(FIELDS, (field) => field !== 'ClientCity')
    expect(scan(logpushLine(), scanner)?.[FIELDS.indexOf('ClientCity')]).toBe('')
    expect(
      scan(logpushLine({ ClientCity: undefined }), scanner)?.[FIELDS.indexOf('ClientCity')],
    ).toBeUndefined()
  })
})
