import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADMISSIBLE_FORMS, type AdmissibleForm, parseTarget } from '../../src/request/target.ts'

/**
 * Differential: whatever path is accepted, the most lenient back end imaginable reads it as one of our readings. What it
 * reads otherwise would be decided as one resource and served as another.
 */

const PIECES = [
  ...[
    'a',
    'admin',
    'Admin',
    'x',
    '~',
    '@',
    '.',
    '..',
    '...',
    '/',
    '/',
    '/',
    '//',
    '\\',
    ';',
    ';v=1',
    '%',
    ' ',
  ],
  ...[
    '%2f',
    '%2F',
    '%5c',
    '%5C',
    '%25',
    '%23',
    '%3f',
    '%3b',
    '%2e',
    '%2E',
    '%20',
    '%00',
    '%0a',
    '%7f',
    '%09',
  ],
  ...[
    '%61',
    '%41',
    '%2561',
    '%252f',
    '%252e',
    '%253b',
    '%2500',
    '%2520',
    '%25c0%25af',
    '%25%36%31',
    '%u0061',
  ],
  ...[
    '%25u002f',
    '%c0%af',
    '%c0%ae',
    '%c1%a1',
    '%e0%80%af',
    '%C3%BC',
    'u%CC%88',
    '%C3%9F',
    '%C4%B1',
    '%C5%BF',
  ],
  ...[
    '%E2%84%AA',
    '%CD%BE',
    '%EF%BC%8F',
    '%EF%BD%81',
    '%E2%80%8B',
    '%C2%AD',
    '%F0%9F%98%80',
    '%25EF%25BC%258F',
  ],
]

const path = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 })
  .map((pieces) => `/${pieces.join('')}`)
const admitted = fc.subarray([...ADMISSIBLE_FORMS])

type Step = (text: string) => string

const UTF8 = new TextEncoder()

/** Bytes of a text with every escape undone, well-formed or not; `%u` as well. */
function unescapedBytes(text: string): number[] {
  const bytes: number[] = []
  for (let i = 0; i < text.length; ) {
    const microsoft = /^%u([0-9a-f]{4})/i.exec(text.slice(i, i + 6))
    const octet = /^%([0-9a-f]{2})/i.exec(text.slice(i, i + 3))
    const character = String.fromCodePoint(text.codePointAt(i) ?? 0)
    if (microsoft) bytes.push(...UTF8.encode(String.fromCharCode(Number.parseInt(microsoft[1] ?? '', 16))))
    else if (octet) bytes.push(Number.parseInt(octet[1] ?? '', 16))
    else bytes.push(...UTF8.encode(character))
    i += microsoft ? 6 : octet ? 3 : character.length
  }
  return bytes
}

/** UTF-8 without any of its checks: overlong forms count, and a stray byte is Latin-1. */
function carelessUtf8(bytes: readonly number[]): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] ?? 0
    const more = lead >= 0xf0 && lead < 0xf8 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0
    const tail = bytes.slice(i + 1, i + 1 + more)
    if (more === 0 || lead >= 0xf8 || tail.length < more || tail.some((byte) => byte >> 6 !== 2)) {
      text += String.fromCharCode(lead)
      continue
    }
    const code = tail.reduce((all, byte) => (all << 6) | (byte & 0x3f), lead & (0x3f >> more))
    text += code > 0x10ffff ? '?' : String.fromCodePoint(code)
    i += more
  }
  return text
}

const decodeOnce: Step = (text) => carelessUtf8(unescapedBytes(text))

function repeatedly(step: Step): Step {
  return (text) => {
    let before = text
    for (let round = 0; round < 50; round++) {
      const after = step(before)
      if (after === before) break
      before = after
    }
    return before
  }
}

/** RFC 3986 §5.2.4, on segments. */
const removeDots: Step = (text) => {
  const kept: string[] = []
  for (const segment of text.split('/').slice(1)) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  return `/${kept.join('/')}`
}

