import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { largeTableNote, onlyNote } from '../../../../tools/feeds/table-notes.ts'
import { source, temporaryDirectory } from './fixture.ts'

const SCRIPT = join(import.meta.dirname, '../../../../tools/feeds.ts')

function feeds(directory: string, ...args: string[]) {
  const places = ['--output', join(directory, 'out.bin'), '--store', join(directory, 'store')]
  const { stdout, stderr, status } = spawnSync(process.execPath, [SCRIPT, ...places, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { stdout, stderr, status, table: join(directory, 'out.bin') }
}

/** A mirror of two lists in the names and formats of the shipped sources. */
function mirror(): string {
  const directory = temporaryDirectory()
  const ovpn = Array.from({ length: 60 }, (_, index) => `5.6.7.${index}`).join('\n')
  writeFileSync(join(directory, 'vpn-ovpn.txt'), ovpn)
  writeFileSync(join(directory, 'zscaler-cloud.json'), '<html>Sign in</html>')
  return directory
}

describe('feeds', () => {
  test('compiles a mirror, a line for each source, and then its last good versions', () => {
    const from = mirror()
    const directory = temporaryDirectory()
    const first = feeds(directory, '--from', from, '--only', 'vpn-ovpn')
    expect(first).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/1 of 1 source, 60 IPv4 and 0 IPv6/),
    })
    expect(first.stderr).toMatch(
      /^source +prefixes +bytes +date +state +time\nvpn-ovpn +60 +\d+ B +[\d-]{10} +new +[\d.]+ s\n$/,
    )
    expect(readFileSync(first.table).length).toBeGreaterThan(60)
    const again = feeds(directory, '--offline', '--only', 'vpn-ovpn')
    expect(again).toMatchObject({ status: 0 })
    expect(again.stdout.split('\n')[0]).toBe(first.stdout.split('\n')[0])
  })

  test('exits with 1 when nothing could be had, and writes no table', () => {
    const directory = temporaryDirectory()
    const { status, stderr, table } = feeds(directory, '--from', mirror(), '--only', 'zscaler')
    expect(status).toBe(1)
    expect(stderr).toContain('    ! does not parse: got an HTML page instead of JSON\n')
    expect(stderr).toContain('feeds: no list could be had, so no table was written')
    expect(existsSync(table)).toBe(false)
  })

  test('tells by which name the worker finds the table', () => {
    const { stdout, table } = feeds(temporaryDirectory(), '--from', mirror(), '--only', 'vpn-ovpn')
    const name = readFileSync(table).subarray(16, 48).toString('hex')
    expect(stdout).toContain(`\n  in KV or R2: networks/${name}, NETWORK_TABLE = "${name}"\n`)
  })

  test('leaves the table as it was for a warning under --strict, and exits with 1', () => {
    const from = mirror()
    const directory = temporaryDirectory()
    const args = ['--from', from, '--only', 'vpn-ovpn,zscaler']
    const first = feeds(directory, ...args, '--strict')
    expect(first.status).toBe(1)
    expect(first.stderr).toMatch(/feeds: --strict: 1 warning, \S+out\.bin not written\n$/)
    expect(existsSync(first.table)).toBe(false)
    expect(feeds(directory, ...args).status).toBe(0)
    const before = readFileSync(first.table)
    const again = feeds(directory, ...args, '--strict')
    expect(again.stderr).toMatch(/feeds: --strict: 1 warning, \S+out\.bin left as it was\n$/)
    expect(again.status).toBe(1)
    expect(readFileSync(first.table)).toEqual(before)
    expect(feeds(directory, '--from', from, '--only', 'vpn-ovpn', '--strict').status).toBe(0)
  })

  test('says when lists need more answers than a table has', () => {
    const directory = temporaryDirectory()
    const digits = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const regions = digits.flatMap((a) => digits.flatMap((b) => digits.map((c) => a + b + c)))
    const lines = ['US', 'DE'].flatMap((country, at) =>
      regions.map(
        (region, index) => `5.${at}.${index >> 8}.${index & 255}/32,${country},${country}-${region},,`,
      ),
    )
    writeFileSync(join(directory, 'places.csv'), lines.join('\n'))
    const own = { id: 'sat', format: 'geofeed', file: 'places.csv', class: 'satellite', moves_place: true }
    const sources = join(directory, 'mine.json')
    writeFileSync(sources, JSON.stringify({ sources: [own] }))
    const { status, stderr, table } = feeds(directory, '--sources', sources, '--only', 'sat')
    expect(stderr).toMatch(
      /\nfeeds: no table was written: .* more than 65,535 different answers .*: sat \(93,312\)\n$/,
    )
    expect([status, existsSync(table)]).toEqual([1, false])
  })

  test.each<[string, (directory: string) => string[], number, string]>([
    ['--sources is a directory', (at) => ['--sources', at], 2, '--sources: AT is a directory, not a file'],
    ['--output is a directory', (at) => ['--output', at], 2, '--output: AT is a directory, expected a file'],
    [
      '--output is below a file',
      (at) => ['--output', join(at, 'file', 'x')],
      2,
      '--output: AT/file is not a directory',
    ],
    ['--output cannot be made', (at) => ['--output', join(at, 'x'.repeat(300))], 1, 'ENAMETOOLONG: '],
    ['--store is a file', (at) => ['--store', join(at, 'file')], 2, 'the store: AT/file is not a directory'],
    [
      'state.json is a directory',
      (at) => ['--store', join(at, 'odd')],
      2,
      'the store: AT/odd/state.json is not a file',
    ],
  ])('says in a line that %s', (_, args, code, message) => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    mkdirSync(join(directory, 'odd', 'state.json'), { recursive: true })
    const { status, stderr } = feeds(directory, '--from', mirror(), '--only', 'vpn-ovpn', ...args(directory))
    expect(stderr).toContain(`feeds: ${message.replace('AT', directory)}`)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(status).toBe(code)
  })

  test('sweeps what a killed run left next to the table', () => {
    const directory = temporaryDirectory()
    const left = join(directory, 'out.bin.77.0123abcd.tmp')
    writeFileSync(left, '')
    utimesSync(left, 1, 1)
    feeds(directory, '--from', mirror(), '--only', 'vpn-ovpn')
    expect(existsSync(left)).toBe(false)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('removes what it was downloading on %s', async (signal, code) => {
    const server = createServer((_, response) => response.write('5.6.7.0/24\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const directory = temporaryDirectory()
    const [store, table] = [join(directory, 'store'), join(directory, 'out.bin')]
    const args = ['--from', from, '--only', 'vpn-ovpn', '--store', store, '--output', table]
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: 'ignore' })
    const waiting = () => (existsSync(join(store, 'tmp')) ? readdirSync(join(store, 'tmp')) : [])
    await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(1)
    const ended = once(child, 'exit')
    child.kill(signal)
    expect(await ended).toEqual([code, null])
    expect(waiting()).toEqual([])
    server.closeAllConnections()
    server.close()
  })

  test.each([
    [['--only', 'vpn-ovpm'], '--only: no source is called "vpn-ovpm", did you mean "vpn-ovpn"?'],
    [['--from', '/nowhere/at/all'], '--from: there is no directory /nowhere/at/all'],
    [['--from', 'http://mirror.example/'], '--from: expected an https URL, or http on this machine'],
    [['--from', '.', '--offline'], '--offline asks nobody, and --from names whom to ask'],
    [['--sources', '/nowhere.json'], '--sources: there is no file /nowhere.json'],
    [['--colour'], "Unknown option '--colour'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('refuses %j with exit code 2', (args, message) => {
    const { status, stderr, stdout } = feeds(temporaryDirectory(), ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(`feeds: ${message}`)
  })

  test("tells what is wrong with the operator's file", () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'mine.json')
    writeFileSync(path, '{"sources":[{"format":"lines"}]}')
    const { status, stderr } = feeds(directory, '--sources', path)
    expect(status).toBe(2)
    expect(stderr).toContain(`feeds: ${path}:\n  sources[0].id: is missing\n  sources[0].class: is missing\n`)
  })

  test('lists its sources with URL, class and licence', () => {
    const { status, stdout } = feeds(temporaryDirectory(), '--list')
    expect(status).toBe(0)
    expect(stdout).toContain(
      'apple-relay: iCloud Private Relay egress (Apple)\n    privacy_relay, confidence high, its places count\n    https://mask-api.icloud.com/egress-ip-ranges.csv\n',
    )
    expect(stdout).toContain('    mirror only\n    in a mirror: vpn-surfshark.txt\n    licence: ')
  })
})

test('a table that is too large for the bundle is told of', () => {
  expect(largeTableNote(3 * 1024 * 1024)).toBeUndefined()
  expect(largeTableNote(4 * 1024 * 1024)).toMatch(
    /^the table has 4\.0 MB: bundles are limited to 3 MB \(Free\)/,
  )
})

test("so is the build's table when it holds only some sources", () => {
  expect(onlyNote('src/feeds.bin', [source(), source({ id: 'other' })])).toBe(
    'src/feeds.bin is the table of the build, and with --only it holds only acme, other',
  )
})
