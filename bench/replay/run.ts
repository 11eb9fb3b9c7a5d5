/**
 * npm run bench:replay [-- --megabytes N] [--rounds N] [--jobs N] [--json FILE]: lines a second and the most memory that
 * `npm run policy -- replay` takes, for a made-up Logpush log, plain and gzip. See bench/README.md.
 */
import { spawn } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { writeLog } from './made-up-log.ts'

const SEED = 5
const POLL_MILLIS = 50

interface Round {
  readonly seconds: number
  /** Undefined where the system does not tell. */
  readonly peakMegabytes: number | undefined
}

interface Row {
  readonly name: string
  readonly megabytes: number
  readonly lines: number
  readonly rounds: readonly Round[]
}

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'cordon-replay-'))
try {
  const plain = join(folder, 'requests.ndjson')
  const lines = writeLog(plain, Number(options.megabytes) * 1e6, SEED)
  const packed = `${plain}.gz`
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(packed))
  const rows: Row[] = []
  for (const [name, args] of [
    ['plain', [plain]],
    ['gzip', [packed]],
    ['plain, --against', [plain, '--against', otherPolicy()]],
  ] as const)
    rows.push({ name, lines, megabytes: megabytesOf(args[0]), rounds: await measure(args) })
  console.log(`\n${lines.toLocaleString('en')} lines, ${options.jobs} threads`)
  console.log('log               MB   lines/s: median (least–most)   peak MB')
  for (const { name, megabytes, rounds } of rows) {
    const rates = rounds.map(({ seconds }) => lines / seconds).sort((a, b) => a - b)
    const shown = (rate: number | undefined) => Math.round((rate ?? 0) / 1000) * 1000
    const [least, median, most] = [rates[0], rates[rates.length >> 1], rates.at(-1)].map(shown)
    const peak = Math.max(...rounds.map(({ peakMegabytes }) => peakMegabytes ?? 0))
    const text = `${median?.toLocaleString('en')} (${least?.toLocaleString('en')}–${most?.toLocaleString('en')})`
    console.log(
      `${name.padEnd(17)}${megabytes.toFixed(0).padStart(4)}${text.padStart(34)}${peak.toFixed(0).padStart(9)}`,
    )
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function megabytesOf(path: string): number {
  return statSync(path).size / 1e6
}

/** A policy that changes much: other places, other networks, a rule on what Logpush does not carry. */
function otherPolicy(): string {
  const path = join(folder, 'other.json')
  const document = {
    RESTRICTED_REGIONS: ['CU', 'IR', 'KP', 'UA-43', 'UA-14', 'RU'],
    DENIED_NETWORKS: ['hosting', 'vpn', 'proxy', 'tor', 'edge_worker'],
    CHALLENGED_NETWORKS: ['unknown'],
    POLICY: {
      default: 'allow',
      resources: [{ id: 'objects', tier: 'standard', path: '/v1/objects/*' }],
      rules: [{ id: 'bots', effect: 'challenge', when: { signal: 'bot.score', lt: 5 } }],
    },
  }
  writeFileSync(path, JSON.stringify(document))
  return path
}

async function measure(args: readonly string[]): Promise<Round[]> {
  await once(args)
  const rounds: Round[] = []
  for (let round = 0; round < Number(options.rounds); round++) rounds.push(await once(args))
  return rounds
}

/** A process of its own: what it takes from its start to its report, and the most memory meanwhile. */
async function once(args: readonly string[]): Promise<Round> {
  const started = performance.now()
  const script = join(PROJECT_ROOT, 'tools/policy.ts')
  const child = spawn(process.execPath, [script, 'replay', ...args, '--json', '--jobs', options.jobs], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak: number | undefined
  const timer = setInterval(() => {
    peak = peakOf(child.pid) ?? peak
  }, POLL_MILLIS)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`replay ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, peakMegabytes: peak }
}

/** Linux keeps count of the most that a process ever had in memory. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}
