import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { documentSha256, MAX_DOCUMENT_BYTES, openDocument } from '../../../src/config/live-document.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { VARS } from '../../support/gate.ts'

const SOUND = { POLICY: { default: 'allow' }, RESTRICTED_REGIONS: ['CU'], DENIED_NETWORKS: ['vpn'] }

describe('openDocument()', () => {
  it('opens a sound policy, and keeps what was written', () => {
    const opened = openDocument(JSON.stringify(SOUND))
    expect(opened).toMatchObject({
      ok: true,
      value: { mode: 'enforce', policy: { default: 'allow' }, document: SOUND },
    })
  })

  it.each<readonly [string, string, string, string]>([
    ['no JSON', 'default = "allow"', 'document', 'JSON'],
    ['nothing', '', 'document', 'JSON'],
    ['a member twice', '{"MODE":"enforce","MODE":"monitor"}', 'document', 'JSON with each member once'],
    [
      'a member twice, spelt differently',
      '{"MODE":"enforce","MOD\\u0045":"monitor"}',
      'document',
      'JSON with each member once',
    ],
    ['more nesting than it needs', '['.repeat(40), 'document', 'JSON that is nested at most 32 deep'],
    ['a list', '[]', 'document', 'a table of'],
    ['null', 'null', 'document', 'a table of'],
    [
      'a forgotten list',
      '{"POLICY":{"default":"allow"},"DENIED_NETWORKS":[]}',
      'RESTRICTED_REGIONS',
      'missing',
    ],
    [
      'a prototype',
      `{"__proto__":{},${JSON.stringify(SOUND).slice(1)}`,
      '__proto__',
      'a variable of the policy',
    ],
    [
      'another variable',
      JSON.stringify({ ...SOUND, HOSTS: ['x.test'] }),
      'HOSTS',
      'nothing: it is of the deployment, not of the policy, and stays in wrangler.toml',
    ],
  ])('opens no text with %s', (_, text, key, expected) => {
    const opened = openDocument(text)
    const issues = opened.ok ? [] : opened.error
    expect(issues).toContainEqual(
      expect.objectContaining({ key, expected: expect.stringContaining(expected) }),
    )
  })

  it('counts bytes, up to a MiB', () => {
    const padded = (length: number, letter: string) => `${JSON.stringify(SOUND)}${letter.repeat(length)}`
    const room = MAX_DOCUMENT_BYTES - JSON.stringify(SOUND).length
    expect(openDocument(padded(room, ' ')).ok).toBe(true)
    for (const text of [padded(room + 1, ' '), padded(room / 2 + 1, 'é')])
      expect(openDocument(text)).toEqual({
        ok: false,
        error: [{ key: 'document', expected: 'at most 1048576 bytes of UTF-8' }],
      })
  })
})

describe('documentSha256()', () => {
  it('is of the bytes of the text', async () => {
    const text = '{"é":"€"}'
    expect(await documentSha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })
})

describe('the document of the deployed policy', () => {
  const env = { ...VARS, ORIGIN_URL: 'https://origin.test' }
  const deployed = (vars: Record<string, unknown> = {}) => {
    const loaded = loadConfig({ ...env, ...vars })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
    return loaded.value.deployed
  }

  it('has the variables of the policy as they were written, and no others', () => {
    const { POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS } = VARS
    expect(deployed().document).toEqual({ POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS })
  })

  it('has JSON that came as text as what it stands for, and names as they are', () => {
    const vars = { RESTRICTED_REGIONS: ' ["CU"]', MODE: 'monitor', UNKNOWN_PLACE: '' }
    const { document } = deployed(vars)
    expect(document).toMatchObject({ RESTRICTED_REGIONS: ['CU'], MODE: 'monitor' })
    expect(document).not.toHaveProperty('UNKNOWN_PLACE')
  })

  it('opens as the same policy', () => {
    const { document, policy } = deployed()
    const opened = openDocument(JSON.stringify(document))
    expect(opened.ok && opened.value.policy).toEqual(policy)
  })
})
