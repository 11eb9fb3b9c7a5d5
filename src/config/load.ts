import { nearest } from '../lib/nearest.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { groupsOf } from '../policy/expand.ts'
import type { ConfigIssue } from './issue.ts'
import { KEYS, type KeyName, type Values } from './keys.ts'
import { type OriginRoutes, readOriginRoutes } from './origin-routes.ts'
import {
  effectivePolicy,
  isDocumentKey,
  type LoadedPolicy,
  POLICY_KEYS,
  type PolicyKey,
  unknownMembers,
  writtenMembers,
} from './policy-document.ts'
import { readKey } from './read-key.ts'

export interface Config extends Omit<Values, PolicyKey | 'ORIGIN_ROUTES'> {
  readonly ORIGIN_AUDIENCE: string
  /** With the groups of the deployed policy as places. */
  readonly ORIGIN_ROUTES: OriginRoutes | undefined
  readonly BLOCKED_BY_URI: string
  /** What the variables of the policy, or the document in the bundle, come to. */
  readonly deployed: LoadedPolicy
}

const KEY_NAMES = Object.keys(KEYS) as KeyName[]
export interface LoadOptions {
  /** Within somebody's own Worker: its environment holds other variables too, and its own code is the origin. */
  readonly embedded?: boolean
  /** The policy document of the build, for `POLICY = "bundle"`; undefined or empty where there is none. */
  readonly bundledPolicy?: unknown
}

/**
 * Checks the raw environment once. Everything wrong is reported at once, by key; a configuration with one fault is no
 * configuration, since half a policy would let through what the other half refuses.
 *
 * @param env variables and secrets as the platform gives them. Values from TOML arrive as they are; where only text can
 *            be given (dashboard, `--var`, `.dev.vars`), the text of anything but a plain text is JSON. Bindings are
 *            passed over.
 */
export function loadConfig(
  env: Readonly<Record<string, unknown>>,
  { embedded = false, bundledPolicy }: LoadOptions = {},
): Result<Config, readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [
    ...(embedded ? embeddedIssues(env) : [...unknownVariables(env), ...originIssues(env)]),
    ...networkTableIssues(env),
    ...stateIssues(env),
  ]
  const isBundled = env.POLICY === BUNDLED
  if (isBundled) issues.push(...bundleIssues(env, bundledPolicy))
  const document = isBundled && isTable(bundledPolicy) ? bundledPolicy : {}
  const values: Partial<Record<KeyName, unknown>> = {}
  for (const name of KEY_NAMES) {
    const source = isBundled && isDocumentKey(name) ? document : env
    const read = readKey(name, KEYS[name], Object.hasOwn(source, name) ? source[name] : undefined)
    if (read.ok) values[name] = read.value
    else issues.push(...read.error)
  }
  const checked = values as Values
  // With all parts of the policy sound, they are held against each other whatever else is wrong.
  const isReadable = POLICY_KEYS.every((name) => Object.hasOwn(values, name))
  const deployed = isReadable
    ? effectivePolicy(checked, writtenMembers(isBundled ? document : env))
    : undefined
  if (deployed?.ok === false) issues.push(...deployed.error)
  const { ORIGIN_ROUTES: written } = checked
  const routes = written && isReadable ? readOriginRoutes(written, groupsOf(checked)) : undefined
  if (routes?.ok === false) issues.push(...routes.error)
  issues.push(...cookieIssues(checked), ...replayIssues(checked))
  if (!deployed?.ok || issues.length > 0) return err(issues)
  return ok(
    Object.freeze({
      ...checked,
      ORIGIN_AUDIENCE: checked.ORIGIN_AUDIENCE ?? checked.ISSUER,
      ORIGIN_ROUTES: routes?.ok ? routes.value : undefined,
      BLOCKED_BY_URI: checked.BLOCKED_BY_URI ?? checked.ISSUER,
      deployed: deployed.value,
    }),
  )
}

