import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from './fixture.ts'

const SCRIPT = join(import.meta.dirname, '../../../../tools/feeds.ts')

function feeds(directory: string, ...args: string[]) {
  const places = ['--output', join(directory, 'out.bin'), '--store', join(directory, 'store')]
  const { stdout, stderr, status } = spawnSync(process.execPath, [SCRIPT, ...places, ...args], {
    encoding: 'utf8',
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
    expect(again).toMatchObject({ status: 0, stdout: first.stdout })
  })

  test('exits with 1 when nothing could be had, and writes no table', () => {
    const directory = temporaryDirectory()
    const { status, stderr, table } = feeds(directory, '--from', mirror(), '--only', 'zscaler')
    expect(status).toBe(1)
    expect(stderr).toContain('    ! does not parse: got an HTML page instead of JSON\n')
    expect(stderr).toContain('feeds: no list could be had, so no table was written')
    expect(existsSync(table)).toBe(false)
  })

  test('exits with 1 for a warning under --strict only, and writes the table all the same', () => {
    const from = mirror()
    const directory = temporaryDirectory()
    expect(feeds(directory, '--from', from, '--only', 'vpn-ovpn,zscaler').status).toBe(0)
    const { status, table } = feeds(directory, '--from', from, '--only', 'vpn-ovpn,zscaler', '--strict')
    expect(status).toBe(1)
    expect(existsSync(table)).toBe(true)
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
