/** `npm run policy -- replay LOGS…`: what a policy, or a change of one, would have done with the traffic of a log. */
import { writeFileSync } from 'node:fs'
import type { AdmissibleForm } from '../../src/request/target.ts'
import { servePolicy } from '../../src/served-policy.ts'
import { ensureFeedTable } from '../feed-table-file.ts'
import { openAsnRanges } from '../local-edge/asn-ranges.ts'
import { registeredNames } from '../networks/registered-names.ts'
import { openPolicy, readReference } from './open-policy.ts'
import { type NamedPolicy, policyOption } from './policy-option.ts'
import { readPolicyFile, SHIPPED } from './read-policy-file.ts'
import { reportPage } from './replay/html.ts'
import { packNames } from './replay/network-names.ts'
import { HELP, type ReplayOptions, readOptions } from './replay/options.ts'
import { ProgressLine } from './replay/progress.ts'
import { type PolicyTitle, type Report, reportOf } from './replay/report.ts'
import { runReplay } from './replay/run.ts'
import { openSource } from './replay/source.ts'
import { reportTable } from './replay/table.ts'

/**
 * Prints the counts, and what went wrong with single lines or logs beside them.
 *
 * @returns the exit code: 1 where nothing could be read
 * @throws UsageError for a wrong option, a policy that cannot be used, a log that is not there
 */
export async function replay(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options === undefined) {
    console.log(HELP)
    return 0
  }
  const report = await replayLogs(options)
  if (options.html !== undefined) writeFileSync(options.html, reportPage(report))
  console.log(options.json ? JSON.stringify(report, null, 2) : reportTable(report))
  return report.decided > 0 ? 0 : 1
}

async function replayLogs(options: ReplayOptions): Promise<Report> {
  const policy = await policyOption(options)
  const against =
    options.against === undefined
      ? []
      : [await policyOption({ ...options, policy: options.against, env: undefined })]
  const policies = [policy, ...against]
  const sources = options.logs.map(openSource)
  ensureFeedTable((line) => console.error(line))
  const progress = new ProgressLine(process.stderr, () => performance.now())
  const interruption = new AbortController()
  const interrupt = () => {
    interruption.abort()
    if (options.logs.includes('-')) process.stdin.destroy()
  }
  process.once('SIGINT', interrupt)
  try {
    const result = await runReplay({
      setup: {
        policies: policies.map(({ loaded }) => loaded),
        admitted: admittedForms(options),
        at: options.at,
      },
      openNames: async () => packNames(registeredNames(await openAsnRanges((line) => console.error(line)))),
      sources,
      format: options.format,
      jobs: options.jobs,
      onProgress: (now) => progress.show(now),
      interrupted: interruption.signal,
    })
    progress.end()
    return reportOf(result, await Promise.all(policies.map(titleOf)), options.at)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** Forms of paths are no part of a policy: those of the wrangler.toml that was named, else of this checkout's. */
function admittedForms({ policy, env }: ReplayOptions): readonly AdmissibleForm[] {
  const named = readReference(policy === undefined || policy === 'live' ? SHIPPED : policy, env)
  for (const { path, environment } of [named, { path: SHIPPED, environment: undefined }]) {
    const file = readPolicyFile(path)
    const config =
      'root' in file && file.kind === 'wrangler' ? openPolicy(file, environment).config : undefined
    if (config !== undefined) return config.PATH_ADMIT
  }
  return []
}

async function titleOf({ name, loaded }: NamedPolicy): Promise<PolicyTitle> {
  const { revision } = await servePolicy(loaded)
  return { source: name, revision, mode: loaded.mode }
}
