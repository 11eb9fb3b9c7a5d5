import { describe, expect, it, vi } from 'vitest'
import { controlStub } from '../../../../src/state/control/stub.ts'
import { appealEntry } from '../../../contracts/control-appeals.ts'
import { at, OPERATOR, order, RAISE } from '../../../contracts/control-orders.ts'

const ENTRY = appealEntry()

function binding(answer: () => Promise<unknown>) {
  const call = vi.fn(answer)
  const getByName = vi.fn((_: string) => ({
    read: call,
    change: call,
    revocations: call,
    changes: call,
    earlier: call,
    document: call,
    policies: call,
    appeal: call,
    appeals: call,
  }))
  return { control: controlStub({ getByName } as never), getByName, call }
}

describe('controlStub()', () => {
  it('gets the one object anew for each call', async () => {
    const { control, getByName, call } = binding(async () => 'answer')
    await control.read(3, at(0))
    await control.change(order(RAISE), at(0))
    await control.revocations({ limit: 1 }, at(0))
    expect(await control.changes({ limit: 1 })).toBe('answer')
    await control.earlier({ by: OPERATOR, idempotencyKey: 'key' }, at(0))
    await control.document('ab')
    await control.policies()
    await control.appeal(ENTRY, at(0))
    await control.appeals({ state: 'open', limit: 1 })
    expect(getByName.mock.calls).toEqual(Array(9).fill(['control']))
    expect(call.mock.calls).toEqual([
      [3, at(0), 'packed'],
      [order(RAISE), at(0)],
      [{ limit: 1 }, at(0)],
      [{ limit: 1 }],
      [{ by: OPERATOR, idempotencyKey: 'key' }, at(0)],
      ['ab'],
      [],
      [ENTRY, at(0)],
      [{ state: 'open', limit: 1 }],
    ])
  })

  it('repeats nothing that has failed', async () => {
    const overloaded = Object.assign(new Error('Durable Object is overloaded'), { overloaded: true })
    const { control, call } = binding(() => Promise.reject(overloaded))
    await expect(control.read(undefined, at(0))).rejects.toBe(overloaded)
    expect(call).toHaveBeenCalledTimes(1)
  })

  it('rejects, and does not throw, where there is no object to be had', async () => {
    const getByName = () => {
      throw new Error('no such namespace')
    }
    await expect(controlStub({ getByName } as never).read(undefined, at(0))).rejects.toThrow(
      'no such namespace',
    )
  })
})