const BUNDLED = 'bundle'

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Two places for one policy would leave it to chance which of them somebody changes. */
function* bundleIssues(env: Readonly<Record<string, unknown>>, document: unknown): Generator<ConfigIssue> {
  if (!isTable(document) || Object.keys(document).length === 0)
    yield { key: 'POLICY', expected: 'a policy document in the build: npm run policy -- bundle FILE' }
  else yield* unknownMembers(document)
  for (const key of POLICY_KEYS) {
    if (key === 'POLICY' || env[key] === undefined || env[key] === '') continue
    yield { key, expected: 'nothing: with POLICY = "bundle" the document in the build says it' }
  }
}

/** A variable that nothing reads is a typing error, and may be the list that was meant to refuse somebody. */
function* unknownVariables(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  for (const [name, value] of Object.entries(env)) {
    const isVariable = Array.isArray(value) || ['string', 'number', 'boolean'].includes(typeof value)
    if (!isVariable || Object.hasOwn(KEYS, name)) continue
    const near = nearest(name, KEY_NAMES)
    yield {
      key: name,
      expected: `a variable of Cordon${near === undefined ? '' : `; did you mean ${near}?`}`,
    }
  }
}

function isBinding(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'get' in value
}

function* networkTableIssues(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  if (env.NETWORK_TABLE === undefined || env.NETWORK_TABLE === '' || isBinding(env.NETWORK_TABLES)) return
  yield {
    key: 'NETWORK_TABLES',
    expected: 'a KV namespace or R2 bucket bound under this name, because NETWORK_TABLE names a blob in it',
  }
}

/** Browsers drop a cookie for embedded pages that is not sent from other sites. */
function* cookieIssues({ SESSION_PARTITIONED, SESSION_SAME_SITE }: Partial<Values>): Generator<ConfigIssue> {
  if (SESSION_PARTITIONED !== 'on' || SESSION_SAME_SITE === 'None') return
  yield { key: 'SESSION_PARTITIONED', expected: 'SESSION_SAME_SITE = "None" beside it' }
}

/** Single use is of the whole network, which nothing remembers without REPLAY. */
function* replayIssues({ STATE, POLICY }: Partial<Values>): Generator<ConfigIssue> {
  if (STATE !== 'none') return
  for (const [index, { replay }] of (POLICY?.resources ?? []).entries())
    if (replay !== undefined)
      yield {
        key: `POLICY.resources[${index}].replay`,
        expected: 'STATE = "control": with "none" no use is remembered',
      }
}

/** What holds the state in force, bound as Durable Objects. */
const STATE_BINDINGS = ['CONTROL', 'REPLAY'] as const

function isNamespace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'getByName' in value
}

function* stateIssues(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  if (env.STATE === 'none') return
  for (const key of STATE_BINDINGS) {
    if (isNamespace(env[key])) continue
    yield { key, expected: 'a Durable Object bound under this name, or STATE = "none"' }
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== ''
}

function* originIssues(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  if (isGiven(env.ORIGIN_ROUTES) && isGiven(env.ORIGIN_AUDIENCE))
    yield {
      key: 'ORIGIN_AUDIENCE',
      expected: 'nothing beside ORIGIN_ROUTES: each route has its own',
    }
  const ways = ['ORIGIN', 'ORIGIN_URL', 'ORIGIN_MODE', 'ORIGIN_ROUTES'].filter((name) => isGiven(env[name]))
  if (ways.length === 1) return
  yield {
    key: 'ORIGIN_URL',
    expected: 'exactly one of a service binding ORIGIN, ORIGIN_URL, ORIGIN_MODE = "zone", or ORIGIN_ROUTES',
    received: ways.length === 0 ? 'none of them' : ways.join(' and '),
  }
}

/** A map that nothing follows would be a border that is none. */
function* embeddedIssues(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  if (isGiven(env.ORIGIN_ROUTES))
    yield {
      key: 'ORIGIN_ROUTES',
      expected: 'nothing where the gate is embedded: the Worker it stands in is the origin',
    }
}
