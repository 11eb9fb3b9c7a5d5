/**
 * npm run bench:control [-- --revocations N,N] [--rounds N] [--short] [--json FILE]: how many reads a second the one
 * `Control` object bears in workerd, and what a complete read takes, by the number of revocations in force; and so what
 * many isolates cost. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { bundleWorker } from '../../tools/local-edge/bundle.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'

const AT_ONCE = 32
const ISOLATES = 2_000
/** An isolate with traffic reads every 15 to 20 seconds, one with little every fifty. */
const READ_EVERY_SECONDS = [17.5, 50] as const

interface Row {
  readonly revocations: number
  readonly readsPerSecond: readonly number[]
  /** From asking to holding it; the part of it that is the object and the way; the same where nothing is ready. */
  readonly completeMillis: readonly number[]
  readonly answeredMillis: readonly number[]
  readonly madeMillis: readonly number[]
  readonly completeBytes: number
}

const { values: options } = parseArgs({
  options: {
    revocations: { type: 'string' },
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const sizes = (options.revocations ?? (options.short ? '0,1000' : '0,10000,50000')).split(',').map(Number)
const rounds = Number(options.rounds ?? (options.short ? 3 : 7))
const reads = options.short ? 500 : 5_000
const completeReads = options.short ? 2 : 5

const rows = await measure()
console.log('\nmedian (least–most)                           complete read, ms')
console.log(
  'revocations   unchanged reads a second                   all        object and way   likewise, not ready      KB',
)
for (const row of rows)
  console.log(
    row.revocations.toLocaleString('en').padStart(11) +
      spread(row.readsPerSecond, 0).padStart(27) +
      spread(row.completeMillis, 1).padStart(22) +
      spread(row.answeredMillis, 1).padStart(22) +
      spread(row.madeMillis, 1).padStart(22) +
      (row.completeBytes / 1024).toFixed(0).padStart(8),
  )
const [often, seldom] = READ_EVERY_SECONDS.map((seconds) => Math.round(ISOLATES / seconds))
const bears = Math.min(...rows.map(({ readsPerSecond }) => median(readsPerSecond)))
console.log(
  `\n${ISOLATES.toLocaleString('en')} isolates read ${seldom}–${often} times a second:` +
    ` ${share(seldom, bears)}–${share(often, bears)} of the least of these medians, where nothing changes.`,
)
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)

async function measure(): Promise<Row[]> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundleWorker(join(PROJECT_ROOT, 'bench/control/worker.ts'), PROJECT_ROOT),
      compatibilityDate: '2026-10-23',
      durableObjects: { CONTROL: { className: 'ControlObject', useSQLite: true } },
      log: new Log(LogLevel.ERROR),
      cf: false,
    }),
  )
  try {
    const url = await miniflare.ready
    const call = async (path: string, query: Readonly<Record<string, number>> = {}) => {
      const parameters = Object.entries(query).map(([name, value]) => [name, String(value)])
      const answer = await fetch(new URL(`${path}?${new URLSearchParams(parameters)}`, url))
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.arrayBuffer()
    }
    const secondsOf = async (path: string, count: number, atOnce: number, from = 0) => {
      const before = performance.now()
      await call(path, { count, 'at-once': atOnce, from })
      return (performance.now() - before) / 1000
    }
    const made: Row[] = []
    let filled = 0
    for (const revocations of sizes) {
      await call('/fill', { from: filled, count: revocations - filled, 'at-once': AT_ONCE })
      filled = revocations
      await secondsOf('/unchanged', reads, AT_ONCE, revocations)
      const readsPerSecond: number[] = []
      const completeMillis: number[] = []
      const answeredMillis: number[] = []
      const madeMillis: number[] = []
      const millisOf = async (path: string, from = 0) =>
        ((await secondsOf(path, completeReads, 1, from)) * 1000) / completeReads
      for (let round = 0; round < rounds; round++) {
        readsPerSecond.push(reads / (await secondsOf('/unchanged', reads, AT_ONCE, revocations)))
        madeMillis.push(await millisOf('/made', made.length * rounds * completeReads + round * completeReads))
        completeMillis.push(await millisOf('/complete'))
        answeredMillis.push(await millisOf('/answered'))
      }
      const { byteLength } = await call('/bytes')
      made.push({
        ...{ revocations, readsPerSecond, completeMillis, answeredMillis, madeMillis },
        completeBytes: byteLength,
      })
    }
    return made
  } finally {
    await miniflare.dispose()
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

function spread(values: readonly number[], digits: number): string {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value.toFixed(digits),
  )
  return `${middle} (${least}–${most})`
}

function share(of = 0, whole: number): string {
  return `${((of / whole) * 100).toFixed(1)} %`
}
