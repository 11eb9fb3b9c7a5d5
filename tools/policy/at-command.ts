import { parseArgs } from 'node:util'
import { servePolicy } from '../../src/served-policy.ts'
import { UsageError } from '../usage-error.ts'
import type { Command } from './command.ts'
import { dateOption } from './dates.ts'
import { forecast, forecastText } from './forecast.ts'
import { POLICY_OPTIONS, policyOption } from './policy-option.ts'

/** `policy -- at DATE`: what would hold then. */
export const atCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...POLICY_OPTIONS, json: { type: 'boolean', default: false } },
  })
  const [date, ...others] = positionals
  if (date === undefined || others.length > 0)
    throw new UsageError('expected one date, such as 2026-09-15 or 2026-09-15T00:00Z')
  const at = dateOption('at', date)
  const { loaded, name } = await policyOption(values)
  const told = forecast(await servePolicy(loaded), at)
  console.log(values.json ? JSON.stringify(told, null, 2) : forecastText(told, name))
  return 0
}
