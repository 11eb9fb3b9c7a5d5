import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/lib/bytes.ts'
import type { BodyReading } from '../../src/observations/types.ts'
import { compileResources } from '../../src/policy/resource.ts'
import { type Catalogue, type Resource, TIERS, type Tier } from '../../src/policy/types.ts'
import { readingOf } from '../../src/request/body.ts'
import { AT, POLICY, snapshotOf } from '../support/evidence.ts'

const RUNS = { numRuns: 4000 }

const TIER_OF: Readonly<Record<string, Tier>> = { mini: 'open', medium: 'standard', large: 'controlled' }
const CATALOGUE: Catalogue = {
  id: 'models',
  owner: 'o',
  below: 'controlled',
  thresholds: [],
  entries: Object.entries(TIER_OF).map(([value, tier]) => ({ values: [value], tier })),
}
const resources: readonly Resource[] = [
  { id: 'r', tier: 'open', body: { pointer: '/model', catalogue: 'models' } },
]
const matcher = compileResources({ ...POLICY, resources, catalogues: [CATALOGUE] })
const ASKED = snapshotOf({ method: 'POST' })
const rank = (tier: Tier) => TIERS.indexOf(tier)

/** What a reader makes of the value it found: anything but a name is nothing that an API would run. */
function tierOf(found: unknown): Tier {
  return typeof found === 'string' && Object.hasOwn(TIER_OF, found) ? (TIER_OF[found] ?? 'open') : 'open'
}

/** Members of a JSON text as written, in their order: names and values may repeat, and be spelled in any way. */
type Members = readonly (readonly [name: string, value: string])[]

const escaped = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const spelled = (text: string) =>
  fc.constantFrom(`"${text}"`, `"${escaped(text)}"`, `"${escaped(text.slice(0, 1))}${text.slice(1)}"`)

const name = fc.oneof(
  { weight: 4, arbitrary: spelled('model') },
  fc.constantFrom('"Model"', '"MODEL"', '"mode\\u217c"', '"model "', '"__proto__"', '"x"', '"modelId"'),
)
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.keys(TIER_OF)).chain(spelled) },
  fc.constantFrom(
    '"other"',
    'null',
    '1',
    '["large"]',
    '{"model":"large"}',
    '"Large"',
    '1e400',
    'NaN',
    '"\\ud800"',
  ),
)
const members: fc.Arbitrary<Members> = fc.array(fc.tuple(name, value), { maxLength: 4 })
/** Mostly nothing, so that much is JSON. */
const rarely = (...texts: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constantFrom(...texts))
const space = rarely(' ', '\n', '\t', '\ufeff', '\u00a0')
const around = rarely(',', '{}', 'x', '\n{"model":"large"}', '\0')
const type = fc.constantFrom(
  'application/json',
  null,
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'application/x-ndjson',
  'application/octet-stream',
)

const written = fc
  .record({ members, before: space, between: space, after: around })
  .map(({ members, before, between, after }) => {
    const inside = members.map(([name, value]) => `${between}${name}:${between}${value}`).join(',')
    return { members, text: `${before}{${inside}}${after}` }
  })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** All that some reader might take for the model: last wins, first wins, with and without regard to case. */
function seenBySomebody(text: string, members: Members): readonly unknown[] {
  const named = members.map(([name, value]) => [parsed(name), parsed(value)] as const)
  const exactly = named.filter(([name]) => name === 'model')
  const folded = named.filter(([name]) => String(name).toLowerCase() === 'model')
  const whole = parsed(text)
  const last = typeof whole === 'object' && whole !== null ? (whole as { model?: unknown }).model : undefined
  return [last, ...exactly.map(([, value]) => value), ...folded.map(([, value]) => value)]
}

function decidedOn(reading: BodyReading) {
  return matcher.match(ASKED, reading, AT)
}

describe('the tier that a body is decided on', () => {
  it('is no milder than that of the value any reader sees in it', () => {
    let admitted = 0
    fc.assert(
      fc.property(written, type, ({ members, text }, type) => {
        const reading = readingOf(utf8(text), type)
        if (!reading.ok) return
        const matched = decidedOn(reading.value)
        for (const seen of seenBySomebody(text, members))
          expect(rank(matched.tier)).toBeGreaterThanOrEqual(rank(tierOf(seen)))
        if (matched.tier !== 'controlled') admitted++
      }),
      RUNS,
    )
    expect(admitted).toBeGreaterThan(RUNS.numRuns / 50)
  })

  it('is that of the value, for what every reader reads alike', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(TIER_OF)),
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }),
        (model, others) => {
          const document = Object.fromEntries([
            ...Object.entries(others).filter(([name]) => !/^model$/i.test(name)),
            ['model', model],
          ])
          const text = JSON.stringify(document)
          fc.pre(text.isWellFormed() && !/\\ud[89a-f]/i.test(text))
          const reading = readingOf(utf8(text), 'application/json')
          if (!reading.ok) throw new Error(`refused: ${text}`)
          expect(decidedOn(reading.value)).toMatchObject({ tier: TIER_OF[model], value: model })
        },
      ),
      RUNS,
    )
  })

  it('comes of any bytes at all, and they are refused, unread, or decided', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), type, (bytes, type) => {
        const reading = readingOf(bytes, type)
        if (reading.ok) expect(TIERS).toContain(decidedOn(reading.value).tier)
        else expect(reading.error).toBe('resource.ambiguous')
      }),
      RUNS,
    )
  })
})

describe('resources that look into bodies', () => {
  const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
  const list = fc
    .array(
      fc.record({
        tier: fc.constantFrom(...TIERS),
        pointer: fc.constantFrom('/model', '/other'),
        values,
        head: fc.boolean(),
      }),
      { maxLength: 5 },
    )
    .map((entries) =>
      entries.map(
        ({ tier, pointer, values, head }, index): Resource => ({
          id: `r${index}`,
          tier,
          ...(head ? {} : { body: { pointer, values } }),
        }),
      ),
    )
  const maybe = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })
  const body: fc.Arbitrary<BodyReading> = fc.oneof(
    fc
      .record({ model: maybe, other: maybe })
      .map((members) => ({ state: 'read', value: JSON.parse(JSON.stringify(members)) }) as const),
    fc.constant({ state: 'unread', why: 'encoded' } as const),
    fc.constant({ state: 'none' } as const),
  )
  const unread = fc.constantFrom('ceiling' as const, 'refuse' as const)
  const bodyUnknown = fc.record({ open: unread, standard: unread, controlled: unread })

  it('match the same in any order', () => {
    fc.assert(
      fc.property(list, bodyUnknown, body, (resources, bodyUnknown, body) => {
        const matchIn = (order: readonly Resource[]) => {
          const { id: _, ...matched } = compileResources({ ...POLICY, bodyUnknown, resources: order }).match(
            ASKED,
            body,
            AT,
          )
          return matched
        }
        expect(matchIn(resources.toReversed())).toEqual(matchIn(resources))
      }),
      RUNS,
    )
  })

  it('never open to an unread body, where that is refused, what some readable one would be kept from', () => {
    fc.assert(
      fc.property(list, body, (resources, body) => {
        const made = compileResources({
          ...POLICY,
          resources,
          bodyUnknown: { open: 'refuse', standard: 'refuse', controlled: 'refuse' },
        })
        fc.pre(body.state === 'read' && made.needsBody(ASKED))
        const hidden = made.match(ASKED, { state: 'unread', why: 'encoded' }, AT)
        expect(rank(hidden.tier)).toBeGreaterThanOrEqual(rank(made.match(ASKED, body, AT).tier))
      }),
      RUNS,
    )
  })
})
