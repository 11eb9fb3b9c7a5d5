import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { localSecrets } from '../../tools/local-edge/local-secrets.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { servedEdge } from './support/edge.ts'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command as a user runs it. */
function npmRun(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: PROJECT_ROOT, env: { ...process.env, ...env } }
    execFile('npm', ['run', '--silent', 'policy', '--', ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const folder = mkdtempSync(join(tmpdir(), 'cordon-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what ships', () => {
  test('has no error in any environment', async () => {
    const { code, stdout, stderr } = await npmRun(['check'])
    expect({ code, errors: stdout.match(/.*: error: .*/g) ?? [] }).toEqual({ code: 0, errors: [] })
    expect(stderr).toMatch(/^wrangler\.toml: ok; \d+ rules/m)
    expect(stderr).toMatch(/^wrangler\.toml \[env\.ai-api\]: ok; \d+ rules/m)
  })

  test('refuses Crimea, not Kyiv, and does not know of Ukraine as a whole', async () => {
    const verdicts = ['UA-43', 'UA-30', 'UA'].map(
      async (place) => (await npmRun(['explain', '--place', place])).stdout,
    )
    expect((await Promise.all(verdicts)).map((text) => text.split('\n')[0])).toEqual([
      'deny 451 place.restricted',
      'allow',
      'challenge 403 place.ambiguous',
    ])
  })

  test('explains an address that it looks up', async () => {
    const { stdout } = await npmRun(['explain', '--address', '123.125.71.38'])
    expect(stdout).toMatch(/^deny 451 place\.restricted/)
    expect(stdout).toMatch(/place: CN-/)
  })
})

/** A server in a cloud, which the shipped policy refuses. */
const SERVER = { 'Sim-Client-IP': '3.5.140.2' }

const GERMANY = { 'Sim-Cf': '{"country":"DE","regionCode":"BE"}' }
const NO_GERMANY = 'rules = [{ id = "no-germany", effect = "deny", when = { signal = "place", is = "DE" } }]'

describe('the policy of a gate', () => {
  const edge = servedEdge()
  const policy = async (...args: readonly string[]) => {
    const { adminToken } = await localSecrets()
    return npmRun(args, { CORDON_GATE: edge.url, CORDON_ADMIN_TOKEN: adminToken })
  }
  const statusOf = async (headers: Record<string, string> = {}) => {
    const { status, body } = await fetch(edge.url, { headers })
    await body?.cancel()
    return status
  }
  const shipped = readFileSync(join(PROJECT_ROOT, 'wrangler.toml'), 'utf8')
  const changed = (name: string, from: string, to: string) => {
    expect(shipped.split(from).length).toBeGreaterThan(1)
    const path = join(folder, `wrangler.${name}.toml`)
    writeFileSync(path, shipped.replace(from, to))
    return path
  }

  test('is the deployed one at first', async () => {
    const { code, stdout } = await policy('status')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^in force +revision [0-9a-f]{16}, as deployed$/m)
    expect(await policy('diff', 'wrangler.toml', 'live')).toMatchObject({ code: 0 })
    // Who rolls back to it signs the same bytes that the gate takes it for.
    const { adminToken } = await localSecrets()
    const headers = { Authorization: `Bearer ${adminToken}` }
    const answer = await fetch(`${edge.url}/.cordon/admin/policy/document`, { headers })
    const { sha256 } = (await answer.json()) as { sha256: string }
    writeFileSync(join(folder, 'key.json'), (await npmRun(['signer-key', '--name', 'anna'])).stdout)
    const signed = await npmRun(['sign', 'wrangler.toml', '--key', join(folder, 'key.json')])
    expect(signed.stderr).toContain(`sha256 ${sha256}`)
  })

  test('is another after publish, the one before after rollback', async () => {
    const file = changed('germany', 'rules = []', NO_GERMANY)
    expect(await statusOf(GERMANY)).toBe(200)

    const trial = await policy('publish', file, '--dry-run')
    expect(trial).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/\+ rule no-germany/) })
    expect(await statusOf(GERMANY)).toBe(200)

    const published = await policy('publish', file, '--why', 'an e2e test')
    expect(published).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^revision [0-9a-f]{16}\nsha256 [0-9a-f]{64}\n$/),
    })
    expect(await statusOf(GERMANY)).toBe(403)
    expect((await policy('status')).stdout).toMatch(/published .* by token:local: an e2e test$/m)
    expect((await policy('explain', '--policy', 'live', '--place', 'DE')).stdout).toMatch(/▸ +no-germany/)
    expect(await policy('publish', file, '--why', 'once more')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/in force already/),
    })

    expect(await policy('rollback', '--why', 'the test goes on')).toMatchObject({ code: 0 })
    expect(await statusOf(GERMANY)).toBe(200)
    expect((await policy('history')).stdout).toMatch(/an e2e test$/m)
  })

  test('does not become one that takes back an embargo without a word', async () => {
    const file = changed(
      'cuba',
      'id = "cuba"\nregions = ["CU"]',
      'id = "cuba"\nregions = ["CU"]\nto = "2026-12-01"',
    )
    const { code, stderr } = await policy('publish', file, '--why', 'an e2e test')
    expect(code).toBe(2)
    expect(stderr).toMatch(/Loosens rules that rest on a law:\n {2}restricted:cuba: ends earlier/)
    expect(stderr).toMatch(/refused: .*\(admin\.policy\)\n.*expected "restricted:cuba" in it/)
  })

  test('with a fault is not sent at all', async () => {
    const { code, stderr } = await policy(
      'publish',
      changed('fault', 'MODE = "enforce"', 'MODE = "enforc"'),
      '--why',
      'an e2e test',
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/wrangler\.fault\.toml:\d+:1: error: vars\.MODE: expected one of/)
  })

  test('is mended by an override, in one command', async () => {
    expect(await statusOf(SERVER)).toBe(403)
    const made = await policy(
      'override',
      '3.5.140.0/24',
      '--class',
      'mobile',
      '--days',
      '3',
      '--reason',
      'an e2e test',
    )
    expect(made).toMatchObject({ code: 0 })
    expect(made.stderr).toMatch(
      /\+ network override 3\.5\.140\.0\/24\n {4}class: mobile\n {4}owner: token:local/,
    )
    expect(await statusOf(SERVER)).toBe(200)
    expect(await policy('rollback', '--to', 'deployed', '--why', 'an e2e test')).toMatchObject({ code: 0 })
    expect(await statusOf(SERVER)).toBe(403)
  })

  test('refuses only what rests on a law while the glass is broken', async () => {
    const china = { 'Sim-Client-IP': '123.125.71.38' }
    expect(await policy('break-glass', '--minutes', '1', '--why', 'an e2e test')).toMatchObject({ code: 0 })
    expect([await statusOf(SERVER), await statusOf(china)]).toEqual([200, 451])
    expect((await policy('status')).stdout).toMatch(/^break glass +until /m)
    expect(await policy('break-glass', '--end', '--why', 'an e2e test')).toMatchObject({ code: 0 })
    expect(await statusOf(SERVER)).toBe(403)
  })

  test('is tried beside the one in force, which goes on deciding', async () => {
    expect(
      await policy('shadow', changed('shadow', 'rules = []', NO_GERMANY), '--why', 'an e2e test'),
    ).toMatchObject({ code: 0 })
    expect(await statusOf(GERMANY)).toBe(200)
    expect((await policy('status')).stdout).toMatch(
      /^candidate +document [0-9a-f]{16}, token:local: an e2e test$/m,
    )
    expect(await policy('shadow', '--off', '--why', 'an e2e test')).toMatchObject({ code: 0 })
    expect((await policy('status')).stdout).not.toMatch(/candidate/)
  })

  test('is nobody else’s business', async () => {
    const { code, stderr } = await npmRun(['status'], {
      CORDON_GATE: edge.url,
      CORDON_ADMIN_TOKEN: 'cordon_admin_x',
    })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/\(admin\.credential\)/) })
  })
})
