import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import type { Readable } from 'node:stream'
import { capnpConfig, socketName, type WorkerConfig } from './capnp.ts'

export interface Workerd {
  readonly pid: number
  readonly port: number
  /** Of every isolate; `port` is the first. */
  readonly ports: readonly number[]
  /** Undefined unless asked for. */
  readonly inspectorPort: number | undefined
}

interface StartOptions {
  /** Where the configuration and what the process complains of are written; made where it does not exist. */
  readonly folder: string
  readonly inspector?: boolean
  /** Called as soon as there is a process, so that none is left behind whatever happens. */
  readonly onSpawn: (stop: () => void) => void
}

/** In its folder: what the process has written to stderr. */
export const COMPLAINTS = 'stderr.txt'
const START_TIMEOUT_MILLIS = 30_000
const SHOWN_CHARACTERS = 4_000

/** A `workerd serve` process of its own. Rejects with what it said where it does not start. */
export async function startWorkerd(
  config: Omit<WorkerConfig, 'storage'>,
  { folder, inspector = false, onSpawn }: StartOptions,
): Promise<Workerd> {
  const storage = join(folder, 'objects')
  mkdirSync(storage, { recursive: true })
  const configFile = join(folder, 'config.capnp')
  const complaints = join(folder, COMPLAINTS)
  // `embed` takes an absolute path for one of a library.
  const modules = config.modules.map((module) => ({ ...module, file: relative(folder, module.file) }))
  writeFileSync(configFile, capnpConfig({ ...config, modules, storage }))
  const stderr = openSync(complaints, 'w')
  const inspect = inspector ? ['--inspector-addr=127.0.0.1:0'] : []
  const child = spawn(binary(), ['serve', '--control-fd=3', ...inspect, configFile], {
    // What workers log goes nowhere, as cheaply as can be.
    stdio: ['ignore', 'ignore', stderr, 'pipe'],
  })
  closeSync(stderr)
  const stop = () => {
    child.kill('SIGKILL')
  }
  onSpawn(stop)
  try {
    const { isolates = 1 } = config
    const told = await listening(child, isolates + (inspector ? 1 : 0))
    const { pid } = child
    const ports = Array.from({ length: isolates }, (_, isolate) => told.get(socketName(isolate)))
    const [port] = ports
    if (pid === undefined || port === undefined || !ports.every((one) => one !== undefined))
      throw new Error('it does not say where it listens')
    return { pid, port, ports, inspectorPort: told.get('inspector') }
  } catch (error) {
    stop()
    const said = readFileSync(complaints, 'utf8').slice(0, SHOWN_CHARACTERS)
    throw new Error(`workerd has not started (${folder}): ${said || String(error)}`)
  }
}

function binary(): string {
  const workerd: unknown = createRequire(import.meta.url)('workerd')
  const path = (workerd as { readonly default?: unknown }).default
  if (typeof path !== 'string') throw new Error('the package workerd does not say where its program is')
  return path
}

interface ControlMessage {
  readonly event: string
  readonly socket?: string
  readonly port?: number
}

/** Socket name → port, once that many are told; the inspector's is called `inspector`. */
function listening(child: ChildProcess, count: number): Promise<ReadonlyMap<string, number>> {
  const control = child.stdio[3] as Readable
  const ports = new Map<string, number>()
  let text = ''
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it has not answered in time')), START_TIMEOUT_MILLIS)
    timer.unref()
    child.once('error', reject)
    child.once('exit', (status, signal) => reject(new Error(`it has ended: ${status ?? signal}`)))
    control.setEncoding('utf8')
    control.on('data', (piece: string) => {
      text += piece
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const { event, socket, port } = JSON.parse(line) as ControlMessage
        const name = event === 'listen-inspector' ? 'inspector' : socket
        if (name !== undefined && port !== undefined) ports.set(name, port)
      }
      if (ports.size < count) return
      clearTimeout(timer)
      resolve(ports)
    })
  })
}
