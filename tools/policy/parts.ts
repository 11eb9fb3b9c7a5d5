/** Where something stands in a file, both from 1 on. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A value read from a file, with where its parts begin: a member at its name, an element at its first character. */
export interface Part {
  readonly at: Position
  /** Tables have no prototype, so that nothing in a file is taken for a method. */
  readonly value: unknown
  readonly parts?: ReadonlyMap<string | number, Part>
}

/** Something in a file that is wrong whatever the file is for. */
export interface PartFault {
  readonly at: Position
  readonly key: string
  readonly expected: string
  readonly received?: string
}

export interface ReadFile {
  readonly root: Part
  readonly faults: readonly PartFault[]
}

/** Why a text cannot be read at all. */
export interface Unreadable {
  readonly at: Position
  readonly expected: string
}

/** As in JSON that clients send: nothing sound is nested deeper. */
export const MAX_DEPTH = 32
export const TOO_DEEP = `tables and lists at most ${MAX_DEPTH} inside one another`

export const UNROUNDED =
  'a number that can be held: whole ones below 2^53, larger ones with an exponent (1e26)'

/** Whether a number as written is another one once read, or none. */
export function isRounded(value: number, written: string): boolean {
  return !Number.isFinite(value) || (/^[-+]?[\d_]+$/.test(written) && !Number.isSafeInteger(value))
}

const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Names that readers in JavaScript may take for a prototype: what one checks, another does not see. */
export function reservedName(name: string): string | undefined {
  return RESERVED.has(name)
    ? `a name other than ${name}, which JavaScript takes for something else`
    : undefined
}

/**
 * The part that a key such as `POLICY.rules[2].when.signal` names, or the nearest one around it that is there. Names
 * with dots in them are found too: of the names that fit the longest counts.
 */
export function partAt(root: Part, key: string): Part {
  const step = nextStep(root, key)
  return step === undefined ? root : partAt(step.part, step.rest)
}

/** Whether the file has exactly this. */
export function hasPart(root: Part, key: string): boolean {
  if (key === '') return true
  const step = nextStep(root, key)
  return step !== undefined && hasPart(step.part, step.rest)
}

function nextStep({ parts }: Part, key: string): { readonly part: Part; readonly rest: string } | undefined {
  if (parts === undefined || key === '') return undefined
  const index = /^\[(\d+)\]/.exec(key)
  if (index !== null) {
    const part = parts.get(Number(index[1]))
    return part && { part, rest: key.slice(index[0].length) }
  }
  const text = key.startsWith('.') ? key.slice(1) : key
  let found: { readonly part: Part; readonly rest: string; readonly length: number } | undefined
  for (const [name, part] of parts) {
    if (typeof name !== 'string' || !text.startsWith(name) || name.length <= (found?.length ?? -1)) continue
    const rest = text.slice(name.length)
    if (rest === '' || rest.startsWith('.') || rest.startsWith('['))
      found = { part, rest, length: name.length }
  }
  return found
}
