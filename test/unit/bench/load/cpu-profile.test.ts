import { describe, expect, test } from 'vitest'
import { functionTimes } from '../../../../bench/load/cpu-profile.ts'

const frame = (functionName: string, lineNumber = 0) => ({
  functionName,
  url: 'index.js',
  lineNumber,
  columnNumber: 0,
})

const node = (id: number, functionName: string, children: number[] = [], lineNumber = 0) => ({
  id,
  callFrame: frame(functionName, lineNumber),
  children,
})

function named(profile: Parameters<typeof functionTimes>[0]) {
  return functionTimes(profile).map(({ frame: { functionName }, selfMicros, totalMicros }) => [
    functionName,
    selfMicros,
    totalMicros,
  ])
}

describe('functionTimes()', () => {
  test('sums the time until the next sample, wherever a function was called from, without idle time', () => {
    const nodes = [
      node(1, '(root)', [2, 3, 6]),
      node(2, '(idle)'),
      node(3, 'decide', [4]),
      node(4, 'sign'),
      node(6, 'sign', [7]),
      node(7, 'hash'),
    ]
    const samples = [3, 2, 4, 6, 7, 3]
    const timeDeltas = [50, 10, 1000, 20, 5, 2]
    expect(named({ nodes, samples, timeDeltas })).toEqual([
      ['sign', 25, 27],
      ['decide', 10, 30],
      ['hash', 2, 2],
      ['(root)', 0, 37],
    ])
  })

  test('counts what calls itself once', () => {
    const nodes = [node(1, '(root)', [2]), node(2, 'walk', [3]), node(3, 'walk')]
    expect(named({ nodes, samples: [2, 3, 3], timeDeltas: [0, 10, 10] })).toEqual([
      ['walk', 20, 20],
      ['(root)', 0, 20],
    ])
  })

  test('tells functions of the same name apart', () => {
    const nodes = [node(1, '(root)', [2, 3]), node(2, 'a', [], 1), node(3, 'a', [], 2)]
    expect(functionTimes({ nodes, samples: [2, 3, 3], timeDeltas: [0, 5, 6] })).toHaveLength(3)
  })
})
