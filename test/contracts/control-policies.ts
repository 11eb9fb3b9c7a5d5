import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Change, Changed, ChangeOrder, Control } from '../../src/state/control/types.ts'
import { at, CLIENT, OPERATOR, order, RAISE, unhurried } from './control-orders.ts'

const name = (letter: string) => letter.repeat(64)
const [A, B, C] = [name('a'), name('b'), name('c')]
const pointTo = (
  sha256: string | undefined,
  action: 'set_policy' | 'set_candidate' = 'set_policy',
): Change => ({
  action,
  sha256,
})
const storing = (sha256: string, more: Partial<ChangeOrder> = {}): ChangeOrder =>
  order(pointTo(sha256), { document: { text: `{"text":"${sha256}"}`, signatures: ['s.i.g'] }, ...more })

/** What every implementation of `Control` guarantees about policies. */
export function controlPoliciesContract(implementation: string, make: () => Control): void {
  const done = async (control: Control, what: ChangeOrder, now: UnixSeconds = at(0)): Promise<Changed> => {
    const changed = await control.change(what, now)
    if (!changed.ok) throw new Error(changed.error)
    return changed.value
  }

  describe(`the policies of Control: ${implementation}`, () => {
    it('are none at first', async () => {
      expect(await make().policies()).toEqual({
        policy: undefined,
        policyBefore: undefined,
        candidate: undefined,
        breakGlassUntil: undefined,
        documents: [],
      })
    })

    it('are stored and pointed at by one change, which everybody is told of', async () => {
      const control = make()
      const { record, update } = await done(control, storing(A))
      expect([update.policy, record.change]).toEqual([A, { action: 'set_policy', sha256: A }])
      expect(await control.read(0, at(1))).toMatchObject({ stamp: 1, policy: A, complete: false })
      expect(await control.read(1, at(1))).toMatchObject({ stamp: 1, policy: A, complete: false })
      expect(await control.read(undefined, at(1))).toMatchObject({ policy: A, complete: true })
      expect(await control.document(A)).toEqual({ text: `{"text":"${A}"}`, signatures: ['s.i.g'] })
      expect(await control.document(B)).toBeUndefined()
    })

    it('have who stored them, when and why, and what their size is, beside them', async () => {
      const control = make()
      await done(
        control,
        storing(A, { document: { text: '{"é":1}', signatures: [] }, why: 'a new law' }),
        at(5),
      )
      expect((await control.policies()).documents).toEqual([
        { sha256: A, bytes: 8, signatures: 0, stamp: 1, at: at(5), by: OPERATOR, why: 'a new law' },
      ])
    })

    it('never stand in the log with their text', async () => {
      const control = make()
      await done(control, storing(A, { document: { text: 'only here', signatures: ['s.i.g'] } }))
      const log = JSON.stringify(await control.changes({ limit: 10 }))
      expect(log).toContain(A)
      expect(log).not.toMatch(/only here|s\.i\.g/)
    })

    it('are gone back to without their text, and the one before is remembered', async () => {
      const control = make()
      await done(control, storing(A))
      await done(control, storing(B))
      expect(await control.policies()).toMatchObject({ policy: B, policyBefore: A })
      await done(control, order(pointTo(A), { why: 'it refused Ohio' }), at(9))
      const { policy, policyBefore, documents } = await control.policies()
      expect([policy, policyBefore]).toEqual([A, B])
      expect(documents[0]).toMatchObject({ sha256: A, stamp: 3, at: at(9), why: 'it refused Ohio' })
      await done(control, order(pointTo(undefined)))
      expect(await control.policies()).toMatchObject({ policy: undefined, policyBefore: A })
    })

    it('do not forget the one before where the same is put in force again', async () => {
      const control = make()
      await done(control, storing(A))
      await done(control, storing(B))
      await done(control, storing(B))
      expect(await control.policies()).toMatchObject({ policy: B, policyBefore: A })
    })

    it('are not pointed at where they are not stored', async () => {
      const control = make()
      await done(control, storing(A))
      for (const action of ['set_policy', 'set_candidate'] as const)
        expect(await control.change(order(pointTo(B, action)), at(0))).toEqual({
          ok: false,
          error: 'control.no_document',
        })
      expect(await control.read(undefined, at(0))).toMatchObject({
        stamp: 1,
        policy: A,
        candidate: undefined,
      })
    })

    it('are replaced only where nothing has come between', async () => {
      const control = make()
      const moved = { ok: false, error: 'control.moved' }
      expect(await control.change(storing(A, { replaces: { policy: C } }), at(0))).toEqual(moved)
      await done(control, storing(A, { replaces: { policy: undefined } }))
      expect(await control.change(storing(B, { replaces: { policy: undefined } }), at(0))).toEqual(moved)
      expect(await control.document(B)).toBeUndefined()
      await done(control, storing(B, { replaces: { policy: A } }))
    })

    it('keep the signatures that they have when more come', async () => {
      const control = make()
      await done(control, storing(A))
      await done(control, storing(A, { document: { text: 'same', signatures: ['t.w.o', 's.i.g'] } }))
      await done(control, storing(A, { document: { text: 'same', signatures: [] } }))
      expect((await control.document(A))?.signatures).toEqual(['t.w.o', 's.i.g'])
    })

    it('are tried out beside the one in force, and it stays', async () => {
      const control = make()
      await done(control, storing(A))
      const { update } = await done(control, { ...storing(B), change: pointTo(B, 'set_candidate') })
      expect([update.policy, update.candidate]).toEqual([A, B])
      await done(control, order(pointTo(undefined, 'set_candidate')))
      expect(await control.read(undefined, at(0))).toMatchObject({ policy: A, candidate: undefined })
      expect((await control.policies()).policyBefore).toBeUndefined()
    })

    it('are kept: the last fifty, and whatever is in force, was before or is tried out', async () => {
      const control = make()
      const numbered = (count: number) => count.toString(16).padStart(64, '0')
      const unhurriedly = (sha256: string, action: 'set_policy' | 'set_candidate') => ({
        ...unhurried(pointTo(sha256, action)),
        document: { text: '{}', signatures: [] },
      })
      await done(control, unhurriedly(A, 'set_policy'))
      await done(control, unhurriedly(B, 'set_policy'))
      for (let count = 0; count < 60; count++)
        await done(control, unhurriedly(numbered(count), 'set_candidate'))
      const kept = (await control.policies()).documents.map(({ sha256 }) => sha256)
      expect(kept).toHaveLength(52)
      expect(kept.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => numbered(59 - index)))
      expect(kept.slice(50)).toEqual([B, A])
      expect(await control.document(numbered(9))).toBeUndefined()
    })

    it('tell whoever asks what an order with this key has done, for a day', async () => {
      const control = make()
      const asked = { by: OPERATOR, idempotencyKey: 'key-1' }
      expect(await control.earlier(asked, at(0))).toBeUndefined()
      const { record } = await done(control, storing(A, { idempotencyKey: 'key-1' }))
      expect(await control.earlier(asked, at(1))).toEqual(record)
      expect(await control.earlier({ ...asked, by: CLIENT }, at(1))).toBeUndefined()
      expect(await control.earlier(asked, at(86_400))).toBeUndefined()
    })

    it('are changed once by the same order, although another one came between', async () => {
      const control = make()
      const what = storing(A, { idempotencyKey: 'key-1', replaces: { policy: undefined } })
      await done(control, what)
      await done(control, storing(B))
      expect(await done(control, what)).toMatchObject({ repeated: true, update: { policy: B } })
      expect(await control.change({ ...storing(C), idempotencyKey: 'key-1' }, at(0))).toEqual({
        ok: false,
        error: 'control.key_reused',
      })
    })
  })

  describe(`the broken glass of Control: ${implementation}`, () => {
    it('holds for so long from now, whatever held before, and ends when it is said', async () => {
      const control = make()
      const { update } = await done(control, order({ action: 'break_glass', seconds: 600 }), at(10))
      expect(update.breakGlassUntil).toBe(at(610))
      await done(control, order({ action: 'break_glass', seconds: 60 }), at(20))
      expect((await control.read(1, at(30))).breakGlassUntil).toBe(at(80))
      expect((await control.policies()).breakGlassUntil).toBe(at(80))
      await done(control, order({ action: 'end_break_glass' }), at(30))
      expect((await control.read(undefined, at(30))).breakGlassUntil).toBeUndefined()
      expect((await control.changes({ limit: 10 })).map(({ change }) => change)).toEqual([
        { action: 'end_break_glass' },
        { action: 'break_glass', seconds: 60 },
        { action: 'break_glass', seconds: 600 },
      ])
    })

    it('is no other change’s business', async () => {
      const control = make()
      await done(control, order({ action: 'break_glass', seconds: 600 }), at(0))
      await done(control, order(RAISE), at(0))
      expect((await control.read(undefined, at(1))).breakGlassUntil).toBe(at(600))
    })
  })
}
