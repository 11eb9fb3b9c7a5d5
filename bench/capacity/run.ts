/**
 * npm run bench:capacity [-- --requests-per-second A,B …]: what traffic asks of every part, and what it costs. A model and
 * two simulations; nothing is measured here. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { usageMessage } from '../../tools/usage-error.ts'
import { HELP, readOptions } from './options.ts'
import { reportText } from './report.ts'
import { attackCosts, type Scenario, scenarioOf } from './scenario.ts'

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) return console.log(HELP)
  const scenarios: Scenario[] = []
  for (const requestsPerSecond of options.requestsPerSecond)
    scenarios.push(await scenarioOf(options, requestsPerSecond))
  const attacks = attackCosts(options)
  console.log(reportText(options, scenarios, attacks))
  const { json, ...given } = options
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ options: given, scenarios, attacks }, null, 2)}\n`)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const message = usageMessage(error)
  if (message === undefined) throw error
  console.error(`bench:capacity: ${message}`)
  process.exitCode = 2
})
