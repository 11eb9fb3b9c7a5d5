import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Key } from '../../../src/config/keys.ts'
import { readKey } from '../../../src/config/read-key.ts'

const table = v.strictObject(
  { first: v.number('a number'), second: v.optional(v.string('text'), 'x') },
  'a table {first, second?}',
)

function keyOf(changes: Partial<Key> = {}): Key {
  return {
    schema: table,
    type: 'a table',
    fallback: { kind: 'required' },
    secret: false,
    ...changes,
  } as Key
}
const read = (raw: unknown, changes: Partial<Key> = {}) => readKey('POLICY', keyOf(changes), raw)

describe('readKey()', () => {
  it.each<readonly [string, unknown]>([
    ['a value', { first: 1 }],
    ['its JSON', '{"first":1}'],
    ['JSON with spaces around it', ' {"first": 1}\n'],
  ])('takes %s, and fills in what is left out', (_, raw) => {
    expect(read(raw)).toEqual({ ok: true, value: { first: 1, second: 'x' } })
  })

  it.each([undefined, ''])('%j is the default, nothing, or missing, as the key has it', (none) => {
    expect(read(none, { fallback: { kind: 'default', value: { first: 7 } } })).toEqual({
      ok: true,
      value: { first: 7, second: 'x' },
    })
    expect(read(none, { fallback: { kind: 'optional' } })).toEqual({ ok: true, value: undefined })
    expect(read(none)).toEqual({
      ok: false,
      error: [{ key: 'POLICY', expected: 'a table; the variable is missing' }],
    })
  })

  it('text that is meant as text stays text, even where it could be JSON', () => {
    expect(read('5', { schema: v.string('text') })).toEqual({ ok: true, value: '5' })
  })

  it.each<readonly [string, unknown, string, string]>([
    ['a wrong member', { first: 'a' }, 'POLICY.first', 'a number'],
    ['a wrong member, in JSON', '{"first":"a"}', 'POLICY.first', 'a number'],
    ['a misspelt member', { first: 1, secnod: 'x' }, 'POLICY.secnod', 'did you mean "second"?'],
    ['a missing member', {}, 'POLICY.first', 'the member is missing'],
    ['no table', 5, 'POLICY', 'a table {first, second?}'],
    ['broken JSON', '{"first":1', 'POLICY', 'as JSON it cannot be read'],
    ['JSON with a member twice', '{"first":1,"first":2}', 'POLICY', 'it has a member twice'],
    ['JSON that is nested too deeply', '['.repeat(500) + ']'.repeat(500), 'POLICY', 'nested too deeply'],
    ['text that is no JSON', 'first', 'POLICY', 'a table {first, second?}'],
  ])('tells %s, and where', (_, raw, key, expected) => {
    expect(read(raw)).toEqual({
      ok: false,
      error: [expect.objectContaining({ key, expected: expect.stringContaining(expected) })],
    })
  })

  it('tells everything that is wrong at once', () => {
    const result = read({ first: 'a', second: 2, third: 3 })
    expect(result.ok ? [] : result.error.map(({ key }) => key)).toEqual([
      'POLICY.first',
      'POLICY.second',
      'POLICY.third',
    ])
  })

  it.each([{ first: 'TOP-SECRET' }, '{"first":"TOP-SECRET"}', '{"first":"TOP-SECRET', 'TOP-SECRET'])(
    'never quotes a secret: %j',
    (raw) => {
      const result = read(raw, { secret: true })
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result)).not.toContain('TOP-SECRET')
    },
  )
})
