import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { condition } from '../../../src/config/condition-schema.ts'
import { SIGNAL_NAMES, signalNamed } from '../../../src/signals/registry.ts'

const messagesOf = (input: unknown) =>
  (v.safeParse(condition, input).issues ?? []).map(({ message }) => message)
const INSTANT = SIGNAL_NAMES.find((name) => signalNamed(name).kind === 'instant')

describe('a condition', () => {
  it.each([
    { signal: 'place.city', is: 'Simferopol' },
    { signal: 'place.city', in: ['Simferopol', 'Сімферополь'] },
    { signal: 'place.region_name', is: 'Autonomous Republic of Crimea' },
    { signal: 'place.region_name', is: 'absent' },
    { signal: 'place', in: ['CN', 'group:eu', 'continent:AF', 'group:partners'] },
    { signal: 'place', is: 'group:partners' },
    ...(INSTANT === undefined
      ? []
      : [
          { signal: INSTANT, lt: '2026-09-15' },
          { signal: INSTANT, gt: '2026-09-15T12:00Z' },
        ]),
  ])('may be %j', (input) => {
    expect(messagesOf(input)).toEqual([])
  })

  it.each([
    [{ signal: 'place.city', prefix: ['Sim'] }, 'is compared with is, in'],
    [{ signal: 'place.city', is: '' }, 'a name with letters in it'],
    [{ signal: 'place.city', in: ['Yalta', "'"] }, 'a name with letters in it'],
    [{ signal: 'place.city', is: 5 }, 'a name with letters in it'],
    [{ signal: 'place.region_name', lt: 'A' }, 'is compared with is, in'],
    [{ signal: 'place', in: ['continent:XX'] }, '"continent:AF" or "group:<id>"'],
    [{ signal: 'place', in: ['group:'] }, '"continent:AF" or "group:<id>"'],
    ...(INSTANT === undefined
      ? []
      : [
          [{ signal: INSTANT, lt: 5 }, 'a date'] as const,
          [{ signal: INSTANT, gt: 'soon' }, 'a date'] as const,
          [{ signal: INSTANT, is: '2026-09-15' }, 'is compared with lt, gt'] as const,
        ]),
    [{ signal: 'client.rtt_ms', lt: '2026-09-15' }, 'a number'],
  ] as const)('%j is refused: %s', (input, expected) => {
    expect(messagesOf(input)).toEqual([expect.stringContaining(expected)])
  })

  it.each(['matches', 'regex', 'pattern'])(
    'has no %s: nothing in it can take long to evaluate',
    (operator) => {
      expect(messagesOf({ signal: 'place.city', [operator]: '(a+)+$' })).not.toEqual([])
    },
  )
})
