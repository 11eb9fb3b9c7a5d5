import { describe, expect, test } from 'vitest'
import { findingsOf } from '../../../../bench/soak/laws.ts'
import type { Window } from '../../../../bench/soak/window.ts'

type Ran = Parameters<typeof findingsOf>[0]

const KINDS = [
  { cards: 4, hostile: false },
  { cards: 1, hostile: true },
]

const WINDOW: Window = {
  endsAtSeconds: 1,
  requests: 100,
  hostile: 20,
  perSecond: 100,
  cpuMicros: 200,
  cpuShare: 2,
  p50Micros: 1_000,
  p99Micros: 5_000,
  mostMicros: 9_000,
  heapBytes: [30e6, 30e6],
  residentBytes: 200e6,
}
const windows = (change: (at: number) => Partial<Window> = () => ({})) =>
  Array.from({ length: 9 }, (_, at) => ({ ...WINDOW, ...change(at) }))

const JUDGE = {
  judged: 1_000,
  exact: 900,
  wrong: 0,
  unclean: 0,
  behindMillis: 20_000,
  statements: { old: 500, new: 400, wrong: 0, verified: 20, unverified: 0 },
}
const RAN: Ran = {
  windows: windows(),
  fullHeapBytes: [30e6, 30e6],
  isFull: true,
  done: [{ order: 'live policy', atSeconds: 1, tookMillis: 20 }],
  rotatedAtSeconds: 5,
  judge: JUDGE,
}

const failing = (ran: Partial<Ran>) =>
  findingsOf({ ...RAN, ...ran }, 1, KINDS)
    .filter(({ outcome }) => outcome === 'FAIL')
    .map(({ law }) => law)
const judged = (change: Partial<Ran['judge']>) => ({ judge: { ...JUDGE, ...change } })
const stated = (change: Partial<Ran['judge']['statements']>) =>
  judged({ statements: { ...JUDGE.statements, ...change } })

describe('findingsOf()', () => {
  test('a sound run passes every law', () => {
    const findings = findingsOf(RAN, 1, KINDS)
    expect(new Set(findings.map(({ outcome }) => outcome))).toEqual(new Set(['PASS']))
    expect(findings).toHaveLength(8)
  })

  test.each<readonly [string, Partial<Ran>, string]>([
    ['one wrong verdict', judged({ wrong: 1 }), 'verdicts'],
    ['that nothing was told for sure', judged({ exact: 0 }), 'verdicts'],
    ['a header that went through', judged({ unclean: 1 }), 'the origin'],
    ['a statement by a wrong key', stated({ wrong: 1 }), 'keys rotate'],
    ['a key that never changed', stated({ new: 0 }), 'keys rotate'],
    ['a statement that does not verify', stated({ unverified: 1 }), 'keys rotate'],
    ['that none was tried', stated({ verified: 0 }), 'keys rotate'],
    ['an order that was not carried out', { done: [] }, 'every change'],
    ['too few attackers', { windows: windows(() => ({ hostile: 15 })) }, 'a fifth'],
    [
      'a heap that grows',
      { windows: windows((at) => ({ heapBytes: [30e6, (30 + at * 0.5) * 1e6] })) },
      'memory',
    ],
    [
      'a heap that jumps once',
      { windows: windows((at) => ({ heapBytes: [at === 4 ? 32e6 : 30e6, 30e6] })) },
      'memory',
    ],
    [
      'more CPU time at the end',
      { windows: windows((at) => ({ cpuShare: at < 5 ? 2 : 2.6 })) },
      'no slowdown',
    ],
    [
      'one answer that took too long',
      { windows: windows((at) => ({ mostMicros: at === 3 ? 6e6 : 9e3 })) },
      'no answer',
    ],
  ])('says %s', (_, ran, law) => {
    const [failed, ...others] = failing(ran)
    expect(failed).toContain(law)
    expect(others).toEqual([])
  })

  test('a heap that shrinks, or stays within five per cent, passes', () => {
    expect(failing({ windows: windows(() => ({ heapBytes: [20e6, 30e6] })) })).toEqual([])
    expect(failing({ windows: windows((at) => ({ heapBytes: [(30 + at * 0.15) * 1e6, 30e6] })) })).toEqual([])
  })

  test('a heap that grows is not judged where caches could not be filled, nor speed by a few windows', () => {
    const growing = windows((at) => ({ heapBytes: [(30 + at) * 1e6, 30e6] }))
    const findings = findingsOf({ ...RAN, isFull: false, windows: growing.slice(0, 3) }, 1, KINDS)
    const open = findings.filter(({ outcome }) => outcome === 'not judged').map(({ law }) => law)
    expect(open).toEqual([expect.stringContaining('memory'), 'no slowdown'])
  })
})
