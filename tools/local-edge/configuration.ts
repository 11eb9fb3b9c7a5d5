import { existsSync } from 'node:fs'
import type { V4WorkerOptionsShape } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { LocalEdgeError } from './local-edge-error.ts'
import { localSecrets } from './local-secrets.ts'
import { HOST } from './ports.ts'

export type ConfigurationOptions = {
  readonly port: number
  /** Path of a wrangler.toml. */
  readonly config: string
  /** An environment of it, `[env.<name>]`. */
  readonly environment?: string
  /** Another origin than the echo worker. */
  readonly originUrl?: string
  /** Counts before everything else; `undefined` removes a variable. */
  readonly vars?: Readonly<Record<string, unknown>>
}

type Variables = NonNullable<V4WorkerOptionsShape['bindings']>

/** The production configuration as miniflare takes it, with only origin, keys, storage and names replaced. */
export async function readConfiguration(options: ConfigurationOptions): Promise<V4WorkerOptionsShape> {
  const { config, environment } = options
  if (!existsSync(config)) throw new LocalEdgeError(`--config: there is no file ${config}`)
  const read = readWranglerConfig(config, environment)
  // The rules say how wrangler would collect modules; here esbuild has made one of them all.
  const { modulesRules: _, ...found } = unstable_getMiniflareWorkerOptions(read, environment).workerOptions
  // wrangler's own type of this loses the names of the properties.
  const production: V4WorkerOptionsShape = found
  const { ORIGIN: __, ...serviceBindings } = production.serviceBindings ?? {}
  const bindings = await variablesFor(options, production.bindings ?? {})
  return { ...production, serviceBindings, bindings }
}

function readWranglerConfig(config: string, environment: string | undefined) {
  try {
    const read = unstable_readConfig({ config, ...(environment === undefined ? {} : { env: environment }) })
    // The local edge makes its own secrets; that the deployment's are not on this machine is no news.
    return { ...read, secrets: undefined }
  } catch (error) {
    // What the user can put right carries this in wrangler; anything else is a bug and keeps its stack.
    if (error instanceof Error && 'telemetryMessage' in error) throw new LocalEdgeError(error.message)
    throw error
  }
}

async function variablesFor(
  { port, originUrl, vars = {} }: ConfigurationOptions,
  production: Variables,
): Promise<Variables> {
  const { ORIGIN_URL: _, ORIGIN_MODE: __, ...kept } = production
  const all = {
    ...kept,
    HOSTS: [HOST, 'localhost', '[::1]'],
    ISSUER: `http://${HOST}:${port}`,
    SESSION_ISSUE: 'all',
    ...(await localSecrets()),
    ...(originUrl === undefined ? {} : { ORIGIN_URL: originUrl }),
    ...vars,
  }
  const present = Object.entries(all).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Variables
}
