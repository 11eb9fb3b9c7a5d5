import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { formatIssue } from '../../../src/config/issue.ts'
import { KEYS, type KeyName } from '../../../src/config/keys.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { VARS } from '../../support/gate.ts'
import { SIGNING_KEYS } from '../../support/keys.ts'

const ENV: Readonly<Record<string, unknown>> = { ...VARS, ORIGIN_URL: 'https://origin.test' }
const NAMES = Object.keys(KEYS) as KeyName[]
/** Stands for a Durable Object's namespace. */
const NAMESPACE = { getByName() {} }
const GROUP = { id: 'embargo', regions: ['KP'], reason: 'Embargo' }

function issuesOf(changes: Readonly<Record<string, unknown>>) {
  const loaded = loadConfig({ ...ENV, ...changes })
  return loaded.ok ? [] : loaded.error
}
const keysOf = (changes: Readonly<Record<string, unknown>>) => issuesOf(changes).map(({ key }) => key)
const policy = (changes: object) => ({ POLICY: { default: 'allow', ...changes } })
const withRule = (changes: object) =>
  policy({ rules: [{ id: 'r', effect: 'deny', when: { signal: 'place', in: ['CU'] }, ...changes }] })
const when = (condition: unknown) => withRule({ when: condition })

function loadedWith(changes: Readonly<Record<string, unknown>>) {
  const loaded = loadConfig({ ...ENV, ...changes })
  if (!loaded.ok) throw new Error(loaded.error.map(formatIssue).join('\n'))
  return loaded.value
}

describe('loadConfig()', () => {
  it('takes the base configuration, and fills in what is left out', () => {
    expect(loadedWith({})).toMatchObject({
      ORIGIN_AUDIENCE: 'https://gate.test',
      BLOCKED_BY_URI: 'https://gate.test',
      SESSION_LIFETIMES: {
        high: 3600,
        substantial: 1800,
        low: { privacy_relay: 1800, corporate_gateway: 1800, other: 600 },
        none: 300,
      },
      SESSION_GRACE_SECONDS: 120,
      SESSION_BINDING: { asn: 'notice', tls: 'off' },
      SESSION_PARTITIONED: 'off',
      STATE_MAX_AGE_SECONDS: 14_400,
      CREDENTIAL_SECRET_PREVIOUS: undefined,
      ADMIN_ACCESS: undefined,
      ADMIN_TOKEN_SHA256: undefined,
      deployed: {
        policy: {
          default: 'allow',
          unknownPlace: 'deny',
          ambiguousPlace: 'challenge',
          reverify: 'on_expiry',
          catalogues: [],
          bodyUnknown: { open: 'ceiling', standard: 'ceiling', controlled: 'refuse' },
          minimumAssurance: {},
        },
        mode: 'enforce',
        noticeFrom: undefined,
        examples: [],
        loosens: [],
      },
    })
  })

  it('freezes what it gives', () => {
    expect(Object.isFrozen(loadedWith({}))).toBe(true)
  })

  const DEFAULTS = NAMES.flatMap((name) => {
    const { fallback } = KEYS[name]
    return fallback.kind === 'default' ? [[name, fallback.value] as const] : []
  })
  it.each(DEFAULTS)('the default of %s is a value it may have', (name, value) => {
    expect(v.safeParse(KEYS[name].schema, value).success).toBe(true)
    expect(keysOf({ CONTROL: NAMESPACE, REPLAY: NAMESPACE, [name]: value })).toEqual([])
  })

  const REQUIRED = NAMES.filter((name) => KEYS[name].fallback.kind === 'required')
  it('requires what a forgotten environment would otherwise not enforce', () => {
    expect(REQUIRED.toSorted()).toEqual([
      'DENIED_NETWORKS',
      'HOSTS',
      'ISSUER',
      'POLICY',
      'RESTRICTED_REGIONS',
    ])
  })

  it.each(REQUIRED.flatMap((name) => [undefined, ''].map((none) => [name, none] as const)))(
    '%s that is %j is missing',
    (name, none) => {
      expect(issuesOf({ [name]: none })).toEqual([
        { key: name, expected: expect.stringContaining('the variable is missing') },
      ])
    },
  )

  it.each(['RESTRICTED_REGIONS', 'DENIED_NETWORKS'])('%s may be empty, where it is there', (name) => {
    expect(keysOf({ [name]: [] })).toEqual([])
  })

  it('tells everything wrong at once, also between the parts of the policy', () => {
    const rule = { id: 'r', effect: 'deny', when: { signal: 'place', in: ['CU'] } }
    expect(
      keysOf({
        SESSION_ISSUE: 'some',
        HOSTS: [],
        SESSION_GRACE_SECONDS: -1,
        RESTRICTED: ['CU'],
        ORIGIN_MODE: 'zone',
        ...policy({ rules: [rule, rule] }),
      }),
    ).toEqual(['RESTRICTED', 'ORIGIN_URL', 'HOSTS', 'SESSION_ISSUE', 'SESSION_GRACE_SECONDS', 'POLICY.rules'])
  })

  it('of a broken list tells each entry', () => {
    expect(keysOf({ HOSTS: ['ok.test', 'Upper.test', 'https://x', 'a.test'] })).toEqual([
      'HOSTS[1]',
      'HOSTS[2]',
    ])
  })
})

