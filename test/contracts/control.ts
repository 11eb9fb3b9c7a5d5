import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Changed, ChangeOrder, Control, RevocationKind } from '../../src/state/control/types.ts'
import { at, CLIENT, lift, OPERATOR, order, RAISE, revoke, TABLES, unhurried } from './control-orders.ts'

/** What every implementation of `Control` guarantees. `make` gives one that nobody has written to. */
export function controlContract(implementation: string, make: () => Control): void {
  const done = async (control: Control, what: ChangeOrder, now: UnixSeconds): Promise<Changed> => {
    const changed = await control.change(what, now)
    if (!changed.ok) throw new Error(changed.error)
    return changed.value
  }
  const idOf = ({ record }: Changed) => record.revocation ?? 'none'

  describe(`Control: ${implementation}`, () => {
    it('has nothing in force at first, and says that this is all', async () => {
      const empty = {
        stamp: 0,
        epoch: 0,
        tables: undefined,
        policy: undefined,
        candidate: undefined,
        breakGlassUntil: undefined,
        revocations: [],
        lifted: [],
      }
      const control = make()
      expect(await control.read(undefined, at(0))).toEqual({ ...empty, complete: true })
      expect(await control.read(0, at(0))).toEqual({ ...empty, complete: false })
      expect(await control.changes({ limit: 10 })).toEqual([])
      expect(await control.revocations({ limit: 10 }, at(0))).toEqual([])
    })

    it('adds one to the stamp with every change', async () => {
      const control = make()
      const { record } = await done(control, order(revoke('session', 's')), at(0))
      await done(control, order(RAISE), at(0))
      await done(control, order({ action: 'set_tables', sha256: TABLES }), at(0))
      await done(control, order(revoke('account', 'a')), at(0))
      const lifted = await done(
        control,
        order(lift(idOf(await done(control, order(revoke('key', 'k')), at(0))))),
        at(0),
      )
      expect([record.stamp, lifted.record.stamp, (await control.read(undefined, at(0))).stamp]).toEqual([
        1, 6, 6,
      ])
    })

    it.each<readonly [RevocationKind, number | undefined]>([
      ['session', undefined],
      ['token', undefined],
      ['signing_key', undefined],
      ['account', 60],
      ['key', 60],
      ['revision', 60],
    ])('revokes by %s, meaning tokens issued up to %s seconds later', async (kind, later) => {
      const control = make()
      const { update, record, repeated } = await done(control, order(revoke(kind, 'x', 600)), at(5))
      const [revocation] = update.revocations
      expect(revocation).toEqual({
        id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        kind,
        value: 'x',
        at: at(5),
        ...(later !== undefined && { issuedUpTo: at(5 + later) }),
        expires: at(5 + 600 + 60),
      })
      expect([record.revocation, repeated, update.complete]).toEqual([revocation?.id, false, false])
      expect((await control.read(undefined, at(6))).revocations).toEqual([revocation])
      expect((await control.read(0, at(6))).revocations).toEqual([revocation])
    })

    it('tells only what is above the stamp', async () => {
      const control = make()
      for (const value of ['a', 'b', 'c', 'd']) await done(control, order(revoke('token', value)), at(0))
      const { revocations, complete, stamp } = await control.read(2, at(1))
      expect([revocations.map(({ value }) => value), complete, stamp]).toEqual([['c', 'd'], false, 4])
    })

    it('tells everything to whoever holds a stamp that was never given out', async () => {
      const control = make()
      await done(control, order(revoke('token', 'a')), at(0))
      const update = await control.read(7, at(1))
      expect([update.complete, update.stamp, update.revocations.length]).toEqual([true, 1, 1])
    })

    it('prolongs what is revoked already, under the same id and as a change of its own', async () => {
      const control = make()
      const first = await done(control, order(revoke('account', 'a', 600)), at(0))
      const again = await done(control, order(revoke('account', 'a', 600)), at(100))
      expect([idOf(again), again.record.stamp]).toEqual([idOf(first), 2])
      const held = [{ ...first.update.revocations[0], at: at(100), issuedUpTo: at(160), expires: at(760) }]
      expect((await control.read(undefined, at(200))).revocations).toEqual(held)
      expect((await control.read(1, at(200))).revocations).toEqual(held)
      expect(await control.changes({ limit: 10 })).toHaveLength(2)
    })

    it('never shortens by revoking again, whatever the clock says', async () => {
      const control = make()
      const [first] = (await done(control, order(revoke('account', 'a', 600)), at(100))).update.revocations
      await done(control, order(revoke('account', 'a', 1)), at(0))
      expect((await control.read(undefined, at(100))).revocations).toEqual([first])
    })

    it('lifts, and tells so to those that hold the revocation and only to them', async () => {
      const control = make()
      const id = idOf(await done(control, order(revoke('account', 'a', 600)), at(0)))
      const { update } = await done(control, order(lift(id)), at(10))
      expect([update.revocations, update.lifted]).toEqual([[], [id]])
      expect((await control.read(1, at(11))).lifted).toEqual([id])
      expect((await control.read(2, at(11))).lifted).toEqual([])
      expect(await control.read(undefined, at(11))).toMatchObject({ revocations: [], lifted: [] })
      expect(await control.revocations({ limit: 10 }, at(11))).toEqual([])
    })

    it('forgets that it has lifted once the revocation would have expired', async () => {
      const control = make()
      const id = idOf(await done(control, order(revoke('account', 'a', 600)), at(0)))
      await done(control, order(lift(id)), at(10))
      expect((await control.read(1, at(659))).lifted).toEqual([id])
      expect((await control.read(1, at(660))).lifted).toEqual([])
    })

    it('revokes anew what was lifted', async () => {
      const control = make()
      const id = idOf(await done(control, order(revoke('account', 'a')), at(0)))
      await done(control, order(lift(id)), at(10))
      const anew = idOf(await done(control, order(revoke('account', 'a')), at(20)))
      expect(anew).not.toBe(id)
      const update = await control.read(1, at(21))
      expect([update.lifted, update.revocations.map((held) => held.id)]).toEqual([[id], [anew]])
    })

    it('lifts nothing that is not there, was lifted, or has expired', async () => {
      const control = make()
      const id = idOf(await done(control, order(revoke('session', 's', 600)), at(0)))
      const fault = { ok: false, error: 'control.not_found' }
      expect(await control.change(order(lift('x'.repeat(22))), at(1))).toEqual(fault)
      expect(await control.change(order(lift(id)), at(660))).toEqual(fault)
      expect((await control.change(order(lift(id)), at(2))).ok).toBe(true)
      expect(await control.change(order(lift(id)), at(3))).toEqual(fault)
      expect((await control.read(undefined, at(3))).stamp).toBe(2)
    })

    it('has no revocation in force from its expiry on', async () => {
      const control = make()
      await done(control, order(revoke('session', 's', 600)), at(0))
      expect((await control.read(undefined, at(659))).revocations).toHaveLength(1)
      expect((await control.read(undefined, at(660))).revocations).toEqual([])
      expect((await control.read(0, at(660))).revocations).toEqual([])
      expect(await control.revocations({ limit: 10 }, at(660))).toEqual([])
    })

    it('raises the epoch, which makes revoked sessions and tokens moot and nothing else', async () => {
      const control = make()
      for (const kind of ['session', 'token', 'account', 'key', 'revision', 'signing_key'] as const)
        await done(control, order(revoke(kind, 'x')), at(0))
      const { record, update } = await done(control, order(RAISE), at(1))
      expect([record.epoch, update.epoch]).toEqual([2, 2])
      await done(control, order(revoke('session', 'y')), at(2))
      const { epoch, revocations } = await control.read(undefined, at(3))
      const held = revocations.map(({ kind, value }) => `${kind} ${value}`)
      expect([epoch, held]).toEqual([2, ['account x', 'key x', 'revision x', 'signing_key x', 'session y']])
    })

    it('raises the epoch with a revoked signing key: what was forged with it may be renewed already', async () => {
      const control = make()
      await done(control, order(revoke('session', 'x')), at(0))
      const { record, update } = await done(control, order(revoke('signing_key', 'k')), at(1))
      expect([record.epoch, update.epoch]).toEqual([1, 1])
      expect(update.revocations.map(({ kind }) => kind)).toEqual(['signing_key'])
      const held = await control.read(undefined, at(2))
      expect([held.epoch, held.revocations.map(({ kind }) => kind)]).toEqual([1, ['signing_key']])
    })

    it('names the tables, or none', async () => {
      const control = make()
      await done(control, order({ action: 'set_tables', sha256: TABLES }), at(0))
      expect((await control.read(0, at(1))).tables).toBe(TABLES)
      await done(control, order({ action: 'set_tables', sha256: undefined }), at(2))
      expect((await control.read(1, at(3))).tables).toBeUndefined()
    })

    it('writes down who changed what, why, and where', async () => {
      const control = make()
      const { record } = await done(control, order(revoke('account', 'a', 600)), at(0))
      expect(record).toEqual({
        stamp: 1,
        at: at(0),
        by: OPERATOR,
        why: 'a leak',
        decision: 'd'.repeat(22),
        change: revoke('account', 'a', 600),
        revocation: record.revocation,
      })
      await done(control, order({ action: 'set_tables', sha256: undefined }), at(1))
      await done(control, order(RAISE), at(2))
      await done(control, order(lift(idOf({ record } as Changed))), at(3))
      const log = await control.changes({ limit: 10 })
      expect(log.map(({ change }) => change)).toEqual([
        lift(idOf({ record } as Changed)),
        RAISE,
        { action: 'set_tables', sha256: undefined },
        record.change,
      ])
      expect(log.map(({ epoch }) => epoch)).toEqual([undefined, 1, undefined, undefined])
    })

    it('gives the log and the revocations in pages, newest first', async () => {
      const control = make()
      for (let made = 1; made <= 7; made++) await done(control, order(revoke('token', `t${made}`)), at(made))
      const pages = async (page: (before?: number) => Promise<readonly { readonly stamp: number }[]>) => {
        const seen: number[][] = []
        for (let lines = await page(); lines.length > 0; lines = await page(lines.at(-1)?.stamp))
          seen.push(lines.map(({ stamp }) => stamp))
        return seen
      }
      const from = (before?: number) => ({ limit: 3, ...(before !== undefined && { before }) })
      const expected = [[7, 6, 5], [4, 3, 2], [1]]
      expect(await pages((before) => control.changes(from(before)))).toEqual(expected)
      expect(await pages((before) => control.revocations(from(before), at(8)))).toEqual(expected)
    })

    it.each([0, -1, Number.NaN])('gives one line where a page of %s is asked for', async (limit) => {
      const control = make()
      for (const value of ['a', 'b']) await done(control, order(revoke('token', value)), at(0))
      expect(await control.changes({ limit })).toHaveLength(1)
    })

    it('gives two hundred lines at most', async () => {
      const control = make()
      for (let made = 0; made < 201; made++)
        await done(control, unhurried(revoke('token', `t${made}`)), at(0))
      expect(await control.changes({ limit: 1_000 })).toHaveLength(200)
      expect(await control.revocations({ limit: 1_000 }, at(0))).toHaveLength(200)
      expect((await control.read(undefined, at(0))).revocations).toHaveLength(201)
    })

    it('carries out an order once, however often it is sent within a day', async () => {
      const control = make()
      const what = order(revoke('account', 'a'), { idempotencyKey: 'key-1' })
      const first = await done(control, what, at(0))
      const again = await done(control, { ...what, why: 'the same again', decision: 'other' }, at(86_399))
      expect(again).toEqual({ ...first, repeated: true })
      expect((await control.read(undefined, at(1))).stamp).toBe(1)
      expect((await done(control, what, at(86_400))).repeated).toBe(false)
    })

    it('says of a repeated order what holds now', async () => {
      const control = make()
      const what = order(revoke('account', 'a'), { idempotencyKey: 'key-1' })
      const id = idOf(await done(control, what, at(0)))
      await done(control, order(lift(id)), at(1))
      const { update, record } = await done(control, what, at(2))
      expect([update.stamp, update.lifted, update.revocations, record.revocation]).toEqual([1, [id], [], id])
    })

    it('refuses a key that was used for another order, and lets others have it', async () => {
      const control = make()
      const idempotencyKey = 'key-1'
      await done(control, order(revoke('account', 'a'), { idempotencyKey }), at(0))
      expect(await control.change(order(revoke('account', 'b'), { idempotencyKey }), at(1))).toEqual({
        ok: false,
        error: 'control.key_reused',
      })
      const by = { name: 'oleg', role: 'operator' } as const
      expect(
        (await done(control, order(revoke('account', 'b'), { idempotencyKey, by }), at(2))).record.stamp,
      ).toBe(2)
    })

    it('takes an order for the same where the gate gives the revocation another duration', async () => {
      const control = make()
      const idempotencyKey = 'key-1'
      const first = await done(control, order(revoke('account', 'a', 600), { idempotencyKey }), at(0))
      const again = await done(control, order(revoke('account', 'a', 900), { idempotencyKey }), at(1))
      expect(again).toEqual({ ...first, repeated: true })
      for (const other of [revoke('account', 'b', 600), revoke('key', 'a', 600), RAISE])
        expect(await control.change(order(other, { idempotencyKey }), at(2))).toEqual({
          ok: false,
          error: 'control.key_reused',
        })
    })

    it('does not remember an order that failed', async () => {
      const control = make()
      const { id = '' } =
        (await done(control, order(revoke('account', 'a', 600)), at(100))).update.revocations[0] ?? {}
      const what = order(lift(id), { idempotencyKey: 'key-1' })
      expect((await control.change(what, at(9_000))).ok).toBe(false)
      expect((await done(control, what, at(101))).repeated).toBe(false)
    })

    it('takes sixty changes a minute from one actor, and others still', async () => {
      const control = make()
      for (let made = 0; made < 60; made++)
        await done(control, order(revoke('token', `t${made}`)), at((made / 2) | 0))
      const more = order(revoke('token', 'one more'))
      expect(await control.change(more, at(59))).toEqual({ ok: false, error: 'control.rate' })
      expect((await control.read(undefined, at(59))).stamp).toBe(60)
      await done(control, { ...more, by: { name: 'oleg', role: 'support' } }, at(59))
      await done(
        control,
        { ...more, by: { name: 'olga', role: 'client' }, change: revoke('session', 's') },
        at(59),
      )
      await done(control, more, at(60))
    })

    it('answers an order that was carried out before although the minute is full', async () => {
      const control = make()
      const what = order(revoke('token', 't'), { idempotencyKey: 'key-1' })
      await done(control, what, at(0))
      for (let made = 1; made < 60; made++) await done(control, order(revoke('token', `t${made}`)), at(0))
      expect((await done(control, what, at(1))).repeated).toBe(true)
    })

    it('keeps the lines of clients for thirty days, and all others', async () => {
      const control = make()
      await done(control, order(revoke('session', 'theirs', 60), { by: CLIENT }), at(0))
      await done(control, order(revoke('session', 'ours', 60)), at(0))
      const days = (count: number) => at(count * 86_400)
      await done(control, order(RAISE), days(29))
      await done(control, order(RAISE), days(29))
      expect(await control.changes({ limit: 10 })).toHaveLength(4)
      await done(control, order(RAISE), days(30))
      await done(control, order(RAISE), days(30))
      expect((await control.changes({ limit: 10 })).map(({ stamp }) => stamp)).toEqual([6, 5, 4, 3, 2])
    })

    it('forgets nothing by one word of a clock that is a year ahead', async () => {
      const control = make()
      await done(control, order(revoke('account', 'a')), at(0))
      await done(control, order(revoke('account', 'b')), at(365 * 86_400))
      await done(control, order(revoke('account', 'c')), at(1))
      expect((await control.read(undefined, at(2))).revocations.map(({ value }) => value)).toEqual([
        'a',
        'b',
        'c',
      ])
    })

    it('goes on when the clock goes back', async () => {
      const control = make()
      for (let made = 0; made < 60; made++) await done(control, order(revoke('token', `t${made}`)), at(1_000))
      const { record } = await done(control, order(revoke('account', 'a')), at(-1_000_000))
      expect([record.stamp, record.at]).toEqual([61, at(-1_000_000)])
      expect((await control.read(60, at(-999_999))).revocations).toHaveLength(1)
      expect((await control.changes({ limit: 1 }))[0]?.stamp).toBe(61)
    })

    it('keeps values apart that look like other things', async () => {
      const control = make()
      const values = ["'; DROP TABLE revocations; --", '__proto__', 'A', 'a', ' a', 'é', '\u0000x']
      for (const value of values) await done(control, order(revoke('account', value)), at(0))
      expect((await control.read(undefined, at(1))).revocations.map(({ value }) => value)).toEqual(values)
    })
  })
}
