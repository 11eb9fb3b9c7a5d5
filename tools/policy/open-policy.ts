import { existsSync } from 'node:fs'
import type { ConfigIssue } from '../../src/config/issue.ts'
import { type Config, loadConfig } from '../../src/config/load.ts'
import {
  isDocumentKey,
  type LoadedPolicy,
  loadPolicy,
  POLICY_KEYS,
} from '../../src/config/policy-document.ts'
import { parseStrictJson } from '../../src/lib/strict-json.ts'
import { BUNDLED_POLICY } from '../policy-file.ts'
import { UsageError } from '../usage-error.ts'
import { bindingsOf } from './bindings.ts'
import { type Complaint, complainOf, formatComplaint, type Ground, inOrder } from './complaint.ts'
import { placeCodeIssues, withLikelyCode } from './place-codes.ts'
import { environmentPart, groundOf, type PolicyFile, readPolicyFile, SHIPPED } from './read-policy-file.ts'

export type PolicyDocument = Readonly<Record<string, unknown>>

/** A policy and everything that is wrong with its form. */
export interface OpenedPolicy {
  /** As messages name it. */
  readonly name: string
  /** Where its parts stand. */
  readonly ground: Ground
  /** Its members and nothing else, as they were written. */
  readonly document: PolicyDocument
  readonly complaints: readonly Complaint[]
  /** Undefined where there are complaints. */
  readonly loaded: LoadedPolicy | undefined
  /** Of `wrangler.toml`: all of its variables. */
  readonly config: Config | undefined
}

/** A policy that may be used. */
export interface SoundPolicy extends OpenedPolicy {
  readonly loaded: LoadedPolicy
}

/** Reads a file's policy, or one environment's, and checks it as the gate would, and place codes more closely. */
export function openPolicy(
  file: PolicyFile,
  environment: string | undefined,
  bundle = BUNDLED_POLICY,
): OpenedPolicy {
  const ground = groundOf(file, environment)
  const name = environment === undefined ? file.file : `${file.file} [env.${environment}]`
  const table = ground.root.value
  if (file.kind === 'document') return { ...openDocument(ground, table), name }
  const variables = tableOf(table)
  return variables.POLICY === 'bundle'
    ? {
        ...openBundled(file, ground, variables, environment, bundle),
        name: `${name} (the document in the bundle)`,
      }
    : { ...openVariables(file, ground, variables, environment), name }
}

function openDocument(ground: Ground, table: unknown): Omit<OpenedPolicy, 'name'> {
  const loaded = loadPolicy(table)
  const document = membersOf(tableOf(table))
  const complaints = complaintsOf(ground, loaded.ok ? [] : loaded.error, document)
  return {
    ground,
    document,
    complaints,
    loaded: loaded.ok && complaints.length === 0 ? loaded.value : undefined,
    config: undefined,
  }
}

function openVariables(
  file: PolicyFile,
  ground: Ground,
  variables: PolicyDocument,
  environment: string | undefined,
): Omit<OpenedPolicy, 'name'> {
  const bindings = bindingsOf(environmentPart(file.root, environment).value)
  const config = loadConfig({ ...variables, ...bindings })
  const document = membersOf(variables)
  const complaints = complaintsOf(ground, config.ok ? [] : config.error, document)
  const isSound = config.ok && complaints.length === 0
  return {
    ground,
    document,
    complaints,
    loaded: isSound ? config.value.deployed : undefined,
    config: isSound ? config.value : undefined,
  }
}

function openBundled(
  file: PolicyFile,
  ground: Ground,
  variables: PolicyDocument,
  environment: string | undefined,
  bundle: string,
): Omit<OpenedPolicy, 'name'> {
  const bundled = existsSync(bundle) ? readPolicyFile(bundle) : undefined
  if (bundled !== undefined && !('root' in bundled))
    return { ground, document: {}, complaints: [bundled], loaded: undefined, config: undefined }
  const bundledPolicy = bundled?.root.value
  const bindings = bindingsOf(environmentPart(file.root, environment).value)
  const config = loadConfig({ ...variables, ...bindings }, { bundledPolicy })
  const isThere = bundled !== undefined && Object.keys(tableOf(bundledPolicy)).length > 0
  const inBundle = isThere
    ? openDocument({ file: bundled.file, root: bundled.root, path: '' }, bundledPolicy)
    : undefined
  const told = new Set((inBundle?.complaints ?? []).map(({ key }) => key))
  // Of a document that is not there, that its members are missing is no news.
  const ofVariables = (config.ok ? [] : config.error).filter(
    ({ key, expected }) =>
      !told.has(key) && (isThere || !isDocumentKey(key) || !expected.endsWith('the variable is missing')),
  )
  const complaints = [
    ...(bundled?.complaints ?? []),
    ...(inBundle?.complaints ?? []),
    ...complaintsOf(ground, ofVariables, {}),
  ]
  const isSound = config.ok && complaints.length === 0
  return {
    ground: inBundle?.ground ?? ground,
    document: inBundle?.document ?? {},
    complaints,
    loaded: isSound ? config.value.deployed : undefined,
    config: isSound ? config.value : undefined,
  }
}

function complaintsOf(
  ground: Ground,
  issues: readonly ConfigIssue[],
  document: PolicyDocument,
): readonly Complaint[] {
  const told = [...issues.map(withLikelyCode), ...placeCodeIssues(document)]
  return told.map((issue) => complainOf(ground, issue))
}

function tableOf(value: unknown): PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PolicyDocument) : {}
}

/** A variable may also be given as JSON in a text, as in the dashboard. */
function membersOf(variables: PolicyDocument): PolicyDocument {
  const members: Record<string, unknown> = {}
  for (const key of POLICY_KEYS) {
    const value = variables[key]
    if (value === undefined || value === '') continue
    const parsed = typeof value === 'string' && /^\s*[[{]/.test(value) ? parseStrictJson(value) : undefined
    members[key] = parsed?.ok ? parsed.value : value
  }
  return members
}

/** `FILE`, or `FILE#ENV` for one environment of a wrangler.toml. */
export function readReference(
  reference: string,
  environment?: string,
): { readonly path: string; readonly environment: string | undefined } {
  const [, path = reference, named] = /^(.*)#([\w-]+)$/s.exec(reference) ?? []
  if (named !== undefined && environment !== undefined && named !== environment)
    throw new UsageError(`two environments are named, ${named} and ${environment}`)
  return { path, environment: named ?? environment }
}

/**
 * The policy of a file, for use.
 *
 * @throws UsageError with every complaint where there are any
 */
export function soundPolicy(reference: string = SHIPPED, environment?: string): SoundPolicy {
  const { path, environment: named } = readReference(reference, environment)
  const file = readPolicyFile(path)
  if (!('root' in file)) throw unsound([file])
  return soundOf(openPolicy(file, named), file.complaints)
}

export function soundOf(opened: OpenedPolicy, complaints: readonly Complaint[] = []): SoundPolicy {
  const { loaded } = opened
  const all = [...complaints, ...opened.complaints]
  if (loaded === undefined || all.length > 0) throw unsound(all)
  return { ...opened, loaded }
}

function unsound(complaints: readonly Complaint[]): UsageError {
  return new UsageError(
    ['the policy cannot be used:', ...inOrder(complaints).map(formatComplaint)].join('\n  '),
  )
}
