import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { type ExampleCase, formatExampleResult, runExamples } from '../../../src/policy/examples.ts'
import { AT, BASIS, DAY, IN_CUBA, POLICY, rule } from '../../support/evidence.ts'

const COMPILED = compilePolicy(
  {
    ...POLICY,
    resources: [{ id: 'api', tier: 'standard', path: '/api/*' }],
    rules: [
      rule({ id: 'cuba', when: IN_CUBA, basis: BASIS }),
      rule({ id: 'hosting', effect: 'challenge' }),
      rule({ id: 'old', when: { signal: 'account.created', lt: '2026-12-01' }, effect: 'limit' }),
    ],
  },
  'r',
)

const EXAMPLE: ExampleCase = {
  id: 'cuba',
  given: { place: 'CU' },
  request: { method: 'GET', path: '/api/a', headers: {} },
  expect: { verdict: 'deny' },
}
const run = (changes: Partial<ExampleCase>) => {
  const [result] = runExamples([{ ...EXAMPLE, ...changes }], COMPILED, AT)
  if (result === undefined) throw new Error('no result')
  return result
}

describe('runExamples()', () => {
  it('answers each, in their order', () => {
    const results = runExamples([EXAMPLE, { ...EXAMPLE, id: 'home', given: {} }], COMPILED, AT)
    expect(results).toEqual([
      {
        id: 'cuba',
        ok: true,
        expected: { verdict: 'deny' },
        got: { verdict: 'deny', reason: 'place.restricted', rules: ['cuba'], tier: 'standard' },
      },
      {
        id: 'home',
        ok: false,
        expected: { verdict: 'deny' },
        got: { verdict: 'allow', reason: undefined, rules: ['default'], tier: 'standard' },
      },
    ])
  })

  it.each<[boolean, ExampleCase['expect']]>([
    [true, { verdict: 'deny', reason: 'place.restricted', rule: 'cuba', tier: 'standard' }],
    [false, { verdict: 'challenge' }],
    [false, { verdict: 'deny', reason: 'network.hosting' }],
    [false, { verdict: 'deny', rule: 'hosting' }],
    [false, { verdict: 'deny', tier: 'controlled' }],
  ])('%s: everything that is expected has to be so: %j', (ok, expectation) => {
    expect(run({ expect: expectation }).ok).toBe(ok)
  })

  it('asks at the time that the example names', () => {
    const compiled = compilePolicy(
      { ...POLICY, rules: [rule({ id: 'cuba', when: IN_CUBA, from: (AT + DAY) as UnixSeconds })] },
      'r',
    )
    const at = (when?: UnixSeconds) =>
      runExamples([{ ...EXAMPLE, ...(when === undefined ? {} : { at: when }) }], compiled, AT)[0]?.got.verdict
    expect(at()).toBe('allow')
    expect(at((AT + DAY) as UnixSeconds)).toBe('deny')
  })

  it('refuses what is refused before any policy, and for the same reason', () => {
    const request = { ...EXAMPLE.request, path: '/api//a' }
    expect(run({ request, expect: { verdict: 'deny', reason: 'request.path' } })).toMatchObject({
      ok: true,
      got: { verdict: 'deny', rules: [], tier: undefined },
    })
  })

  it('and tells each on a line', () => {
    expect(formatExampleResult(run({}))).toBe('cuba: deny')
    expect(formatExampleResult(run({ expect: { verdict: 'limit', rule: 'old' } }))).toBe(
      'cuba: expected limit old, got deny place.restricted cuba standard',
    )
  })
})
