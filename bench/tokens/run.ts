/**
 * npm run bench:tokens [-- --tokens N] [--rounds N] [--json FILE]: what verifying a session token costs in workerd, one
 * that this isolate has seen before and one that it has not, beside the signature check alone. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { bundleWorker } from '../../tools/local-edge/bundle.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { generateSigningKey, SIGNING_ALGORITHMS } from '../../tools/signing-keys.ts'

const SEEN_TIMES = 200

const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
})
const tokens = Number(options.tokens)
const rounds = Number(options.rounds)

interface Row {
  readonly alg: string
  readonly seenMicroseconds: readonly number[]
  readonly firstMicroseconds: readonly number[]
  readonly signatureMicroseconds: readonly number[]
  readonly firstToSignature: readonly number[]
}

const rows: Row[] = []
for (const alg of SIGNING_ALGORITHMS) rows.push(await measure(alg))

console.log(
  '\nalg       seen before: µs        first: µs             signature alone: µs   first ÷ signature',
)
for (const row of rows) {
  const columns = [
    row.seenMicroseconds,
    row.firstMicroseconds,
    row.signatureMicroseconds,
    row.firstToSignature,
  ]
  console.log(`${row.alg.padEnd(10)}${columns.map((values) => spread(values).padEnd(22)).join('')}`)
}
console.log('median (least–most)')
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)

async function measure(alg: (typeof SIGNING_ALGORITHMS)[number]): Promise<Row> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundleWorker(join(PROJECT_ROOT, 'bench/tokens/worker.ts'), PROJECT_ROOT),
      compatibilityDate: '2026-10-23',
      log: new Log(LogLevel.ERROR),
      cf: false,
    }),
  )
  try {
    const url = await miniflare.ready
    const post = async (path: string, body?: string) => {
      const answer = await fetch(new URL(path, url), { method: 'POST', ...(body && { body }) })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    }
    const microseconds = async (subject: string, times: number) => {
      const before = performance.now()
      await post(`/${subject}?times=${times}`)
      return ((performance.now() - before) * 1000) / (tokens * times)
    }
    await post(`/sign?tokens=${tokens}`, JSON.stringify(await generateSigningKey(alg)))
    for (const subject of ['loop', 'seen', 'first', 'signature']) await microseconds(subject, 2)
    const row = {
      alg,
      seenMicroseconds: [] as number[],
      firstMicroseconds: [] as number[],
      signatureMicroseconds: [] as number[],
      firstToSignature: [] as number[],
    }
    for (let round = 0; round < rounds; round++) {
      row.seenMicroseconds.push(
        (await microseconds('seen', SEEN_TIMES)) - (await microseconds('loop', SEEN_TIMES)),
      )
      const [first, signature] = [await microseconds('first', 2), await microseconds('signature', 2)]
      row.firstMicroseconds.push(first)
      row.signatureMicroseconds.push(signature)
      row.firstToSignature.push(first / signature)
    }
    return row
  } finally {
    await miniflare.dispose()
  }
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map((value) => value.toFixed(2))
  return `${sorted[sorted.length >> 1]} (${sorted[0]}–${sorted.at(-1)})`
}
