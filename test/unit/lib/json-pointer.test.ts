import { describe, expect, it } from 'vitest'
import { parseJsonPointer, valueAt } from '../../../src/lib/json-pointer.ts'
import { parseStrictJson } from '../../../src/lib/strict-json.ts'

function find(text: string, pointer: string): unknown {
  const parsed = parseStrictJson(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return valueAt(parsed.value, parseJsonPointer(pointer))
}

describe('a JSON pointer', () => {
  // RFC 6901 §5, without the pointers that name the whole document or a member without a name.
  const RFC = '{"foo":["bar","baz"],"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8}'
  it.each([
    ['/foo/0', 'bar'],
    ['/foo/1', 'baz'],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%s finds %j in the example of RFC 6901', (pointer, value) => {
    expect(find(RFC, pointer)).toBe(value)
  })

  it('unescapes in the order of RFC 6901 §4: ~01 is ~1', () => {
    expect(find('{"~1":"it","/":"not it"}', '/~01')).toBe('it')
  })

  it.each([
    ['a member that is not there', '{"b":1}', '/a'],
    ['a member of a text', '"model"', '/length'],
    ['a member of a number', '1', '/a'],
    ['a member of nothing', 'null', '/a'],
    ['a member of an array', '["x"]', '/length'],
    ['beyond an array', '["x"]', '/1'],
    ['an index that RFC 6901 does not have', '["x","y"]', '/01'],
    ['the end of an array', '["x"]', '/-'],
    ['a negative index', '["x"]', '/-1'],
    ['an inherited member', '{}', '/constructor'],
    ['an inherited member', '{}', '/__proto__'],
    ['below what is not there', '{}', '/a/b'],
  ])('finds nothing in %s', (_, text, pointer) => {
    expect(find(text, pointer)).toBeUndefined()
  })

  it.each([
    ['__proto__', '{"__proto__":"x"}', '/__proto__'],
    ['constructor', '{"constructor":"x"}', '/constructor'],
    ['an index as a name', '{"0":"x"}', '/0'],
    ['an escaped name', '{"mod\\u0065l":"x"}', '/model'],
  ])('finds a member called %s', (_, text, pointer) => {
    expect(find(text, pointer)).toBe('x')
  })

  it.each([
    ['Model', '/model'],
    ['MODEL', '/model'],
    ['mo\u0064eL', '/model'],
    ['\u017fize', '/size'],
    ['\u212aind', '/kind'],
  ])('finds nothing where a reader that ignores case might take %s for it', (other, pointer) => {
    const name = pointer.slice(1)
    expect(find(`{"${name}":"x"}`, pointer)).toBe('x')
    expect(find(`{"${name}":"x","${other}":"y"}`, pointer)).toBeUndefined()
    expect(find(`{"${other}":"y","${name}":"x"}`, pointer)).toBeUndefined()
    expect(find(`{"${other}":"y"}`, pointer)).toBeUndefined()
  })

  it('looks for such a member on every step', () => {
    expect(find('{"a":{"b":"x"},"c":{"B":"y"}}', '/a/b')).toBe('x')
    expect(find('{"a":{"b":"x"},"A":{"b":"y"}}', '/a/b')).toBeUndefined()
    expect(find('{"a":{"b":"x","B":"y"}}', '/a/b')).toBeUndefined()
  })
})
