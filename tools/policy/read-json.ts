import { type Node, type ParseError, type ParseOptions, parseTree, printParseErrorCode } from 'jsonc-parser'
import { err, ok, type Result } from '../../src/lib/result.ts'
import {
  isRounded,
  MAX_DEPTH,
  type Part,
  type PartFault,
  type Position,
  type ReadFile,
  reservedName,
  TOO_DEEP,
  UNROUNDED,
  type Unreadable,
} from './parts.ts'

/**
 * The values of a JSON text (RFC 8259) and where they stand. Told beside them: members that are there twice, of which
 * readers take one or the other; numbers that none can hold; names that are traps.
 *
 * @param withComments as in `wrangler.jsonc`
 */
export function readJson(text: string, withComments = false): Result<ReadFile, Unreadable> {
  const positionAt = positions(text)
  const errors: ParseError[] = []
  const options: ParseOptions = { disallowComments: !withComments, allowTrailingComma: withComments }
  const tree = parse(text, errors, options)
  if (tree === 'too_deep') return err({ at: { line: 1, column: 1 }, expected: TOO_DEEP })
  const [first] = errors
  if (first !== undefined)
    return err({
      at: positionAt(first.offset),
      expected: `JSON; ${inWords(printParseErrorCode(first.error))}`,
    })
  if (tree === undefined) return err({ at: { line: 1, column: 1 }, expected: 'JSON; the file is empty' })
  const faults: PartFault[] = []
  const reader = new JsonReader(text, positionAt, faults)
  const root = reader.part(tree, '', 0, positionAt(tree.offset))
  if (reader.tooDeep !== undefined) return err({ at: reader.tooDeep, expected: TOO_DEEP })
  return ok({ root, faults })
}

function parse(text: string, errors: ParseError[], options: ParseOptions): Node | undefined | 'too_deep' {
  try {
    return parseTree(text, errors, options)
  } catch (error) {
    if (error instanceof RangeError) return 'too_deep'
    throw error
  }
}

/** `PropertyNameExpected` → `property name expected`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}

class JsonReader {
  tooDeep: Position | undefined
  readonly #text: string
  readonly #positionAt: (offset: number) => Position
  readonly #faults: PartFault[]

  constructor(text: string, positionAt: (offset: number) => Position, faults: PartFault[]) {
    this.#text = text
    this.#positionAt = positionAt
    this.#faults = faults
  }

  part(node: Node, key: string, depth: number, at: Position): Part {
    if (depth > MAX_DEPTH) {
      this.tooDeep ??= at
      return { at, value: undefined }
    }
    if (node.type === 'array') return this.#list(node, key, depth, at)
    if (node.type === 'object') return this.#table(node, key, depth, at)
    const written = this.#text.slice(node.offset, node.offset + node.length)
    if (typeof node.value === 'number' && isRounded(node.value, written))
      this.#faults.push({ at: this.#positionAt(node.offset), key, expected: UNROUNDED, received: written })
    return { at, value: node.value }
  }

  #list({ children = [] }: Node, key: string, depth: number, at: Position): Part {
    const parts = children.map((child, index) =>
      this.part(child, `${key}[${index}]`, depth + 1, this.#positionAt(child.offset)),
    )
    return { at, value: parts.map(({ value }) => value), parts: new Map(parts.entries()) }
  }

  #table({ children = [] }: Node, key: string, depth: number, at: Position): Part {
    const value: Record<string, unknown> = Object.create(null)
    const parts = new Map<string, Part>()
    for (const { offset, children: [name, content] = [] } of children) {
      if (name === undefined || content === undefined) continue
      const member = String(name.value)
      const path = key === '' ? member : `${key}.${member}`
      const where = this.#positionAt(offset)
      const reserved = reservedName(member)
      const expected =
        reserved ?? (parts.has(member) ? 'each name once; this one was given a value before' : undefined)
      if (expected !== undefined) {
        this.#faults.push({ at: where, key: path, expected })
        continue
      }
      const part = this.part(content, path, depth + 1, where)
      parts.set(member, part)
      value[member] = part.value
    }
    return { at, value, parts }
  }
}

function positions(text: string): (offset: number) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
