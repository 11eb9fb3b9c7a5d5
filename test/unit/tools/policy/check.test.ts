import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { UnixSeconds } from '../../../../src/lib/time.ts'
import { checkFile } from '../../../../tools/policy/check.ts'
import { formatComplaint, inOrder } from '../../../../tools/policy/complaint.ts'
import { parsePolicyFile, readPolicyFile } from '../../../../tools/policy/read-policy-file.ts'
import { UsageError } from '../../../../tools/usage-error.ts'

/** 2026-11-23 */
const NOW = 1_795_392_000 as UnixSeconds

const folder = mkdtempSync(join(tmpdir(), 'cordon-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function check(text: string, file = 'policy.toml', environment?: string): Promise<readonly string[]> {
  const read = parsePolicyFile(file, text)
  if (!('root' in read)) return [formatComplaint(read)]
  const { complaints } = await checkFile(read, environment, NOW)
  return inOrder(complaints).map(formatComplaint)
}

const HEAD = 'RESTRICTED_REGIONS = []\nDENIED_NETWORKS = []\n'
const SOUND = `${HEAD}[POLICY]\ndefault = "allow"\n`

test('a sound document has nothing to be told of', async () => {
  expect(await check(SOUND)).toEqual([])
})

describe('each fault is told with its line, its key, what was expected and what is there', () => {
  test.each([
    [
      'an unknown variable, with the nearest one',
      'RESTRICTED_REGION = ["CU"]',
      '',
      /^policy\.toml:3:1: error: RESTRICTED_REGION: expected a variable of the policy; did you mean RESTRICTED_REGIONS\?$/,
    ],
    [
      'an unknown member, with the nearest one',
      '',
      '[[POLICY.rules]]\nid = "a"\neffect = "deny"\nwehn = 1\nwhen = { signal = "place", is = "CU" }',
      /^policy\.toml:8:1: error: POLICY\.rules\[0\]\.wehn: expected no such member.*got "wehn"; did you mean "when"\?$/,
    ],
    [
      'an unknown country',
      'ALLOWED_REGIONS = ["DE", "UK"]',
      '',
      /^policy\.toml:3:26: error: ALLOWED_REGIONS\[1\]: expected an ISO 3166-1 .*, got "UK"; did you mean GB /,
    ],
    [
      'an unknown subdivision',
      'ALLOWED_REGIONS = ["US-CL"]',
      '',
      /^policy\.toml:3:20: error: ALLOWED_REGIONS\[0\]: expected an ISO 3166-2 code: United States of America has no US-CL, got "US-CL"; did you mean US-AL /,
    ],
    [
      'a region of the wrong country',
      'ALLOWED_REGIONS = ["UA", "RU-43"]',
      '',
      /has no RU-43, a region of another country, got "RU-43"; did you mean UA-43 /,
    ],
    [
      'a path that no request can have',
      '',
      '[[POLICY.resources]]\nid = "a"\ntier = "open"\npath = "/a//b"',
      /^policy\.toml:8:1: error: POLICY\.resources\[0\]\.path: expected a path without empty or dot segments.*got "\/a\/\/b"$/,
    ],
    [
      'a regular expression, which there is none of',
      '',
      '[[POLICY.rules]]\nid = "a"\neffect = "deny"\nwhen = { signal = "place.city", matches = "^(a+)+$" }',
      /^policy\.toml:8:33: error: POLICY\.rules\[0\]\.when\.matches: expected no such member/,
    ],
    [
      'a date that TOML made one of',
      '',
      '[[POLICY.rules]]\nid = "a"\neffect = "deny"\nfrom = 2026-09-15\nwhen = { signal = "place", is = "CU" }',
      /^policy\.toml:8:8: error: POLICY\.rules\[0\]\.from: expected text: write it in quotes \("2026-09-15"\), got TOML's local date$/,
    ],
    [
      'a number where text is meant',
      'UNKNOWN_PLACE = 5',
      '',
      /UNKNOWN_PLACE: expected one of .*, got 5: write it in quotes$/,
    ],
    [
      'a number where a number is meant',
      'CATALOGUES = [{ id = "m", owner = "o", entries = [{ values = ["x"], training_operations = -1 }] }]',
      '',
      /CATALOGUES\[0\]\.entries\[0\]\.training_operations: expected a number of operations, such as 1e26, got -1$/,
    ],
    [
      '__proto__',
      '__proto__ = { a = 1 }',
      '',
      /^policy\.toml:3:1: error: __proto__: expected a name other than __proto__/,
    ],
    [
      'a member that is there twice',
      'MODE = "enforce"\nMODE = "monitor"',
      '',
      /^policy\.toml:4:1: error: expected TOML; this name was given a value before$/,
    ],
    ['text that is no TOML', 'MODE = ', '', /^policy\.toml:4:1: error: expected TOML; /],
  ])('%s', async (_, top, bottom, expected) => {
    const told = await check(`${HEAD}${top === '' ? '' : `${top}\n`}[POLICY]\ndefault = "allow"\n${bottom}\n`)
    expect(told).toEqual([expect.stringMatching(expected)])
  })

  test('JSON as well', async () => {
    const text = '{"RESTRICTED_REGIONS": [],\n "DENIED_NETWORKS": ["vnp"],\n "POLICY": {"default": "allow"}}'
    expect(await check(text, 'policy.json')).toEqual([
      expect.stringMatching(
        /^policy\.json:2:22: error: DENIED_NETWORKS\[0\]: expected one of .*, got "vnp"$/,
      ),
    ])
  })

  test('one of an environment of wrangler.toml with the path to it', async () => {
    const text = `[env.eu.vars]\nHOSTS = ["a.example"]\nISSUER = "https://a.example"\nSTATE = "none"\nORIGIN_MODE = "zone"\nMODE = "enforc"\n${SOUND.replace('[POLICY]', '[env.eu.vars.POLICY]')}`
    const told = await check(text, 'wrangler.toml', 'eu')
    expect(told).toEqual([
      expect.stringMatching(/^wrangler\.toml:6:1: error: env\.eu\.vars\.MODE: expected one of/),
    ])
  })
})

describe('what is well-formed and cannot be meant', () => {
  const rule = (id: string, more: string) =>
    `[[POLICY.rules]]\nid = "${id}"\neffect = "deny"\nwhen = { signal = "network.class", is = "hosting" }\n${more}\n`

  test('schedules that leave a gap, at the later rule', async () => {
    const rules = `${rule('one', 'to = "2027-01-01"')}${rule('two', 'from = "2027-02-01"')}`
    expect(await check(SOUND + rules)).toEqual([
      expect.stringMatching(
        /^policy\.toml:10:1: error: POLICY\.rules\[1\]: two: .*gap from 2027-01-01 to 2027-02-01/,
      ),
    ])
  })

  test('a list of places by the variable that it stands in', async () => {
    const text = SOUND.replace(
      'RESTRICTED_REGIONS = []',
      'RESTRICTED_REGIONS = [{ id = "x", regions = ["CU"], reason = "r", to = "2026-01-01" }]',
    )
    expect(await check(text)).toEqual([
      expect.stringMatching(
        /^policy\.toml:1:23: warning: RESTRICTED_REGIONS\[0\]: restricted:x: .*\(rule_ended\)$/,
      ),
    ])
  })

  test('an example of its own that it does not meet', async () => {
    const examples =
      '[[EXAMPLES]]\nid = "vpn"\ngiven = { "network.class" = "vpn" }\nexpect = { verdict = "deny" }\n'
    expect(await check(SOUND + examples)).toEqual([
      expect.stringMatching(/^policy\.toml:5:1: error: EXAMPLES\[0\]: vpn: expected deny, got allow/),
    ])
  })
})

describe('wrangler.toml', () => {
  const stack = (name: string, issuer: string, origin: string) =>
    `[${name}]\nHOSTS = ["a.example"]\nISSUER = "${issuer}"\nORIGIN_URL = "${origin}"\nSTATE = "none"\n${SOUND.replace('[POLICY]', `[${name}.POLICY]`)}`

  test('environments with different origins have issuers of their own', async () => {
    const shared =
      stack('vars', 'https://a.example', 'https://o1') +
      stack('env.eu.vars', 'https://a.example', 'https://o2')
    expect(await check(shared, 'wrangler.toml')).toEqual([
      expect.stringMatching(/^wrangler\.toml:12:1: warning: env\.eu\.vars\.ISSUER: the same as in vars/),
    ])
    const apart =
      stack('vars', 'https://a.example', 'https://o1') +
      stack('env.eu.vars', 'https://b.example', 'https://o2')
    expect(await check(apart, 'wrangler.toml')).toEqual([])
  })

  test('a variable of more than 5 KB is told where it fits', async () => {
    const many = Array.from({ length: 900 }, (_, index) => `"AS${64_500 + index}"`).join()
    const text = `ALLOWED_NETWORKS = [${many}]\n`
    expect(
      await check(
        stack('vars', 'https://a.example', 'https://o').replace('RESTRICTED', `${text}RESTRICTED`),
        'wrangler.toml',
      ),
    ).toEqual([
      expect.stringMatching(
        /^wrangler\.toml:6:1: error: vars\.ALLOWED_NETWORKS: expected at most 5 KB.*POLICY = "bundle".*publish FILE, got 8\.\d KiB$/,
      ),
    ])
    expect(await check(text + SOUND)).toEqual([])
  })

  test('a binding that an environment forgot is one that it does not have', async () => {
    const text = stack('vars', 'https://a.example', 'https://o').replace('STATE = "none"\n', '')
    const told = await check(text, 'wrangler.toml')
    expect(told.map((line) => /vars\.(\w+)/.exec(line)?.[1])).toEqual(['CONTROL', 'REPLAY'])
    const bindings =
      '[[durable_objects.bindings]]\nname = "CONTROL"\n[[durable_objects.bindings]]\nname = "REPLAY"\n'
    expect(await check(bindings + text, 'wrangler.toml')).toEqual([])
  })
})

describe('a file', () => {
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  test('of 30 MB is refused by its size, before it is read', () => {
    const path = write('huge.json', 'a'.repeat(30 * 1_048_576))
    const started = performance.now()
    expect(() => readPolicyFile(path)).toThrow(/has 30\.00 MiB, and a policy at most 1 MiB/)
    expect(performance.now() - started).toBeLessThan(100)
  })

  test.each([
    ['missing.toml', undefined, /there is no file/],
    ['latin1.toml', Buffer.from([0x61, 0x20, 0x3d, 0x20, 0x22, 0xe9, 0x22]), /is not UTF-8/],
  ])('%s is told in a line', (name, bytes, expected) => {
    if (bytes !== undefined) writeFileSync(join(folder, name), bytes)
    expect(() => readPolicyFile(join(folder, name))).toThrow(expected)
    expect(() => readPolicyFile(join(folder, name))).toThrow(UsageError)
  })

  test('without an ending is what it looks like', () => {
    expect(readPolicyFile(write('one', ' {"MODE": "enforce"}'))).toMatchObject({
      root: { value: { MODE: 'enforce' } },
    })
    expect(readPolicyFile(write('two', 'MODE = "enforce"'))).toMatchObject({
      root: { value: { MODE: 'enforce' } },
    })
  })
})