const STEPS: Readonly<Record<string, Step>> = {
  decodeOnce,
  decodeAll: repeatedly(decodeOnce),
  decodeAllButSlashes: (text) =>
    text
      .split(/(%2f)/i)
      .map((part) => (/^%2f$/i.test(part) ? part : decodeOnce(part)))
      .join(''),
  backslashes: (text) => text.replaceAll('\\', '/'),
  parameters: (text) => text.replace(/;[^/]*/g, ''),
  lastParameter: (text) => text.replace(/;.*$/s, ''),
  query: (text) => text.replace(/\?.*$/s, ''),
  fragment: (text) => text.replace(/#.*$/s, ''),
  nul: (text) => text.split('\0')[0] || '/',
  controls: (text) => [...text].filter((character) => character > '\x1f' && character !== '\x7f').join(''),
  slashes: (text) => text.replace(/\/+/g, '/'),
  trailingSlash: (text) => text.replace(/\/+$/, '') || '/',
  dots: removeDots,
  trimmedSegments: (text) =>
    text
      .split('/')
      .map((segment) => (/^\.{1,2}$/.test(segment) ? segment : segment.replace(/[. ]+$/, '').trim()))
      .join('/'),
  compatibility: (text) => text.normalize('NFKC'),
  canonical: (text) => text.normalize('NFC'),
  invisible: (text) => text.replace(/\u00ad|[\u200b-\u200d]|\ufe0f/g, ''),
}
const STEP_NAMES = Object.keys(STEPS)

const fold = (text: string) => text.normalize('NFC').toUpperCase().toLowerCase()

function read(sent: string, steps: readonly string[]): string {
  return steps.reduce((text, name) => STEPS[name]?.(text) || '/', sent)
}

function parse(sent: string, admit: readonly AdmissibleForm[]) {
  const target = parseTarget(`https://gate.test${sent}`, 'gate.test', new Set(admit))
  return target.ok ? target.value : undefined
}

function expectKnown(sent: string, admit: readonly AdmissibleForm[], steps: readonly string[]): void {
  const target = parse(sent, admit)
  if (target === undefined) return
  const known = new Set(target.readings.map(fold))
  const actual = fold(read(sent, steps))
  if (!known.has(actual)) {
    expect.fail(`${sent} ${JSON.stringify(admit)}: ${steps} reads ${actual}, we ${[...known].join(' | ')}`)
  }
}

/** Everything at once, over and over: the back end of one's nightmares. */
const EVERYTHING = [
  ...['decodeAll', 'compatibility', 'decodeAll', 'nul', 'controls', 'backslashes', 'query', 'fragment'],
  ...['parameters', 'slashes', 'trimmedSegments', 'dots', 'slashes', 'trailingSlash'],
]

describe('whatever path is accepted is read by a lenient back end as one of its readings', () => {
  it('when it does everything at once', () => {
    fc.assert(
      fc.property(path, admitted, (sent, admit) => expectKnown(sent, admit, EVERYTHING)),
      { numRuns: 20_000 },
    )
  })

  it('when it decodes and then does any things in any order', () => {
    const steps = fc
      .tuple(
        fc.constantFrom('decodeOnce', 'decodeAll', 'decodeAllButSlashes'),
        fc.array(fc.constantFrom(...STEP_NAMES), { maxLength: 6 }),
      )
      .map(([first, rest]) => [first, ...rest])
    fc.assert(
      fc.property(path, admitted, steps, (sent, admit, steps) => expectKnown(sent, admit, steps)),
      { numRuns: 20_000 },
    )
  })

  it('when it does any things to the escaped path before it decodes', () => {
    const steps = fc
      .array(fc.constantFrom(...STEP_NAMES), { minLength: 1, maxLength: 5 })
      .map((first) => [...first, 'decodeOnce'])
    fc.assert(
      fc.property(path, admitted, steps, (sent, admit, steps) => expectKnown(sent, admit, steps)),
      { numRuns: 20_000 },
    )
  })

  it('and the generator does reach accepted paths with several readings', () => {
    const sample = fc.sample(fc.tuple(path, admitted), { numRuns: 5_000, seed: 1 })
    const accepted = sample.flatMap(([sent, admit]) => parse(sent, admit) ?? [])
    expect(accepted.length).toBeGreaterThan(300)
    expect(accepted.filter(({ readings }) => readings.length > 3).length).toBeGreaterThan(100)
  })

  it('and the back end does tell aliases of a path apart from others', () => {
    const aliases = [
      ...[
        '//admin',
        '/x/../admin',
        '/%2e%2e/admin',
        '/admin%00.png',
        '/%2561dmin',
        '/%c1%a1dmin',
        '/%u0061dmin',
      ],
      ...[
        '/ADMIN',
        '/admin;x',
        '/%EF%BD%81dmin',
        '/\\admin',
        '/admin.',
        '/admin%20',
        '/admin%3fx',
        '/admin/',
      ],
    ]
    for (const alias of aliases) expect([alias, fold(read(alias, EVERYTHING))]).toEqual([alias, '/admin'])
    expect(read('/admins', EVERYTHING)).toBe('/admins')
  })
})

describe('parseTarget()', () => {
  it('never throws, and answers the same twice', () => {
    const text = fc.oneof(path, fc.string(), fc.string({ unit: 'binary' }), fc.webUrl())
    fc.assert(
      fc.property(text, text, admitted, (url, host, admit) => {
        const once = parseTarget(url, host, new Set(admit))
        expect(parseTarget(url, host, new Set(admit))).toEqual(once)
      }),
      { numRuns: 5_000 },
    )
  })

  it('admitting one form more refuses nothing that was accepted, and takes no reading away', () => {
    fc.assert(
      fc.property(path, admitted, fc.constantFrom(...ADMISSIBLE_FORMS), (sent, admit, more) => {
        const before = parse(sent, admit)
        if (before === undefined) return
        expect(parse(sent, [...admit, more])?.readings).toEqual(before.readings)
      }),
      { numRuns: 10_000 },
    )
  })

  it('admits every path of letters, digits and the harmless marks of RFC 3986', () => {
    const segment = fc
      .string({ unit: fc.constantFrom(..."abcXYZ019-_~!$&'()*+,=:@"), minLength: 1, maxLength: 12 })
      .map((text) => `${text}.ext`)
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        const sent = `/${segments.join('/')}`
        expect(parse(sent, [])?.readings).toEqual([sent])
      }),
    )
  })

  it('gives no reading with a dot segment, a control character or an end that is trimmed', () => {
    fc.assert(
      fc.property(path, admitted, (sent, admit) => {
        for (const reading of parse(sent, admit)?.readings ?? []) {
          expect(reading).toMatch(/^\//)
          for (const segment of reading.split(/[/\\]/)) {
            expect(['.', '..']).not.toContain(segment)
            // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
            expect(segment).not.toMatch(/[\0-\x1f\x7f]|[.\s]$|^\s/)
          }
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
