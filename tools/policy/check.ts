import type { UnixSeconds } from '../../src/lib/time.ts'
import { formatExampleResult, runExamples } from '../../src/policy/examples.ts'
import { lintPolicy } from '../../src/policy/lint.ts'
import { servePolicy } from '../../src/served-policy.ts'
import { type Complaint, complainOf } from './complaint.ts'
import { type OpenedPolicy, openPolicy } from './open-policy.ts'
import { partAt } from './parts.ts'
import { environmentsOf, groundOf, type PolicyFile } from './read-policy-file.ts'
import { keyOfRule } from './rule-key.ts'
import { documentSizeIssues, placesFor, variableSizeIssues } from './sizes.ts'
import { sharedNames } from './stacks.ts'
import { counted } from './text-table.ts'

export interface Checked {
  readonly complaints: readonly Complaint[]
  /** A line for each policy without an error. */
  readonly summaries: readonly string[]
}

/** Everything that can be told of a policy before it decides anything: form, codes, sizes, lint, its own examples. */
export async function checkPolicy(opened: OpenedPolicy, now: UnixSeconds): Promise<Checked> {
  const { ground, document, loaded, name } = opened
  const isVariable = ground.path !== ''
  const sizes = isVariable ? [...variableSizeIssues(document)] : [...documentSizeIssues(document)]
  const formal = [...opened.complaints, ...sizes.map((issue) => complainOf(ground, issue))]
  if (loaded === undefined) return { complaints: formal, summaries: [] }
  const { compiled } = await servePolicy(loaded)
  const { policy, examples, loosens } = loaded
  const linted = lintPolicy(policy, { examples, loosens }, now).map(
    ({ severity, code, key, message }): Complaint => {
      const written = keyOfRule(key, document)
      const told = `${message} (${code})`
      return {
        severity,
        file: ground.file,
        at: partAt(ground.root, written).at,
        key: isVariable ? `${ground.path}.${written}` : written,
        text: written === key ? told : `${key}: ${told}`,
      }
    },
  )
  const results = runExamples(examples, compiled, now)
  const failed = results.flatMap((result, index): Complaint[] => {
    if (result.ok) return []
    const key = `EXAMPLES[${index}]`
    const path = isVariable ? `${ground.path}.${key}` : key
    const at = partAt(ground.root, key).at
    return [{ severity: 'error', file: ground.file, at, key: path, text: formatExampleResult(result) }]
  })
  const complaints = [...formal, ...linted, ...failed]
  const summary = [
    counted(policy.rules.length, 'rule'),
    counted(policy.exemptions.length, 'exemption'),
    counted(policy.resources.length, 'resource'),
    `${counted(results.length, 'example')} passed`,
    ...(isVariable ? [] : [placesFor(document)]),
  ].join(', ')
  const isSound = complaints.every(({ severity }) => severity === 'warning')
  return { complaints, summaries: isSound ? [`${name}: ok; ${summary}`] : [] }
}

/** The same for a file, and of a `wrangler.toml` for all of its environments, and what is wrong between them. */
export async function checkFile(
  file: PolicyFile,
  environment: string | undefined,
  now: UnixSeconds,
): Promise<Checked> {
  const all = environment === undefined && file.kind === 'wrangler'
  const environments = all ? [undefined, ...environmentsOf(file.root)] : [environment]
  const complaints: Complaint[] = [...file.complaints]
  const summaries: string[] = []
  for (const name of environments) {
    const checked = await checkPolicy(openPolicy(file, name), now)
    complaints.push(...checked.complaints)
    summaries.push(...checked.summaries)
  }
  if (all) complaints.push(...sharedNames(environments.map((name) => groundOf(file, name))))
  const isBroken = file.complaints.length > 0
  return { complaints, summaries: isBroken ? [] : summaries }
}
