import { describe, expect, it } from 'vitest'
import { isControlUpdate } from '../../../../src/state/control/update.ts'

const REVOCATION = { id: 'i', kind: 'account', value: 'a', at: 1, issuedUpTo: 61, expires: 99 }
const UPDATE = {
  stamp: 1,
  epoch: 0,
  tables: undefined,
  complete: true,
  revocations: [REVOCATION],
  lifted: ['x'],
}

describe('isControlUpdate()', () => {
  it('knows an answer', () => {
    const { issuedUpTo: _, ...always } = REVOCATION
    expect(isControlUpdate(UPDATE)).toBe(true)
    expect(isControlUpdate({ ...UPDATE, tables: 'ab', revocations: [always], lifted: [] })).toBe(true)
    expect(isControlUpdate({ ...UPDATE, policy: 'ab', candidate: 'cd', breakGlassUntil: 7 })).toBe(true)
  })

  it.each([undefined, null, 'ok', 7, [], {}])('takes %o for none', (answer) => {
    expect(isControlUpdate(answer)).toBe(false)
  })

  it.each([
    { stamp: -1 },
    { stamp: 1.5 },
    { stamp: '1' },
    { epoch: undefined },
    { tables: null },
    { policy: null },
    { policy: 7 },
    { candidate: {} },
    { breakGlassUntil: 'tomorrow' },
    { breakGlassUntil: -1 },
    { complete: 1 },
    { revocations: {} },
    { revocations: [null] },
    { lifted: undefined },
    { lifted: [7] },
  ])('takes one with %o for none', (changed) => {
    expect(isControlUpdate({ ...UPDATE, ...changed })).toBe(false)
  })

  it.each([
    { id: 1 },
    { kind: 'address' },
    { value: undefined },
    { at: 'now' },
    { issuedUpTo: null },
    { expires: undefined },
  ])('takes one for none that has a revocation with %o: it would not be honoured', (changed) => {
    expect(isControlUpdate({ ...UPDATE, revocations: [REVOCATION, { ...REVOCATION, ...changed }] })).toBe(
      false,
    )
  })
})
