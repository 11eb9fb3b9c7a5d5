import { parseArgs } from 'node:util'
import { UsageError } from '../usage-error.ts'
import type { Command } from './command.ts'
import { compare, comparisonText, isSamePolicy } from './comparison.ts'
import { currentTime } from './dates.ts'
import { DOOR_OPTIONS } from './door.ts'
import { policyOption } from './policy-option.ts'

/** `policy -- diff A B`: 0 where they mean the same, 1 where they do not, as diff(1) has it. */
export const diffCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...DOOR_OPTIONS, json: { type: 'boolean', default: false } },
  })
  const [one, other, ...more] = positionals
  if (one === undefined || other === undefined || more.length > 0)
    throw new UsageError(
      'expected two policies: files, FILE#ENV for an environment of a wrangler.toml, or "live"',
    )
  const before = await policyOption({ ...values, policy: one })
  const after = await policyOption({ ...values, policy: other })
  const comparison = compare(before.loaded, after.loaded, currentTime())
  if (values.json) console.log(JSON.stringify(comparison, null, 2))
  else console.log([`--- ${before.name}`, `+++ ${after.name}`, comparisonText(comparison)].join('\n'))
  return isSamePolicy(comparison) ? 0 : 1
}
