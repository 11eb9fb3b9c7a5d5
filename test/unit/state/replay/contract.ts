import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../../src/lib/time.ts'
import type { ProofUse, UsedProofs } from '../../../../src/state/replay/types.ts'

const T = 1_793_491_200
export const at = (seconds: number) => (T + seconds) as UnixSeconds

/** A use of a proof that expires in 100 seconds, unless said otherwise. */
export function useOf(id: string, attempt: string, expires: number = 100): ProofUse {
  return { id: id.padEnd(43, '_'), attempt, expires: at(expires) }
}

/** A store, and what happens to it over night. */
export interface StoreUnderTest {
  readonly uses: UsedProofs
  /** The same storage in a new process. */
  restart(): Promise<UsedProofs>
}

/** What every implementation of `UsedProofs` guarantees. */
export function usedProofsContract(implementation: string, make: () => StoreUnderTest): void {
  describe(`UsedProofs: ${implementation}`, () => {
    it('lets a proof be used once', async () => {
      const { uses } = make()
      expect(await uses.use(useOf('a', 'one'), at(0))).toBe(true)
      expect(await uses.use(useOf('a', 'two'), at(0))).toBe(false)
      expect(await uses.use(useOf('a', 'three'), at(99))).toBe(false)
    })

    it('answers an attempt that is delivered again as it did before', async () => {
      const { uses } = make()
      await uses.use(useOf('a', 'one'), at(0))
      await uses.use(useOf('a', 'two'), at(0))
      expect(await uses.use(useOf('a', 'one'), at(1))).toBe(true)
      expect(await uses.use(useOf('a', 'two'), at(1))).toBe(false)
    })

    it('tells ids apart, whatever they are', async () => {
      const { uses } = make()
      for (const id of ['a', 'A', 'a-', "a'; DROP TABLE used; --", '%', '__proto__', '0', '00']) {
        expect(await uses.use(useOf(id, 'one'), at(0)), id).toBe(true)
        expect(await uses.use(useOf(id, 'two'), at(0)), id).toBe(false)
      }
    })

    it('lets exactly one of many at once through', async () => {
      const { uses } = make()
      const attempts = Array.from({ length: 50 }, (_, i) => uses.use(useOf('a', `${i}`), at(0)))
      expect((await Promise.all(attempts)).filter((first) => first)).toHaveLength(1)
    })

    it('forgets a use when its proof has expired, not a second earlier', async () => {
      const { uses } = make()
      await uses.use(useOf('a', 'one'), at(0))
      expect(await uses.use(useOf('a', 'two', 199), at(99))).toBe(false)
      expect(await uses.use(useOf('a', 'three', 200), at(100))).toBe(true)
      expect(await uses.use(useOf('a', 'four', 200), at(100))).toBe(false)
    })

    it('does not remember longer for being asked', async () => {
      const { uses } = make()
      await uses.use(useOf('a', 'one'), at(0))
      await uses.use(useOf('a', 'two', 500), at(50))
      expect(await uses.use(useOf('a', 'three', 500), at(100))).toBe(true)
    })

    it('remembers when the clock of the one who asks is behind, however far', async () => {
      const { uses } = make()
      await uses.use(useOf('a', 'one'), at(0))
      expect(await uses.use(useOf('a', 'two'), at(-60))).toBe(false)
      expect(await uses.use(useOf('a', 'three'), at(-100_000))).toBe(false)
    })

    it('remembers over a restart', async () => {
      const store = make()
      await store.uses.use(useOf('a', 'one'), at(0))
      const restarted = await store.restart()
      expect(await restarted.use(useOf('a', 'two'), at(0))).toBe(false)
      expect(await restarted.use(useOf('a', 'one'), at(0))).toBe(true)
      expect(await restarted.use(useOf('b', 'one'), at(0))).toBe(true)
    })

    it('loses no use that still counts while it forgets the others', async () => {
      const { uses } = make()
      for (let i = 0; i < 60; i++) await uses.use(useOf(`old${i}`, 'one', 10), at(0))
      for (let i = 0; i < 60; i++) await uses.use(useOf(`new${i}`, 'one', 100), at(20))
      for (let i = 0; i < 60; i++) expect(await uses.use(useOf(`new${i}`, 'two'), at(99))).toBe(false)
    })
  })
}
