import { foldCase } from './fold-case.ts'

/** The reference tokens of a JSON pointer (RFC 6901 §3), unescaped; operators write it, and the schema has seen its form. */
export function parseJsonPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const INDEX = /^(?:0|[1-9]\d*)$/

/**
 * What every reader of a document finds at a pointer (RFC 6901 §4); `undefined` where there is nothing, or where readers
 * differ: many match the names of members without regard to case (Go's `encoding/json`, .NET), so that beside `model` a
 * member `Model` may be the one that counts.
 *
 * @param document as `parseStrictJson` gives it; attackers write it
 */
export function valueAt(document: unknown, tokens: readonly string[]): unknown {
  let value = document
  for (const token of tokens) value = Array.isArray(value) ? elementOf(value, token) : memberOf(value, token)
  return value
}

function elementOf(array: readonly unknown[], token: string): unknown {
  return INDEX.test(token) ? array[Number(token)] : undefined
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const folded = foldCase(name)
  const isAlone = Object.keys(value).every((other) => other === name || !foldsTo(other, folded))
  return isAlone ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

/** Whether it is this text but for case. Names are mostly ASCII, and there may be a hundred thousand of them. */
function foldsTo(text: string, folded: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return foldCase(text) === folded
    const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code
    if (lower !== folded.charCodeAt(i)) return false
  }
  return text.length === folded.length
}
