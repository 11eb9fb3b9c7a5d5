import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, isPortFree } from '../../tools/local-edge/ports.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'

const run = promisify(execFile)

type Started = { readonly npm: ChildProcess; readonly port: number; readonly output: string }

/** `npm start` as a user starts it, once it has written what `until` matches. Ended with everything it began. */
function npmStart(until: RegExp, ...options: string[]): Started {
  let started: Started | undefined
  beforeAll(async () => {
    const port = await freePort()
    // A process group of its own, so that a test that fails leaves nothing behind.
    const npm = spawn(
      'npm',
      ['start', '--', '--port', `${port}`, '--table', 'test/support/no-lists.bin', ...options],
      {
        cwd: PROJECT_ROOT,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    const written = new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (until.test(output)) resolve()
      }
      npm.stdout.on('data', read)
      npm.stderr.on('data', read)
      npm.once('error', reject)
      npm.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${output}`)))
    })
    started = {
      npm,
      port,
      get output() {
        return output
      },
    }
    await written
  })
  afterAll(() => {
    try {
      if (started?.npm.pid !== undefined) process.kill(-started.npm.pid, 'SIGKILL')
    } catch {
      // Nothing of it is left.
    }
  })
  const running = () => {
    if (started === undefined) throw new Error('npm start is not up yet')
    return started
  }
  return {
    get npm() {
      return running().npm
    },
    get port() {
      return running().port
    },
    get output() {
      return running().output
    },
  }
}

/** The introduction's `# who: 403 what` and the command below it. */
const PRINTED = /^ {2}# (?<outcome>.+: (?<status>\d{3})(?<rest>.*))\n {2}(?<command>curl .+)$/gm

async function outcomeOf({ outcome, status, rest, command }: Record<string, string>) {
  const { stdout } = await run('sh', ['-c', `${command} --silent --show-error --noproxy '*'`])
  const reason = / ([a-z_]+\.[a-z_]+)/.exec(rest ?? '')?.[1]
  return {
    outcome,
    status: stdout.startsWith(`HTTP/1.1 ${status} `),
    reason: reason === undefined || stdout.includes(`"reason":"${reason}"`),
    cookie: /^set-cookie: __Host-cordon=/im.test(stdout) === (rest?.includes('session cookie') ?? false),
  }
}

describe('npm start', () => {
  const started = npmStart(/Decision records follow/)

  test('prints commands that do as it says', async () => {
    const printed = [...started.output.matchAll(PRINTED)].map(({ groups }) => ({ ...groups }))
    expect(printed.map(({ status }) => status)).toEqual(['200', '451', '403', '403', '200'])
    expect(started.output.match(/^ *curl /gm)).toHaveLength(printed.length)
    const outcomes = await Promise.all(printed.map(outcomeOf))
    const asPrinted = { status: true, reason: true, cookie: true }
    expect(outcomes).toEqual(printed.map(({ outcome }) => ({ outcome, ...asPrinted })))
  })

  test('ends, and frees its port, when npm alone gets SIGTERM', async () => {
    expect(await isPortFree(started.port)).toBe(false)
    started.npm.kill('SIGTERM')
    await expect.poll(() => isPortFree(started.port), { timeout: 10_000, interval: 100 }).toBe(true)
  })
})

describe.each([
  ['there is no admin door', 'STATE=none'],
  [
    'the admin door opens to others',
    `ADMIN_TOKEN_SHA256=[{"name":"a","role":"auditor","sha256":"${'0'.repeat(64)}"}]`,
  ],
])('npm start where %s', (_, variable) => {
  const started = npmStart(/Decision records follow.*\n/, '--var', variable)

  test('prints no command that comes to it, and has not knocked there', () => {
    expect(started.output.match(/^ *curl /gm)).toHaveLength(4)
    expect(started.output).not.toMatch(/admin|The (configuration|gate) is/)
  })
})

describe('npm start with a broken configuration', () => {
  const started = npmStart(
    /The configuration is broken:\n(?: {2}.*\n){2}/,
    ...['--var', 'MODE:nonsense', '--var', 'LOG_ALLOW_RATE=5'],
  )

  test.each([
    '  MODE: expected one of "enforce", "notice", "monitor", got "nonsense"',
    '  LOG_ALLOW_RATE: expected a number from 0 to 1, got 5',
  ])('says:%s', (line) => {
    expect(started.output.split('\n')).toContain(line)
  })
})

test('npm start says how a variable is written', async () => {
  const start = ['tools/local-edge/start.ts', '--var', 'MODE']
  await expect(run(process.execPath, start, { cwd: PROJECT_ROOT })).rejects.toMatchObject({
    code: 1,
    stderr: 'npm start: --var: expected KEY=VALUE or KEY:VALUE such as MODE=monitor, not "MODE"\n',
  })
})
