/** Which stretch of generated code comes from which source, by its source map (ECMA-426). */

interface SourceMap {
  readonly sources: readonly string[]
  readonly mappings: string
}

export interface Span {
  /** From the project's root on; empty for what the bundler has written itself. */
  readonly source: string
  readonly text: string
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]))

/** All of the code, in order, each stretch with its source. */
export function* mappedSpans(code: string, map: string): Generator<Span> {
  const { sources, mappings } = JSON.parse(map) as SourceMap
  const names = sources.map((path) => path.replace(/^(?:\.\.?\/)+/, ''))
  const lines = mappings.split(';')
  let source = 0
  for (const [index, text] of code.split('\n').entries()) {
    let column = 0
    let from = 0
    let name = ''
    for (const segment of (lines[index] ?? '').split(',')) {
      const [columns, sourceStep] = decodeVlq(segment)
      if (columns === undefined) continue
      column += columns
      if (column > from) yield { source: name, text: text.slice(from, column) }
      from = column
      if (sourceStep !== undefined) source += sourceStep
      name = sourceStep === undefined ? '' : (names[source] ?? '')
    }
    yield { source: name, text: `${text.slice(from)}\n` }
  }
}

/** Numbers of 5 bits a digit, the sixth saying that more follow; the lowest bit of the first is the sign. */
export function decodeVlq(text: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const digit of text) {
    const bits = VALUES.get(digit) ?? 0
    value |= (bits & 31) << shift
    shift += 5
    if (bits & 32) continue
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1)
    value = 0
    shift = 0
  }
  return numbers
}
