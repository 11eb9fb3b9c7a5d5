/**
 * npm run bench [-- --quick] [--json FILE] [--svg FILE]: what one request costs, ours beside the floor and beside what
 * people build instead. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { usageMessage } from '../../tools/usage-error.ts'
import { SUBJECTS } from './catalogue.ts'
import { chart } from './chart.ts'
import { withKit } from './kit.ts'
import { measure } from './measure.ts'
import { helpText, readOptions } from './options.ts'
import { progressLine } from './progress.ts'
import { reportOf, reportText } from './report.ts'

const NAMES = SUBJECTS.map(({ name }) => name)

async function run(args: string[]): Promise<void> {
  const options = readOptions(args, NAMES)
  if (options === undefined) return console.log(helpText(NAMES))
  if (process.platform !== 'linux')
    return fail('this needs Linux, whose /proc says what a process has used (a container will do).')
  const { rounds, seconds, warmUpSeconds, json, svg } = options
  const chosen = SUBJECTS.filter(({ name }) => options.subjects?.includes(name) ?? true)
  const progress = progressLine()
  const measured = await withKit((kit) =>
    measure(chosen, kit, { rounds, seconds, warmUpSeconds, progress: progress.show }),
  ).finally(progress.clear)
  const report = reportOf(measured, { rounds, seconds, at: new Date().toISOString() })
  console.log(reportText(report))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
  if (svg !== undefined) writeFileSync(svg, chart(measured))
}

function fail(message: string): void {
  console.error(`bench: ${message}`)
  process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  fail(usageMessage(error) ?? (error instanceof Error ? error.message : String(error)))
}
