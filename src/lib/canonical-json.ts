/**
 * The one JSON text of a value (RFC 8785, JCS), so that equal values have equal hashes.
 *
 * Members are sorted by UTF-16 code units and those that are `undefined` left out; numbers are written as ECMAScript
 * writes them. Throws `TypeError` for what JSON cannot say and `JSON.stringify` would drop or change in silence:
 * non-finite numbers, bigints, functions, symbols, `undefined` outside an object, lone surrogates (§3.2.2.2), and
 * objects of a class (a `Map` or `Date` would hash as `{}`). The value must not contain itself.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      // §3.2.2.3: NaN and the infinities are an error. JSON.stringify writes -0 as 0, as the RFC wants.
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no non-finite numbers')
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value)
    default:
      throw new TypeError(`canonical JSON has no ${typeof value}`)
  }
}

function canonicalArray(items: readonly unknown[]): string {
  // Not map(): it would skip the holes of a sparse array.
  return `[${Array.from(items, (item) => canonicalJson(item)).join(',')}]`
}

function canonicalObject(object: object): string {
  // Plain in any realm: no prototype, or one that has none itself.
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError('canonical JSON has no class instances')
  }
  const members: string[] = []
  // §3.2.3 sorts by code units, which is what sort() does without a comparator.
  for (const name of Object.keys(object).sort()) {
    const member = (object as Record<string, unknown>)[name]
    if (member !== undefined) members.push(`${canonicalString(name)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON has no lone surrogates')
  return JSON.stringify(text)
}
