import { resolve } from 'node:path'
import { compileTable } from '../feeds/compile.ts'
import { formatHeading, formatProgress } from '../feeds/progress.ts'
import { SHIPPED_SOURCES } from '../feeds/sources.ts'
import { noStore } from '../feeds/store.ts'
import { TRANSPORT } from '../feeds/transport.ts'
import { compileInput, type UsableFeed, updateFeeds } from '../feeds/update.ts'
import { LocalEdgeError } from '../local-edge/local-edge-error.ts'

/** A table of the raw lists in a folder, as `npm run feeds -- --from DIR` makes it; nothing is kept. */
export async function compileDirectory(
  directory: string,
  progress: (line: string) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  progress(formatHeading(SHIPPED_SOURCES))
  const options = {
    origin: { kind: 'directory', path: resolve(directory) },
    store: noStore(),
    transport: TRANSPORT,
    env: {},
    acceptShrunk: new Set<string>(),
  } as const
  const results = await updateFeeds(SHIPPED_SOURCES, options, (result) => {
    // What is not in the folder is no news; what is there and cannot be used is.
    if (result.state !== 'missing' || result.why === 'failed')
      progress(formatProgress(result, SHIPPED_SOURCES))
  })
  const usable = results.filter((result): result is UsableFeed => result.state !== 'missing')
  if (usable.length === 0)
    throw new LocalEdgeError(`${directory}: there is no list in it (npm run feeds -- --list names the files)`)
  return compileTable(usable.map(compileInput), TRANSPORT.now()).bytes
}
