import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byBeginning } from '../../src/policy/beginnings.ts'
import { compilePath, spellings } from '../../src/policy/path-pattern.ts'
import { compileResources } from '../../src/policy/resource.ts'
import type { Resource } from '../../src/policy/types.ts'
import { AT, POLICY, snapshotOf } from '../support/evidence.ts'

/** Some the beginning of others, and some alike but for case or form. */
const word = fc.constantFrom('a', 'A', 'ab', 'b', 'stra\u00dfe', 'STRASSE', '\u00fc', 'u\u0308', '')
const segments = (of: fc.Arbitrary<string>) => fc.array(of, { maxLength: 4 })
const pattern = segments(fc.oneof({ weight: 3, arbitrary: word }, fc.constant('*'))).map(written)
const path = segments(word).map(written)
const body = { pointer: '/model', values: ['m'] }
const resources = fc
  .array(
    fc.record(
      { path: pattern, method: fc.constantFrom('GET', 'POST'), body: fc.constant(body) },
      { requiredKeys: [] },
    ),
    { maxLength: 8 },
  )
  .map((list) => list.map((entry, index): Resource => ({ id: `r${index}`, tier: 'open', ...entry })))

function written(segments: readonly string[]): string {
  return `/${segments.join('/')}`
}

describe('resources by the beginnings of their paths', () => {
  it('are found as by asking one after the other, for each spelling of a path', () => {
    fc.assert(
      fc.property(fc.array(fc.option(pattern, { nil: undefined })), path, (patterns, path) => {
        const numbers = patterns.map((_, number) => number)
        const find = byBeginning(numbers, (number) => patterns[number])
        for (const reading of spellings([path, path.normalize('NFC')])) {
          const asks = (number: number) => compilePath(patterns[number] ?? '/*')(reading)
          const found = find(reading)
          expect(found.filter(asks)).toEqual(numbers.filter(asks))
          expect(found.filter((number) => patterns[number] === undefined)).toEqual(
            numbers.filter((number) => patterns[number] === undefined),
          )
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('match, and ask for the body, as by asking one after the other', () => {
    fc.assert(
      fc.property(resources, path, (resources, path) => {
        const { match, needsBody } = compileResources({ ...POLICY, resources })
        const asked = snapshotOf({ path: encodeURI(path), admit: ['//'] })
        const readings = spellings(asked.target.readings)
        const matching = readings.map((reading) =>
          resources.filter(
            ({ path, method = 'GET' }) =>
              method === 'GET' && (path === undefined || compilePath(path)(reading)),
          ),
        )
        const ids = matching.map((some) => new Set(some.filter(({ body }) => !body).map(({ id }) => id)))
        const { anyReading, everyReading } = match(asked, { state: 'none' }, AT)
        expect(anyReading).toEqual(ids.reduce((one, other) => one.union(other)))
        expect(everyReading).toEqual(ids.reduce((one, other) => one.intersection(other)))
        expect(needsBody(asked)).toBe(matching.flat().some(({ body }) => body !== undefined))
      }),
      { numRuns: 3_000 },
    )
  })

  it('are not all looked at: of a thousand, those that begin alike', () => {
    const many = Array.from({ length: 1_000 }, (_, number) => `/v1/things-${number}/*`)
    const find = byBeginning(many, (path) => path)
    for (const reading of spellings(['/v1/things-7/x'])) expect(find(reading)).toEqual(['/v1/things-7/*'])
    for (const reading of spellings(['/v1/other', '/'])) expect(find(reading)).toEqual([])
  })
})
