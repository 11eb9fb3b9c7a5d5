/**
 * npm run bench:decide [-- --times N] [--rounds N] [--json FILE]: what deciding costs in workerd, under the policy of
 * wrangler.toml and under one with 200 rules and 20,000 list entries. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDocumentKey } from '../../src/config/policy-document.ts'
import { wranglerOptions } from '../../tools/local-edge/wrangler-options.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { inWorkerd } from '../in-workerd.ts'

const SUBJECTS = ['decide', 'findings', 'evidence', 'judge'] as const

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
    json: { type: 'string' },
  },
})
const times = Number(options.times)
const rounds = Number(options.rounds)

interface Row {
  readonly policy: string
  readonly microseconds: Readonly<Record<(typeof SUBJECTS)[number], number[]>>
}

const rows = [
  await measure('shipped', '/policy', JSON.stringify(await shippedPolicy())),
  await measure('200 rules, 20,000 entries', '/large', '{}'),
]

console.log(`\n${'policy'.padEnd(28)}${SUBJECTS.map((subject) => `${subject}: µs`.padEnd(22)).join('')}`)
for (const { policy, microseconds } of rows)
  console.log(
    `${policy.padEnd(28)}${SUBJECTS.map((subject) => spread(microseconds[subject]).padEnd(22)).join('')}`,
  )
console.log('median (least–most)')
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)

/** The variables of wrangler.toml that make up its policy. */
async function shippedPolicy(): Promise<object> {
  const { bindings = {} } = await wranglerOptions(join(PROJECT_ROOT, 'wrangler.toml'), undefined)
  return Object.fromEntries(Object.entries(bindings).filter(([name]) => isDocumentKey(name)))
}

function measure(policy: string, path: string, body: string): Promise<Row> {
  return inWorkerd('bench/decide/worker.ts', async ({ post, wallMicros }) => {
    const time = async (subject: string) => (await wallMicros(`/${subject}?times=${times}`)) / times
    await post(path, body)
    const microseconds = { decide: [], findings: [], evidence: [], judge: [] } as Row['microseconds']
    for (const subject of ['loop', ...SUBJECTS]) await time(subject)
    for (let round = 0; round < rounds; round++) {
      const loop = await time('loop')
      for (const subject of SUBJECTS) microseconds[subject].push((await time(subject)) - loop)
    }
    return { policy, microseconds }
  })
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map((value) => value.toFixed(2))
  return `${sorted[sorted.length >> 1]} (${sorted[0]}–${sorted.at(-1)})`
}
