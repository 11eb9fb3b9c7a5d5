import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../../src/state/control/limits.ts'
import { unpacked } from '../../../../src/state/control/packed.ts'
import { ControlStore } from '../../../../src/state/control/store.ts'
import type { Change, ControlUpdate } from '../../../../src/state/control/types.ts'
import { at, lift, RAISE, revoke, unhurried } from '../../../contracts/control-orders.ts'
import { nodeStorage } from '../../../contracts/control-sqlite.ts'

/** A store, how often it has made the text of everything, and what isolates get that start. */
function store() {
  const storage = nodeStorage()
  const made = { texts: 0 }
  const counting: typeof storage = {
    ...storage,
    sql: {
      exec(query, ...bindings) {
        // From the first stamp on: news lie above one.
        if (query.includes('json_group_array') && bindings[0] === 0 && bindings[2] === 0) made.texts++
        return storage.sql.exec(query, ...bindings)
      },
    },
  }
  const control = new ControlStore(counting, (bytes) => new Uint8Array(randomBytes(bytes)), LIMITS)
  const change = (what: Change, seconds = 0) => {
    const changed = control.change(unhurried(what), at(seconds))
    if (!changed.ok) throw new Error(changed.error)
    return changed.value.record.revocation ?? ''
  }
  const start = (seconds: number, since?: number) =>
    unpacked(structuredClone(control.readPacked(since, at(seconds))), at(seconds)) as ControlUpdate
  return { control, made, change, start }
}

/** With one revocation that was asked for at 1,000 seconds. */
function asked() {
  const all = store()
  all.change(revoke('account', 'a', 100_000))
  all.start(1_000)
  return all
}

describe('what isolates get that start', () => {
  it('is made once for all of them, and what is asked for row by row is the same', () => {
    const { control, made, start } = asked()
    for (let count = 0; count < 50; count++)
      expect(start(1_000 + count)).toEqual(control.read(undefined, at(1_000 + count)))
    // The one text, and fifty row by row.
    expect(made.texts).toBe(51)
  })

  it('has every change that was made since, at once, and is made anew after 250 of them', () => {
    const { control, made, change, start } = asked()
    const lifted = change(revoke('session', 'gone'))
    for (let count = 0; count < 248; count++) change(revoke('session', `s${count}`))
    change(lift(lifted))
    expect(made.texts).toBe(1)
    expect(start(1_000).revocations).toHaveLength(249)
    expect(made.texts).toBe(1)
    change(revoke('account', 'a', 200_000))
    const told = start(1_000)
    expect(made.texts).toBe(2)
    expect(told).toEqual(control.read(undefined, at(1_000)))
    expect(told.stamp).toBe(252)
  })

  it('is made anew when the epoch has risen: what that deletes leaves no trace', () => {
    const { made, change, start } = asked()
    change(revoke('session', 's'))
    start(1_000)
    change(RAISE)
    expect(start(1_000)).toMatchObject({ epoch: 1, revocations: [{ value: 'a' }] })
    expect(made.texts).toBe(2)
  })

  it('is everything, too, for a stamp that was never given out, and news for one that was', () => {
    const { change, start } = asked()
    change(revoke('account', 'b'))
    expect(start(1_000, 9)).toMatchObject({ complete: true, stamp: 2, revocations: { length: 2 } })
    expect(start(1_000, 1)).toMatchObject({ complete: false, revocations: [{ value: 'b' }] })
    expect(start(1_000, 2)).toMatchObject({ complete: false, revocations: [] })
  })

  it('has what has not expired for a clock that is a minute behind, and is made anew for one further behind', () => {
    const { made, change, start } = store()
    change(revoke('session', 's', 900))
    // It expires at 960.
    expect(start(1_000).revocations).toEqual([])
    expect(start(950).revocations).toHaveLength(1)
    expect(made.texts).toBe(1)
    expect(start(939).revocations).toHaveLength(1)
    expect(made.texts).toBe(2)
  })

  it('is let go when nobody has asked for it during five minutes, whoever asks then', () => {
    const { made, start } = asked()
    start(1_250)
    // Others ask for news all the time.
    start(1_550, 1)
    start(1_550)
    expect(made.texts).toBe(1)
    start(1_851, 1)
    start(1_551)
    expect(made.texts).toBe(2)
  })

  it('is let go where rows are pruned', () => {
    const { control, made, start } = asked()
    control.prune(at(1_000))
    start(1_000)
    expect(made.texts).toBe(2)
  })

  it('is whole where it is of many pages, and of texts that look like JSON', () => {
    const { control, change, start } = store()
    for (const value of ['"],["', "'", '\\', '\u0000', 'é', '😀']) change(revoke('account', value))
    for (let count = 0; count < 1_994; count++) change(revoke('token', `t${count}`))
    const told = start(1)
    expect(told.revocations).toHaveLength(2_000)
    expect(told).toEqual(control.read(undefined, at(1)))
  })
})
