import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../src/lib/bytes.ts'
import { bodyByHead, declaredLength, readingOf } from '../../../src/request/body.ts'

const JSON_TYPE = 'application/json'
const LIMIT = 1_048_576

function reading(body: string | Uint8Array, type: string | null = JSON_TYPE): unknown {
  const made = readingOf(typeof body === 'string' ? utf8(body) : body, type)
  if (!made.ok) return made.error
  return made.value.state === 'unread' ? made.value.why : made.value
}

/** `v` as a reader finds it: objects without a prototype equal those with one. */
const read = (value: unknown) => ({ state: 'read', value })

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) new DataView(bytes.buffer).setUint16(i * 2, text.charCodeAt(i), true)
  return bytes
}

const bytes = (...values: number[]) => Uint8Array.from(values)
function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe('the head of a request', () => {
  const byHead = (method: string, headers: Record<string, string> = {}) =>
    bodyByHead(method, new Headers(headers), LIMIT)

  it.each(['GET', 'HEAD'])('says that there is no body: %s', (method) => {
    expect(byHead(method)).toEqual({ state: 'none' })
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['a WebSocket', 'GET', { Upgrade: 'websocket' }, 'websocket'],
    ['a WebSocket in capitals', 'GET', { Upgrade: 'WebSocket' }, 'websocket'],
    ['gzip', 'POST', { 'Content-Encoding': 'gzip' }, 'encoded'],
    ['gzip in capitals', 'POST', { 'Content-Encoding': 'GZIP' }, 'encoded'],
    ['gzip behind identity', 'POST', { 'Content-Encoding': 'identity, gzip' }, 'encoded'],
    ['an unknown coding', 'POST', { 'Content-Encoding': 'x' }, 'encoded'],
    ['a byte above the limit', 'POST', { 'Content-Length': '1048577' }, 'too_large'],
    ['100 MB', 'PUT', { 'Content-Length': '104857600' }, 'too_large'],
  ])('says that nobody can read it: %s', (_, method, headers, why) => {
    expect(byHead(method, headers)).toEqual({ state: 'unread', why })
  })

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['exactly the limit', { 'Content-Length': '1048576' }],
    ['no content', { 'Content-Length': '0' }],
    ['identity', { 'Content-Encoding': 'identity' }],
    ['no coding', { 'Content-Encoding': '' }],
    ['another upgrade', { Upgrade: 'h2c' }],
    ['a length that is none', { 'Content-Length': '-1' }],
  ])('leaves it to be read: %s', (_, headers) => {
    expect(byHead('POST', headers)).toBeUndefined()
    expect(byHead('DELETE', headers)).toBeUndefined()
  })

  it('has a length or none', () => {
    expect(declaredLength(new Headers({ 'Content-Length': '17' }))).toBe(17)
    for (const other of ['', '1.5', '0x10', '1e3', '+1', '1, 1', '9'.repeat(16)])
      expect(declaredLength(new Headers({ 'Content-Length': other }))).toBeUndefined()
    expect(declaredLength(new Headers())).toBeUndefined()
  })
})

describe('a body is read', () => {
  it.each<[string, string, unknown]>([
    ['an object', '{"model":"m"}', { model: 'm' }],
    ['with space around it', ' \r\n\t{"model":"m"}\n', { model: 'm' }],
    ['with an escaped name', '{"mod\\u0065l":"m"}', { model: 'm' }],
    ['with what is no ASCII', '{"model":"модель"}', { model: 'модель' }],
    ['nested', '{"a":{"model":"m"},"model":"n"}', { a: { model: 'm' }, model: 'n' }],
    ['a text', '"m"', 'm'],
    ['null', 'null', null],
  ])('%s', (_, text, value) => {
    expect(reading(text)).toEqual(read(value))
  })

  it('empty: nothing is in it', () => {
    expect(reading('')).toEqual(read(undefined))
    expect(reading('', 'multipart/form-data')).toEqual(read(undefined))
  })

  it('with a member called __proto__, which is one like any other', () => {
    expect(reading('{"__proto__":{"model":"x"}}')).not.toHaveProperty(['value', 'model'])
  })

  it.each([
    null,
    '',
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8; version=1',
    'application/vnd.acme+json',
    'text/plain',
    'text/html',
    'text/plain; charset=iso-8859-1',
    'application/json; charset=us-ascii',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/x-ndjson',
    'application/jsonl',
    'image/png',
    'nonsense',
  ])('whatever type is said: %s', (type) => {
    expect(reading('{"model":"m"}', type)).toEqual(read({ model: 'm' }))
  })
})

