import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeLog } from '../../bench/replay/made-up-log.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Linux alone tells it. */
  readonly peakMegabytes: number | undefined
}

let folder: string
const file = (name: string) => join(folder, name)

/** `npm run policy -- replay …`, by the Node that runs this. */
function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['tools/policy.ts', 'replay', ...args], { cwd: PROJECT_ROOT })
}

function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' }
  let peakMegabytes: number | undefined
  child.stdout?.on('data', (bytes: Buffer) => {
    text.stdout += bytes.toString()
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    text.stderr += bytes.toString()
  })
  const timer = setInterval(() => {
    peakMegabytes = peakOf(child) ?? peakMegabytes
  }, 50)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearInterval(timer)
      resolve({ code, ...text, peakMegabytes })
    }),
  )
}

function peakOf({ pid }: ChildProcess): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}

async function replay(...args: string[]): Promise<Ended> {
  return ended(start(args))
}

async function report(...args: string[]) {
  const { code, stdout, stderr, peakMegabytes } = await replay(...args, '--json')
  expect(stderr).not.toMatch(/Error/)
  expect(code).toBe(0)
  return { peakMegabytes, ...JSON.parse(stdout) }
}

let lines: number
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cordon-replay-'))
  lines = writeLog(file('requests.ndjson'), 60e6, 1)
  writeFileSync(file('requests.ndjson.gz'), gzipSync(readFileSync(file('requests.ndjson'))))
  const other = { RESTRICTED_REGIONS: ['RU'], DENIED_NETWORKS: ['hosting'], POLICY: { default: 'allow' } }
  writeFileSync(file('other.json'), JSON.stringify(other))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run policy -- replay', () => {
  it('counts the same with one thread and with several, of a plain file, of gzip and of standard input', async () => {
    const against = ['--against', file('other.json')]
    const one = await report(file('requests.ndjson'), ...against, '--jobs', '1')
    expect(one).toMatchObject({ lines, decided: lines, malformed: { lines: 0 } })
    const several = await report(file('requests.ndjson'), ...against, '--jobs', '3')
    const packed = await report(file('requests.ndjson.gz'), ...against, '--jobs', '2')
    const child = start(['-', ...against, '--json', '--jobs', '2'])
    const piped = ended(child)
    child.stdin?.end(readFileSync(file('requests.ndjson.gz')))
    const ofInput = JSON.parse((await piped).stdout)
    for (const other of [several, packed, ofInput]) {
      expect(other.policies).toEqual(one.policies)
      expect(other.hours).toEqual(one.hours)
      expect(other.changes).toMatchObject({ certain: one.changes.certain, perhaps: one.changes.perhaps })
      expect(other.changes.kinds.map(withoutExamples)).toEqual(one.changes.kinds.map(withoutExamples))
    }
    const example = one.changes.kinds[0].examples[0]
    const line = readFileSync(file('requests.ndjson'), 'utf8').split('\n')[example.line - 1]
    expect(line).toContain(example.ray)
  })

  it('holds some blocks of a log, not the log', async () => {
    const log = file('requests.ndjson')
    const { peakMegabytes } = await report(log, log, log, log, log, log, '--jobs', '2')
    if (peakMegabytes !== undefined) expect(peakMegabytes).toBeLessThan(500)
  })

  it('prints tables, writes a page, and shows no progress where nobody looks', async () => {
    const { code, stdout, stderr } = await replay(file('requests.ndjson'), '--html', file('page.html'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Verdict +lines +%/m)
    expect(stderr).not.toContain('lines/s')
    expect(readFileSync(file('page.html'), 'utf8')).toContain('</html>')
  })

  it('says of a gzip file that is cut off what was in it, and that it is', async () => {
    const packed = readFileSync(file('requests.ndjson.gz'))
    writeFileSync(file('cut.gz'), packed.subarray(0, packed.length >> 1))
    const found = await report(file('cut.gz'))
    expect(found.decided).toBeGreaterThan(lines / 4)
    expect(found.logs[0].fault).toBe('the gzip data is cut off')
  })

  it('prints what was counted so far when it is interrupted', async () => {
    const child = start(['-', '--json', '--jobs', '1'])
    const end = ended(child)
    child.stdin?.on('error', () => {})
    child.stdin?.write(readFileSync(file('requests.ndjson')))
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    child.kill('SIGINT')
    const { code, stdout } = await end
    const found = JSON.parse(stdout)
    expect(found.interrupted).toBe(true)
    expect(found.decided).toBeGreaterThan(1_000)
    expect(code).toBe(0)
  })

  it('reads an access log with the places that the offline databases know', async () => {
    writeFileSync(
      file('access.log'),
      '5.160.0.1 - - [01/Nov/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n',
    )
    const found = await report(file('access.log'))
    expect(found.logs[0].format).toBe('combined')
    expect(found.policies[0].countries[0].name).toBe('IR')
    expect(found.policies[0].verdicts.deny).toEqual({ lower: 1, upper: 1 })
  })

  it('ends with 1 where nothing can be read and with 2 for wrong use, and says why', async () => {
    writeFileSync(file('nothing'), 'hello\n')
    writeFileSync(file('empty'), '')
    const [none, nothing, empty, wrong] = await Promise.all([
      replay(file('none')),
      replay(file('nothing')),
      replay(file('empty')),
      replay(file('requests.ndjson'), '--format', 'csv'),
    ])
    expect([none, nothing, empty, wrong].map(({ code }) => code)).toEqual([2, 1, 1, 2])
    expect(none.stderr).toContain('there is no file')
    expect(nothing.stdout).toContain('name the format with --format')
    expect(empty.stdout).toContain('there is nothing in it')
    expect(wrong.stderr).toContain('--format: expected auto, logpush')
  })
})

function withoutExamples({ examples: _, ...kind }: { readonly examples: unknown }): object {
  return kind
}
