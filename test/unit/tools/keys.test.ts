import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import type { SigningJwk } from '../../../tools/signing-keys.ts'

const SCRIPT = join(import.meta.dirname, '../../../tools/keys.ts')
const NOW = ['--now', '2026-11-23T06:00Z']
const NOW_SECONDS = 1_795_413_600

function keys(args: readonly string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [SCRIPT, ...args], {
    input,
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

const setOf = (stdout: string) => (JSON.parse(stdout) as { keys: SigningJwk[] }).keys
const generated = keys(['generate']).stdout
const [old] = setOf(generated) as [SigningJwk]
const rotated = keys(['rotate', ...NOW], generated)

describe('keys generate', () => {
  test.each([
    [[], 'ES256'],
    [['--alg', 'EdDSA'], 'EdDSA'],
  ])('%j prints nothing but a private JWKS of one key that signs at once', async (args, alg) => {
    const { stdout, stderr, status } = keys(['generate', ...args])
    const set = setOf(stdout)
    expect(status).toBe(0)
    expect(stderr).toContain('secret put SIGNING_KEYS')
    expect(set).toHaveLength(1)
    for (const jwk of set) {
      expect(jwk).toMatchObject({ alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) })
      expect(jwk.active_from).toBeUndefined()
      expect(await importJWK(jwk)).toMatchObject({ type: 'private' })
    }
  })

  test.each([
    [['--alg', 'RS256'], 'expected ES256 or EdDSA'],
    [['--bits', '1'], 'an option that this command does not have'],
  ])('refuses %j', (args, message) => {
    const { stdout, stderr, status } = keys(['generate', ...args])
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
    expect(stderr).toContain(message)
  })
})

describe('keys rotate', () => {
  test('prints the set with a key that begins in 15 minutes, the old one unchanged', () => {
    const [fresh, ...others] = setOf(rotated.stdout)
    expect(rotated.status).toBe(0)
    expect(fresh).toMatchObject({ alg: 'ES256', active_from: NOW_SECONDS + 900 })
    expect(others).toEqual([old])
  })

  test('says the states, and by when the secret has to be in force, without a private part', () => {
    const { stderr, stdout } = rotated
    const [fresh] = setOf(stdout) as [SigningJwk]
    expect(stderr).toMatch(new RegExp(`${fresh.kid} +ES256 +next +- +2026-11-23T06:15:00Z`))
    expect(stderr).toMatch(new RegExp(`${old.kid} +ES256 +active +ever +2026-11-23T06:15:00Z`))
    expect(stderr).toContain('in force everywhere by 2026-11-23T06:10:00Z')
    for (const { d } of setOf(stdout)) expect(stderr).not.toContain(d)
  })

  test.each([
    [['--in', '1200'], NOW_SECONDS + 1200],
    [['--at', '2026-12-01'], 1_796_083_200],
    [['--emergency'], NOW_SECONDS],
  ])('%j begins at %d', (args, activeFrom) => {
    const { stdout } = keys(['rotate', ...NOW, ...args, '--alg', 'EdDSA'], generated)
    expect(setOf(stdout)).toMatchObject([{ alg: 'EdDSA', active_from: activeFrom }, { kid: old.kid }])
  })

  test('--emergency says what it costs and drops the waiting key; --keep 0 drops every other one', () => {
    const waiting = setOf(rotated.stdout)[0]?.kid
    const now = keys(['rotate', ...NOW, '--emergency'], rotated.stdout)
    expect(now.stderr).toContain('up to 5 minutes')
    expect(now.stderr).toContain(`dropped: ${waiting}`)
    const alone = keys(['rotate', ...NOW, '--emergency', '--keep', '0'], rotated.stdout)
    expect(setOf(alone.stdout)).toHaveLength(1)
    expect(alone.stderr).toContain(`dropped: ${old.kid}`)
    expect(setOf(alone.stdout)[0]?.active_from).toBeUndefined()
  })

  test.each<[string, string[], string, RegExp]>([
    ['a second key that waits', [], rotated.stdout, /waiting already and begins at 2026-11-23T06:15:00Z/],
    ['a start that origins cannot follow', ['--in', '899'], generated, /at least 900 seconds/],
    ['a start in the past', ['--at', '2026-11-22'], generated, /at least 900 seconds/],
    ['milliseconds', ['--in', '9000000000'], generated, /within a year/],
    ['an instant without its zone', ['--at', '2026-11-23T08:00'], generated, /--at: .*zone/],
    ['no number', ['--in', 'soon'], generated, /--in: .*whole number/],
    ['no number to keep', ['--keep=-1'], generated, /--keep: .*whole number/],
    ['two starts', ['--in', '900', '--at', '2026-12-01'], generated, /one of --in, --at and --emergency/],
    ['an emergency that waits', ['--emergency', '--in', '900'], generated, /one of --in/],
  ])('refuses %s', (_, args, input, message) => {
    const { stdout, stderr, status } = keys(['rotate', ...NOW, ...args], input)
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
    expect(stderr).toMatch(message)
  })
})

describe('keys list', () => {
  test.each([
    ['2026-11-23T06:14:59Z', 'next', 'active'],
    ['2026-11-23T06:15:00Z', 'active', 'retired'],
    ['2026-11-24T07:15:59Z', 'active', 'retired'],
    ['2026-11-24T07:16:00Z', 'active', 'ended'],
  ])('at %s the new key is %s and the old one %s', (now, first, second) => {
    const { stdout, status } = keys(['list', '--now', now], rotated.stdout)
    const [fresh] = setOf(rotated.stdout) as [SigningJwk]
    expect(status).toBe(0)
    expect(stdout).toMatch(new RegExp(`${fresh.kid} +ES256 +${first} `))
    expect(stdout).toMatch(new RegExp(`${old.kid} +ES256 +${second} `))
    for (const { d } of setOf(rotated.stdout)) expect(stdout).not.toContain(d)
  })

  const { d: _, ...publicOnly } = old
  test.each<[string, string, RegExp]>([
    ['nothing', '', /it is empty/],
    ['what is no JSON', 'hush-hush', /expected a JWKS/],
    ['a list', '["hush"]', /expected a JWKS/],
    ['no keys', '{"keys":[]}', /at least one key/],
    ['a key of no kind', '{"keys":[{"kty":"hush"}]}', /keys\[0\].kty: expected a JWKS/],
    ['a public key', JSON.stringify({ keys: [publicOnly] }), /keys\[0\]\.d: expected/],
    ['a kid of its own', JSON.stringify({ keys: [{ ...old, kid: 'hush' }] }), /keys\[0\]\.kid: expected/],
    ['a foreign kid', JSON.stringify({ keys: [{ ...old, kid: 'hush'.padEnd(43, 'A') }] }), /thumbprint/],
    ['a key twice', JSON.stringify({ keys: [old, old] }), /different kids/],
  ])('refuses %s without repeating it', (_, input, message) => {
    const { stdout, stderr, status } = keys(['list'], input)
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(new RegExp(`hush|${old.d}|${old.x}`))
  })
})

test('keys secret prints 32 random bytes as base64url, and others each time', () => {
  const [first, second] = [keys(['secret']), keys(['secret'])]
  expect(first.stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/)
  expect(first.stdout).not.toBe(second.stdout)
  expect(first.stderr).toContain('CREDENTIAL_SECRET_PREVIOUS')
})

describe('keys admin-token', () => {
  const args = ['admin-token', '--role', 'auditor', '--name']
  const tokenIn = (stderr: string) =>
    /cordon_admin_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/.exec(stderr)?.[0] ?? ''
  const first = keys([...args, 'ana@example.com'])

  test('prints the entry with the hash, and the token on stderr only', () => {
    const token = tokenIn(first.stderr)
    const sha256 = createHash('sha256').update(token, 'ascii').digest('hex')
    expect(token).not.toBe('')
    expect(JSON.parse(first.stdout)).toEqual([{ name: 'ana@example.com', role: 'auditor', sha256 }])
    expect(first.stdout).not.toContain(token)
  })

  test('adds to the list on stdin', () => {
    const second = keys([...args, 'bo'], first.stdout)
    expect(JSON.parse(second.stdout)).toMatchObject([
      ...(JSON.parse(first.stdout) as object[]),
      { name: 'bo', role: 'auditor' },
    ])
    expect(tokenIn(second.stderr)).not.toBe(tokenIn(first.stderr))
  })

  const entry = (n: number) => ({
    name: `${n}`.padEnd(64, 'x'),
    role: 'compliance',
    sha256: `${n}`.padStart(64, '0'),
  })
  test.each<[string, string[], string, RegExp]>([
    [
      'a name twice',
      [...args, 'ana@example.com'],
      first.stdout,
      /--name: expected entries with different names/,
    ],
    ['no name', ['admin-token', '--role', 'auditor'], '', /--name: expected who/],
    ['a name with a line break', [...args, 'a\nb'], '', /--name: expected a name of/],
    [
      'another role',
      ['admin-token', '--role', 'root', '--name', 'a'],
      '',
      /--role: expected support, operator/,
    ],
    ['no role', ['admin-token', '--name', 'a'], '', /--role: expected/],
    ['a token where the list belongs', [...args, 'a'], 'cordon_admin_hush', /stdin: expected the JSON list/],
    ['another list', [...args, 'a'], '[{"name":"hush"}]', /stdin: expected the JSON list/],
    [
      'a list too long for a secret',
      [...args, 'a'],
      JSON.stringify(Array.from({ length: 31 }, (_, n) => entry(n))),
      /5 KB/,
    ],
  ])('refuses %s', (_, given, input, message) => {
    const { stdout, stderr, status } = keys(given, input)
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/hush|cordon_admin_/)
  })
})

test('keys without a command, or with another, says which there are', () => {
  const all = ['generate', 'rotate', 'list', 'secret', 'admin-token']
  const help = keys(['--help'])
  expect(keys([])).toMatchObject({ status: 1, stdout: help.stdout })
  expect(help.status).toBe(0)
  for (const name of all) expect(help.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  expect(keys(['forge'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`expected ${all.join(', ')}, or --help`),
  })
})

test.each([[[generated]], [['rotate', generated]], [['list', `--${generated}`]]])(
  'keys never repeats its arguments, which may be a key in the wrong place',
  (args) => {
    const { stderr, status } = keys(args)
    expect(status).toBe(1)
    expect(stderr).not.toContain(old.d)
  },
)
