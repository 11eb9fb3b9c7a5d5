import { type BundledModule, TABLE_MODULES } from './modules.ts'
import { evaluatedAtStart, type Size, sizeOf } from './parts.ts'
import { mappedSpans } from './source-spans.ts'

/** What the request path consists of, by the folders its code was written in. The first that fits counts. */
const AREAS: readonly (readonly [string, RegExp])[] = [
  ['hono', /^node_modules\/hono\//],
  ['tokens', /^(?:node_modules\/jose|src\/session|src\/verify)\//],
  ['configuration', /^(?:node_modules\/valibot|src\/config)\//],
  ['policy', /^src\/(?:policy|signals)\//],
  ['request', /^src\/(?:request|observations|net)\//],
  ['tables', /^src\/tables\//],
  ['state', /^src\/state\//],
  ['texts', /^src\/texts\//],
  ['enforcement', /^src\/(?:enforcement|middleware|routes)\//],
  ['records', /^src\/telemetry\//],
]
const REST = 'rest'

/**
 * The request path by area. Each is compressed alone here, so that they come to more than the whole, which is compressed
 * in one stream.
 */
export function requestPathByArea(modules: readonly BundledModule[]): Readonly<Record<string, Size>> {
  const atStart = evaluatedAtStart(modules)
  const texts = new Map<string, Uint8Array[]>(
    [...AREAS.map(([name]) => name), REST].map((name) => [name, []]),
  )
  for (const module of modules) {
    if (!atStart.has(module.name) || TABLE_MODULES.includes(module.name)) continue
    for (const { source, text } of mappedSpans(module.code, module.map)) {
      const [area = REST] = AREAS.find(([, pattern]) => pattern.test(source)) ?? []
      texts.get(area)?.push(Buffer.from(text))
    }
  }
  return Object.fromEntries(
    [...texts].map(([name, spans]) => [name, { ...sizeOf(spans), modules: spans.length > 0 ? 1 : 0 }]),
  )
}
