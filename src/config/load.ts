import * as v from 'valibot'
import { nearest } from '../lib/nearest.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseStrictJson, type StrictJsonError } from '../lib/strict-json.ts'
import { expandPolicy, type FlatPolicy } from '../policy/expand.ts'
import type { Policy } from '../policy/types.ts'
import { type ConfigIssue, describeReceived, formatPath } from './issue.ts'
import { KEYS, type Key, type KeyName, type Values } from './keys.ts'
import { policyIssues } from './policy-issues.ts'

export interface Config extends Values {
  readonly ORIGIN_AUDIENCE: string
  readonly BLOCKED_BY_URI: string
  /** The effective document: flat variables expanded. */
  readonly policy: Policy
}

const KEY_NAMES = Object.keys(KEYS) as KeyName[]
/** What a policy is made of: with all of these sound, its parts are held against each other whatever else is wrong. */
const POLICY_KEYS: readonly (keyof FlatPolicy)[] = [
  'POLICY',
  'RESTRICTED_REGIONS',
  'ALLOWED_REGIONS',
  'DENIED_NETWORKS',
  'CHALLENGED_NETWORKS',
  'ALLOWED_NETWORKS',
  'NETWORK_OVERRIDES',
  'UNKNOWN_PLACE',
  'AMBIGUOUS_PLACE',
]

export interface LoadOptions {
  /** Within somebody's own Worker: its environment holds other variables too, and its own code is the origin. */
  readonly embedded?: boolean
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
  { embedded = false }: LoadOptions = {},
): Result<Config, readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [
    ...(embedded ? [] : [...unknownVariables(env), ...originIssues(env)]),
    ...networkTableIssues(env),
    ...stateIssues(env),
  ]
  const values: Partial<Record<KeyName, unknown>> = {}
  for (const name of KEY_NAMES) {
    const read = readKey(name, KEYS[name], Object.hasOwn(env, name) ? env[name] : undefined)
    if (read.ok) values[name] = read.value
    else issues.push(...read.error)
  }
  const checked = values as Values
  const policy = POLICY_KEYS.every((name) => Object.hasOwn(values, name)) ? expandPolicy(checked) : undefined
  if (policy !== undefined) issues.push(...policyIssues(policy, checked))
  issues.push(...cookieIssues(checked), ...replayIssues(checked))
  if (policy === undefined || issues.length > 0) return err(issues)
  return ok(
    Object.freeze({
      ...checked,
      ORIGIN_AUDIENCE: checked.ORIGIN_AUDIENCE ?? checked.ISSUER,
      BLOCKED_BY_URI: checked.BLOCKED_BY_URI ?? checked.ISSUER,
      policy,
    }),
  )
}

function readKey(name: KeyName, key: Key, raw: unknown): Result<unknown, readonly ConfigIssue[]> {
  if (raw === undefined || raw === '') {
    switch (key.fallback.kind) {
      case 'required':
        return err([{ key: name, expected: `${key.type}; the variable is missing` }])
      case 'optional':
        return ok(undefined)
      case 'default':
        return ok(v.parse(key.schema, key.fallback.value))
    }
  }
  const direct = v.safeParse(key.schema, raw)
  if (direct.success) return ok(direct.output)
  const fromText = typeof raw === 'string' ? parseStrictJson(raw) : undefined
  if (typeof raw === 'string' && fromText?.ok === false && /^\s*[[{]/.test(raw)) {
    return err([unreadable(name, key, direct.issues[0].message, fromText.error)])
  }
  if (!fromText?.ok) return err(direct.issues.map((issue) => asConfigIssue(name, key, issue)))
  const parsed = v.safeParse(key.schema, fromText.value)
  return parsed.success
    ? ok(parsed.output)
    : err(parsed.issues.map((issue) => asConfigIssue(name, key, issue)))
}

const JSON_FAULTS: Readonly<Record<StrictJsonError, string>> = {
  syntax: 'and as JSON it cannot be read',
  duplicate_member: 'and as JSON it has a member twice',
  too_deep: 'and as JSON it is nested too deeply',
}

function unreadable(name: KeyName, key: Key, expected: string, fault: StrictJsonError): ConfigIssue {
  return { key: name, expected: key.secret ? expected : `${expected}; this is text, ${JSON_FAULTS[fault]}` }
}

function asConfigIssue(name: KeyName, key: Key, issue: v.BaseIssue<unknown>): ConfigIssue {
  const path = (issue.path ?? []).map((item) => item.key as string | number)
  const where = formatPath(name, path)
  if (isMissingMember(issue)) {
    // Of a member that is not there the library has nothing to say but what the table should be.
    return { key: where, expected: `a value; the member is missing from what should be ${issue.message}` }
  }
  const unknownMember = issue.expected === 'never' && issue.type === 'strict_object'
  const expected = unknownMember ? `no such member; ${issue.message} is all there is` : issue.message
  if (key.secret) return { key: where, expected }
  return { key: where, expected, received: describeReceived(issue.input) }
}

function isMissingMember({ path, received }: v.BaseIssue<unknown>): boolean {
  return received === 'undefined' && path?.at(-1)?.origin === 'key'
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

function* originIssues(env: Readonly<Record<string, unknown>>): Generator<ConfigIssue> {
  const ways = ['ORIGIN', 'ORIGIN_URL', 'ORIGIN_MODE'].filter(
    (name) => env[name] !== undefined && env[name] !== '',
  )
  if (ways.length === 1) return
  yield {
    key: 'ORIGIN_URL',
    expected: 'exactly one of a service binding ORIGIN, ORIGIN_URL, or ORIGIN_MODE = "zone"',
    received: ways.length === 0 ? 'none of them' : ways.join(' and '),
  }
}
