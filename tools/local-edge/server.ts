import { join } from 'node:path'
import {
  convertV4MiniflareOptions,
  Log,
  LogLevel,
  Miniflare,
  type Request,
  Response,
  type V4WorkerOptions,
} from 'miniflare'
import { ensureFeedTable } from '../feed-table-file.ts'
import { ensureBundledPolicy } from '../policy-file.ts'
import { PROJECT_ROOT } from '../project.ts'
import { bundleWorker } from './bundle.ts'
import { type ConfigurationOptions, readConfiguration } from './configuration.ts'
import { LocalEdgeError } from './local-edge-error.ts'
import { type Lookup, openLookup } from './lookup.ts'
import { freePort, HOST, isPortFree } from './ports.ts'

export type LocalEdgeOptions = Partial<Omit<ConfigurationOptions, 'port'>> & {
  /** Default: one that is free. */
  readonly port?: number
  /** The origin as a module worker's source, instead of the echo worker; not together with `originUrl`. */
  readonly originScript?: string
  /** The edge's own entry, a path; for tests of the local edge itself. */
  readonly entry?: string
  /** A prefix table, a path. Default: that of the build, which is empty without `npm run feeds`. */
  readonly prefixTable?: string
  /** Gets each line that the workers write to the console, as they come. */
  readonly onLog?: (line: string) => void
  /** Gets a line about what takes long. */
  readonly progress?: (line: string) => void
}

export type LocalEdge = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  /** The latest lines that the workers wrote to the console, at most 10,000. */
  readonly logs: readonly string[]
  stop(): Promise<void>
}

const MAX_LOG_LINES = 10_000

/**
 * Serves the product with its production configuration on this machine, behind an edge that does as the `Sim-*`
 * headers say. Rejects with `LocalEdgeError` for what the caller can put right.
 */
export async function startLocalEdge(options: LocalEdgeOptions = {}): Promise<LocalEdge> {
  const { originUrl, originScript, progress = () => {}, onLog = () => {} } = options
  const port = options.port ?? (await freePort())
  if (!(await isPortFree(port))) {
    throw new LocalEdgeError(
      `port ${port} of ${HOST} is in use: stop what listens there, or choose another --port`,
    )
  }
  ensureFeedTable()
  ensureBundledPolicy()
  const here = (name: string) => join(PROJECT_ROOT, 'tools', 'local-edge', name)
  const config = options.config ?? join(PROJECT_ROOT, 'wrangler.toml')
  const [configuration, edge, origin, lookup] = await Promise.all([
    readConfiguration({ ...options, port, config }),
    bundleWorker(options.entry ?? here('entry.ts'), PROJECT_ROOT, options.prefixTable),
    originScript ?? (originUrl === undefined ? bundleWorker(here('origin.ts'), PROJECT_ROOT) : undefined),
    openLookup(progress),
  ])

  const workers: V4WorkerOptions[] = [
    {
      ...configuration,
      name: 'edge',
      modules: true,
      script: edge,
      serviceBindings: {
        ...configuration.serviceBindings,
        LOOKUP: (request) => answerLookup(lookup, request),
        ...(origin === undefined ? {} : { ORIGIN: 'origin' }),
      },
      // Its own socket, past miniflare's entry, which would normalise URLs, fold repeated headers, invent a
      // request.cf, and let MF-CF-Blob set one.
      unsafeDirectSockets: [{ host: HOST, port }],
    },
  ]
  if (origin !== undefined) {
    const { compatibilityDate = '', compatibilityFlags = [] } = configuration
    workers.push({ name: 'origin', modules: true, script: origin, compatibilityDate, compatibilityFlags })
  }

  const logs: string[] = []
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers,
      host: HOST,
      port: 0,
      cf: false,
      logRequests: false,
      log: new Log(LogLevel.WARN),
      handleStructuredLogs: ({ message }) => {
        for (const line of message.split('\n')) {
          logs.push(line)
          if (logs.length > MAX_LOG_LINES) logs.shift()
          onLog(line)
        }
      },
    }),
  )
  await miniflare.ready
  return { url: `http://${HOST}:${port}`, logs, stop: () => miniflare.dispose() }
}

function answerLookup(lookup: Lookup, request: Request): Response {
  const found = lookup.cf(new URL(request.url).searchParams.get('address') ?? '')
  return found === undefined ? new Response('not an address', { status: 404 }) : Response.json(found)
}
