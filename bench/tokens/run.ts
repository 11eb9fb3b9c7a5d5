/**
 * npm run bench:tokens [-- --tokens N] [--rounds N] [--json FILE]: what verifying a session token costs in workerd, one
 * that this isolate has seen before and one that it has not, beside the signature check alone. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { generateSigningKey, SIGNING_ALGORITHMS } from '../../tools/signing-keys.ts'
import { inWorkerd } from '../in-workerd.ts'

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

function measure(alg: (typeof SIGNING_ALGORITHMS)[number]): Promise<Row> {
  return inWorkerd('bench/tokens/worker.ts', async ({ post, wallMicros }) => {
    const microseconds = async (subject: string, times: number) =>
      (await wallMicros(`/${subject}?times=${times}`)) / (tokens * times)
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
  })
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map((value) => value.toFixed(2))
  return `${sorted[sorted.length >> 1]} (${sorted[0]}–${sorted.at(-1)})`
}