/** What one reader takes for something else than another, or for an error. */
const AMBIGUOUS: readonly (readonly [string, string | Uint8Array])[] = [
  ['a member twice', '{"model":"a","model":"b"}'],
  ['a member twice with one value', '{"model":"a","model":"a"}'],
  ['a member twice, once escaped', '{"model":"a","mod\\u0065l":"b"}'],
  ['another member twice', '{"model":"a","x":1,"x":2}'],
  ['a member twice further in', '{"model":"a","x":{"y":1,"y":2}}'],
  ['a member twice in a list', '[{"model":"a","model":"b"}]'],
  ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
  ['text behind it', '{"model":"a"}x'],
  ['a document behind it', '{"model":"a"}{"model":"b"}'],
  ['a document in another line', '{"model":"a"}\n{"model":"b"}'],
  ['NaN', '{"model":"a","x":NaN}'],
  ['Infinity', '{"model":"a","x":Infinity}'],
  ['a number beyond binary64', '{"model":"a","x":1e400}'],
  ['a lone surrogate', '{"model":"\\ud800"}'],
  ['a comment', '{"model":"a"/*"*/}'],
  ['single quotes', "{'model':'a'}"],
  ['a name without quotes', '{model:"a"}'],
  ['a trailing comma', '{"model":"a",}'],
  ['a raw line break in a text', '{"model":"a\nb"}'],
  ['a NUL', '{"model":"a"}\0'],
  ['a byte order mark', joined(bytes(0xef, 0xbb, 0xbf), utf8('{"model":"a"}'))],
  ['UTF-16', utf16('{"model":"a"}')],
  ['UTF-16 with its mark', joined(bytes(0xff, 0xfe), utf16('{"model":"a"}'))],
  ['ISO 8859-1', joined(utf8('{"model":"'), bytes(0xe9), utf8('"}'))],
  ['an overlong form', joined(utf8('{"model":"'), bytes(0xc1, 0xa1), utf8('"}'))],
  ['a surrogate in UTF-8', joined(utf8('{"model":"'), bytes(0xed, 0xa0, 0x80), utf8('"}'))],
  ['nesting beyond 32', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
  ['nothing but space', '  '],
  ['a form', 'model=a'],
]

describe('a body that ought to be JSON, and that two readers could read differently', () => {
  it.each(AMBIGUOUS)('%s', (_, body) => {
    for (const type of [JSON_TYPE, null, 'text/plain', 'application/problem+json; charset=utf-8'])
      expect(reading(body, type)).toBe('resource.ambiguous')
  })

  it.each([
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=hz-gb-2312',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset="utf-16"',
    'application/json; charset=',
  ])('by its charset: %s', (type) => {
    expect(reading('{"model":"a"}', type)).toBe('resource.ambiguous')
  })

  it('by its charset where that matters', () => {
    expect(reading('{"model":"é"}', 'application/json; charset=iso-8859-1')).toBe('resource.ambiguous')
  })
})

describe('a body of another type', () => {
  const OTHER = ['multipart/form-data; boundary=x', 'application/octet-stream', 'application/x-ndjson']

  it.each(AMBIGUOUS.filter(([name]) => name.includes('twice')))('is refused as well for %s', (_, body) => {
    for (const type of OTHER) expect(reading(body, type)).toBe('resource.ambiguous')
  })

  it.each(AMBIGUOUS.filter(([name]) => !name.includes('twice') && name !== 'a document in another line'))(
    'is not JSON for %s',
    (_, body) => {
      for (const type of OTHER) expect(reading(body, type)).toBe('not_json')
    },
  )

  it('is not JSON where a reader of forms finds something else in it', () => {
    const both = '{"model":"small","x":"&model=big&"}'
    expect(reading(both, 'application/x-www-form-urlencoded')).toBe('not_json')
    expect(reading(both.replaceAll('&', ';'), 'application/x-www-form-urlencoded; charset=utf-8')).toBe(
      'not_json',
    )
    expect(reading(both, 'application/json, application/x-www-form-urlencoded')).toBe('not_json')
    expect(reading(both, 'application/octet-stream')).toEqual(read({ model: 'small', x: '&model=big&' }))
  })
})

describe('a batch', () => {
  it.each<[string, string, string | null]>([
    ['a list', '[{"model":"a"}]', JSON_TYPE],
    ['an empty list', ' []', null],
    ['a list of another type', '[1]', 'application/octet-stream'],
    ['a document a line', '{"model":"a"}\n{"model":"b"}', 'application/x-ndjson'],
    ['a document a line, with empty ones', '{"model":"a"}\r\n\r\n{"model":"b"}\r\n', 'application/jsonl'],
  ])('is not read: %s', (_, body, type) => {
    expect(reading(body, type)).toBe('batch')
  })

  it('of lines that are no JSON is none', () => {
    expect(reading('{"model":"a"}\nx', 'application/x-ndjson')).toBe('not_json')
  })
})
