/** A worker of a benchmark in a `workerd` of its own, to which subjects are posted one by one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleWorker } from '../tools/local-edge/bundle.ts'
import { PROJECT_ROOT } from '../tools/project.ts'
import { COMPLAINTS, startWorkerd } from './load/workerd.ts'

const COMPATIBILITY_DATE = '2026-10-23'

export interface InWorkerd {
  readonly pid: number
  /** What the worker answers. Rejects with it where that is no success. */
  readonly post: (pathAndQuery: string, body?: string | ArrayBuffer) => Promise<string>
  /** The same, and how long it took by the clock out here. */
  readonly wallMicros: (pathAndQuery: string) => Promise<number>
}

const bundles = new Map<string, Promise<string>>()

function bundled(entry: string): Promise<string> {
  const made = bundles.get(entry) ?? bundleWorker(join(PROJECT_ROOT, entry), PROJECT_ROOT)
  bundles.set(entry, made)
  return made
}

/**
 * Runs with a fresh process, which is gone afterwards.
 * @param entry path of the worker, from the root of the project on
 */
export async function inWorkerd<T>(entry: string, use: (worker: InWorkerd) => Promise<T>): Promise<T> {
  const script = await bundled(entry)
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  let stop = () => {}
  const cleanUp = () => {
    stop()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', cleanUp)
  try {
    const file = join(folder, 'worker.js')
    writeFileSync(file, script)
    const { pid, port } = await startWorkerd(
      {
        modules: [{ name: 'worker.js', kind: 'esModule', file }],
        variables: {},
        durableObjects: {},
        kv: {},
        compatibilityDate: COMPATIBILITY_DATE,
        outbound: undefined,
        cfHeader: 'bench-cf',
      },
      {
        folder,
        onSpawn: (kill) => {
          stop = kill
        },
      },
    )
    return await use(reached(pid, port, folder))
  } finally {
    cleanUp()
    process.off('exit', cleanUp)
  }
}

const SHOWN_CHARACTERS = 4_000

function saidIn(folder: string): string {
  return readFileSync(join(folder, COMPLAINTS), 'utf8').slice(0, SHOWN_CHARACTERS)
}

function reached(pid: number, port: number, folder: string): InWorkerd {
  async function post(pathAndQuery: string, body?: string | ArrayBuffer): Promise<string> {
    const url = `http://127.0.0.1:${port}${pathAndQuery}`
    const answer = await fetch(url, { method: 'POST', ...(body === undefined ? {} : { body }) }).catch(
      (error: unknown) => {
        throw new Error(`${pathAndQuery}: no answer; workerd says: ${saidIn(folder)}`, { cause: error })
      },
    )
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${pathAndQuery}: ${answer.status} ${text}`)
    return text
  }
  return {
    pid,
    post,
    async wallMicros(pathAndQuery) {
      const before = performance.now()
      await post(pathAndQuery)
      return (performance.now() - before) * 1000
    },
  }
}
