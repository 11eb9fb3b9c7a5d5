import { gzipSync } from 'node:zlib'
import { type BundledModule, ENTRY, TABLE_MODULES } from './modules.ts'

/**
 * What the Worker is made of, by when it is needed. The request path is everything that is evaluated before the first
 * request: reading the configuration, deciding, forwarding. Of the rest an isolate evaluates what somebody asks for.
 */
export const PARTS = ['request path', 'tables', 'texts', 'pages', 'admin', 'Control', 'endpoints'] as const
export type Part = (typeof PARTS)[number]

/** By the first that fits one of a module's sources; what fits none serves an endpoint of ours. */
const LAZY_PARTS: readonly (readonly [Part, RegExp])[] = [
  ['texts', /^src\/texts\/locales\//],
  ['pages', /^src\/pages\/|^src\/texts\/place-name\.ts$|^node_modules\/hono\/dist\/(?:jsx|helper\/html)\//],
  ['admin', /^src\/(?:admin\/|routes\/admin|entrypoints\/admin|policy\/lint|config\/policy-signature\.ts$)/],
  ['Control', /^src\/state\/control\//],
]

/** The names of the modules that are evaluated before the first request; tables written as code are among them. */
export function evaluatedAtStart(modules: readonly BundledModule[]): ReadonlySet<string> {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const reached = new Set([ENTRY])
  for (const name of reached) for (const imported of byName.get(name)?.imports ?? []) reached.add(imported)
  return reached
}

export function partOf({ name, sources }: BundledModule, atStart: ReadonlySet<string>): Part {
  if (TABLE_MODULES.includes(name)) return 'tables'
  if (atStart.has(name)) return 'request path'
  const [part] = LAZY_PARTS.find(([, pattern]) => sources.some((source) => pattern.test(source))) ?? []
  return part ?? 'endpoints'
}

export interface Size {
  readonly rawBytes: number
  /** Of all of it in one stream, as wrangler counts what it uploads. */
  readonly gzipBytes: number
  /** How many modules. */
  readonly modules: number
}

/** @param table the prefix table, a module of bytes beside the code */
export function sizesByPart(
  modules: readonly BundledModule[],
  table: Uint8Array,
): Readonly<Record<Part, Size>> {
  const atStart = evaluatedAtStart(modules)
  const contents = Object.fromEntries(PARTS.map((part) => [part, [] as Uint8Array[]])) as Record<
    Part,
    Uint8Array[]
  >
  for (const module of modules) contents[partOf(module, atStart)].push(Buffer.from(module.code))
  contents.tables.push(table)
  return Object.fromEntries(PARTS.map((part) => [part, sizeOf(contents[part])])) as Record<Part, Size>
}

export function sizeOf(contents: readonly Uint8Array[]): Size {
  const whole = Buffer.concat(contents)
  return { rawBytes: whole.length, gzipBytes: gzipSync(whole).length, modules: contents.length }
}

export function sizesText(sizes: Readonly<Record<string, Size>>): string {
  const kib = (bytes: number) => (bytes / 1024).toFixed(1).padStart(8)
  const row = (name: string, { rawBytes, gzipBytes, modules }: Size) =>
    `${name.padEnd(16)}${String(modules).padStart(7)}${kib(rawBytes)}${kib(gzipBytes)}`
  const head = `${'part'.padEnd(16)}modules${'KiB'.padStart(8)}${'gzip'.padStart(8)}`
  return [head, ...Object.entries(sizes).map(([name, size]) => row(name, size))].join('\n')
}
