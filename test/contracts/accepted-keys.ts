import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { AcceptedKeys } from '../../src/state/accepted-keys.ts'

const T = 1_793_491_200
const at = (seconds: number) => (T + seconds) as UnixSeconds

/** What every implementation of `AcceptedKeys` guarantees. It may forget at any time; it may never invent. */
export function acceptedKeysContract(implementation: string, make: () => AcceptedKeys): void {
  describe(`AcceptedKeys: ${implementation}`, () => {
    it('knows no key that was not noted', () => {
      const keys = make()
      keys.note('a', undefined, at(0))
      for (const id of ['b', '', 'A', 'a ', '__proto__', 'constructor', 'toString']) {
        expect(keys.find(id, at(0))).toBeUndefined()
      }
    })

    it('knows a key that was noted, and the account with it', () => {
      const keys = make()
      keys.note('a', { id: 'acct_1', at: at(0) }, at(0))
      keys.note('b', undefined, at(0))
      expect(keys.find('a', at(0))).toEqual({ account: { id: 'acct_1', at: at(0) }, at: at(0) })
      expect(keys.find('b', at(0))).toEqual({ account: undefined, at: at(0) })
    })

    it('never claims a key longer than an hour after the origin accepted it', () => {
      const keys = make()
      keys.note('a', undefined, at(0))
      expect(keys.find('a', at(3599))).toEqual({ account: undefined, at: at(0) })
      expect(keys.find('a', at(3600))).toBeUndefined()
      expect(keys.find('a', at(1_000_000))).toBeUndefined()
    })

    it('does not take asking for accepting: the hour runs on', () => {
      const keys = make()
      keys.note('a', undefined, at(0))
      for (let seconds = 0; seconds < 3600; seconds += 600)
        expect(keys.find('a', at(seconds))?.at).toBe(at(0))
      expect(keys.find('a', at(3600))).toBeUndefined()
    })

    it('counts the hour from the latest acceptance', () => {
      const keys = make()
      keys.note('a', undefined, at(0))
      keys.note('a', undefined, at(3000))
      expect(keys.find('a', at(6599))?.at).toBe(at(3000))
      expect(keys.find('a', at(6600))).toBeUndefined()
    })

    it('claims nothing from the future when the clock goes back', () => {
      const keys = make()
      keys.note('a', undefined, at(0))
      expect(keys.find('a', at(-1))).toBeUndefined()
      expect(keys.find('a', at(-10_000))).toBeUndefined()
    })

    it('holds the account that was named last', () => {
      const keys = make()
      keys.note('a', { id: 'acct_1', at: at(0) }, at(0))
      keys.note('a', { id: 'acct_2', at: at(1) }, at(1))
      expect(keys.find('a', at(2))).toEqual({ account: { id: 'acct_2', at: at(1) }, at: at(1) })
    })

    it('keeps two of a kind apart', () => {
      const [one, other] = [make(), make()]
      one.note('a', undefined, at(0))
      expect(other.find('a', at(0))).toBeUndefined()
    })

    it('stays bounded: a flood of keys is survived, and invents none', () => {
      const keys = make()
      for (let i = 0; i < 25_000; i++) keys.note(`k${i}`, undefined, at(0))
      expect(keys.find('k24999', at(0))).toBeDefined()
      expect(keys.find('k25000', at(0))).toBeUndefined()
    })
  })
}
