import { describe, expect, it } from 'vitest'
import { formatIssue } from '../../../src/config/issue.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { VARS } from '../../support/gate.ts'

const ENV = { ...VARS, ORIGIN_URL: 'https://origin.test' }
const load = (changes: Readonly<Record<string, unknown>>) => loadConfig({ ...ENV, ...changes })
const keysOf = (changes: Readonly<Record<string, unknown>>) => {
  const loaded = load(changes)
  return loaded.ok ? [] : loaded.error.map(({ key }) => key)
}
const messageOf = (changes: Readonly<Record<string, unknown>>) => {
  const loaded = load(changes)
  return loaded.ok ? '' : loaded.error.map(formatIssue).join('\n')
}

describe('SESSION_LIFETIMES', () => {
  const TABLE = { high: 3600, substantial: 1800, low: 600, none: 300 }

  it.each([
    ['plain numbers', TABLE],
    ['the shortest', { ...TABLE, none: 30 }],
    ['the longest', { ...TABLE, high: 86_400 }],
    ['classes', { ...TABLE, low: { privacy_relay: 900, other: 600 } }],
    ['no class but the others', { ...TABLE, low: { other: 600 } }],
    [
      'classes at every level',
      { high: { other: 60 }, substantial: { other: 60 }, low: { other: 60 }, none: { other: 60 } },
    ],
  ])('may be %s', (_, table) => {
    expect(load({ SESSION_LIFETIMES: table })).toMatchObject({
      ok: true,
      value: { SESSION_LIFETIMES: table },
    })
    expect(keysOf({ SESSION_LIFETIMES: JSON.stringify(table) })).toEqual([])
  })

  const { none: _, ...forgotten } = TABLE
  it.each<readonly [string, unknown, string]>([
    ['one number for all', 1800, 'SESSION_LIFETIMES'],
    ['a level that was forgotten', forgotten, 'SESSION_LIFETIMES.none'],
    ['a level nobody knows', { ...TABLE, highest: 60 }, 'SESSION_LIFETIMES.highest'],
    ['too short a life', { ...TABLE, low: 29 }, 'SESSION_LIFETIMES.low'],
    ['too long a life', { ...TABLE, low: 86_401 }, 'SESSION_LIFETIMES.low'],
    ['a fraction', { ...TABLE, low: 60.5 }, 'SESSION_LIFETIMES.low'],
    ['text', { ...TABLE, low: '10m' }, 'SESSION_LIFETIMES.low'],
    ['classes without the others', { ...TABLE, low: { vpn: 60 } }, 'SESSION_LIFETIMES.low.other'],
    ['a class nobody knows', { ...TABLE, low: { home: 60, other: 60 } }, 'SESSION_LIFETIMES.low.home'],
    ['a class with too short a life', { ...TABLE, low: { vpn: 1, other: 60 } }, 'SESSION_LIFETIMES.low.vpn'],
    ['a class of classes', { ...TABLE, low: { vpn: { other: 60 }, other: 60 } }, 'SESSION_LIFETIMES.low.vpn'],
  ])('may not be %s', (_, table, key) => {
    expect(keysOf({ SESSION_LIFETIMES: table })).toEqual([key])
  })
})

describe('a member that is missing', () => {
  const missing = 'expected a value; the member is missing from what should be'
  const SECONDS = 'seconds, or a table of network classes with `other`'
  const LEVELS = 'a table {high, substantial, low, none}'
  const BASIS = 'a table {law, owner, from, to}'
  const group = { id: 'x', regions: ['KP'], reason: 'Embargo', basis: { owner: 'a', from: '2020-01-01' } }

  it.each<readonly [string, unknown, string]>([
    [
      'SESSION_LIFETIMES',
      { high: 60, substantial: 60, low: 60 },
      `SESSION_LIFETIMES.none: ${missing} ${LEVELS}`,
    ],
    [
      'SESSION_LIFETIMES',
      { high: { vpn: 60 }, substantial: 60, low: 60, none: 60 },
      `SESSION_LIFETIMES.high.other: ${missing} ${SECONDS}`,
    ],
    ['RESTRICTED_REGIONS', [group], `RESTRICTED_REGIONS[0].basis.law: ${missing} ${BASIS}`],
    ['KEY_LOCATION', [{ scheme: 'x' }], `KEY_LOCATION[0].header: ${missing} a table {header, scheme?}`],
    [
      'ADMIN_TOKEN_SHA256',
      [{ name: 'a', role: 'auditor' }],
      `ADMIN_TOKEN_SHA256[0].sha256: ${missing} a table {name, role, sha256}`,
    ],
  ])('of %s = %j is said to be missing', (name, value, message) => {
    expect(messageOf({ [name]: value })).toBe(message)
  })

  it.each(['x', 'd', 'kid'])('of a signing key is named in our own words: %s', (name) => {
    const { keys } = JSON.parse(VARS.SIGNING_KEYS)
    const { [name]: _, ...key } = keys[0]
    expect(messageOf({ SIGNING_KEYS: { keys: [key] } })).toBe(
      `SIGNING_KEYS.keys[0].${name}: ${missing} a private JWK {kty, crv, x, y, d, kid}, without y where kty is "OKP"`,
    )
  })
})

