import { readFileSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { situationOf } from '../../src/policy/situation.ts'
import { type ServedPolicy, servePolicy } from '../../src/served-policy.ts'
import { UsageError } from '../usage-error.ts'
import { situationAt } from './ask-tables.ts'
import type { Command } from './command.ts'
import {
  addressOption,
  describedBy,
  type ExplainValues,
  readExplainOptions,
  timeOption,
} from './explain-options.ts'
import { type Explanation, explain } from './explanation.ts'
import { explanationText } from './explanation-text.ts'
import { policyOption } from './policy-option.ts'
import { readRecorded } from './recorded.ts'

/** `policy -- explain`: one request, described or recorded, and what every rule says to it. */
export const explainCommand: Command = async (args) => {
  const values = readExplainOptions(args)
  const { loaded, name } = await policyOption(values)
  const served = await servePolicy(loaded)
  if (values.record !== undefined) return explainRecords(values, values.record, served, name)
  const explained = await explainDescribed(values, served, name)
  console.log(values.json ? JSON.stringify(explained, null, 2) : explanationText(explained))
  return 0
}

async function explainDescribed(
  values: ExplainValues,
  served: ServedPolicy,
  name: string,
): Promise<Explanation> {
  const now = timeOption(values)
  const described = describedBy(values)
  const situation =
    values.address === undefined
      ? situationOf(described, served.compiled, now)
      : await situationAt(addressOption(values.address), described, served, now)
  if (!situation.ok)
    throw new UsageError(
      `no policy is asked about this request: it gets 400 ${situation.error}, whoever sends it`,
    )
  return explain(name, served, situation.value.evidence, situation.value.resource, now)
}

async function explainRecords(
  values: ExplainValues,
  file: string,
  served: ServedPolicy,
  name: string,
): Promise<number> {
  const text = file === '-' ? await readAll(process.stdin) : readFileSync(file, 'utf8')
  const all = readRecorded(text).map(({ evidence, resource, at, ...recorded }) => {
    const now = values.at === undefined ? at : timeOption(values)
    return { recorded, explained: explain(name, served, evidence, resource, now) }
  })
  if (values.json) {
    const lines = all.map(({ recorded, explained }) => ({ ...explained, recorded }))
    console.log(JSON.stringify(lines.length === 1 ? lines[0] : lines, null, 2))
    return 0
  }
  for (const { recorded, explained } of all) {
    const differs = recorded.verdict === explained.verdict ? '' : `, and now it is ${explained.verdict}`
    console.log(
      `admission ${recorded.admission}: ${recorded.verdict} under revision ${recorded.revision}${differs}`,
    )
    console.log(`${explanationText(explained)}\n`)
  }
  return 0
}
