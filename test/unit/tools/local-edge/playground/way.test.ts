import { expect, test } from 'vitest'
import type { Examination } from '../../../../../tools/local-edge/playground/try-result.ts'
import { type Travelled, wayOf } from '../../../../../tools/local-edge/playground/way.ts'

const EXAMINATION: Examination = {
  verdict: 'allow',
  action: 'pass',
  mode: 'enforce',
  row: 'default',
  reasons: [],
  assurance: 'low',
  resource: 'default',
  tier: 'controlled',
  revision: '0',
  determining: ['default'],
  laws: [],
  exemptions: [],
  degraded: [],
  rules: [],
  evidence: [],
}

const DENIED: Examination = {
  ...EXAMINATION,
  verdict: 'deny',
  action: 'refuse',
  row: 'deny_matched',
  reasons: ['place.restricted'],
  determining: ['restricted:x'],
}

const SENT = { method: 'GET', url: 'http://origin/', headers: [] }

function travel(changes: Partial<Travelled>) {
  const way = wayOf({
    client: 'A home',
    seen: { country: 'US', asn: 7922 },
    examination: EXAMINATION,
    refusal: undefined,
    status: 200,
    origin: undefined,
    ...changes,
  })
  const last = way.findLast(({ state }) => state !== 'untouched')
  return [way.find(({ state }) => state === 'decided')?.id, last?.id]
}

test.each([
  ['let in by default', { origin: SENT }, 'verdict', 'origin'],
  [
    'let in by a rule',
    { origin: SENT, examination: { ...EXAMINATION, row: 'allow_matched', determining: ['a'] } },
    'rules',
    'origin',
  ],
  [
    'refused by a rule',
    { examination: DENIED, refusal: 'place.restricted', status: 451 },
    'rules',
    'verdict',
  ],
  [
    'refused for another reason than the decision',
    { refusal: 'service.stale', status: 503 },
    'verdict',
    'verdict',
  ],
  ['of no clear form', { examination: undefined, refusal: 'request.path', status: 400 }, 'form', 'form'],
  [
    'with an ambiguous body',
    { examination: undefined, refusal: 'resource.ambiguous', status: 400 },
    'form',
    'form',
  ],
  ['not decided', { examination: undefined, refusal: 'service.stale', status: 503 }, 'form', 'form'],
  [
    'not answered by the origin',
    { refusal: 'origin.timeout', origin: SENT, status: 504 },
    'origin',
    'origin',
  ],
  ['answered by the gate itself', { status: 200 }, 'verdict', 'verdict'],
] as [string, Partial<Travelled>, string, string][])('wayOf() a request %s', (_, changes, decided, last) => {
  expect(travel(changes)).toEqual([decided, last])
})

test('wayOf() says what the edge told, as far as it did', () => {
  const factOf = (seen: Travelled['seen']) =>
    wayOf({ client: '', seen, examination: undefined, refusal: undefined, status: 200, origin: undefined })[1]
      ?.fact
  expect(factOf({ country: 'UA', region: 'UA-43', asn: 201776 })).toBe('UA-43 · AS201776')
  expect(factOf({})).toBe('no place · no AS')
})
