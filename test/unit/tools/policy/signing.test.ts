import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { documentSha256 } from '../../../../src/config/live-document.ts'
import { verifyPolicySignatures } from '../../../../src/config/policy-signature.ts'
import { canonicalJson } from '../../../../src/lib/canonical-json.ts'
import { runPolicy } from '../../../../tools/policy/run.ts'
import { policySigner } from '../../../support/policy-signers.ts'

const LIVE = 'ab'.repeat(32)
const BEFORE = 'cd'.repeat(32)
const REVISION = '0123456789abcdef'
const EMBARGO = {
  id: 'embargo',
  regions: ['KP', 'CU'],
  reason: 'Embargo',
  basis: { law: 'A law', owner: 'compliance', from: '2020-01-01' },
}
const documentOf = (regions: readonly string[], more: object = {}) => ({
  POLICY: { default: 'allow', ...more },
  RESTRICTED_REGIONS: [{ ...EMBARGO, regions }],
  DENIED_NETWORKS: ['vpn'],
})
const STRICTER = documentOf(['KP', 'CU', 'IR'])
const LOOSER = documentOf(['KP'], { overrides_basis: ['restricted:embargo'] })

const folder = mkdtempSync(join(tmpdir(), 'cordon-signing-'))
const write = (name: string, value: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(value))
  return join(folder, name)
}
const { signer, jwk } = await policySigner('ada')
const key = write('ada.json', jwk)

/** A gate that says what is in force, and refuses every change, which ends the command. */
let server: Server
let gate: string
let live: string | null
let orders: Record<string, unknown>[]

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const isChange = request.method !== 'GET'
    if (isChange) orders.push(JSON.parse(text))
    const answers: Readonly<Record<string, object>> = {
      '/policy': { deployed: REVISION },
      '/policy/history': { live, before: BEFORE, candidate: null, documents: [] },
      '/policy/document': {
        source: live === null ? 'deployed' : 'live',
        sha256: LIVE,
        revision: REVISION,
        document: JSON.stringify(documentOf(['KP', 'CU'])),
      },
    }
    const path = String(request.url).replace('/.cordon/admin', '')
    response.writeHead(isChange ? 422 : 200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(isChange ? { reason: 'admin.policy', detail: 'No.' } : answers[path]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  gate = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  live = LIVE
  orders = []
  vi.stubEnv('CORDON_GATE', gate)
  vi.stubEnv('CORDON_ADMIN_TOKEN', 'a-token')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

async function policy(...args: readonly string[]): Promise<string> {
  const lines: unknown[] = []
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(line))
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await runPolicy(args)
  return lines.join('\n')
}
async function replacedBy(signatures: unknown, sha256: string) {
  const { signed } = await verifyPolicySignatures(sha256, signatures as string[], [signer])
  return signed.map(({ replaces }) => replaces)
}
const nameOf = (document: object) => documentSha256(canonicalJson(document))
const WHY = ['--why', 'because'] as const

describe('a signature that publish makes', () => {
  test.each([
    ['of the live document', LIVE, LIVE],
    ['of the deployed policy', null, `deployed:${REVISION}`],
  ])('names what is in force where it loosens it: instead %s', async (_, held, replaces) => {
    live = held
    await policy('publish', write('looser.json', LOOSER), ...WHY, '--sign', key)
    expect(orders).toHaveLength(1)
    expect(await replacedBy(orders[0]?.signatures, await nameOf(LOOSER))).toEqual([replaces])
  })

  test('names nothing where it loosens nothing', async () => {
    await policy('publish', write('stricter.json', STRICTER), ...WHY, '--sign', key)
    expect(await replacedBy(orders[0]?.signatures, await nameOf(STRICTER))).toEqual([undefined])
  })

  test('goes with one that somebody else made against the same gate', async () => {
    const file = write('looser.json', LOOSER)
    const given = await policy('sign', file, '--key', key, '--replaces', 'live')
    await policy('publish', file, ...WHY, '--sign', key, '--signature', given)
    expect(await replacedBy(orders[0]?.signatures, await nameOf(LOOSER))).toEqual([LIVE, LIVE])
  })
})

describe('a signature that rollback makes', () => {
  test('is for the way back from what is in force', async () => {
    await policy('rollback', ...WHY, '--sign', key, '--overrides-basis', 'restricted:embargo')
    expect(orders[0]).toMatchObject({ overrides_basis: ['restricted:embargo'] })
    expect(await replacedBy(orders[0]?.signatures, BEFORE)).toEqual([LIVE])
  })
})