describe('a variable nobody reads', () => {
  it.each([
    ['RESTRICTED_REGION', ['CU'], 'did you mean RESTRICTED_REGIONS?'],
    ['UNKNOWN_PLACES', 'deny', 'did you mean UNKNOWN_PLACE?'],
    ['mode', 'monitor', 'did you mean MODE?'],
    ['LOG_ALLOW_RATTE', 0.1, 'did you mean LOG_ALLOW_RATE?'],
    ['DEBUG_EVERYTHING', true, 'a variable of Cordon'],
    ['__proto__', 'x', 'a variable of Cordon'],
    ['constructor', 'x', 'a variable of Cordon'],
  ])('%s is told, with the nearest name', (name, value, expected) => {
    const env = Object.defineProperty({ ...ENV }, name, { value, enumerable: true })
    const loaded = loadConfig(env)
    expect(loaded.ok ? [] : loaded.error).toEqual([
      { key: name, expected: expect.stringContaining(expected) },
    ])
  })

  it('does not quote its value, which may be a secret under a wrong name', () => {
    expect(issuesOf({ SIGNING_KEY: SIGNING_KEYS, ADMIN: 'hunter2' }).map(formatIssue).join()).not.toMatch(
      /hunter2|kty/,
    )
  })

  it('may be a binding', () => {
    expect(keysOf({ STORE: { get() {} }, COUNTER: Object.create({ idFromName() {} }) })).toEqual([])
  })
})

