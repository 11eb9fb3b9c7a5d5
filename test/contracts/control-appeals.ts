import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/state/control/actor.ts'
import type { AppealEntry, AppealOutcome } from '../../src/state/control/appeal-types.ts'
import type { Control } from '../../src/state/control/types.ts'
import { at, order, RAISE } from './control-orders.ts'

const SUPPORT: Actor = { name: 'sam', role: 'support' }
const DAY = 86_400

/** Each about another decision, of another network and provider, so that only one bound is met at a time. */
let made = 0
export function appealEntry(more: Partial<AppealEntry> = {}): AppealEntry {
  const n = made++
  return {
    decision: `decision-${n}`.padEnd(22, '_'),
    language: 'en',
    message: `message ${n}`,
    contact: '',
    place: 'UA-30',
    networkClass: 'residential',
    asn: 10_000 + n,
    network: `10.${n >> 8}.${n & 255}.0/24`,
    ...more,
  }
}

const closing = (appeal: string, outcome: AppealOutcome = 'mistaken') =>
  order({ action: 'close_appeal', appeal, outcome }, { by: SUPPORT, why: 'the SIM is Turkish' })

/** What every implementation of `Control` guarantees of appeals. `make` gives one that nobody has written to. */
export function controlAppealsContract(implementation: string, make: () => Control): void {
  const open = (control: Control, after?: number) =>
    control.appeals({ state: 'open', limit: 200, ...(after === undefined ? {} : { after }) })
  const closed = (control: Control) => control.appeals({ state: 'closed', limit: 200 })
  /** That many, as fast as they are taken: thirty a minute. Gives the second after the last minute. */
  const fill = async (
    control: Control,
    count: number,
    more: (n: number) => Partial<AppealEntry> = () => ({}),
  ) => {
    for (let n = 0; n < count; n++) {
      const taken = await control.appeal(appealEntry(more(n)), at(Math.floor(n / 30) * 60))
      if (!taken.ok) throw new Error(`${n}: ${taken.error}`)
    }
    return Math.ceil(count / 30) * 60
  }

  describe(`appeals of Control: ${implementation}`, () => {
    it('are kept as they came, and moved nothing that is in force', async () => {
      const control = make()
      const before = await control.read(undefined, at(0))
      const entry = appealEntry({ message: `"'; DROP TABLE appeals; --\n<script>`, contact: 'ä@example.com' })
      expect(await control.appeal(entry, at(5))).toEqual({ ok: true, value: 'received' })
      const id = expect.stringMatching(/^[A-Za-z0-9_-]{22}$/)
      expect(await open(control)).toEqual([{ ...entry, id, number: 1, at: at(5), closed: undefined }])
      expect(await control.read(undefined, at(5))).toEqual(before)
      expect(await control.changes({ limit: 10 })).toEqual([])
    })

    it('may come from where the edge says nothing', async () => {
      const control = make()
      const entry = appealEntry({ place: undefined, asn: undefined, network: 'unknown', message: '' })
      await control.appeal(entry, at(0))
      expect(await open(control)).toMatchObject([entry])
    })

    const known = { ok: false, error: 'appeal.known' }

    it('are one for each decision: the same network puts its words in their place, and comes no earlier', async () => {
      const control = make()
      const first = appealEntry({ contact: 'first@example.com' })
      const said = { message: 'what I forgot', contact: '', language: 'uk' }
      await control.appeal(first, at(0))
      await control.appeal(appealEntry(), at(1))
      const again = { ...first, ...said, place: 'FR', asn: 1, networkClass: 'vpn' as const }
      expect(await control.appeal(again, at(2))).toEqual({ ok: true, value: 'replaced' })
      expect(await open(control)).toMatchObject([{ ...first, ...said, number: 1, at: at(0) }, { number: 2 }])
    })

    it('are not touched by another network, nor once they are closed', async () => {
      const control = make()
      const first = appealEntry()
      await control.appeal(first, at(0))
      expect(await control.appeal({ ...appealEntry(), decision: first.decision }, at(1))).toEqual(known)
      expect(await open(control)).toMatchObject([first])
      const [{ id = '' } = {}] = await open(control)
      await control.change(closing(id), at(2))
      expect(await control.appeal({ ...first, message: 'late' }, at(3))).toEqual(known)
      expect([await open(control), await closed(control)]).toMatchObject([[], [first]])
    })

    it('are mended also where there is no room for another', async () => {
      const control = make()
      const network = '192.0.2.0/24'
      const mine = appealEntry({ network })
      await control.appeal(mine, at(0))
      await fill(control, 2, () => ({ network }))
      expect(await control.appeal({ ...mine, message: 'mended' }, at(3))).toMatchObject({ ok: true })
      expect(await open(control)).toHaveLength(3)
    })

    it('are closed once, by a change that says who and why, and holds nothing of the text', async () => {
      const control = make()
      await control.appeal(appealEntry({ message: 'only here', contact: 'nor@here.example' }), at(0))
      await control.appeal(appealEntry(), at(1))
      const [{ id = '' } = {}] = await open(control)
      const done = await control.change(closing(id, 'upheld'), at(9))
      expect(done).toMatchObject({
        ok: true,
        value: {
          record: {
            stamp: 1,
            by: SUPPORT,
            change: { action: 'close_appeal', appeal: id, outcome: 'upheld' },
          },
          update: { stamp: 1, epoch: 0, complete: false, revocations: [], lifted: [] },
        },
      })
      expect(await open(control)).toMatchObject([{ number: 2 }])
      const what = { at: at(9), by: SUPPORT, outcome: 'upheld', why: 'the SIM is Turkish' }
      expect(await closed(control)).toMatchObject([{ number: 1, closed: what }])
      expect(JSON.stringify(await control.changes({ limit: 10 }))).not.toMatch(/only here|nor@here/)
      expect(await control.change(closing(id, 'spam'), at(10))).toEqual({
        ok: false,
        error: 'control.not_found',
      })
      expect((await control.read(0, at(10))).stamp).toBe(1)
    })

    it('are not closed that are not there', async () => {
      const control = make()
      const fault = { ok: false, error: 'control.not_found' }
      expect(await control.change(closing('x'.repeat(22)), at(0))).toEqual(fault)
    })

    it('are closed by the same order once', async () => {
      const control = make()
      await control.appeal(appealEntry(), at(0))
      const [{ id = '' } = {}] = await open(control)
      const what = { ...closing(id), idempotencyKey: 'key-0001' }
      await control.change(what, at(1))
      expect(await control.change(what, at(2))).toMatchObject({ ok: true, value: { repeated: true } })
    })

    it.each([{ asn: 64_500 }, { network: '192.0.2.0/24' }])(
      'are closed all at once by one line of the log, where they are of %j, and give room',
      async (source) => {
        const control = make()
        await fill(control, 3, () => source)
        await control.appeal(appealEntry(), at(4))
        const what = order(
          { action: 'close_appeals', ...source, outcome: 'spam' },
          { by: SUPPORT, why: 'a flood', idempotencyKey: 'key-0001' },
        )
        const done = await control.change(what, at(9))
        const change = { action: 'close_appeals', ...source, outcome: 'spam' }
        expect(done).toMatchObject({ ok: true, value: { record: { stamp: 1, by: SUPPORT, change } } })
        expect(await open(control)).toMatchObject([{ number: 4 }])
        const closing = { at: at(9), by: SUPPORT, outcome: 'spam', why: 'a flood' }
        expect(await closed(control)).toMatchObject([1, 2, 3].map((number) => ({ number, closed: closing })))
        expect(await control.changes({ limit: 10 })).toMatchObject([{ stamp: 1, change }])
        expect((await control.appeal(appealEntry(source), at(10))).ok).toBe(true)
        expect(await control.change(what, at(11))).toMatchObject({ ok: true, value: { repeated: true } })
        expect(await open(control)).toHaveLength(2)
      },
    )

    it('are not closed all at once where none is open, nor what was closed closed again', async () => {
      const control = make()
      const all = order({ action: 'close_appeals', asn: 64_500, outcome: 'spam' }, { by: SUPPORT })
      const fault = { ok: false, error: 'control.not_found' }
      expect(await control.change(all, at(0))).toEqual(fault)
      await control.appeal(appealEntry({ asn: 64_500 }), at(0))
      const [{ id = '' } = {}] = await open(control)
      await control.change(closing(id, 'upheld'), at(1))
      expect(await control.change(all, at(2))).toEqual(fault)
      expect(await closed(control)).toMatchObject([{ closed: { outcome: 'upheld', at: at(1) } }])
    })

    it('are at most three open of one network, and others are taken still', async () => {
      const control = make()
      const network = '192.0.2.0/24'
      for (let n = 0; n < 3; n++) await control.appeal(appealEntry({ network }), at(n))
      const refused = { ok: false, error: 'appeal.network' }
      expect(await control.appeal(appealEntry({ network }), at(100))).toEqual(refused)
      expect((await control.appeal(appealEntry(), at(100))).ok).toBe(true)
      const [{ id = '' } = {}] = await open(control)
      await control.change(closing(id), at(101))
      expect((await control.appeal(appealEntry({ network }), at(102))).ok).toBe(true)
    })

    it.each([64_500, undefined])('are at most a hundred open of one provider (AS%s)', async (asn) => {
      const control = make()
      const later = await fill(control, 100, () => ({ asn }))
      const refused = { ok: false, error: 'appeal.asn' }
      expect(await control.appeal(appealEntry({ asn }), at(later))).toEqual(refused)
      expect((await control.appeal(appealEntry(), at(later))).ok).toBe(true)
    })

    it('are at most thirty a minute', async () => {
      const control = make()
      for (let n = 0; n < 30; n++) await control.appeal(appealEntry(), at(n))
      const more = appealEntry()
      expect(await control.appeal(more, at(59))).toEqual({ ok: false, error: 'appeal.rate' })
      expect((await control.appeal(more, at(60))).ok).toBe(true)
      expect(await open(control)).toHaveLength(31)
    })

    it('are at most a thousand open, and none makes room for another', async () => {
      const control = make()
      const later = await fill(control, 1_000)
      expect(await control.appeal(appealEntry(), at(later))).toEqual({ ok: false, error: 'appeal.full' })
      const [first] = await open(control)
      expect(first?.number).toBe(1)
      await control.change(closing(first?.id ?? '', 'spam'), at(later))
      expect((await control.appeal(appealEntry(), at(later))).ok).toBe(true)
    })

    it('come in pages, the oldest first, and two hundred at most', async () => {
      const control = make()
      await fill(control, 205)
      const [{ id = '' } = {}] = await open(control, 1)
      await control.change(closing(id), at(999))
      const first = await control.appeals({ state: 'open', limit: 1_000 })
      expect([first.length, first[0]?.number, first[1]?.number, first.at(-1)?.number]).toEqual([
        200, 1, 3, 201,
      ])
      expect((await open(control, 201)).map(({ number }) => number)).toEqual([202, 203, 204, 205])
      expect(await control.appeals({ state: 'open', limit: 0 })).toHaveLength(1)
    })

    it('are forgotten within thirty days, open or closed, and their numbers are not used again', async () => {
      const control = make()
      await control.appeal(appealEntry(), at(0))
      await control.appeal(appealEntry(), at(1))
      const [{ id = '' } = {}] = await open(control)
      await control.change(closing(id), at(28 * DAY))
      await control.change(order(RAISE), at(29 * DAY - 1))
      await control.change(order(RAISE), at(29 * DAY - 1))
      expect([await open(control), await closed(control)]).toMatchObject([[{}], [{}]])
      await control.change(order(RAISE), at(29 * DAY + 1))
      await control.change(order(RAISE), at(29 * DAY + 1))
      expect([await open(control), await closed(control)]).toEqual([[], []])
      await control.appeal(appealEntry(), at(29 * DAY + 2))
      expect(await open(control)).toMatchObject([{ number: 3 }])
    })

    it('are not forgotten by one word of a clock that is a year ahead', async () => {
      const control = make()
      await control.change(order(RAISE), at(0))
      await control.appeal(appealEntry(), at(0))
      await control.appeal(appealEntry(), at(365 * DAY))
      await control.change(order(RAISE), at(365 * DAY))
      await control.change(order(RAISE), at(1))
      expect(await open(control)).toHaveLength(2)
    })
  })
}
