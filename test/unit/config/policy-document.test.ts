import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { isDocumentKey, loadPolicy, POLICY_KEYS } from '../../../src/config/policy-document.ts'
import { VARS } from '../../support/gate.ts'

const DOCUMENT = {
  POLICY: { default: 'allow' },
  RESTRICTED_REGIONS: ['CU'],
  DENIED_NETWORKS: ['vpn'],
}
const keysOf = (changes: Readonly<Record<string, unknown>>) => {
  const loaded = loadPolicy({ ...DOCUMENT, ...changes })
  return loaded.ok ? [] : loaded.error.map(({ key }) => key)
}

describe('loadPolicy()', () => {
  it('takes a document that says only what must be said; the rest is as by default', () => {
    expect(loadPolicy(DOCUMENT)).toMatchObject({
      ok: true,
      value: {
        policy: {
          default: 'allow',
          unknownPlace: 'deny',
          ambiguousPlace: 'challenge',
          rules: [{ id: 'restricted-regions' }, { id: 'denied-networks' }],
        },
        mode: 'enforce',
        noticeFrom: undefined,
        examples: [],
        loosens: [],
      },
    })
  })

  it('reads the same policy from a document as from variables of the same names', () => {
    const { RESTRICTED_REGIONS, DENIED_NETWORKS, POLICY } = VARS
    const variables = loadConfig({ ...VARS, ORIGIN_MODE: 'zone' })
    const document = loadPolicy({ RESTRICTED_REGIONS, DENIED_NETWORKS, POLICY })
    expect(variables.ok && variables.value.deployed).toEqual(document.ok && document.value)
  })

  it('says what it loosens, and what its examples are', () => {
    const loaded = loadPolicy({
      ...DOCUMENT,
      POLICY: { default: 'allow', overrides_basis: ['restricted:iran'] },
      EXAMPLES: [{ id: 'e', expect: { verdict: 'allow' } }],
    })
    expect(loaded).toMatchObject({
      ok: true,
      value: { loosens: ['restricted:iran'], examples: [{ id: 'e' }] },
    })
  })

  it.each(['POLICY', 'RESTRICTED_REGIONS', 'DENIED_NETWORKS'])(
    'needs %s: a document that forgot it would enforce less than the one before',
    (name) => {
      expect(keysOf({ [name]: undefined })).toEqual([name])
    },
  )

  it.each([undefined, null, 'text', 7, [], [DOCUMENT]])('%j is no document', (document) => {
    expect(loadPolicy(document)).toEqual({
      ok: false,
      error: [{ key: 'document', expected: expect.stringContaining('a table of POLICY') }],
    })
  })

  it.each([
    ['RESTRICTED_REGION', 'did you mean RESTRICTED_REGIONS?'],
    ['HOSTS', 'nothing: it is of the deployment, not of the policy, and stays in wrangler.toml'],
    ['SIGNING_KEYS', 'nothing: it is of the deployment, not of the policy, and stays in wrangler.toml'],
    ['POLICY_SIGNERS', 'nothing: it is of the deployment, not of the policy, and stays in wrangler.toml'],
    ['constructor', 'a variable of the policy'],
  ])('a member %s is refused, and not quoted', (name, expected) => {
    const loaded = loadPolicy({ ...DOCUMENT, [name]: 'TOP-SECRET' })
    expect(loaded).toEqual({ ok: false, error: [{ key: name, expected: expect.stringContaining(expected) }] })
  })

  it('a member of the prototype is none of the document', () => {
    expect(loadPolicy(Object.create(DOCUMENT))).toMatchObject({ ok: false })
    const document = JSON.parse('{"__proto__":{"MODE":"monitor"}}')
    expect(keysOf(document)).toEqual(['__proto__'])
  })

  it('tells everything wrong at once, also between its parts where these can be read', () => {
    const rule = { id: 'r', effect: 'deny', when: { signal: 'place', in: ['CU'] } }
    const POLICY = { default: 'allow', rules: [rule, rule] }
    expect(keysOf({ HOSTS: [], POLICY })).toEqual(['HOSTS', 'POLICY.rules'])
    expect(keysOf({ MODE: 'x', UNKNOWN_PLACE: 'x', POLICY })).toEqual(['MODE', 'UNKNOWN_PLACE'])
  })

  it.each<readonly [string, object, readonly string[]]>([
    ['MODE = "notice" with its date', { MODE: 'notice', NOTICE_FROM: '2026-12-01' }, []],
    ['MODE = "notice" without', { MODE: 'notice' }, ['NOTICE_FROM']],
    ['a date without it', { NOTICE_FROM: '2026-12-01' }, ['NOTICE_FROM']],
    ['a date with "monitor"', { MODE: 'monitor', NOTICE_FROM: '2026-12-01' }, ['NOTICE_FROM']],
  ])('%s: %j', (_, changes, keys) => {
    expect(keysOf({ ...changes })).toEqual(keys)
  })
})

describe('the members of a document', () => {
  it('are variables of wrangler.toml, each once, and nothing that is a secret', () => {
    expect(new Set(POLICY_KEYS).size).toBe(POLICY_KEYS.length)
    for (const name of ['SIGNING_KEYS', 'CREDENTIAL_SECRET', 'ADMIN_TOKEN_SHA256', 'HOSTS', 'toString'])
      expect(isDocumentKey(name)).toBe(false)
    for (const name of POLICY_KEYS) expect(isDocumentKey(name)).toBe(true)
  })
})

describe('POLICY = "bundle"', () => {
  const { POLICY: _, RESTRICTED_REGIONS: __, DENIED_NETWORKS: ___, ...OTHERS } = VARS
  const ENV = { ...OTHERS, ORIGIN_MODE: 'zone', POLICY: 'bundle' }
  const issuesOf = (env: object, bundledPolicy: unknown) => {
    const loaded = loadConfig({ ...env }, { bundledPolicy })
    return loaded.ok ? [] : loaded.error.map(({ key }) => key)
  }

  it('takes the document of the build', () => {
    const loaded = loadConfig(ENV, { bundledPolicy: DOCUMENT })
    const document = loadPolicy(DOCUMENT)
    expect(loaded.ok && loaded.value.deployed).toEqual(document.ok && document.value)
  })

  it.each([undefined, {}, null, [], 'text'])('with %j in the build is refused, whatever else', (document) => {
    expect(issuesOf(ENV, document)).toContain('POLICY')
  })

  it('beside variables that the document says is refused: two places for one policy', () => {
    expect(issuesOf({ ...ENV, MODE: 'monitor', RESTRICTED_REGIONS: [] }, DOCUMENT)).toEqual([
      'MODE',
      'RESTRICTED_REGIONS',
    ])
    expect(issuesOf({ ...ENV, MODE: '' }, DOCUMENT)).toEqual([])
  })

  it('tells what is wrong in the document', () => {
    expect(issuesOf(ENV, { ...DOCUMENT, RESTRICTED_REGION: [], DENIED_NETWORKS: ['VPN'] })).toEqual([
      'RESTRICTED_REGION',
      'DENIED_NETWORKS[0]',
    ])
  })

  it('is asked for: a document in the build does nothing by itself', () => {
    const loaded = loadConfig({ ...VARS, ORIGIN_MODE: 'zone' }, { bundledPolicy: DOCUMENT })
    expect(loaded.ok && loaded.value.deployed.policy.rules.map(({ id }) => id)).toEqual([
      'restricted:embargo',
      'restricted-regions',
      'denied-networks',
    ])
  })
})
