import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { formatIssue } from '../../../src/config/issue.ts'
import { type Config, loadConfig } from '../../../src/config/load.ts'
import { POLICY_KEYS } from '../../../src/config/policy-document.ts'
import type { Asn } from '../../../src/net/asn.ts'
import type { NetworkClass } from '../../../src/net/network-class.ts'
import type { IdentityKind } from '../../../src/observations/types.ts'
import { observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import { readSignal } from '../../../src/policy/example-signals.ts'
import type { Evidence, SignalName } from '../../../src/signals/registry.ts'
import { ABSENT, AT, at, evidenceWith, NOWHERE, snapshotOf } from '../../support/evidence.ts'
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
  const compiled = compilePolicy(config.deployed.policy, 'r')
  const snapshot = snapshotOf({ path, method: 'POST' })
  return decide(compiled, evidenceWith(changes), compiled.resource.match(snapshot, { state: 'none' }, AT), AT)
}

const city = (name: string) => ({ 'place.city': observed(name, 'edge') }) as const
const region = (name: string) => ({ 'place.region_name': observed(name, 'edge') }) as const
const provider = (number: number) => ({ 'network.asn': observed(number as Asn, 'edge') }) as const
const NAMELESS: Partial<Evidence> = { 'place.city': ABSENT, 'place.region_name': ABSENT }
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
    expect(config.deployed.mode).toBe('enforce')
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
    expect(decideOn(config, '/v1/messages', at('UA-ZZ')).reasons).toEqual(['place.ambiguous'])
    expect(decideOn(config, '/v1/messages', at('UA')).reasons).toEqual(['place.ambiguous'])
    expect(decideOn(config, '/v1/messages', NOWHERE)).toMatchObject({
      verdict: 'deny',
      reasons: ['place.unknown'],
    })
  })

  it.each<readonly [string, string, Partial<Evidence>, string]>([
    ['Simferopol', 'UA', city('Simferopol'), 'crimea'],
    ['Simferopol, said to be in Russia', 'RU', city('Simferopol'), 'crimea'],
    ['Simferopol in its own script', 'RU-KDA', city('Симферополь'), 'crimea'],
    ['Crimea as the name of a region', 'RU', region('Republic of Crimea'), 'crimea'],
    ['Crimea under the other name of it', 'UA', region('Автономна Республіка Крим'), 'crimea'],
    ['Sevastopol', 'UA', city("Sevastopol'"), 'sevastopol'],
    ['Sevastopol, said to be in Kaluga oblast', 'RU-KLU', city("Sevastopol'"), 'sevastopol'],
    ['Donetsk', 'UA', city("Donets'k"), 'donetsk'],
    ['Luhansk', 'UA', region('Луганськ'), 'luhansk'],
    ['a provider of Crimea, said to be in Moscow', 'RU-MOW', provider(201_776), 'crimea'],
    ['a provider of Crimea, said to be in Krasnodar', 'RU-KDA', provider(201_776), 'crimea'],
    ['a provider of Sevastopol', 'RU-KLU', provider(59_833), 'sevastopol'],
    ['a provider of Donetsk, said to be in Rostov oblast', 'RU-ROS', provider(202_279), 'donetsk'],
    ['a provider of Luhansk, said to be in Moscow', 'RU-MOW', provider(47_204), 'luhansk'],
  ])('refuses %s (%s) for legal reasons', (_, code, evidence, territory) => {
    expect(decideOn(config, '/v1/messages', { ...at(code), ...evidence })).toMatchObject({
      verdict: 'deny',
      status: 451,
      reasons: expect.arrayContaining(['place.restricted']),
      determining: expect.arrayContaining([`restricted:${territory}`]),
    })
  })

  it.each<readonly [string, string, Partial<Evidence>]>([
    ['Kyiv', 'UA-30', city('Kyiv')],
    ['Moscow', 'RU-MOW', city('Moscow')],
    ['Russia without a region', 'RU', NAMELESS],
    ['Donetsk in Rostov oblast', 'RU-ROS', city('Donetsk')],
    ['Lugansk in Novosibirsk oblast', 'RU-NVS', city('Lugansk')],
    ['Krym in Rostov oblast', 'RU-ROS', city('Krym')],
    ['Gorlovka in Vladimir oblast', 'RU-VLA', city('Gorlovka')],
    ['Sebastopol in California', 'US-CA', city('Sebastopol')],
    ['Yalta in Texas', 'US-TX', city('Yalta')],
    ['a provider of Moscow', 'RU-MOW', provider(12_389)],
  ])('lets %s (%s) in', (_, code, evidence) => {
    expect(decideOn(config, '/v1/messages', { ...at(code), ...evidence }).verdict).toBe('allow')
  })

  it.each([
    ['no name', NAMELESS],
    ['a name that no territory has', city('Kyiv')],
  ])('challenges Ukraine without a region, with %s', (_, names) => {
    expect(decideOn(config, '/v1/messages', { ...at('UA'), ...names })).toMatchObject({
      verdict: 'challenge',
      reasons: ['place.ambiguous'],
      status: 403,
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
    expect(regions).toHaveLength(8)
  })

  // https://developers.cloudflare.com/workers/platform/limits/#environment-variables
  it.each([undefined, 'ai-api'])('have no variable above the 5 KB that one may have (%s)', (env) => {
    const vars = varsOf(env)
    const tooLarge = POLICY_KEYS.filter((key) => Buffer.byteLength(JSON.stringify(vars[key] ?? '')) > 5_000)
    expect(tooLarge).toEqual([])
  })

  it('try the same examples', () => {
    expect(varsOf('ai-api').EXAMPLES).toEqual(varsOf(undefined).EXAMPLES)
    expect(shipped(undefined).deployed.examples.length).toBeGreaterThan(5)
  })
})

describe.each([undefined, 'ai-api'])('an example of the shipped configuration (%s)', (env) => {
  const config = shipped(env)
  it.each(config.deployed.examples.map((example) => [example.id, example] as const))(
    '%s comes out as it says',
    (_, { given, request, expect: expected }) => {
      const signals = Object.entries(given).map(([name, written]) => [
        name,
        readSignal(name as SignalName, written),
      ])
      const decision = decideOn(config, request.path, Object.fromEntries(signals))
      expect(decision.verdict).toBe(expected.verdict)
      if (expected.reason !== undefined) expect(decision.reasons).toContain(expected.reason)
      if (expected.rule !== undefined) expect(decision.determining).toContain(expected.rule)
    },
  )
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
