import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_SIGNING_KEYS } from '../../../src/config/secrets-schema.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { keyStateAt } from '../../../src/session/key-states.ts'
import { rotate } from '../../../tools/keys/rotate.ts'
import { timedKeys } from '../../../tools/keys/state-table.ts'
import type { SigningJwk } from '../../../tools/signing-keys.ts'

const at = (seconds: number) => seconds as UnixSeconds
const NOW = at(1_000_000)
const KEEP = 90_000
const TERMS = { now: NOW, keepSeconds: KEEP }
const PLANNED = { at: at(NOW + 900) }

/** What a rotation looks at; whether it is a key at all has been checked by then. */
const key = (kid: string, active_from?: number): SigningJwk =>
  active_from === undefined ? { kty: 'EC', kid } : { kty: 'EC', kid, active_from }
const fresh = key('fresh')
const kids = (keys: readonly SigningJwk[]) => keys.map(({ kid }) => kid)
const signerAt = (keys: readonly SigningJwk[], now: number) =>
  timedKeys(keys, KEEP).find((timed) => keyStateAt(timed, at(now)) === 'active')?.jwk.kid

describe('rotate()', () => {
  test('changes the signer at the stated second and not before', () => {
    const { keys } = rotate([key('old')], fresh, PLANNED, TERMS)
    expect(signerAt(keys, PLANNED.at - 1)).toBe('old')
    expect(signerAt(keys, PLANNED.at)).toBe('fresh')
  })

  test('drops keys that retired as long ago as --keep says, and keeps the others', () => {
    const present = [key('a'), key('b', NOW - KEEP), key('c', NOW - KEEP + 1), key('d', NOW - 1)]
    const { keys, dropped } = rotate(present, fresh, PLANNED, TERMS)
    expect(kids(dropped)).toEqual(['a'])
    expect(kids(keys)).toEqual(['fresh', 'b', 'c', 'd'])
  })

  test('with --keep 0 drops every retired key, and not the one that signs until then', () => {
    const present = [key('a'), key('b', 5)]
    const { keys } = rotate(present, fresh, PLANNED, { now: NOW, keepSeconds: 0 })
    expect(kids(keys)).toEqual(['fresh', 'b'])
  })

  test('in an emergency signs at once, even where another key began in this very second', () => {
    const { keys } = rotate([key('old', NOW)], fresh, 'now', TERMS)
    expect(signerAt(keys, NOW)).toBe('fresh')
    expect(kids(keys)).toEqual(['fresh', 'old'])
  })

  test('in an emergency drops the key that is waiting, which has leaked with the rest', () => {
    const { keys, dropped } = rotate([key('old'), key('waiting', NOW + 1)], fresh, 'now', TERMS)
    expect([kids(keys), kids(dropped)]).toEqual([['fresh', 'old'], ['waiting']])
  })

  test('in an emergency that keeps nothing gives the new key alone, without a beginning', () => {
    const terms = { now: NOW, keepSeconds: 0 }
    const { keys } = rotate([key('old'), key('waiting', NOW + 1)], fresh, 'now', terms)
    expect(keys).toEqual([fresh])
  })

  test('refuses more keys than the gate takes, and says what helps', () => {
    const full = Array.from({ length: MAX_SIGNING_KEYS }, (_, n) => key(`${n}`, NOW - 10 + n))
    expect(() => rotate(full, fresh, PLANNED, TERMS)).toThrow(/9 keys.*--keep/)
    expect(rotate(full.slice(1), fresh, PLANNED, TERMS).keys).toHaveLength(MAX_SIGNING_KEYS)
  })

  test('leaves no instant without a signer, and none of what holds without its key, whatever the set', () => {
    const starts = fc.array(fc.integer({ min: 0, max: NOW }), { minLength: 1, maxLength: 7 })
    const start = fc.constantFrom(PLANNED, 'now' as const)
    fc.assert(
      fc.property(starts, start, (list, when) => {
        const before = list.map((active_from, n) => key(`${n}`, active_from))
        const { keys } = rotate(before, fresh, when, TERMS)
        for (const ahead of [0, 899, 900, KEEP, KEEP + 900]) expect(signerAt(keys, NOW + ahead)).toBeDefined()
        const holding = timedKeys(before, KEEP).filter((timed) => keyStateAt(timed, NOW) !== 'ended')
        for (const { jwk } of holding) expect(keys).toContain(jwk)
      }),
    )
  })
})
