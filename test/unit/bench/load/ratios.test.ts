import { expect, test } from 'vitest'
import { ratiosOf } from '../../../../bench/load/ratios.ts'

test('ratiosOf() divides what is named first by what is named second', () => {
  const medians = {
    ok: 20,
    forward: 50,
    floor: 80,
    honoJose: 150,
    kvScan: 20_000,
    knownSession: 100,
    knownSessionMillion: 100.5,
    firstVisit: 160,
    refusedPlace: 30,
  }
  expect(ratiosOf(new Map(Object.entries(medians)))).toEqual({
    'knownSession/floor': 1.25,
    'knownSession/forward': 2,
    'refusedPlace/ok': 1.5,
    'firstVisit/floor': 2,
    'honoJose/knownSession': 1.5,
    'kvScan/knownSession': 200,
    lookupMicros: 0.5,
  })
})

test('ratiosOf() leaves out what was not measured', () => {
  expect(ratiosOf(new Map([['knownSession', 100]]))).toEqual({})
})
