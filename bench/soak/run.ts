/**
 * npm run soak -- --minutes N [--json FILE] [--svg FILE]: whether the gate stays as it is under load, while everything
 * that can be changed in it is changed. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { usageMessage } from '../../tools/usage-error.ts'
import { soakChart } from './chart.ts'
import { findingsOf } from './laws.ts'
import { HELP, readOptions } from './options.ts'
import { type Report, reportText, windowText } from './report.ts'
import { scheduleOf } from './schedule.ts'
import { soak } from './soak.ts'

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) return console.log(HELP)
  if (process.platform !== 'linux')
    return fail('this needs Linux, whose /proc says what a process has used (a container will do).')
  const { minutes, json, svg } = options
  const schedule = scheduleOf(minutes)
  const at = new Date().toISOString()
  const soaked = await soak(schedule, {
    step: (what) => console.error(what),
    window: (window, judge) => console.error(windowText(window, judge)),
  })
  const report: Report = {
    at,
    minutes,
    warmUpSeconds: schedule.warmUpSeconds,
    findings: findingsOf(
      soaked,
      schedule.due.filter(({ what }) => what !== 'round begins').length,
      soaked.kinds,
    ),
    faults: soaked.judge.faults,
    changes: soaked.done,
    keyRotatedAtSeconds: soaked.rotatedAtSeconds,
    fullHeapBytes: soaked.fullHeapBytes,
    windows: soaked.windows,
  }
  console.log(reportText(report))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
  if (svg !== undefined) writeFileSync(svg, soakChart(report))
  if (report.findings.some(({ outcome }) => outcome === 'FAIL')) process.exitCode = 1
}

function fail(message: string): void {
  console.error(`soak: ${message}`)
  process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  fail(usageMessage(error) ?? (error instanceof Error ? error.message : String(error)))
}
