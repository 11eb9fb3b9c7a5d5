import { describe, expect, it } from 'vitest'
import { unreachable } from '../../../src/lib/exhaustive.ts'
import { err, ok } from '../../../src/lib/result.ts'

describe('Result', () => {
  it('says which it is by one member', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 })
    expect(err('bad')).toEqual({ ok: false, error: 'bad' })
  })
})

describe('unreachable()', () => {
  it('throws without repeating the value, which may be secret', () => {
    expect(() => unreachable('token' as never)).toThrow(/^unreachable: unhandled string$/)
  })
})
