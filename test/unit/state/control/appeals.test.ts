import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ControlStore } from '../../../../src/state/control/store.ts'
import { appealEntry } from '../../../contracts/control-appeals.ts'
import { at, CLIENT, order } from '../../../contracts/control-orders.ts'
import { nodeStorage } from '../../../contracts/control-sqlite.ts'

const makeStore = () => new ControlStore(nodeStorage(), (bytes) => new Uint8Array(randomBytes(bytes)))
const OPEN = { state: 'open', limit: 10 } as const

describe('appeals', () => {
  it.each([
    ['message', 1_000],
    ['contact', 254],
  ] as const)('throw where a %s has more than %i characters: somebody has not looked', (name, most) => {
    const store = makeStore()
    expect(store.appeal(appealEntry({ [name]: 'x'.repeat(most) }), at(0)).ok).toBe(true)
    const longer = appealEntry({ [name]: 'x'.repeat(most + 1) })
    expect(() => store.appeal(longer, at(0))).toThrow(RangeError)
    expect(store.appeals(OPEN)).toHaveLength(1)
  })

  it('throw where a client would close one, or all of a provider', () => {
    const store = makeStore()
    store.appeal(appealEntry({ asn: 64_500 }), at(0))
    const [{ id = '' } = {}] = store.appeals(OPEN)
    for (const change of [
      { action: 'close_appeal', appeal: id, outcome: 'upheld' },
      { action: 'close_appeals', asn: 64_500, outcome: 'upheld' },
    ] as const)
      expect(() => store.change(order(change, { by: CLIENT }), at(1))).toThrow('a client')
    expect(store.appeals(OPEN)).toHaveLength(1)
  })

  it('throw where the words that take the place of others are too long', () => {
    const store = makeStore()
    const entry = appealEntry()
    store.appeal(entry, at(0))
    expect(() => store.appeal({ ...entry, message: 'x'.repeat(1_001) }, at(1))).toThrow(RangeError)
    expect(store.appeals(OPEN)).toMatchObject([entry])
  })
})
