import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { compileCatalogue } from '../../../src/policy/catalogue.ts'
import type { Catalogue, CatalogueEntry, Threshold, Tier } from '../../../src/policy/types.ts'
import { AT, DAY } from '../../support/evidence.ts'

const later = (days: number) => (AT + days * DAY) as UnixSeconds
const NEXT_WEEK = later(7)
const LAST_WEEK = later(-7)

function catalogue(entries: readonly CatalogueEntry[], changes: Partial<Catalogue> = {}): Catalogue {
  return { id: 'models', owner: 'o', below: 'open', thresholds: [], entries, ...changes }
}

function threshold(operations: number, tier: Tier, changes: Partial<Threshold> = {}): Threshold {
  return { training_operations: operations, tier, from: LAST_WEEK, law: 'A law', ...changes }
}

const tierOf = (made: Catalogue, value: string, now = AT) => compileCatalogue(made).tierOf(value, now)

describe('a catalogue', () => {
  it('gives the tier of the entry that names a value', () => {
    const made = catalogue([
      { values: ['small', 'small-2'], tier: 'open' },
      { values: ['big'], tier: 'controlled' },
    ])
    expect(tierOf(made, 'small')).toBe('open')
    expect(tierOf(made, 'small-2')).toBe('open')
    expect(tierOf(made, 'big')).toBe('controlled')
  })

  it.each(['Small', ' small', 'small ', 'smal', 'small-2', '', '__proto__', 'constructor'])(
    'does not know %j when it names "small"',
    (value) => {
      expect(tierOf(catalogue([{ values: ['small'], tier: 'open' }]), value)).toBeUndefined()
    },
  )

  it('takes the strictest of several entries that name a value, in any order', () => {
    const entries: CatalogueEntry[] = [
      { values: ['m'], tier: 'standard' },
      { values: ['m', 'x'], tier: 'open' },
      { values: ['m', 'm'], tier: 'controlled' },
    ]
    expect(tierOf(catalogue(entries), 'm')).toBe('controlled')
    expect(tierOf(catalogue(entries.toReversed()), 'm')).toBe('controlled')
    expect(tierOf(catalogue(entries), 'x')).toBe('open')
  })

  it('knows a value from the first second of its entry to the one before its end', () => {
    const made = catalogue([{ values: ['m'], tier: 'open', from: AT, to: NEXT_WEEK }])
    expect(tierOf(made, 'm', (AT - 1) as UnixSeconds)).toBeUndefined()
    expect(tierOf(made, 'm', AT)).toBe('open')
    expect(tierOf(made, 'm', (NEXT_WEEK - 1) as UnixSeconds)).toBe('open')
    expect(tierOf(made, 'm', NEXT_WEEK)).toBeUndefined()
  })

  it('leaves an entry that is over out of what is said of its values', () => {
    const made = catalogue([
      { values: ['m'], tier: 'controlled', to: AT },
      { values: ['m'], tier: 'standard' },
    ])
    expect(tierOf(made, 'm')).toBe('standard')
    expect(tierOf(made, 'm', (AT - 1) as UnixSeconds)).toBe('controlled')
  })
})

describe('a catalogue by operations', () => {
  const thresholds = [
    threshold(1e25, 'standard'),
    threshold(1e26, 'controlled', { from: NEXT_WEEK }),
    threshold(1e24, 'controlled', { to: LAST_WEEK, from: later(-30) }),
  ]
  const made = catalogue(
    [
      { values: ['tiny'], training_operations: 9.9e24 },
      { values: ['exactly'], training_operations: 1e25 },
      { values: ['large'], training_operations: 5e26 },
      { values: ['named'], training_operations: 1, tier: 'standard' },
      { values: ['both'], training_operations: 5e26, tier: 'open' },
      { values: ['kept'], training_operations: 1e25, tier: 'controlled' },
    ],
    { thresholds },
  )

  it.each<[string, Tier, Tier, Tier]>([
    ['tiny', 'controlled', 'open', 'open'],
    ['exactly', 'controlled', 'standard', 'standard'],
    ['large', 'controlled', 'standard', 'controlled'],
    ['named', 'standard', 'standard', 'standard'],
    ['both', 'controlled', 'standard', 'controlled'],
    ['kept', 'controlled', 'controlled', 'controlled'],
  ])('puts %s on %s before, %s now and %s from next week on', (value, before, now, then) => {
    expect(tierOf(made, value, later(-20))).toBe(before)
    expect(tierOf(made, value)).toBe(now)
    expect(tierOf(made, value, (NEXT_WEEK - 1) as UnixSeconds)).toBe(now)
    expect(tierOf(made, value, NEXT_WEEK)).toBe(then)
  })

  it('puts what reaches no threshold on `below`, or on its own tier where that is stricter', () => {
    const entries: CatalogueEntry[] = [
      { values: ['m'], training_operations: 1 },
      { values: ['n'], training_operations: 1, tier: 'controlled' },
      { values: ['plain'], tier: 'open' },
    ]
    const standard = catalogue(entries, { below: 'standard', thresholds: [threshold(2, 'controlled')] })
    expect(tierOf(standard, 'm')).toBe('standard')
    expect(tierOf(standard, 'n')).toBe('controlled')
    // Without operations it is the entry's tier alone.
    expect(tierOf(standard, 'plain')).toBe('open')
  })

  it('may put what reaches a mild threshold on a milder tier than what reaches none', () => {
    const mild = catalogue([{ values: ['m'], training_operations: 5 }], {
      below: 'controlled',
      thresholds: [threshold(5, 'open')],
    })
    expect(tierOf(mild, 'm')).toBe('open')
  })
})

describe('the tiers that a catalogue gives', () => {
  const made = compileCatalogue(
    catalogue([
      { values: ['a'], tier: 'open' },
      { values: ['b'], tier: 'standard', to: AT },
      { values: ['c'], tier: 'controlled', from: NEXT_WEEK },
    ]),
  )
  it.each<[string, UnixSeconds, readonly Tier[]]>([
    ['before', (AT - 1) as UnixSeconds, ['open', 'standard']],
    ['now', AT, ['open']],
    ['later', NEXT_WEEK, ['controlled', 'open']],
  ])('are those of the entries in force %s', (_, now, tiers) => {
    expect([...made.tiersAt(now)].sort()).toEqual(tiers)
  })

  it('are none where no entry is in force', () => {
    const over = compileCatalogue(catalogue([{ values: ['a'], tier: 'open', to: AT }]))
    expect(over.tiersAt(AT).size).toBe(0)
  })
})
