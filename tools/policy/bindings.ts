/** A stand-in that looks bound, and that nothing here calls. */
const NAMESPACE = Object.freeze({ getByName: refuse, get: refuse })
const STORE = Object.freeze({ get: refuse })
const SERVICE = Object.freeze({ fetch: refuse })

function refuse(): never {
  throw new Error('nothing is bound here')
}

/** Where `wrangler.toml` says what is bound, under which member its name stands, and what the gate then finds. */
const KINDS = [
  { list: 'kv_namespaces', name: 'binding', standIn: STORE },
  { list: 'r2_buckets', name: 'binding', standIn: STORE },
  { list: 'services', name: 'binding', standIn: SERVICE },
] as const

/**
 * Stand-ins for what an environment of `wrangler.toml` binds, so that its variables can be checked as on the platform:
 * a forgotten binding is a fault there, too.
 *
 * @param environment as read from a file: nothing of its shape is taken for granted
 */
export function bindingsOf(environment: unknown): Readonly<Record<string, object>> {
  const bound: Record<string, object> = {}
  for (const { list, name, standIn } of KINDS)
    for (const entry of listOf(environment, list)) add(bound, member(entry, name), standIn)
  for (const entry of listOf(member(environment, 'durable_objects'), 'bindings'))
    add(bound, member(entry, 'name'), NAMESPACE)
  return bound
}

function add(bound: Record<string, object>, name: unknown, standIn: object): void {
  if (typeof name === 'string') bound[name] = standIn
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = member(value, name)
  return Array.isArray(list) ? list : []
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
