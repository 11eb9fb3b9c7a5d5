import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { basename } from 'node:path'
import type { WorkerModule } from './capnp.ts'
import type { CallFrame } from './cpu-profile.ts'

export interface SourceName {
  readonly name: string
  /** Path and line from 1; empty for what is of the engine. */
  readonly source: string
}

/** What functions of minified modules are called where they were written, by the source maps beside the modules. */
export function sourceNames(modules: readonly WorkerModule[]): (frame: CallFrame) => SourceName {
  const maps = new Map(
    modules
      .filter(({ file }) => existsSync(`${file}.map`))
      .map(({ name, file }) => [name, new SourceMap(payloadOf(`${file}.map`))]),
  )
  return ({ functionName, url, lineNumber, columnNumber }) => {
    const name = functionName || '(anonymous)'
    const found = maps.get(basename(url))?.findEntry(lineNumber, columnNumber)
    if (found === undefined || !('originalSource' in found)) return { name, source: basename(url) }
    const path = found.originalSource
      .replace(/^(?:\.\.?\/)+/, '')
      .replace(/^.*?(src|node_modules|bench)\//, '$1/')
    const known = 'name' in found && typeof found.name === 'string' ? found.name : name
    return { name: known, source: `${path}:${found.originalLine + 1}` }
  }
}

function payloadOf(file: string): SourceMapPayload {
  return JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload
}
