/**
 * npm run bench:components [-- --quick] [--only A,B] [--rounds N] [--json FILE]: what each part of a request's way costs in
 * workerd. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { LANGUAGES } from '../../src/texts/languages.ts'
import { usageMessage } from '../../tools/usage-error.ts'
import { inWorkerd } from '../in-workerd.ts'
import { progressLine } from '../load/progress.ts'
import { machine } from '../load/report.ts'
import { type FreshProcess, type Measured, measure, measureFirstTimes, type Plan } from './measure.ts'
import { isComponent, isFirstTime, type Name } from './names.ts'
import { helpText, readOptions } from './options.ts'
import { makeTable, prepare } from './prepare.ts'
import { reportOf, reportText } from './report.ts'

const WORKER = 'bench/components/worker.ts'

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) return console.log(helpText())
  if (process.platform !== 'linux')
    return fail('this needs Linux, whose /proc says what a process has used (a container will do).')
  const { names, rounds, turnMillis, warmUps, json } = options
  const { show, clear } = progressLine()
  const measured = await measureAll(names, { rounds, turnMillis, warmUps, progress: show }).finally(clear)
  const report = reportOf(measured, { at: new Date().toISOString(), machine: machine(), rounds, turnMillis })
  console.log(reportText(report))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
}

async function measureAll(names: readonly Name[], plan: Plan): Promise<readonly Measured[]> {
  const components = names.filter(isComponent)
  const firstTimes = names.filter(isFirstTime)
  const measured: Measured[] = []
  if (components.length > 0) {
    plan.progress('making prefixes')
    const tables = [makeTable('lists')]
    if (components.includes('byAddressMillion')) tables.push(makeTable('million'))
    const inOne = inWorkerd(WORKER, async (worker) =>
      measure(components, await prepare(worker, tables), plan),
    )
    measured.push(...(await inOne))
  }
  if (firstTimes.length > 0) {
    const inFreshProcess: FreshProcess = (use) =>
      inWorkerd(WORKER, async (worker) => use(await prepare(worker, [])))
    measured.push(...(await measureFirstTimes(firstTimes, inFreshProcess, plan, LANGUAGES.length)))
  }
  return measured
}

function fail(message: string): void {
  console.error(`bench:components: ${message}`)
  process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  fail(usageMessage(error) ?? (error instanceof Error ? error.message : String(error)))
}
