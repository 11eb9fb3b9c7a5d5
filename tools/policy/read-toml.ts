import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
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

/** A part while it is being put together: TOML says what is in a table in several places. */
interface Growing {
  at: Position
  members?: Map<string, Growing>
  elements?: Growing[]
  scalar?: unknown
}

/**
 * The values of a TOML 1.0 text and where they stand. Told beside them: what TOML made another type of than was meant
 * (dates above all: JSON has none), numbers that a reader would round, names that are traps.
 */
export function readToml(text: string): Result<ReadFile, Unreadable> {
  const program = parse(text)
  if (!program.ok) return program
  const reader = new TomlReader()
  try {
    for (const node of program.value.body[0].body) reader.read(node)
    return ok({ root: finished(reader.root), faults: reader.faults })
  } catch (error) {
    if (error instanceof TooDeep) return err({ at: error.at, expected: TOO_DEEP })
    throw error
  }
}

function parse(text: string): Result<AST.TOMLProgram, Unreadable> {
  try {
    return ok(parseTOML(text, { tomlVersion: '1.0' }))
  } catch (error) {
    if (error instanceof RangeError) return err({ at: { line: 1, column: 1 }, expected: TOO_DEEP })
    if (!(error instanceof ParseError)) throw error
    const at = { line: error.lineNumber, column: error.column + 1 }
    return err({ at, expected: `TOML; ${inWords(error.message)}` })
  }
}

function inWords(message: string): string {
  if (message === 'Defining a key multiple times is invalid') return 'this name was given a value before'
  return message.charAt(0).toLowerCase() + message.slice(1)
}

class TooDeep extends Error {
  readonly at: Position

  constructor(at: Position) {
    super(TOO_DEEP)
    this.at = at
  }
}

class TomlReader {
  readonly root: Growing = { at: { line: 1, column: 1 }, members: new Map() }
  readonly faults: PartFault[] = []

  read(node: AST.TOMLKeyValue | AST.TOMLTable): void {
    if (node.type === 'TOMLKeyValue') {
      this.#entry(this.root, node, '', 0)
      return
    }
    const at = positionOf(node)
    let table = this.root
    let key = ''
    for (const [index, step] of node.resolvedKey.entries()) {
      key = pathTo(key, step)
      if (typeof step === 'string' && this.#isReserved(step, key, at)) return
      table = enter(table, step, at)
      if (index > MAX_DEPTH) throw new TooDeep(at)
    }
    table.at = at
    table.members ??= new Map()
    for (const entry of node.body) this.#entry(table, entry, key, node.resolvedKey.length)
  }

  #entry(table: Growing, { key: { keys }, value }: AST.TOMLKeyValue, path: string, depth: number): void {
    let holder = table
    let key = path
    for (const [index, name] of keys.entries()) {
      const at = positionOf(name)
      const step = name.type === 'TOMLBare' ? name.name : name.value
      key = pathTo(key, step)
      if (this.#isReserved(step, key, at)) return
      if (index === keys.length - 1)
        membersOf(holder).set(step, this.#content(value, key, depth + index + 1, at))
      else holder = enter(holder, step, at)
    }
  }

  #content(node: AST.TOMLContentNode, key: string, depth: number, at = positionOf(node)): Growing {
    if (depth > MAX_DEPTH) throw new TooDeep(at)
    if (node.type === 'TOMLArray')
      return {
        at,
        elements: node.elements.map((item, index) => this.#content(item, `${key}[${index}]`, depth + 1)),
      }
    if (node.type === 'TOMLInlineTable') {
      const table: Growing = { at, members: new Map() }
      for (const entry of node.body) this.#entry(table, entry, key, depth)
      return table
    }
    return { at, scalar: this.#scalar(node, key) }
  }

  #scalar(node: AST.TOMLValue, key: string): unknown {
    const at = positionOf(node)
    const tell = (expected: string, received: string) => this.faults.push({ at, key, expected, received })
    switch (node.kind) {
      case 'string':
      case 'boolean':
        return node.value
      case 'integer':
      case 'float':
        if (isRounded(node.value, node.number)) tell(UNROUNDED, node.number)
        return node.value
      default:
        tell(`text: write it in quotes ("${node.datetime}")`, `TOML's ${node.kind.replaceAll('-', ' ')}`)
        // Read as what it was meant for, so that nothing more is said of it.
        return node.datetime
    }
  }

  #isReserved(name: string, key: string, at: Position): boolean {
    const expected = reservedName(name)
    if (expected !== undefined) this.faults.push({ at, key, expected })
    return expected !== undefined
  }
}

function positionOf({ loc: { start } }: AST.TOMLNode): Position {
  return { line: start.line, column: start.column + 1 }
}

function pathTo(key: string, step: string | number): string {
  if (typeof step === 'number') return `${key}[${step}]`
  return key === '' ? step : `${key}.${step}`
}

function membersOf(table: Growing): Map<string, Growing> {
  table.members ??= new Map()
  return table.members
}

function enter(table: Growing, step: string | number, at: Position): Growing {
  if (typeof step === 'number') {
    table.elements ??= []
    const held = table.elements[step]
    if (held !== undefined) return held
    const made: Growing = { at }
    table.elements[step] = made
    return made
  }
  const members = membersOf(table)
  const held = members.get(step)
  if (held !== undefined) return held
  const made: Growing = { at }
  members.set(step, made)
  return made
}

function finished({ at, members, elements, scalar }: Growing): Part {
  if (elements !== undefined) {
    const parts = elements.map(finished)
    return { at, value: parts.map(({ value }) => value), parts: new Map(parts.entries()) }
  }
  if (members === undefined) return { at, value: scalar }
  const parts = new Map([...members].map(([name, member]) => [name, finished(member)] as const))
  const value: Record<string, unknown> = Object.create(null)
  for (const [name, part] of parts) value[name] = part.value
  return { at, value, parts }
}
