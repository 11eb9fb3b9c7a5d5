import { loadConfig } from '../../../src/config/load.ts'
import { secondsFromMillis, type UnixMillis } from '../../../src/lib/time.ts'
import { gather, type Sources } from '../../../src/observations/gather.ts'
import type { Standing } from '../../../src/observations/types.ts'
import type { CompiledPolicy } from '../../../src/policy/compile.ts'
import { judge } from '../../../src/policy/judge.ts'
import { takeSnapshot } from '../../../src/request/snapshot.ts'
import { parseTarget } from '../../../src/request/target.ts'
import { servePolicy } from '../../../src/served-policy.ts'
import { keyHasher } from '../../../src/session/credential-hash.ts'
import { compileLifetimes } from '../../../src/session/lifetime.ts'
import { sessionVerifier } from '../../../src/session/verify.ts'
import { isolateAcceptedKeys } from '../../../src/state/accepted-keys.ts'
import { networkTables } from '../../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { Admissions } from '../../../src/telemetry/admissions.ts'
import type { LogRecord } from '../../../src/telemetry/records.ts'
import { type Decided, type Outcome, type RecordSettings, record } from '../../../src/telemetry/write.ts'
import { HOME_ADDRESS, HOME_CF, NOW, VARS } from '../../support/gate.ts'
import { keyring } from '../session/fixture.ts'

/** Every record that any test of this file wrote, for the search at its end. */
export const everything: LogRecord[] = []

export interface Asking {
  readonly cf?: object | null
  readonly address?: string | null
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  /** Seconds after the beginning of the test. */
  readonly after?: number
  readonly id?: string
  readonly state?: Standing
  readonly outcome?: Partial<Outcome>
}

export interface Recorder {
  /** Decides a request as the gate would and records it; gives what was recorded of this one. */
  readonly ask: (asking?: Asking) => Promise<LogRecord[]>
  readonly decided: (asking?: Asking) => Promise<Decided>
  readonly policy: CompiledPolicy
  readonly sources: Sources
}

export async function recorder(
  vars: Record<string, unknown> = {},
  settings: Partial<RecordSettings> = {},
): Promise<Recorder> {
  const loaded = loadConfig({ ORIGIN: {}, ...VARS, ...vars })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  const config = loaded.value
  const served = await servePolicy(config.deployed)
  const policy = served.compiled
  const expected = {
    issuer: config.ISSUER,
    lifetimes: compileLifetimes(config.SESSION_LIFETIMES),
    graceSeconds: config.SESSION_GRACE_SECONDS,
    identitySeconds: config.SESSION_IDENTITY_SECONDS,
    nextChange: policy.nextChange,
    policyRevision: policy.revision,
    reverify: policy.policy.reverify,
    revokes: () => undefined,
  }
  const networks = networkTables(new CurrentPrefixes())
  const sources: Sources = {
    networks,
    acceptedKeys: isolateAcceptedKeys(),
    isRevoked: () => false,
    keyLocations: config.KEY_LOCATION,
    hashKey: await keyHasher(VARS.CREDENTIAL_SECRET),
    hashKeyFormerly: undefined,
    verifySession: sessionVerifier(keyring, expected),
    verifyProof: undefined,
    binding: config.SESSION_BINDING,
  }
  let ids = 0
  const newId = () => Buffer.from(String(ids++).padStart(16, '0')).toString('base64url')
  const written: LogRecord[] = []
  const all: RecordSettings = {
    log: (entry) => {
      written.push(entry)
      everything.push(entry)
    },
    admissions: new Admissions(),
    mode: config.deployed.mode,
    allowRate: 1,
    newId,
    ...settings,
  }

  async function decided(asking: Asking = {}): Promise<Decided> {
    const {
      cf = HOME_CF,
      address = HOME_ADDRESS,
      path = '/',
      method = 'GET',
      headers = {},
      after = 0,
    } = asking
    const request = new Request(`https://gate.test${path}`, { method, headers })
    if (address !== null) request.headers.set('CF-Connecting-IP', address)
    if (cf !== null) Object.defineProperty(request, 'cf', { value: cf })
    const target = parseTarget(request.url, undefined)
    if (!target.ok) throw new Error(target.error)
    const at = (NOW + after * 1000) as UnixMillis
    const now = secondsFromMillis(at)
    const snapshot = takeSnapshot(request, target.value)
    const observations = await gather(snapshot, sources, served, now)
    const resource = policy.resource.match(snapshot, { state: 'none' }, now)
    const tables = networks.version
    const judged = judge(policy, observations, resource, now)
    const state = asking.state ?? 'current'
    return { id: asking.id ?? newId(), at, tables, state, epoch: 0, resource, ...judged }
  }

  async function ask(asking: Asking = {}): Promise<LogRecord[]> {
    written.length = 0
    const what = await decided(asking)
    const passes = what.decision.verdict === 'allow' || what.decision.verdict === 'limit'
    const outcome: Outcome = {
      action: passes ? 'pass' : 'refuse',
      status: passes ? 200 : (what.decision.status ?? 403),
      ...asking.outcome,
    }
    record(what, outcome, all)
    return [...written]
  }
  return { ask, decided, policy, sources }
}