describe('values as text, where only text can be given', () => {
  /** All but how it was written. */
  const meantBy = (changes: Readonly<Record<string, unknown>>) => {
    const { deployed, ...others } = loadedWith(changes)
    return { ...others, deployed: { ...deployed, document: undefined } }
  }

  it.each<readonly [KeyName, string, unknown]>([
    ['HOSTS', '["other.test"]', ['other.test']],
    ['SESSION_GRACE_SECONDS', '600', 600],
    ['SESSION_BINDING', '{"asn":"require"}', { asn: 'require', tls: 'off' }],
    ['LOG_ALLOW_RATE', '0.5', 0.5],
    ['MODE', 'monitor', 'monitor'],
    ['MODE', '"monitor"', 'monitor'],
    ['DENIED_NETWORKS', '[]', []],
    ['SUPPORT_URI', 'https://gate.test/help', 'https://gate.test/help'],
    ['KEY_LOCATION', '[{"header":"x-key"}]', [{ header: 'x-key' }]],
    ['POLICY', '{"default":"deny"}', { default: 'deny' }],
  ])('%s = %s', (name, text, value) => {
    expect(meantBy({ [name]: text })).toEqual(meantBy({ [name]: value }))
    expect(meantBy({ [name]: text })).not.toEqual(meantBy({}))
  })

  it.each<readonly [KeyName | 'SESSION_TTL_SECONDS', unknown]>([
    ['HOSTS', 'gate.test'],
    ['HOSTS', 'a.test,b.test'],
    ['HOSTS', '["gate.test"'],
    ['HOSTS', { 0: 'gate.test' }],
    ['SESSION_TTL_SECONDS', 1800],
    ['SESSION_GRACE_SECONDS', '10 minutes'],
    ['SESSION_GRACE_SECONDS', 60.5],
    ['SESSION_GRACE_SECONDS', -1],
    ['SESSION_GRACE_SECONDS', 3601],
    ['SESSION_GRACE_SECONDS', true],
    ['SESSION_BINDING', 'require'],
    ['SESSION_BINDING', null],
    ['SESSION_PARTITIONED', true],
    ['SESSION_PARTITIONED', 'yes'],
    ['STATE', 'durable'],
    ['STATE', false],
    ['STATE_MAX_AGE_SECONDS', 59],
    ['STATE_MAX_AGE_SECONDS', 604_801],
    ['STATE_MAX_AGE_SECONDS', 60.5],
    ['LOG_ALLOW_RATE', 1.1],
    ['LOG_ALLOW_RATE', -0.1],
    ['LOG_ALLOW_RATE', Number.NaN],
    ['MODE', 'Enforce'],
    ['MODE', ['enforce']],
    ['MODE', null],
    ['POLICY', 'allow'],
    ['POLICY', []],
    ['POLICY', '[]'],
    ['POLICY', null],
    ['DENIED_NETWORKS', 'vpn'],
    ['DENIED_NETWORKS', null],
    ['ISSUER', 'http://gate.test'],
    ['ISSUER', 'https://gate.test/'],
    ['ISSUER', 'https://gate.test/path'],
    ['ISSUER', 'https://user@gate.test'],
    ['ISSUER', 'gate.test'],
    ['SUPPORT_URI', 'javascript:alert(1)'],
    ['SUPPORT_URI', '/help'],
    ['ORIGIN_AUDIENCE', 'with space'],
    ['UNKNOWN_PLACE', 'block'],
  ])('%s = %j is refused', (name, value) => {
    expect(keysOf({ [name]: value }).map((key) => key.split(/[.[]/)[0])).toContain(name)
  })

  it.each<readonly [KeyName, unknown, string]>([
    ['DENIED_NETWORKS', ['vpn', 'VPN'], 'DENIED_NETWORKS[1]'],
    ['ALLOWED_NETWORKS', ['203.0.113.7/24'], 'ALLOWED_NETWORKS[0]'],
    ['ALLOWED_NETWORKS', ['64500'], 'ALLOWED_NETWORKS[0]'],
    ['METHODS', ['get'], 'METHODS[0]'],
    ['METHODS', [1], 'METHODS[0]'],
    ['METHODS', ['GET', 'TRACE'], 'METHODS[1]'],
    ['METHODS', ['TRACK'], 'METHODS[0]'],
    ['METHODS', ['CONNECT'], 'METHODS[0]'],
    ['SESSION_IDENTITY_SECONDS', 59, 'SESSION_IDENTITY_SECONDS'],
    ['SESSION_IDENTITY_SECONDS', 2_592_001, 'SESSION_IDENTITY_SECONDS'],
    ['SESSION_IDENTITY_SECONDS', 60.5, 'SESSION_IDENTITY_SECONDS'],
    ['PATH_ADMIT', ['%2F'], 'PATH_ADMIT[0]'],
    ['PATH_ADMIT', ['%00'], 'PATH_ADMIT[0]'],
    ['KEY_LOCATION', [{ header: 'a b' }], 'KEY_LOCATION[0].header'],
    ['KEY_LOCATION', [{ header: 'a', scheme: 1 }], 'KEY_LOCATION[0].scheme'],
    ['KEY_ACCEPTED_STATUS', ['6xx'], 'KEY_ACCEPTED_STATUS[0]'],
    ['RESTRICTED_REGIONS', ['CU', 'cu'], 'RESTRICTED_REGIONS[1]'],
    ['RESTRICTED_REGIONS', ['UK'], 'RESTRICTED_REGIONS[0]'],
    ['RESTRICTED_REGIONS', [{ ...GROUP, regions: ['KP', 'IR', 'iran'] }], 'RESTRICTED_REGIONS[0].regions[2]'],
    ['RESTRICTED_REGIONS', [{ ...GROUP, regions: [] }], 'RESTRICTED_REGIONS[0].regions'],
    [
      'RESTRICTED_REGIONS',
      [{ ...GROUP, basis: { law: 'x', owner: 'y', from: 'soon' } }],
      'RESTRICTED_REGIONS[0].basis.from',
    ],
    ['RESTRICTED_REGIONS', [{ ...GROUP, reasons: 'x' }], 'RESTRICTED_REGIONS[0].reasons'],
    ['RESTRICTED_REGIONS', [{ id: 'x', regions: ['KP'] }], 'RESTRICTED_REGIONS[0].reason'],
  ])('%s = %j is refused at %3$s', (name, value, key) => {
    expect(keysOf({ [name]: value })).toEqual([key])
  })

  it('says how an issue would be written', () => {
    expect(issuesOf({ MODE: 'observe' }).map(formatIssue)).toEqual([
      'MODE: expected one of "enforce", "notice", "monitor", got "observe"',
    ])
  })

  it('never falls back on the words of a library', () => {
    const everything = Object.fromEntries(
      NAMES.map((name) => [name, [[{ header: 1, kty: 1 }, 1, true, null]]]),
    )
    for (const issue of issuesOf(everything)) expect(formatIssue(issue)).not.toMatch(/Invalid|Expected/)
  })

  it('shortens what it quotes', () => {
    const [issue] = issuesOf({ MODE: 'x'.repeat(10_000) })
    expect(issue?.received?.length).toBeLessThan(100)
  })
})

describe('secrets', () => {
  const { keys } = JSON.parse(SIGNING_KEYS)
  const [key] = keys
  const jwks = (changes: object) => JSON.stringify({ keys: [{ ...key, ...changes }] })

  it('load, and may be left out', () => {
    expect(loadedWith({}).SIGNING_KEYS?.keys).toHaveLength(1)
    expect(loadedWith({ SIGNING_KEYS: undefined, CREDENTIAL_SECRET: undefined })).toMatchObject({
      SIGNING_KEYS: undefined,
      CREDENTIAL_SECRET: undefined,
    })
  })

  it.each<readonly [KeyName, unknown]>([
    ['SIGNING_KEYS', 'TOP-SECRET'],
    ['SIGNING_KEYS', '"TOP-SECRET"'],
    ['SIGNING_KEYS', '{"keys":["TOP-SECRET"]}'],
    ['SIGNING_KEYS', '{"keys":"TOP-SECRET"}'],
    ['SIGNING_KEYS', '{"keys":[]}'],
    ['SIGNING_KEYS', JSON.stringify({ ...key, d: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ kty: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ crv: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ alg: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ d: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ d: ['TOP-SECRET'] })],
    ['SIGNING_KEYS', jwks({ d: 31_337_31_337 })],
    ['SIGNING_KEYS', jwks({ x: 31_337_31_337 })],
    ['SIGNING_KEYS', jwks({ kid: 'TOP-SECRET' })],
    ['SIGNING_KEYS', jwks({ kty: 'OKP', crv: 'TOP-SECRET', alg: 31_337_31_337 })],
    ['SIGNING_KEYS', jwks({ d: undefined })],
    ['SIGNING_KEYS', JSON.stringify({ keys: [key, key] })],
    ['CREDENTIAL_SECRET', 'TOP-SECRET'],
    ['CREDENTIAL_SECRET', 31_337_31_337],
    ['CREDENTIAL_SECRET', 'TOP-SECRET'.repeat(200)],
    ['CREDENTIAL_SECRET_PREVIOUS', 'TOP-SECRET'],
    ['CREDENTIAL_SECRET_PREVIOUS', 31_337_31_337],
    ['CREDENTIAL_SECRET_PREVIOUS', 'TOP-SECRET'.repeat(200)],
    ['ADMIN_TOKEN_SHA256', 'TOP-SECRET'],
    ['ADMIN_TOKEN_SHA256', '[{"name":"TOP-SECRET","role":"owner","sha256":"TOP-SECRET"}]'],
    ['ADMIN_TOKEN_SHA256', [{ name: 'a', role: 'auditor', sha256: 'TOP-SECRET' }]],
    ['ADMIN_TOKEN_SHA256', [{ name: 'a', role: 'auditor', sha256: '0'.repeat(64), token: 'TOP-SECRET' }]],
    ['ADMIN_TOKEN_SHA256', []],
  ])('%s = %j is refused and never quoted', (name, value) => {
    const issues = issuesOf({ [name]: value })
    expect(issues.length).toBeGreaterThan(0)
    for (const issue of issues) {
      expect(issue.key.startsWith(name)).toBe(true)
      expect(issue.received).toBeUndefined()
      expect(formatIssue(issue)).not.toMatch(/TOP-SECRET|3133731337/)
    }
  })
})

describe('the origin', () => {
  const binding = { fetch() {} }
  it.each<readonly [string, Readonly<Record<string, unknown>>, boolean]>([
    ['a URL', { ORIGIN_URL: 'https://origin.test' }, true],
    ['a URL with a port', { ORIGIN_URL: 'http://10.0.0.1:8080' }, true],
    ['a binding', { ORIGIN: binding }, true],
    ["the zone's own", { ORIGIN_MODE: 'zone' }, true],
    ['a binding, and an empty URL', { ORIGIN: binding, ORIGIN_URL: '' }, true],
    ['none', {}, false],
    ['a URL and a binding', { ORIGIN_URL: 'https://origin.test', ORIGIN: binding }, false],
    ['a URL and the zone', { ORIGIN_URL: 'https://origin.test', ORIGIN_MODE: 'zone' }, false],
    ['all three', { ORIGIN_URL: 'https://origin.test', ORIGIN_MODE: 'zone', ORIGIN: binding }, false],
    ['a URL with a path', { ORIGIN_URL: 'https://origin.test/base' }, false],
    ['a URL of another scheme', { ORIGIN_URL: 'ftp://origin.test' }, false],
    ['another mode', { ORIGIN_MODE: 'host' }, false],
  ])('is exactly one: %s', (_, ways, ok) => {
    expect(loadConfig({ ...VARS, ...ways }).ok).toBe(ok)
  })
})

describe('embedded in another Worker', () => {
  const embedded = (env: Readonly<Record<string, unknown>>) => {
    const loaded = loadConfig(env, { embedded: true })
    return loaded.ok ? [] : loaded.error.map(({ key }) => key)
  }

  it('the origin may be missing, and the variables of others are not ours', () => {
    expect(embedded({ ...VARS, DATABASE: 'postgres://', RESTRICTED_REGION: ['CU'] })).toEqual([])
  })

  it('an origin may still be named', () => {
    expect(loadConfig({ ...ENV }, { embedded: true })).toMatchObject({
      ok: true,
      value: { ORIGIN_URL: 'https://origin.test' },
    })
  })

  it('everything of ours is still required and checked', () => {
    const { POLICY: _, ...others } = VARS
    expect(embedded({ ...others, HOSTS: [], OTHER: 1 })).toEqual(['HOSTS', 'POLICY'])
  })

  it.each([{}, { embedded: false }])('is not what is assumed: %j', (options) => {
    const loaded = loadConfig({ ...VARS, OTHER: 'x' }, options)
    expect(loaded.ok ? [] : loaded.error.map(({ key }) => key)).toEqual(['OTHER', 'ORIGIN_URL'])
  })
})

describe('NETWORK_OVERRIDES', () => {
  const ENTRY = {
    network: '203.0.113.0/24',
    class: 'business',
    owner: 'network team',
    reason: 'our office',
    expires: '2027-01-01',
  }
  const without = (name: keyof typeof ENTRY) => ({ ...ENTRY, [name]: undefined })
  const entry = (value: object) => ({ NETWORK_OVERRIDES: [JSON.parse(JSON.stringify(value))] })

  it.each([
    ['a class', ENTRY],
    ['a place', { ...without('class'), place: 'UA-30' }],
    ['both', { ...ENTRY, place: 'GB' }],
    ['an ASN', { ...ENTRY, network: 'AS64500' }],
    ['a whole /8', { ...ENTRY, network: '10.0.0.0/8' }],
    ['a whole /16 of IPv6', { ...ENTRY, network: '2001::/16' }],
    ['an instant', { ...ENTRY, expires: '2026-11-02T12:00:00+02:00' }],
  ])('may give %s', (_, value) => {
    expect(issuesOf(entry(value))).toEqual([])
  })

  it('arrive in the policy, so that a change is another revision', () => {
    const { policy } = loadedWith(entry({ ...ENTRY, place: 'UA-30' })).deployed
    expect(policy.networkOverrides).toEqual([
      {
        network: { prefix: expect.objectContaining({ length: 24 }) },
        class: 'business',
        place: { country: 'UA', region: 'UA-30' },
        owner: 'network team',
        reason: 'our office',
        expires: 1_798_761_600,
      },
    ])
  })

  it.each<readonly [string, object, string]>([
    ['gives neither class nor place', without('class'), ''],
    ['has host bits', { ...ENTRY, network: '203.0.113.7/24' }, '.network'],
    ['holds for everybody', { ...ENTRY, network: '0.0.0.0/0' }, ''],
    ['holds for half of a /8 and its other half', { ...ENTRY, network: '10.0.0.0/7' }, ''],
    ['holds for everybody on IPv6', { ...ENTRY, network: '::/0' }, ''],
    ['holds for two /16 of IPv6', { ...ENTRY, network: '2002::/15' }, ''],
    ['names a bare number', { ...ENTRY, network: '64500' }, '.network'],
    ['names no network', without('network'), '.network'],
    ['has no owner', without('owner'), '.owner'],
    ['has an empty owner', { ...ENTRY, owner: '' }, '.owner'],
    ['has no reason', without('reason'), '.reason'],
    ['never ends', without('expires'), '.expires'],
    ['ends on no day', { ...ENTRY, expires: '2027-02-30' }, '.expires'],
    ['ends at a time without a zone', { ...ENTRY, expires: '2027-01-01T00:00' }, '.expires'],
    ['allows, which is what ALLOWED_NETWORKS is for', { ...ENTRY, class: 'operator_allowed' }, '.class'],
    ['gives an unknown class', { ...ENTRY, class: 'home' }, '.class'],
    ['gives no place', { ...ENTRY, place: 'UK' }, '.place'],
    ['has a member that nothing reads', { ...ENTRY, until: '2027-01-01' }, '.until'],
  ])('one that %s is refused', (_, value, where) => {
    expect(keysOf(entry(value))).toEqual([`NETWORK_OVERRIDES[0]${where}`])
  })
})

describe('NETWORK_TABLE', () => {
  const SHA = 'ab'.repeat(32)
  const NETWORK_TABLES = { get() {} }

  it('names a blob in a binding', () => {
    expect(loadedWith({ NETWORK_TABLE: SHA, NETWORK_TABLES }).NETWORK_TABLE).toBe(SHA)
  })

  it('may be left out, with or without the binding', () => {
    for (const env of [{}, { NETWORK_TABLES }, { NETWORK_TABLE: '', NETWORK_TABLES: undefined }])
      expect(keysOf(env)).toEqual([])
  })

  it.each([
    ['no binding', undefined],
    ['a binding of another kind', { fetch() {} }],
    ['text for a binding', null],
  ])('with %s is refused', (_, binding) => {
    expect(issuesOf({ NETWORK_TABLE: SHA, NETWORK_TABLES: binding })).toEqual([
      { key: 'NETWORK_TABLES', expected: expect.stringContaining('KV namespace or R2 bucket') },
    ])
  })

  it.each([SHA.slice(1), `${SHA}0`, SHA.toUpperCase(), `sha256:${SHA}`, 'latest', 7])(
    '%j is no SHA-256',
    (name) => {
      expect(keysOf({ NETWORK_TABLE: name, NETWORK_TABLES })).toEqual(['NETWORK_TABLE'])
    },
  )
})

describe('a condition', () => {
  const LEAF = { signal: 'place', in: ['CU'] }
  const AT = 'POLICY.rules[0].when'

  it.each<readonly [string, unknown, string, string]>([
    [
      'an unknown signal',
      { signal: 'network.clas', is: 'vpn' },
      `${AT}.signal`,
      'did you mean "network.class"?',
    ],
    ['a signal with nothing near', { signal: 'temperature', gt: 1 }, `${AT}.signal`, 'the name of a signal'],
    ['a name every object has', { signal: 'constructor', is: 'x' }, `${AT}.signal`, 'the name of a signal'],
    ['no signal', { is: 'x' }, `${AT}.signal`, ''],
    ['no operator', { signal: 'place' }, AT, 'exactly one of'],
    ['two operators', { ...LEAF, is: 'CU' }, AT, 'exactly one of'],
    ['an unknown operator', { signal: 'place', equals: 'CU' }, `${AT}.equals`, 'no such member'],
    ['an empty list', { signal: 'place', in: [] }, `${AT}.in`, 'a list that is not empty'],
    ['lt on a place', { signal: 'place', lt: 1 }, AT, 'is compared with is, in'],
    ['prefix on a code', { signal: 'network.class', prefix: ['v'] }, AT, 'is compared with is, in'],
    ['gt on text', { signal: 'tls.version', gt: 1 }, AT, 'is compared with is, in, prefix'],
    ['in on a boolean', { signal: 'place.eu', in: ['x'] }, AT, 'is compared with is'],
    ['anything on coordinates', { signal: 'place.coordinates', is: 'x' }, AT, 'is = "absent"'],
    ['text for a number', { signal: 'bot.score', is: '5' }, AT, 'a number'],
    ['text for a boolean', { signal: 'place.eu', is: 'true' }, AT, 'true or false'],
    ['a number for text', { signal: 'tls.version', is: 1 }, AT, 'text'],
    ['a value the code does not have', { signal: 'network.class', is: 'VPN' }, AT, 'residential'],
    ['a place in lower case', { signal: 'place', in: ['CU', 'cu'] }, AT, 'not "cu"'],
    ['a prefix with host bits', { signal: 'client.address', prefix: ['203.0.113.1/24'] }, AT, 'host bits'],
    ['an ASN as bare text', { signal: 'network.asn', is: '64500' }, AT, 'an ASN'],
    ['ASN 0', { signal: 'network.asn', in: [0] }, AT, 'an ASN'],
    ['a negative ASN', { signal: 'network.asn', is: -1 }, AT, 'an ASN'],
    ['an ASN beyond 32 bits', { signal: 'network.asn', is: 2 ** 32 }, AT, 'an ASN'],
    ['an empty all', { all: [] }, `${AT}.all`, 'at least one condition'],
    ['an empty any', { any: [] }, `${AT}.any`, 'at least one condition'],
    ['an empty not', { not: [] }, `${AT}.not`, 'at least one condition'],
    ['not without a list', { not: LEAF }, `${AT}.not`, 'a list of conditions'],
    ['all and any', { all: [LEAF], any: [LEAF] }, `${AT}.any`, 'no such member'],
    ['all and a signal', { all: [LEAF], ...LEAF }, `${AT}.signal`, 'no such member'],
    [
      'a wrong one inside',
      { all: [LEAF, { not: [{ signal: 'place', in: ['CU', 'XX'] }] }] },
      `${AT}.all[1].not[0]`,
      'not "XX"',
    ],
    ['text', 'place', AT, ''],
    ['null', null, AT, ''],
  ])('with %s is refused', (_, condition, key, expected) => {
    const [issue] = issuesOf(when(condition))
    expect(issue?.key).toBe(key)
    expect(issue?.expected).toContain(expected)
  })

  const nested = (depth: number): unknown => (depth === 0 ? LEAF : { not: [nested(depth - 1)] })
  it('may be nested, but not for ever', () => {
    expect(keysOf(when(nested(16)))).toEqual([])
    expect(issuesOf(when(nested(17)))[0]?.expected).toContain('at most 16')
    const deep = `${'{"not":['.repeat(5_000)}1${']}'.repeat(5_000)}`
    expect(
      keysOf({ POLICY: `{"default":"allow","rules":[{"id":"r","effect":"deny","when":${deep}}]}` }),
    ).not.toEqual([])
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'with a member %s is refused',
    (name) => {
      const text = `{"default":"allow","rules":[{"id":"r","effect":"deny","when":{"signal":"place","in":["CU"],"${name}":1}}]}`
      expect(keysOf({ POLICY: text })).toEqual([`${AT}.${name}`])
      expect(keysOf({ POLICY: `{"default":"allow","${name}":{"rules":[]}}` })).toEqual([`POLICY.${name}`])
    },
  )
})

describe('the parts of a policy', () => {
  const RULE = { id: 'r', effect: 'deny', when: { signal: 'place', in: ['CU'] } }
  const EXEMPTION = { id: 'x', exempts: ['r'], when: RULE.when, owner: 'o', reason: 'why', to: '2027-01-01' }
  const BASIS = { law: 'A law', owner: 'o', from: '2026-01-01' }

  it.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['two rules with one id', policy({ rules: [RULE, RULE] }), ['POLICY.rules']],
    [
      'two resources with one id',
      policy({
        resources: [
          { id: 'a', tier: 'open' },
          { id: 'a', tier: 'open' },
        ],
      }),
      ['POLICY.resources'],
    ],
    [
      'two exemptions with one id',
      policy({ rules: [RULE], exemptions: [EXEMPTION, EXEMPTION] }),
      ['POLICY.exemptions'],
    ],
    ...['TRACE', 'TRACK', 'CONNECT', 'get'].map(
      (method) =>
        [
          `a resource for the method ${method}`,
          policy({ resources: [{ id: 'a', tier: 'open', method }] }),
          ['POLICY.resources[0].method'],
        ] as const,
    ),
    [
      'a resource for a method that never passes, among others',
      policy({ resources: [{ id: 'a', tier: 'open', method: ['GET', 'TRACE'] }] }),
      ['POLICY.resources[0].method[1]'],
    ],
    ...[true, 'unchecked', 'required', null].map(
      (keys) =>
        [
          `a resource whose keys are ${keys}`,
          policy({ resources: [{ id: 'a', tier: 'open', keys }] }),
          ['POLICY.resources[0].keys'],
        ] as const,
    ),
    ['two groups with one id', { RESTRICTED_REGIONS: [GROUP, GROUP] }, ['PLACE_GROUPS', 'POLICY.rules']],
    ['a rule named like an expanded one', withRule({ id: 'denied-networks' }), ['POLICY.rules']],
    ['a rule named like a group', { ...withRule({ id: 'restricted:embargo' }) }, ['POLICY.rules']],
    ...['unknown-place', 'ambiguous-place', 'session-required', 'default'].map(
      (id) => [`a rule named ${id}`, withRule({ id }), ['POLICY.rules[0].id']] as const,
    ),
    ['a rule for an unknown resource', withRule({ resources: ['api'] }), ['POLICY.rules[0].resources']],
    [
      'an exemption from the default',
      policy({ exemptions: [{ ...EXEMPTION, exempts: ['default'] }] }),
      ['POLICY.exemptions[0].exempts'],
    ],
    [
      'a resource of any host',
      policy({ resources: [{ id: 'a', tier: 'open', host: '*.example.com' }] }),
      ['POLICY.resources[0].host'],
    ],
    [
      'a header value with a comma',
      policy({ resources: [{ id: 'a', tier: 'open', header: { name: 'x', value: 'a,b' } }] }),
      ['POLICY.resources[0].header.value'],
    ],
    [
      'a policy with half a character in it',
      {
        POLICY:
          '{"default":"allow","rules":[{"id":"a","effect":"deny","when":{"signal":"account.id","is":"\\ud800"}}]}',
      },
      ['POLICY'],
    ],
    ['a policy with a member twice', { POLICY: '{"default":"deny","default":"allow"}' }, ['POLICY']],
    ['a rule for no resource', withRule({ resources: [] }), ['POLICY.rules[0].resources']],
    [
      'an exemption from an unknown rule',
      policy({ exemptions: [EXEMPTION] }),
      ['POLICY.exemptions[0].exempts'],
    ],
    [
      'an exemption without an end',
      policy({ rules: [RULE], exemptions: [{ ...EXEMPTION, to: undefined }] }),
      ['POLICY.exemptions[0].to'],
    ],
    [
      'an exemption that ends before it begins',
      policy({ rules: [RULE], exemptions: [{ ...EXEMPTION, from: '2027-01-01' }] }),
      ['POLICY.exemptions[0].to'],
    ],
    [
      'a basis that ends before it begins',
      withRule({ basis: { ...BASIS, to: '2026-01-01' } }),
      ['POLICY.rules[0].basis.to'],
    ],
    [
      "a group's basis that ends before it begins",
      { RESTRICTED_REGIONS: ['CU', { ...GROUP, basis: { ...BASIS, to: '2025-01-01' } }] },
      ['RESTRICTED_REGIONS[1].basis.to'],
    ],
    [
      'an instant without a zone',
      withRule({ basis: { ...BASIS, from: '2026-01-01T00:00' } }),
      ['POLICY.rules[0].basis.from'],
    ],
    ['no default', { POLICY: { rules: [] } }, ['POLICY.default']],
    ['another default', policy({ default: 'challenge' }), ['POLICY.default']],
    ['an unknown effect', withRule({ effect: 'block' }), ['POLICY.rules[0].effect']],
    ['an unknown reason', withRule({ reason: 'place.bad' }), ['POLICY.rules[0].reason']],
    ['an unknown tier', withRule({ tier: 'strict' }), ['POLICY.rules[0].tier']],
    ['an unknown mode', withRule({ mode: 'announce' }), ['POLICY.rules[0].mode']],
    ['a misspelt member', withRule({ resource: ['a'] }), ['POLICY.rules[0].resource']],
    ['an id with a space', withRule({ id: 'a b' }), ['POLICY.rules[0].id']],
    [
      'a rule without a condition',
      policy({ rules: [{ id: 'r', effect: 'deny' }] }),
      ['POLICY.rules[0].when'],
    ],
    ['a list of ids instead of a rule', policy({ rules: ['r'] }), ['POLICY.rules[0]']],
  ])('%s are refused', (_, changes, keys) => {
    expect(keysOf(changes)).toEqual(keys)
  })

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    [
      'an exemption from an expanded rule',
      policy({ exemptions: [{ ...EXEMPTION, exempts: ['denied-networks', 'restricted:embargo'] }] }),
    ],
    [
      'an exemption from unknown-place',
      policy({ exemptions: [{ ...EXEMPTION, exempts: ['unknown-place'] }] }),
    ],
    [
      'a rule with everything',
      withRule({
        reason: 'place.restricted',
        tier: 'open',
        mode: 'monitor',
        basis: { ...BASIS, to: '2027-01-01' },
        note: 'why',
      }),
    ],
    ['no rules at all', policy({})],
  ])('%s is accepted', (_, changes) => {
    expect(keysOf(changes)).toEqual([])
  })

  it.each(['/', '/*', '/v1/*', '/a/*/b', '/a@b/~c', '/übung', '/.well-known/*'])(
    'the path %s is a pattern',
    (path) => {
      expect(keysOf(policy({ resources: [{ id: 'a', tier: 'open', path }] }))).toEqual([])
    },
  )

  it.each([
    '',
    'a',
    '*',
    '/a*',
    '/admin*',
    '/*a',
    '/a/**',
    '/a//b',
    '//',
    '/a/../b',
    '/./a',
    '/a;b',
    '/a\\b',
    '/a%20b',
    '/a b',
    '/a?b',
    '/a#b',
    'https://a/b',
    '/a/',
  ])('the path %j is none', (path) => {
    expect(keysOf(policy({ resources: [{ id: 'a', tier: 'open', path }] }))).toContain(
      'POLICY.resources[0].path',
    )
  })
})
