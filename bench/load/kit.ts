import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wranglerOptions } from '../../tools/local-edge/wrangler-options.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { generateCredentialSecret, generateSigningKey } from '../../tools/signing-keys.ts'
import { bundleCordon, bundlePeer } from './bundle.ts'
import type { WorkerConfig, WorkerModule, WorkerParts } from './capnp.ts'
import { madeUpTable } from './made-up-table.ts'
import { CF_HEADER } from './request.ts'
import { startWorkerd, type Workerd } from './workerd.ts'

const MILLION = 1_000_000

/** What subjects are made of; each thing is made when the first of them asks for it. */
export interface Kit {
  /** @param from the folder that it is in, where that is another one */
  readonly peer: (name: string, from?: string) => Promise<readonly WorkerModule[]>
  readonly cordon: () => Promise<readonly WorkerModule[]>
  /** Variables as `wrangler.toml` has them, with secrets. */
  readonly shipped: () => Promise<Readonly<Record<string, unknown>>>
  readonly millionPrefixes: () => Promise<{ readonly file: string; readonly address: string }>
  /** A subject's process, in front of the shared origin unless it says of another one. */
  readonly start: (name: string, worker: WorkerParts, inspector?: boolean) => Promise<Workerd>
  /** A process that stands for something outside the Worker, and is not measured. */
  readonly helper: (name: string, worker: WorkerParts) => Promise<string>
}

/** Runs with a kit, whose processes and files are gone afterwards. */
export async function withKit<T>(use: (kit: Kit) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  const stops: (() => void)[] = []
  const cleanUp = () => {
    for (const stop of stops) stop()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', cleanUp)
  try {
    return await use(makeKit(folder, (stop) => stops.push(stop)))
  } finally {
    cleanUp()
    process.off('exit', cleanUp)
  }
}

function makeKit(folder: string, onSpawn: (stop: () => void) => void): Kit {
  const built = join(folder, 'built')
  mkdirSync(built)
  const production = once(() => wranglerOptions(join(PROJECT_ROOT, 'wrangler.toml'), undefined))
  const helpers = new Map<string, Promise<string>>()

  async function run(name: string, worker: WorkerParts, outbound?: string, inspector = false) {
    const { compatibilityDate = '' } = await production()
    const config: Omit<WorkerConfig, 'storage'> = {
      variables: {},
      durableObjects: {},
      kv: {},
      ...worker,
      compatibilityDate,
      outbound,
      cfHeader: CF_HEADER,
    }
    return startWorkerd(config, { folder: join(folder, name), inspector, onSpawn })
  }

  function helper(name: string, worker: WorkerParts): Promise<string> {
    const held = helpers.get(name) ?? run(name, worker).then(({ port }) => `127.0.0.1:${port}`)
    helpers.set(name, held)
    return held
  }

  const origin = once(async () => helper('origin', { modules: await bundlePeer('origin', built) }))
  return {
    helper,
    peer: (name, from) => bundlePeer(name, built, from),
    cordon: once(async () => bundleCordon(join(built, 'cordon'))),
    shipped: once(async () => ({
      ...(await production()).bindings,
      SIGNING_KEYS: JSON.stringify({ keys: [await generateSigningKey('ES256')] }),
      CREDENTIAL_SECRET: generateCredentialSecret(),
    })),
    millionPrefixes: once(async () => {
      const { bytes, address } = madeUpTable(MILLION)
      const file = join(built, 'million.bin')
      writeFileSync(file, bytes)
      return { file, address }
    }),
    start: async (name, worker, inspector) =>
      run(name, worker, worker.outbound ?? (await origin()), inspector),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