describe('SESSION_BINDING', () => {
  it.each([
    [{}, { asn: 'notice', tls: 'off' }],
    [{ asn: 'off' }, { asn: 'off', tls: 'off' }],
    [{ tls: 'require' }, { asn: 'notice', tls: 'require' }],
    [
      { asn: 'require', tls: 'notice' },
      { asn: 'require', tls: 'notice' },
    ],
  ])('%j is %j', (SESSION_BINDING, value) => {
    expect(load({ SESSION_BINDING })).toMatchObject({ ok: true, value: { SESSION_BINDING: value } })
  })

  it.each([
    [{ asn: 'yes' }, 'SESSION_BINDING.asn'],
    [{ tls: true }, 'SESSION_BINDING.tls'],
    [{ country: 'off' }, 'SESSION_BINDING.country'],
  ])('%j is refused: country and network class always bind', (SESSION_BINDING, key) => {
    expect(keysOf({ SESSION_BINDING })).toEqual([key])
  })
})

describe('SESSION_PARTITIONED', () => {
  it.each([
    ['None', []],
    ['Lax', ['SESSION_PARTITIONED']],
    ['Strict', ['SESSION_PARTITIONED']],
    [undefined, ['SESSION_PARTITIONED']],
  ])('needs a cookie that is sent from other sites: SameSite=%s', (SESSION_SAME_SITE, keys) => {
    expect(keysOf({ SESSION_PARTITIONED: 'on', SESSION_SAME_SITE })).toEqual(keys)
    expect(keysOf({ SESSION_PARTITIONED: 'off', SESSION_SAME_SITE })).toEqual([])
  })

  it('says what is missing', () => {
    expect(messageOf({ SESSION_PARTITIONED: 'on' })).toContain('SESSION_SAME_SITE = "None"')
  })
})

describe('STATE', () => {
  const NAMESPACE = { getByName() {} }
  it.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['control, both bound', { STATE: 'control', CONTROL: NAMESPACE, REPLAY: NAMESPACE }, []],
    ['left out, both bound', { STATE: undefined, CONTROL: NAMESPACE, REPLAY: NAMESPACE }, []],
    ['control, nothing bound', { STATE: 'control' }, ['CONTROL', 'REPLAY']],
    ['left out, nothing bound', { STATE: undefined }, ['CONTROL', 'REPLAY']],
    ['control, no CONTROL', { STATE: 'control', REPLAY: NAMESPACE }, ['CONTROL']],
    ['control, no REPLAY', { STATE: 'control', CONTROL: NAMESPACE }, ['REPLAY']],
    ['control, a KV namespace', { STATE: 'control', CONTROL: { get() {} }, REPLAY: NAMESPACE }, ['CONTROL']],
    ['control, null', { STATE: 'control', CONTROL: null, REPLAY: NAMESPACE }, ['CONTROL']],
    ['none, nothing bound', { STATE: 'none' }, []],
    ['none, both bound', { STATE: 'none', CONTROL: NAMESPACE, REPLAY: NAMESPACE }, []],
  ])('%s', (_, changes, keys) => {
    expect(keysOf(changes)).toEqual(keys)
  })

  it('text under the name of a binding is told as the variable that it is, and is no binding', () => {
    expect(keysOf({ STATE: 'control', CONTROL: 'x', REPLAY: NAMESPACE })).toEqual(['CONTROL', 'CONTROL'])
  })

  it('a namespace whose methods are inherited is one, as on the platform', () => {
    const inherited = Object.create(NAMESPACE)
    expect(keysOf({ STATE: 'control', CONTROL: inherited, REPLAY: inherited })).toEqual([])
  })

  it('is asked for in an embedded gate as well', () => {
    const loaded = loadConfig({ ...ENV, STATE: undefined }, { embedded: true })
    expect(loaded.ok ? [] : loaded.error.map(({ key }) => key)).toEqual(['CONTROL', 'REPLAY'])
  })
})

describe('POLICY.reverify', () => {
  it.each(['on_expiry', 'on_revision'])('may be %s', (reverify) => {
    expect(load({ POLICY: { default: 'allow', reverify } })).toMatchObject({
      ok: true,
      value: { deployed: { policy: { reverify } } },
    })
  })

  it.each(['never', true, null])('may not be %j', (reverify) => {
    expect(keysOf({ POLICY: { default: 'allow', reverify } })).toEqual(['POLICY.reverify'])
  })
})

describe('a resource with replay = "strict"', () => {
  const namespace = { getByName() {} }
  const STATEFUL = { STATE: 'control', CONTROL: namespace, REPLAY: namespace }
  const resources = (...list: readonly object[]) => ({ POLICY: { default: 'allow', resources: list } })
  const pay = { id: 'pay', tier: 'controlled', path: '/pay/*' }

  it('needs a session, which is what proofs come with', () => {
    expect(keysOf({ ...STATEFUL, ...resources({ ...pay, session: 'required', replay: 'strict' }) })).toEqual(
      [],
    )
    expect(keysOf({ ...STATEFUL, ...resources({ ...pay, id: 'a' }, { ...pay, replay: 'strict' }) })).toEqual([
      'POLICY.resources[1].replay',
    ])
  })

  it('needs a state, which is what remembers their use', () => {
    const strict = resources({ ...pay, session: 'required', replay: 'strict' })
    expect(keysOf({ STATE: 'none', ...strict })).toEqual(['POLICY.resources[0].replay'])
  })

  it.each(['lax', true])('is that or nothing: %j', (replay) => {
    expect(keysOf({ ...STATEFUL, ...resources({ ...pay, session: 'required', replay }) })).toEqual([
      'POLICY.resources[0].replay',
    ])
  })
})
