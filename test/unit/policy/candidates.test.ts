import { describe, expect, it } from 'vitest'
import { compileCandidates } from '../../../src/policy/candidates.ts'
import type { Condition } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { ABSENT, at, evidenceWith, NOWHERE, through, UNAVAILABLE } from '../../support/evidence.ts'

const CONDITIONS: readonly Condition[] = [
  { signal: 'place', in: ['UA-43'] },
  { not: [{ signal: 'network.class', is: 'vpn' }] },
  {
    any: [
      { signal: 'network.class', is: 'tor' },
      { signal: 'place', in: ['CU'] },
    ],
  },
  { signal: 'client.address', prefix: ['73.0.0.0/8'] },
  { signal: 'key.id', in: ['key-1'] },
]
const candidates = compileCandidates(CONDITIONS, (condition) => condition)
const asked = (evidence: Partial<Evidence>) =>
  candidates(evidenceWith(evidence)).map((condition) => CONDITIONS.indexOf(condition))

describe('compileCandidates()', () => {
  it.each<readonly [string, Partial<Evidence>, readonly number[]]>([
    ['what has no list is always among them', { 'client.address': ABSENT, ...at('US') }, [1, 3]],
    ['a place', at('UA-43'), [0, 1, 3]],
    ['another region of its country', at('UA-30'), [1, 3]],
    ['a code of its country that may be meant for it', at('UA-KV'), [0, 1, 3]],
    ['a part of its country, where no more is known', at('UA'), [0, 1, 3]],
    ['a number that may be meant for it', at('UA-4'), [0, 1, 3]],
    ['each once, in their order', { ...at('CU'), ...through('tor') }, [1, 2, 3]],
    ['all that ask for it, where a signal is not there', NOWHERE, [0, 1, 2, 3]],
    ['none, where it is one that is often missing', { 'key.id': ABSENT }, [1, 3]],
    ['all, where that could not be had', { 'key.id': UNAVAILABLE }, [1, 3, 4]],
  ])('%s', (_, evidence, expected) => {
    expect(asked(evidence)).toEqual(expected)
  })
})
