/**
 * npm run bench:growth [-- --quick] [--only A,B] [--json FILE] [--svg FILE]: what the cost of a request grows with. See
 * bench/README.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { usageMessage } from '../../tools/usage-error.ts'
import { withKit } from '../load/kit.ts'
import { progressLine } from '../load/progress.ts'
import { DIMENSIONS } from './catalogue.ts'
import type { Curve } from './curve.ts'
import { helpText, readOptions } from './options.ts'
import type { Plan } from './plan.ts'
import { plot } from './plot.ts'
import { reportOf, reportText } from './report.ts'
import { measureRequests } from './requests/measure.ts'
import { measureSteps } from './steps.ts'

const NAMES = DIMENSIONS.map(({ name }) => name)
const FULL = { rounds: 7, seconds: 0.5, warmUpSeconds: 3, stepRounds: 7, stepMillis: 60 }
const QUICK = { rounds: 1, seconds: 0.3, warmUpSeconds: 0.5, stepRounds: 1, stepMillis: 10 }

async function run(args: string[]): Promise<void> {
  const options = readOptions(args, NAMES)
  if (options === undefined) return console.log(helpText(NAMES))
  if (process.platform !== 'linux')
    return fail('this needs Linux, whose /proc says what a process has used (a container will do).')
  const { quick, only, json, svg } = options
  const usual = quick ? QUICK : FULL
  const progress = progressLine()
  const curves = await withFolder((folder) =>
    measureAll(
      NAMES.filter((name) => only?.includes(name) ?? true),
      { quick, ...usual, rounds: options.rounds ?? usual.rounds, folder, progress: progress.show },
    ),
  ).finally(progress.clear)
  const report = reportOf(curves, { at: new Date().toISOString(), quick })
  console.log(reportText(report))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
  if (svg !== undefined) writeFileSync(svg, plot(report.curves))
}

function measureAll(names: readonly string[], plan: Plan): Promise<readonly Curve[]> {
  return withKit(async (kit) => {
    const curves: Curve[] = []
    for (const { name, requests, steps } of DIMENSIONS) {
      if (!names.includes(name)) continue
      if (requests.length > 0) curves.push(...(await measureRequests(requests, kit, plan)))
      if (steps.length > 0) curves.push(...(await measureSteps(steps, plan)))
    }
    return curves
  })
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-growth-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await use(folder)
  } finally {
    remove()
    process.off('exit', remove)
  }
}

function fail(message: string): void {
  console.error(`bench:growth: ${message}`)
  process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  fail(usageMessage(error) ?? (error instanceof Error ? error.message : String(error)))
}
