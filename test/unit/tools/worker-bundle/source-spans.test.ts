import { describe, expect, it } from 'vitest'
import { decodeVlq, mappedSpans } from '../../../../tools/worker-bundle/source-spans.ts'

describe('decodeVlq()', () => {
  it.each([
    ['A', [0]],
    ['C', [1]],
    ['D', [-1]],
    ['2B', [27]],
    ['AAgBC', [0, 0, 16, 1]],
    ['', []],
  ] as const)('reads %j', (text, numbers) => {
    expect(decodeVlq(text)).toEqual(numbers)
  })
})

describe('mappedSpans()', () => {
  it('gives every stretch of the code to its source, and what has none to nobody', () => {
    // Column 0: the first source; column 2: the second; column 5: none; next line, column 0: the second again.
    const map = JSON.stringify({ sources: ['../src/a.ts', '../src/b.ts'], mappings: 'AAAA,ECAA,G;AAAA' })
    const spans = [...mappedSpans('aabbbxx\nbb', map)]
    expect(spans).toEqual([
      { source: 'src/a.ts', text: 'aa' },
      { source: 'src/b.ts', text: 'bbb' },
      { source: '', text: 'xx\n' },
      { source: 'src/b.ts', text: 'bb\n' },
    ])
  })
})
