import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { formatComplaint } from '../../../../tools/policy/complaint.ts'
import { openPolicy } from '../../../../tools/policy/open-policy.ts'
import { parsePolicyFile } from '../../../../tools/policy/read-policy-file.ts'
import { faultsOfBundledPolicy } from '../../../../tools/policy-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-bundled-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (text: string) => {
  writeFileSync(join(folder, 'bundled.json'), text)
  return join(folder, 'bundled.json')
}
const DOCUMENT = { POLICY: { default: 'deny' }, RESTRICTED_REGIONS: ['CU'], DENIED_NETWORKS: [] }
const WRANGLER = `[vars]
HOSTS = ["a.example"]
ISSUER = "https://a.example"
ORIGIN_MODE = "zone"
STATE = "none"
POLICY = "bundle"
`

function open(text: string, document: string) {
  const file = parsePolicyFile('wrangler.toml', text)
  if (!('root' in file)) throw new Error(file.text)
  const opened = openPolicy(file, undefined, write(document))
  return { ...opened, told: opened.complaints.map(formatComplaint) }
}

test('POLICY = "bundle" is the document in the build', () => {
  const { told, loaded, name } = open(WRANGLER, JSON.stringify(DOCUMENT))
  expect(told).toEqual([])
  expect(name).toBe('wrangler.toml (the document in the bundle)')
  expect(loaded?.policy).toMatchObject({ default: 'deny', rules: [{ id: 'restricted-regions' }] })
})

test('its faults are told in its own file, each once', () => {
  const { told, loaded } = open(
    WRANGLER,
    '{"POLICY": {"default": "dny"},\n "RESTRICTED_REGIONS": [],\n "DENIED_NETWORKS": []}',
  )
  expect(told).toEqual([expect.stringMatching(/bundled\.json:1:13: error: POLICY\.default: expected one of/)])
  expect(loaded).toBeUndefined()
})

test('no document, and a variable beside it, are told where they stand in wrangler.toml', () => {
  const { told } = open(`${WRANGLER}MODE = "enforce"\n`, '{}')
  expect(told).toContainEqual(
    expect.stringMatching(
      /^wrangler\.toml:6:1: error: vars\.POLICY: expected a policy document in the build/,
    ),
  )
  expect(told).toContainEqual(
    expect.stringMatching(/^wrangler\.toml:7:1: error: vars\.MODE: expected nothing/),
  )
})

test.each([
  ['{}', []],
  [JSON.stringify(DOCUMENT), []],
  ['{"POLICY":', [/is not JSON \(syntax\): make it again with npm run policy -- bundle FILE/]],
  [
    '{"POLICY": {"default": "dny"}, "RESTRICTED_REGIONS": [], "DENIED_NETWORKS": []}',
    [/POLICY\.default: expected one of/],
  ],
])('a build with %s', (text, expected) => {
  expect(faultsOfBundledPolicy(write(text))).toEqual(expected.map((line) => expect.stringMatching(line)))
})
