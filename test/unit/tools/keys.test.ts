import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, '../../../tools/keys.ts')

function keys(args: string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [SCRIPT, ...args], {
    input,
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

describe('keys generate', () => {
  test.each([
    [[], 'ES256', 1],
    [['--alg', 'EdDSA', '--count', '2'], 'EdDSA', 2],
  ])('%j prints nothing but a private JWKS', async (args, alg, count) => {
    const { stdout, stderr, status } = keys(['generate', ...args])
    const set = JSON.parse(stdout) as { keys: JWK[] }
    expect(status).toBe(0)
    expect(stderr).toContain('secret put SIGNING_KEYS')
    expect(set.keys).toHaveLength(count)
    for (const jwk of set.keys) {
      expect(jwk).toMatchObject({ alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) })
      expect(await importJWK(jwk)).toMatchObject({ type: 'private' })
    }
    expect(new Set(set.keys.map(({ kid }) => kid)).size).toBe(count)
  })

  test.each([
    [['--alg', 'RS256'], 'expected ES256 or EdDSA'],
    [['--count', '0'], 'expected a number from 1 to 16'],
    [['--count', 'x'], 'expected a number from 1 to 16'],
    [['--bits', '1'], 'Unknown option'],
  ])('refuses %j', (args, message) => {
    const { stdout, stderr, status } = keys(['generate', ...args])
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
    expect(stderr).toContain(message)
  })
})

describe('keys list', () => {
  test('prints kid and algorithm, and no private part', () => {
    const set = keys(['generate', '--count', '2']).stdout
    const { stdout, status } = keys(['list'], set)
    expect(status).toBe(0)
    for (const { kid, d } of (JSON.parse(set) as { keys: JWK[] }).keys) {
      expect(stdout).toContain(`${kid}\tES256\tprivate`)
      expect(stdout).not.toContain(d)
    }
  })

  test('points out a public key and a foreign kid', () => {
    const { keys: generated } = JSON.parse(keys(['generate']).stdout) as { keys: JWK[] }
    const { d: _, ...key } = generated[0] as JWK
    expect(keys(['list'], JSON.stringify({ keys: [{ ...key, kid: 'mine' }] })).stdout).toMatch(
      /^mine\tES256\tPUBLIC ONLY.*kid IS NOT its thumbprint/,
    )
  })

  test.each(['', 'hush-hush', '[]', '{"keys":[]}', '{"keys":[{"kty":"?"}]}'])(
    'refuses %j without repeating it',
    (input) => {
      const { stdout, stderr, status } = keys(['list'], input)
      expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
      expect(stderr).toMatch(/expected a JW/)
      expect(stderr).not.toContain('hush')
    },
  )
})

test('keys secret prints 32 random bytes as base64url, and others each time', () => {
  const [first, second] = [keys(['secret']), keys(['secret'])]
  expect(first.stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/)
  expect(first.stdout).not.toBe(second.stdout)
})

test('keys --help rotates so that no origin meets a key it does not know yet', () => {
  const { stdout } = keys(['--help'])
  const steps = ['new key second', 'five minutes', 'new key first', 'SESSION_TTL_SECONDS']
  const at = steps.map((step) => stdout.indexOf(step))
  expect(at).not.toContain(-1)
  expect(at).toEqual(at.toSorted((a, b) => a - b))
})

test('keys without a command, or with another, says which there are', () => {
  expect(keys([])).toMatchObject({ status: 1, stdout: expect.stringContaining('generate') })
  expect(keys(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('generate') })
  expect(keys(['forge'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('expected generate, list, secret'),
  })
})
