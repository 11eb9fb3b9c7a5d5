import { existsSync } from 'node:fs'
import type { V4WorkerOptionsShape } from 'miniflare'
import { LocalEdgeError } from './local-edge-error.ts'
import { localSecrets } from './local-secrets.ts'
import { HOST } from './ports.ts'
import { wranglerOptions } from './wrangler-options.ts'

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
  const production = await wranglerOptions(config, environment)
  const { ORIGIN: _, ...serviceBindings } = production.serviceBindings ?? {}
  const bindings = await variablesFor(options, production.bindings ?? {})
  return { ...production, serviceBindings, bindings }
}

async function variablesFor(
  { port, originUrl, vars = {} }: ConfigurationOptions,
  production: Variables,
): Promise<Variables> {
  // Requests of all regions go to the one local origin.
  const { ORIGIN_URL: _, ORIGIN_MODE: __, ORIGIN_ROUTES: ___, ...kept } = production
  const { adminToken: ____, ...secrets } = await localSecrets()
  const all = {
    ...kept,
    HOSTS: [HOST, 'localhost', '[::1]'],
    ISSUER: `http://${HOST}:${port}`,
    SESSION_ISSUE: 'all',
    ...secrets,
    ...(originUrl === undefined ? {} : { ORIGIN_URL: originUrl }),
    ...vars,
  }
  const present = Object.entries(all).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Variables
}
