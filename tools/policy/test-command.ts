import { parseArgs } from 'node:util'
import type { Example } from '../../src/config/example-schema.ts'
import { loadPolicy } from '../../src/config/policy-document.ts'
import { formatExampleResult, runExamples } from '../../src/policy/examples.ts'
import { servePolicy } from '../../src/served-policy.ts'
import { UsageError } from '../usage-error.ts'
import { type Command, say } from './command.ts'
import { complainOf, formatComplaint, type Ground } from './complaint.ts'
import { currentTime } from './dates.ts'
import type { Part } from './parts.ts'
import { placeCodeIssues, withLikelyCode } from './place-codes.ts'
import { POLICY_OPTIONS, policyOption } from './policy-option.ts'
import { type PolicyFile, readPolicyFile } from './read-policy-file.ts'
import { counted } from './text-table.ts'

/** `policy -- test FILE`: the policy's answers to a file of examples, held against those that are expected. */
export const testCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...POLICY_OPTIONS, json: { type: 'boolean', default: false } },
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError('expected one file of examples')
  const examples = readExamples(path)
  const { loaded, name } = await policyOption(values)
  const { compiled } = await servePolicy(loaded)
  const results = runExamples(examples, compiled, currentTime())
  const failed = results.filter(({ ok }) => !ok)
  if (values.json) console.log(JSON.stringify(results, null, 2))
  else
    for (const result of results)
      console.log(`${result.ok ? 'ok  ' : 'FAIL'}  ${formatExampleResult(result)}`)
  say(`${name}: ${counted(results.length - failed.length, 'example')} passed, ${failed.length} failed`)
  return failed.length === 0 ? 0 : 1
}

const EMPTY = { POLICY: { default: 'allow' }, RESTRICTED_REGIONS: [], DENIED_NETWORKS: [] }

/** `{EXAMPLES = […]}`, or the list alone. */
export function readExamples(path: string): readonly Example[] {
  const file = readPolicyFile(path)
  if (!('root' in file)) throw new UsageError(formatComplaint(file))
  const part = listOf(file)
  const examples = { EXAMPLES: part.value }
  const root: Part = { at: part.at, value: examples, parts: new Map([['EXAMPLES', part]]) }
  const ground: Ground = { file: file.file, root, path: '' }
  // In a policy of their own, so that they are read exactly as those of a policy are.
  const loaded = loadPolicy({ ...EMPTY, ...examples })
  const issues = [...(loaded.ok ? [] : loaded.error.map(withLikelyCode)), ...placeCodeIssues(examples)]
  const told = [...file.complaints, ...issues.map((issue) => complainOf(ground, issue))]
  if (!loaded.ok || told.length > 0)
    throw new UsageError(['the examples cannot be used:', ...told.map(formatComplaint)].join('\n  '))
  if (loaded.value.examples.length === 0) throw new UsageError(`${file.file} has no examples`)
  return loaded.value.examples
}

function listOf({ file, root }: PolicyFile): Part {
  const list = Array.isArray(root.value) ? root : root.parts?.get('EXAMPLES')
  if (list === undefined)
    throw new UsageError(`${file}: expected a list of examples, or a table with EXAMPLES`)
  return list
}
