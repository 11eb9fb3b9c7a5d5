import { describe, expect, it } from 'vitest'
import { err, ok } from '../../../src/lib/result.ts'

describe('Result', () => {
  it('says which it is by one member', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 })
    expect(err('bad')).toEqual({ ok: false, error: 'bad' })
  })
})
