import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { documentSha256 } from '../../../../src/config/live-document.ts'
import { verifyPolicySignatures } from '../../../../src/config/policy-signature.ts'
import type { PolicySigner } from '../../../../src/config/policy-signers-schema.ts'
import { COMMAND_HELP } from '../../../../tools/policy/help.ts'
import { runPolicy } from '../../../../tools/policy/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

/** As on the command line, but within this process: a hundred starts of Node take a minute. */
async function policy(...args: readonly string[]) {
  vi.stubEnv('CORDON_GATE', '')
  vi.stubEnv('CORDON_ADMIN_TOKEN', '')
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const log = vi.spyOn(console, 'log').mockImplementation((line: unknown) => void stdout.push(`${line}\n`))
  const error = vi
    .spyOn(console, 'error')
    .mockImplementation((line: unknown) => void stderr.push(`${line}\n`))
  try {
    const status = await runPolicy(args)
    return { status, stdout: stdout.join(''), stderr: stderr.join('') }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const ONE = write(
  'one.toml',
  `RESTRICTED_REGIONS = [
  "CU",
  { id = "crimea", regions = ["UA-43"], reason = "r", basis = { law = "L", owner = "o", from = "2014-12-19" } },
]
DENIED_NETWORKS = ["vpn"]
[POLICY]
default = "allow"
resources = [{ id = "models", tier = "standard", path = "/v1/*" }]
[[POLICY.rules]]
id = "autumn"
effect = "deny"
when = { signal = "place", is = "DE" }
from = "2026-09-15"
to = "2026-12-01"
[[POLICY.rules]]
id = "soon"
effect = "deny"
mode = "notice"
when = { signal = "place", is = "FR" }
from = "2027-01-01"
`,
)
const TWO = write('two.toml', readFileSync(ONE, 'utf8').replace('"UA-43"', '"UA-40"'))

const made = await policy('signer-key', '--name', 'anna@example.com', '--alg', 'EdDSA')
const key = write('anna.json', made.stdout)
const signer = JSON.parse(/^ {2}(\{.*)$/m.exec(made.stderr)?.[1] ?? '') as PolicySigner

describe('help', () => {
  test('lists every command, each of which has its own', async () => {
    const { stdout, status } = await policy('--help')
    expect(status).toBe(0)
    for (const name of Object.keys(COMMAND_HELP)) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })

  test.each(['check', 'explain', 'publish', 'break-glass'])('%s --help', async (name) => {
    expect(await policy(name, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^Usage: npm run policy -- ${name}`)),
      stderr: '',
    })
  })

  test.each([
    [[], /^Usage/, ''],
    [['nonsense'], /^$/, /^policy: expected check, /],
  ])('%j is wrong use', async (args, stdout, stderr) => {
    expect(await policy(...args)).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    })
  })
})

describe('explain', () => {
  const explain = (...args: readonly string[]) =>
    policy('explain', '--policy', ONE, '--at', '2026-10-01', ...args)
  test.each([
    [
      ['--place', 'UA-43'],
      /^deny 451 place\.restricted\n.*a deny matched: restricted:crimea/,
      /▸ +restricted:crimea +deny +matched +place: UA-43/,
    ],
    [['--place', 'UA'], /^challenge 403 place\.ambiguous/, /restricted:crimea +deny +indeterminate/],
    [['--place', 'absent'], /^deny 403 place\.unknown/, /▸ +unknown-place/],
    [['--place', 'DE'], /^deny 403/, /▸ +autumn +deny +matched/],
    [
      ['--place', 'DE', '--at', '2026-12-01'],
      /^allow/,
      /autumn +deny +not asked +no longer: ended 2026-12-01/,
    ],
    [['--place', 'FR'], /^allow\n/, /announced +soon from 2027-01-01/],
    [['--network', 'vpn', '--path', '/v1/x'], /^deny 403 network\.vpn/, /asked for +models, tier standard/],
    [['--signal', 'network.class=vpn'], /^deny 403 network\.vpn/, /denied-networks/],
  ])('%j', async (args, verdict, line) => {
    const { stdout, status, stderr } = await explain(...args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(verdict)
    expect(stdout).toMatch(line)
  })

  test('JSON has every rule with what it saw', async () => {
    const told = JSON.parse((await explain('--place', 'UA-43', '--json')).stdout)
    expect(told).toMatchObject({
      verdict: 'deny',
      status: 451,
      row: 'deny_matched',
      rests_on_law: true,
      tier_max: null,
    })
    expect(told.rules).toContainEqual({
      rule: 'restricted:crimea',
      effect: 'deny',
      mode: 'enforce',
      finding: 'matched',
      reason: 'place.restricted',
      saw: 'place: UA-43',
      asks: 'place in UA-43',
    })
  })

  test.each([
    [['--place', 'UK'], /--place: expected an ISO 3166 code.*did you mean GB/],
    [['--place', 'UA-99'], /Ukraine has no UA-99; did you mean UA-09/],
    [['--signal', 'netwrok.class=vpn'], /there is no signal netwrok\.class; did you mean network\.class\?/],
    [['--signal', 'nothing'], /expected name=value/],
    [['--asn', '64500x'], /--asn: expected an ASN/],
    [['--address', '1.2.3'], /--address: expected an IP address/],
    [['--body', '{"a":1,"a":2}'], /--body: expected JSON \(duplicate member\)/],
    [['--path', '//x'], /gets 400 request\.path/],
    [['--at', 'tomorrow'], /--at: expected a date/],
    [['--wat'], /an option that this command does not have/],
    [['--record', '/nowhere/records.ndjson'], /\/nowhere\/records\.ndjson is not there/],
    [['--record', '/'], /is a directory/],
  ])('%j is wrong use', async (args, expected) => {
    expect(await policy('explain', '--policy', ONE, ...args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(expected),
    })
  })
})

describe('diff', () => {
  test('nothing, and 0', async () => {
    expect(await policy('diff', ONE, ONE)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/no difference/),
    })
  })

  test('what changed, what it loosens, and 1', async () => {
    const { stdout, status } = await policy('diff', ONE, TWO)
    expect(status).toBe(1)
    expect(stdout).toMatch(/~ rule restricted:crimea/)
    expect(stdout).toMatch(/Loosens rules that rest on a law:\n {2}restricted:crimea: /)
    expect(stdout).toMatch(/not named in POLICY\.overrides_basis.*: restricted:crimea$/m)
  })

  test('trouble, and 2', async () => {
    expect(await policy('diff', ONE, 'nowhere.toml')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/there is no file/),
    })
    expect(await policy('diff', ONE, write('bad.toml', 'MODE = 1'))).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/bad\.toml:1:1: error: MODE: /),
    })
  })
})

test.each([
  ['2026-09-14', /not yet +autumn/, /Next: 2026-09-15, when the rule autumn begins\./],
  ['2026-09-15T00:00Z', /in force +autumn/, /Next: 2026-12-01, when the rule autumn ends\./],
  ['2026-12-01', /no longer +autumn/, /announced +soon.*Next: 2027-01-01, when the rule soon begins\./s],
  ['2027-01-01', /in force +soon/, /nothing changes after that/],
  ['2014-01-01', /restricted:crimea .*L, not in force then: 403 instead of 451/, /Next: 2014-12-19/],
])('at %s', async (date, rule, next) => {
  const { stdout, status } = await policy('at', date, '--policy', ONE)
  expect(status).toBe(0)
  expect(stdout).toMatch(rule)
  expect(stdout).toMatch(next)
})

describe('test', () => {
  const examples = `[[EXAMPLES]]
id = "crimea"
given = { place = "UA-43" }
expect = { verdict = "deny", rule = "restricted:crimea" }
[[EXAMPLES]]
id = "kyiv"
given = { place = "UA-30" }
expect = { verdict = "deny" }
`
  test('a line an example, and 1 where one failed', async () => {
    const { stdout, stderr, status } = await policy('test', write('examples.toml', examples), '--policy', ONE)
    expect(status).toBe(1)
    expect(stdout.split('\n')).toEqual([
      'ok    crimea: deny',
      expect.stringMatching(/^FAIL {2}kyiv: expected deny, got allow/),
      '',
    ])
    expect(stderr).toMatch(/one\.toml: 1 example passed, 1 failed\n$/)
  })

  test('a list in JSON will do', async () => {
    const list = write(
      'list.json',
      '[{"id": "kyiv", "given": {"place": "UA-30"}, "expect": {"verdict": "allow"}}]',
    )
    expect(await policy('test', list, '--policy', ONE)).toMatchObject({ status: 0 })
  })

  test.each([
    [
      '[{"id": "a", "given": {"plac": "CU"}, "expect": {"verdict": "deny"}}]',
      /:1:\d+: error: EXAMPLES\[0\].*did you mean "place"/,
    ],
    [
      '[{"id": "a", "expect": {"verdict": "dny"}}]',
      /:1:\d+: error: EXAMPLES\[0\]\.expect\.verdict: expected one of/,
    ],
    ['{"a": 1}', /expected a list of examples/],
    ['[]', /has no examples/],
  ])('%s is told with its place', async (text, expected) => {
    expect(await policy('test', write('wrong.json', text), '--policy', ONE)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(expected),
    })
  })
})

describe('bundle', () => {
  test('writes the document as JSON that means the same', async () => {
    const { status, stderr } = await policy('bundle', ONE, '--output', join(folder, 'bundled.json'))
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/revision [0-9a-f]{16}/) })
    expect(await policy('diff', ONE, join(folder, 'bundled.json'))).toMatchObject({ status: 0 })
  })

  test('writes nothing where the policy has a fault', async () => {
    const fault = write('fault.toml', readFileSync(ONE, 'utf8').replace('2026-12-01', '2026-01-01'))
    expect((await policy('bundle', fault, '--output', join(folder, 'none.json'))).status).toBe(1)
    expect(() => readFileSync(join(folder, 'none.json'))).toThrow(/ENOENT/)
  })
})

describe('sign', () => {
  test('signer-key keeps the private half out of what is for the eye', async () => {
    expect(made.status).toBe(0)
    expect(made.stderr).not.toContain(JSON.parse(made.stdout).d)
    expect(signer).toEqual({
      name: 'anna@example.com',
      jwk: { kty: 'OKP', crv: 'Ed25519', x: expect.any(String) },
    })
  })

  test('a signature is of what publish sends, from TOML and JSON alike', async () => {
    await policy('bundle', ONE, '--output', join(folder, 'same.json'))
    const [toml, json] = [
      await policy('sign', ONE, '--key', key),
      await policy('sign', join(folder, 'same.json'), '--key', key),
    ]
    const sha256 = /sha256 ([0-9a-f]{64})/.exec(toml.stderr)?.[1] ?? ''
    expect(json.stderr).toContain(sha256)
    const signed = await verifyPolicySignatures(sha256, [toml.stdout.trim()], [signer])
    expect(signed).toMatchObject({
      signers: ['anna@example.com'],
      signed: [{ replaces: undefined }],
      faults: [],
    })
    expect(sha256).not.toBe(await documentSha256(''))
  })

  test.each(['ab'.repeat(32), 'deployed:0123456789abcdef'])(
    'with --replaces it says that, too: %s',
    async (replaces) => {
      const { stdout, stderr } = await policy('sign', ONE, '--key', key, '--replaces', replaces)
      const sha256 = /sha256 ([0-9a-f]{64})/.exec(stderr)?.[1] ?? ''
      const { signed } = await verifyPolicySignatures(sha256, [stdout.trim()], [signer])
      expect(signed).toEqual([{ index: 0, signer: 'anna@example.com', replaces }])
    },
  )

  test('--replaces names a policy, or the gate whose policy it is', async () => {
    for (const [replaces, expected] of [
      ['latest', /--replaces: expected "live", the SHA-256 of a document, or deployed:REVISION/],
      ['live', /expected --gate/],
    ] as const)
      expect(await policy('sign', ONE, '--key', key, '--replaces', replaces)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(expected),
      })
  })

  test('a key file that is none is not repeated', async () => {
    const secret = write('secret.txt', 'hunter2')
    const { status, stderr } = await policy('sign', ONE, '--key', secret)
    expect(status).toBe(2)
    expect(stderr).toMatch(/expected a private JWK/)
    expect(stderr).not.toContain('hunter2')
  })
})

describe('commands that go to a gate say what they lack before they do', () => {
  test.each([
    [['status'], /expected --gate/],
    [['publish', ONE], /--why: expected a reason/],
    [['publish', '--why', 'because'], /expected one policy file/],
    [['override', 'AS64500', '--days', '3', '--reason', 'because'], /expected --class, --place or both/],
    [
      ['override', 'AS64500', '--class', 'mobile', '--days', '900', '--reason', 'because'],
      /--days: expected a number up to 366/,
    ],
    [['break-glass', '--minutes', '0', '--why', 'because'], /--minutes: expected 1 to 1440/],
    [['break-glass', '--why', 'because'], /expected --minutes N, or --end/],
    [['shadow', '--why', 'because'], /expected one policy file, or --off/],
    [['rollback', '--why', 'x'], /--why: expected a reason/],
  ])('%j', async (args, expected) => {
    expect(await policy(...args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(expected),
    })
  })
})
