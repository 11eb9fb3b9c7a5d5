import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { formatIssue } from '../../../src/config/issue.ts'
import { type Config, loadConfig } from '../../../src/config/load.ts'
import type { NetworkClass } from '../../../src/net/network-class.ts'
import type { IdentityKind } from '../../../src/observations/types.ts'
import { observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { AT, at, evidenceWith, NOWHERE, snapshotOf } from '../../support/evidence.ts'
import { SIGNING_KEYS } from '../../support/keys.ts'

const CONFIG = fileURLToPath(new URL('../../../wrangler.toml', import.meta.url).href)
const SECRETS = { SIGNING_KEYS, CREDENTIAL_SECRET: 'a secret of thirty-two characters' }

/** Variables, and what stands for the Durable Objects that this very environment binds: bindings do not inherit. */
function varsOf(env: string | undefined): Readonly<Record<string, unknown>> {
  const options = env === undefined ? { config: CONFIG } : { config: CONFIG, env }
  const { vars, durable_objects: durableObjects } = unstable_readConfig(options, { hideWarnings: true })
  const namespaces = durableObjects.bindings.map(
    ({ name }: { readonly name: string }) => [name, { getByName() {} }] as const,
  )
  return { ...vars, ...Object.fromEntries(namespaces) }
}

function shipped(env: string | undefined): Config {
  const loaded = loadConfig({ ...varsOf(env), ...SECRETS })
  if (!loaded.ok) throw new Error(loaded.error.map(formatIssue).join('\n'))
  return loaded.value
}

function decideOn(config: Config, path: string, changes: Partial<Evidence>) {
  const compiled = compilePolicy(config.policy, 'r')
  const snapshot = snapshotOf({ path, method: 'POST' })
  return decide(compiled, evidenceWith(changes), compiled.resource(snapshot), AT)
}

const through = (networkClass: NetworkClass) => ({ 'network.class': observed(networkClass, 'table') })
const known = (kind: IdentityKind) => ({ 'identity.kind': observed(kind, 'token') })

describe.each([
  ['the default environment', undefined],
  ['ai-api', 'ai-api'],
])('the shipped configuration, %s', (_, env) => {
  let config: Config
  beforeAll(() => {
    config = shipped(env)
  })

  it('loads without an issue', () => {
    expect(config.MODE).toBe('enforce')
  })

  it.each(['CU', 'IR', 'KP', 'UA-43', 'UA-40', 'UA-14', 'UA-09', 'CN', 'HK', 'MO'])(
    'refuses %s for legal reasons',
    (place) => {
      expect(decideOn(config, '/v1/messages', at(place))).toMatchObject({ verdict: 'deny', status: 451 })
    },
  )

  it.each(['UA-30', 'US-CA', 'DE', 'TW'])('lets %s in', (place) => {
    expect(decideOn(config, '/v1/messages', at(place)).verdict).toBe('allow')
  })

  it('challenges Ukraine without a region, and refuses no place at all', () => {
    expect(decideOn(config, '/v1/messages', at('UA')).reasons).toEqual(['place.ambiguous'])
    expect(decideOn(config, '/v1/messages', NOWHERE)).toMatchObject({
      verdict: 'deny',
      reasons: ['place.unknown'],
    })
  })

  it.each(['vpn', 'proxy', 'tor', 'edge_worker'] as const)('refuses %s everywhere', (networkClass) => {
    for (const path of ['/v1/messages', '/signup', '/']) {
      const decision = decideOn(config, path, { ...through(networkClass), ...known('account') })
      expect(decision).toMatchObject({ verdict: 'deny', reasons: [`network.${networkClass}`], status: 403 })
    }
  })

  it.each(['unknown', 'privacy_relay', 'corporate_gateway', 'mobile'] as const)(
    'does not refuse %s: people',
    (networkClass) => {
      expect(decideOn(config, '/signup', through(networkClass)).verdict).toBe('allow')
    },
  )
})

describe('the two shipped configurations', () => {
  it('restrict the same regions', () => {
    const regions = varsOf('ai-api').RESTRICTED_REGIONS
    expect(regions).toEqual(varsOf(undefined).RESTRICTED_REGIONS)
    expect(regions).toHaveLength(5)
  })
})

describe('hosting networks', () => {
  it('are refused by default', () => {
    expect(
      decideOn(shipped(undefined), '/v1/messages', { ...through('hosting'), ...known('key') }),
    ).toMatchObject({
      verdict: 'deny',
      reasons: ['network.hosting'],
    })
  })

  it.each([
    ['/v1/messages', 'none', 'limit'],
    ['/v1/messages', 'key', 'allow'],
    ['/v1/messages', 'account', 'allow'],
    ['/v1', 'none', 'limit'],
    ['/signup', 'none', 'deny'],
    ['/signup', 'key', 'deny'],
    ['/signup/', 'account', 'deny'],
    ['/billing', 'key', 'deny'],
    ['/billing/invoices', 'account', 'deny'],
    ['/keys', 'account', 'deny'],
    ['/keys/new', 'key', 'deny'],
    ['/KEYS/new', 'key', 'deny'],
    ['/', 'account', 'deny'],
    ['/v2/messages', 'key', 'deny'],
  ] as const)('of ai-api, on %s with identity %s: %s', (path, kind, verdict) => {
    expect(decideOn(shipped('ai-api'), path, { ...through('hosting'), ...known(kind) }).verdict).toBe(verdict)
  })

  it('of ai-api may not do on a page what they may do in the API', () => {
    const decision = decideOn(shipped('ai-api'), '/v1/messages', { ...through('hosting'), ...known('key') })
    expect(decision.tierMax).toBe('standard')
  })
})
