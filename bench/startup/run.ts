/**
 * npm run bench:startup [-- --rounds N] [--json FILE] [--help]: what the Worker weighs by part, what CPU a cold start takes, and
 * what memory an isolate holds with all tables loaded. Needs Linux.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError, usageMessage } from '../../tools/usage-error.ts'
import { requestPathByArea } from '../../tools/worker-bundle/areas.ts'
import { bundledWorker } from '../../tools/worker-bundle/bundle-worker.ts'
import { sizesByPart, sizesText } from '../../tools/worker-bundle/parts.ts'
import { withKit } from '../load/kit.ts'
import { progressLine } from '../load/progress.ts'
import { type Spread, spreadOf } from '../load/statistics.ts'
import { type ColdStart, coldStarts } from './cold-start.ts'
import { type Memory, memoryOf } from './memory.ts'

const ROUNDS = 15

const STEPS = {
  compileMillis: 'compile all modules',
  evaluateMillis: 'evaluate the entry',
  firstAnswerMillis: 'first answer',
} as const satisfies Record<keyof ColdStart, string>

type Spreads = Readonly<Record<keyof ColdStart, Spread>>

function spreadsOf(starts: readonly ColdStart[]): Spreads {
  const of = (step: keyof ColdStart) => spreadOf(starts.map((start) => start[step]))
  return {
    compileMillis: of('compileMillis'),
    evaluateMillis: of('evaluateMillis'),
    firstAnswerMillis: of('firstAnswerMillis'),
  }
}

function startsText(spreads: Spreads): string {
  return Object.entries(STEPS)
    .map(([step, name]) => {
      const { median, least, most } = spreads[step as keyof ColdStart]
      return `${name.padEnd(30)}${median.toFixed(1).padStart(7)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`
    })
    .join('\n')
}

function memoryText(memory: ReadonlyMap<string, Memory>): string {
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1).padStart(10)
  const head = `${'MiB'.padEnd(30)}${'heap'.padStart(10)}${'buffers'.padStart(10)}${'process'.padStart(10)}`
  const rows = [...memory].map(
    ([name, { heapBytes, buffersBytes, residentBytes }]) =>
      `${name.padEnd(30)}${mib(heapBytes)}${mib(buffersBytes)}${mib(residentBytes)}`,
  )
  return [head, ...rows].join('\n')
}

function readRounds(text: string | undefined): number {
  if (text === undefined) return ROUNDS
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError('--rounds wants a whole number from 1 to 999')
  return Number(text)
}

const HELP = `Usage: npm run bench:startup [-- options]

What the Worker weighs by part, what CPU a cold start takes beyond that of a worker that answers "ok", and what memory an
isolate holds with all tables loaded. Needs Linux.

  --rounds N          cold starts (default: ${ROUNDS})
  --json FILE         write figures
  --help
`

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(HELP)
  if (process.platform !== 'linux')
    throw new UsageError('this needs Linux, whose /proc says what a process has used (a container will do)')
  const rounds = readRounds(values.rounds)
  const progress = progressLine()
  const { modules, table } = await bundledWorker()
  const parts = sizesByPart(modules, table)
  const areas = requestPathByArea(modules)
  console.log(`${sizesText(parts)}\n\nthe request path, each area compressed alone:\n\n${sizesText(areas)}\n`)
  const measured = await withKit(async (kit) => {
    const start = await coldStarts(kit)
    const starts: ColdStart[] = []
    for (let round = 0; round < rounds; round++) {
      progress.show(`cold start ${round + 1} of ${rounds}`)
      starts.push(await start(round))
    }
    progress.clear()
    return { starts, memory: await memoryOf(kit) }
  })
  const spreads = spreadsOf(measured.starts)
  console.log(`CPU of a cold start beyond a worker that answers "ok", median of ${rounds} (least to most):\n`)
  console.log(`${startsText(spreads)}\n\n${memoryText(measured.memory)}`)
  if (values.json === undefined) return
  const figures = {
    parts,
    requestPath: areas,
    rounds,
    start: spreads,
    memory: Object.fromEntries(measured.memory),
  }
  writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(
    `bench:startup: ${usageMessage(error) ?? (error instanceof Error ? error.message : String(error))}`,
  )
  process.exitCode = 1
}
