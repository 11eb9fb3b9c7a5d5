import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../tools/project.ts'

/** Whatever lists this machine compiled last. */
const NO_LISTS = 'test/support/no-lists.bin'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A script of package.json as a user runs it. */
function npmRun(script: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: PROJECT_ROOT, maxBuffer: 1e8 }
    execFile('npm', ['run', '--silent', script, '--', ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

let folder: string
const file = (name: string) => join(folder, name)
const write = (name: string, ...lines: string[]) => writeFileSync(file(name), `${lines.join('\n')}\n`)

/** A mirror with one VPN operator, a cloud and a relay, in prefixes that belong to nobody of that kind. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cordon-networks-'))
  write('vpn-ivpn.txt', '73.162.10.7', '2001:558:feed::7')
  write('gcp-cloud.json', JSON.stringify({ prefixes: [{ ipv4Prefix: '73.162.20.0/24' }] }))
  write('egress-ip-ranges.csv', '104.28.28.0/28,DE,DE-BE,Berlin,')
  write('asn_labels.csv', 'asn,as_org,label', '24940,"Hetzner, Online",hosting', '7922,Comcast,residential')
  write('asn_mixed.csv', 'asn,as_org,contradiction', '2516,KDDI CORPORATION,residential?')
  write(
    'ip_labels.csv',
    'ip,asn,as_org,country,label',
    '73.162.10.7,7922,Comcast,US,vpn',
    '2001:558:feed::7,7922,Comcast,US,vpn',
    '73.162.10.8,7922,Comcast,US,residential',
    '73.162.20.1,7922,Comcast,US,cloud:gcp',
    '73.162.21.1,7922,Comcast,US,cloud:gcp',
    '104.28.28.1,13335,Cloudflare,DE,private_relay',
    '104.28.28.200,13335,Cloudflare,US,cdn:cloudflare',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run feeds', () => {
  it('compiles a mirror, and npm run networks explains what is in the table', async () => {
    const table = file('networks.bin')
    const made = await npmRun('feeds', '--from', folder, '--output', table, '--store', file('store'))
    expect(made).toMatchObject({ code: 0 })
    expect(made.stderr).toMatch(/^vpn-ivpn +2 .* new /m)
    expect(made.stdout).toMatch(/3 of \d+ sources, 3 IPv4 and 1 IPv6 prefixes/)

    const ask = (question: string) => npmRun('networks', 'explain', question, '--table', table, '--json')
    const vpn = JSON.parse((await ask('73.162.10.7')).stdout)
    expect(vpn).toMatchObject({
      asked: '73.162.10.7',
      network: { asn: 7922, operator: 'Comcast' },
      class: 'vpn',
      confidence: 'high',
      decidedBy: 'prefix list: vpn',
      verdict: { verdict: 'deny', reasons: ['network.vpn'] },
    })
    expect(vpn.sources.map(({ source, class: said }: Record<string, unknown>) => [source, said])).toEqual([
      ['list vpn-ivpn', 'vpn'],
      ['ASN table', 'residential'],
      ["organisation's name", 'residential'],
    ])
    expect(vpn.sources[0].date).toMatch(/^\d{4}-\d\d-\d\dT/)
    const home = JSON.parse((await ask('73.162.10.8')).stdout)
    expect(home).toMatchObject({
      class: 'residential',
      decidedBy: 'ASN table',
      verdict: { verdict: 'allow' },
    })
    const parts = JSON.parse((await ask('73.162.10.0/28')).stdout).parts
    expect(parts.map(({ from, to, says }: Record<string, unknown>) => [from, to, says])).toEqual([
      ['73.162.10.0', '73.162.10.6', []],
      ['73.162.10.7', '73.162.10.7', ['vpn-ivpn: vpn']],
      ['73.162.10.8', '73.162.10.15', []],
    ])
    expect((await npmRun('networks', 'explain', '73.162.10.7', '--table', table)).stdout).toMatch(
      /▸ prefix list: vpn +vpn\/high/,
    )
  })
})

describe('npm run networks', () => {
  it('explains an ASN by its entry', async () => {
    const { stdout } = await npmRun('networks', 'explain', 'AS24940', '--json', '--table', NO_LISTS)
    expect(JSON.parse(stdout)).toMatchObject({ class: 'hosting', decidedBy: 'ASN table: servers' })
  })

  it.each(['01.2.3.4', '1.2.3', '1.2.3.4%eth0', '', '1.2.3.4/24', 'AS0', '2001:db8::/129'])(
    'says that "%s" is nothing of the kind',
    async (text) => {
      const { code, stderr } = await npmRun('networks', 'explain', text)
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^networks: .*expected|is no /),
      })
    },
  )

  it('takes ::ffff:1.2.3.4 for 1.2.3.4', async () => {
    const [mapped, plain] = JSON.parse(
      (
        await npmRun(
          'networks',
          'explain',
          '::ffff:73.162.10.1',
          '73.162.10.1',
          '--json',
          '--table',
          NO_LISTS,
        )
      ).stdout,
    )
    expect(mapped).toEqual(plain)
  })
})

describe('npm run eval', () => {
  it('measures with the lists of a folder and without them', async () => {
    const { code, stdout } = await npmRun('eval', folder, '--feeds', folder, '--json')
    expect(code).toBe(0)
    const report = JSON.parse(stdout)
    expect(report.asn).toMatchObject({
      precision: 1,
      recall: 1,
      f1: 1,
      mixedRefused: 0,
      falsePositiveRate: { residential: 0, mobile: null },
    })
    expect(report.address).toMatchObject({
      precision: 1,
      recall: { cloud: 0.5, vpn: 1, tor: null, proxy: null },
      falsePositiveRate: { residential: 0, private_relay: 0 },
      ipv6: { recall: { vpn: 1 } },
      relayMistaken: 0,
    })
    expect(report.withoutFeeds.address.recall).toMatchObject({ cloud: 0, vpn: 0 })
  })

  it('prints a table for people', async () => {
    const { stdout } = await npmRun('eval', folder)
    expect(stdout).toMatch(/^Networks \(2 by number and name, without lists\)\nprecision +100\.00 %/)
    expect(stdout).toMatch(/^ {2}mixed networks refused +0$/m)
  })

  it('names file and line of a label that is none', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'cordon-labels-'))
    writeFileSync(join(broken, 'asn_labels.csv'), 'asn,as_org,label\nAS1,Name,hosting\n')
    const { code, stderr } = await npmRun('eval', broken)
    rmSync(broken, { recursive: true })
    expect({ code, stderr }).toMatchObject({ code: 2 })
    expect(stderr).toMatch(/asn_labels\.csv, line 2: "AS1" is no AS number/)
  })
})
