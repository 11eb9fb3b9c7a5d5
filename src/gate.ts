import type { ConfigIssue } from './config/issue.ts'
import { type Config, type LoadOptions, loadConfig } from './config/load.ts'
import { compileErrorForms, type ErrorForms } from './enforcement/error-forms.ts'
import type { Origin } from './enforcement/origin.ts'
import { compileRouter, type Router } from './enforcement/route.ts'
import { hex, utf8 } from './lib/bytes.ts'
import { err, ok, type Result } from './lib/result.ts'
import { secondsFromMillis, type UnixMillis, type UnixSeconds } from './lib/time.ts'
import type { Sources } from './observations/gather.ts'
import { JudgedBefore } from './policy/judged-before.ts'
import type { AdmissibleForm } from './request/target.ts'
import { Policies, type ServedPolicy, servePolicy } from './served-policy.ts'
import { type AssertionMinter, assertionMinter } from './session/assertion.ts'
import { keyHasher } from './session/credential-hash.ts'
import { importKeyring, type Keyring, type SigningKey } from './session/keyring.ts'
import { compileLifetimes, type Lifetimes } from './session/lifetime.ts'
import { type NonceSecret, type ProofNonces, proofNonces } from './session/proof-nonce.ts'
import { CLOCK_TOLERANCE_SECONDS, type SessionExpectation, sessionVerifier } from './session/verify.ts'
import { isolateAcceptedKeys } from './state/accepted-keys.ts'
import { Allowance } from './state/allowance.ts'
import { AppealWrites } from './state/appeal-writes.ts'
import { InForce } from './state/control/in-force.ts'
import { controlStub } from './state/control/stub.ts'
import type { Control } from './state/control/types.ts'
import { PolicySource } from './state/policy-source.ts'
import { type BlobBinding, type BlobStore, blobStore } from './state/prefix-blob.ts'
import { PrefixSource } from './state/prefix-source.ts'
import { publicLimit, type RateLimit } from './state/rate-limit.ts'
import { replayGuard } from './state/replay/guard.ts'
import { presentedProofs } from './state/replay/presented.ts'
import type { ReplayGuard } from './state/replay/types.ts'
import { type NetworkTables, networkTables } from './tables/networks.ts'
import { CurrentPrefixes } from './tables/prefixes.ts'
import { Admissions } from './telemetry/admissions.ts'
import { ShadowCounter } from './telemetry/shadow-counter.ts'

/** Everything made from the configuration, once an isolate. */
export interface Gate {
  readonly config: Config
  readonly policies: Policies
  /** Brings the live policy into force, and says how far the one in force may be relied on. */
  readonly policySource: PolicySource<ServedPolicy>
  /** The same for the candidate, which no answer depends on. */
  readonly candidateSource: PolicySource<ServedPolicy>
  readonly sources: Sources
  readonly networks: NetworkTables
  readonly prefixes: CurrentPrefixes
  /** Where prefix tables lie that are not in the bundle; undefined where nothing is bound as NETWORK_TABLES. */
  readonly blobs: BlobStore | undefined
  /** Checksum of the table in the bundle, which every isolate has; undefined where there is none. */
  readonly bundledTable: string | undefined
  /** Brings the prefix table into force, and says why it is not. */
  readonly prefixSource: PrefixSource
  /** Verdicts on clients that this isolate has seen. */
  readonly judgedBefore: JudgedBefore
  readonly admissions: Admissions
  /** What the policy that is only tried would have changed. */
  readonly shadowCounter: ShadowCounter
  /** How often a client's network may have this isolate write to a Durable Object. */
  readonly sessionWrites: Allowance
  /** How often this isolate has `Control` take what refused people say. */
  readonly appealWrites: AppealWrites
  /** How often a client's network may ask what anybody may ask, whatever the verdict. */
  readonly publicLimit: RateLimit
  /** What `Control` says holds: epoch, revocations, prefix table. */
  readonly inForce: InForce
  /** Undefined with `STATE = "none"`: then nothing can be revoked. */
  readonly control: Control | undefined
  readonly replayGuard: ReplayGuard | undefined
  /** Nonces for the proofs of clients that hold a key; undefined without `SIGNING_KEYS`. */
  readonly proofNonces: ProofNonces | undefined
  readonly lifetimes: Lifetimes
  /** How long a session that exists now may go on, where an isolate renews it that cannot hear of its revocation. */
  readonly revocationSeconds: number
  /** Undefined where the Worker this is embedded in is the origin, and where each region has its own. */
  readonly origin: Origin | undefined
  /** Finds a request's origin; undefined where all have the same one. */
  readonly router: Router | undefined
  /** Names this gate in `CDN-Loop`. */
  readonly loopToken: string
  /** Where a refusal takes the form of an API's errors. */
  readonly errorForms: ErrorForms
  readonly admittedForms: ReadonlySet<AdmissibleForm>
  readonly methods: ReadonlySet<string>
  /** Undefined without `SIGNING_KEYS`: then nothing that needs a token is served. */
  readonly keyring: Keyring | undefined
  readonly mintAssertion: AssertionMinter
}

/** The key that signs at this instant; undefined when there is none, or none that is not revoked. */
export function signingKeyOf({ keyring, inForce }: Gate, at: UnixMillis): SigningKey | undefined {
  return keyring?.activeAt(secondsFromMillis(at), inForce.isKeyRevoked)
}

/** Many people may be behind one /24, and few of them log out or bind a token within a minute. */
const SESSION_WRITES_A_MINUTE = 60
const MAX_CLIENT_NETWORKS = 5_000

export interface GateOptions extends LoadOptions {
  /** The prefix table of the build, `tables/data/feeds.bin`; empty when `npm run feeds` was not run. */
  readonly prefixTable?: ArrayBuffer | Uint8Array<ArrayBuffer>
}

/** Variables, secrets and bindings as the platform gives them: unchecked, whatever `Env` promises. */
export type Environment = object

/** Reads, checks and compiles the configuration. */
export async function makeGate(
  env: Environment,
  random: (bytes: number) => Uint8Array,
  options: GateOptions = {},
): Promise<Result<Gate, readonly ConfigIssue[]>> {
  const loaded = loadConfig(env as Readonly<Record<string, unknown>>, options)
  if (!loaded.ok) return loaded
  const config = loaded.value
  const lifetimes = compileLifetimes(config.SESSION_LIFETIMES)
  const verifyForSeconds = lifetimes.longestSeconds + config.SESSION_GRACE_SECONDS + CLOCK_TOLERANCE_SECONDS
  const keys =
    config.SIGNING_KEYS === undefined
      ? undefined
      : await importKeyring(config.SIGNING_KEYS.keys, { verifyForSeconds })
  if (keys?.ok === false) return err([{ key: 'SIGNING_KEYS', expected: keys.error }])
  const keyring = keys?.value
  const policies = new Policies(await servePolicy(config.deployed))
  const prefixes = new CurrentPrefixes()
  const blobs = blobsOf(env)
  const prefixSource = new PrefixSource(prefixes, blobs, config.NETWORK_TABLE)
  await prefixSource.openBundled(bytesOf(options.prefixTable))
  const bundledTable = prefixes.sha256
  const networks = networkTables(prefixes)
  const { CONTROL, REPLAY } = (config.STATE === 'none' ? {} : env) as StateBindings
  const control = CONTROL && controlStub(CONTROL)
  const inForce = new InForce(control, { maxAgeSeconds: config.STATE_MAX_AGE_SECONDS, random })
  const { live, candidate } = policySources(config, policies, control)
  const nonces = config.SIGNING_KEYS && proofNonces(config.SIGNING_KEYS.keys.map(nonceSecret))
  return ok({
    config,
    policies,
    policySource: live,
    candidateSource: candidate,
    sources: await makeSources(config, {
      networks,
      keyring,
      lifetimes,
      policies,
      nonces,
      inForce,
    }),
    networks,
    prefixes,
    blobs,
    bundledTable,
    prefixSource,
    judgedBefore: new JudgedBefore(),
    admissions: new Admissions(),
    shadowCounter: new ShadowCounter(),
    sessionWrites: new Allowance(SESSION_WRITES_A_MINUTE, MAX_CLIENT_NETWORKS),
    appealWrites: new AppealWrites(),
    publicLimit: publicLimit((env as { readonly PUBLIC_LIMIT?: unknown }).PUBLIC_LIMIT),
    inForce,
    control,
    replayGuard: REPLAY && replayGuard(REPLAY),
    proofNonces: nonces,
    lifetimes,
    revocationSeconds: verifyForSeconds + config.STATE_MAX_AGE_SECONDS,
    origin: originOf(config, env),
    router: config.ORIGIN_ROUTES && compileRouter(config.ORIGIN_ROUTES, originAt),
    loopToken: await loopToken(config.ISSUER),
    errorForms: compileErrorForms(config.ERROR_FORMS),
    admittedForms: new Set(config.PATH_ADMIT),
    methods: new Set(config.METHODS),
    keyring,
    mintAssertion: assertionMinter(config.ASSERTION, random),
  })
}

function policySources(config: Config, policies: Policies, control: Control | undefined) {
  const read = async (sha256: string) => control?.document(sha256)
  const shared = { signers: config.POLICY_SIGNERS, maxAgeSeconds: config.STATE_MAX_AGE_SECONDS }
  return {
    live: new PolicySource<ServedPolicy>(
      { make: servePolicy, swap: (policy) => policies.swap(policy) },
      read,
      { name: 'the live policy', ...shared },
    ),
    candidate: new PolicySource<ServedPolicy>(
      { make: servePolicy, swap: (policy) => policies.tryOut(policy) },
      read,
      { name: 'the candidate policy', ...shared },
    ),
  }
}

function bytesOf(module: GateOptions['prefixTable']): Uint8Array<ArrayBuffer> {
  if (module === undefined) return new Uint8Array()
  return module instanceof Uint8Array ? module : new Uint8Array(module)
}

/** Where a key signs, every isolate has it: the nonce follows. */
function nonceSecret({ d, active_from }: { readonly d: string; readonly active_from?: number }): NonceSecret {
  return { text: d, mintsFrom: (active_from ?? 0) as UnixSeconds }
}

/** Bound as `STATE = "control"` wants them: `config/load` has seen that they are there. */
interface StateBindings {
  readonly CONTROL?: Parameters<typeof controlStub>[0]
  readonly REPLAY?: Parameters<typeof replayGuard>[0]
}

function blobsOf(env: Environment): BlobStore | undefined {
  const { NETWORK_TABLES: binding } = env as { readonly NETWORK_TABLES?: BlobBinding }
  return binding && blobStore(binding)
}

interface Made {
  readonly networks: NetworkTables
  readonly keyring: Keyring | undefined
  readonly lifetimes: Lifetimes
  readonly policies: Policies
  readonly nonces: ProofNonces | undefined
  readonly inForce: InForce
}

async function makeSources(
  config: Config,
  { networks, keyring, lifetimes, policies, nonces, inForce }: Made,
): Promise<Sources> {
  const { CREDENTIAL_SECRET: secret, CREDENTIAL_SECRET_PREVIOUS: former } = config
  const expected: SessionExpectation = {
    issuer: config.ISSUER,
    lifetimes,
    graceSeconds: config.SESSION_GRACE_SECONDS,
    identitySeconds: config.SESSION_IDENTITY_SECONDS,
    get nextChange() {
      return policies.inForce.compiled.nextChange
    },
    get policyRevision() {
      return policies.inForce.revision
    },
    get reverify() {
      return policies.inForce.loaded.policy.reverify
    },
    revokes: (token) => inForce.revokes(token),
  }
  return {
    networks,
    acceptedKeys: isolateAcceptedKeys(),
    isRevoked: (subject) => inForce.revokesSubject(subject),
    keyLocations: config.KEY_LOCATION,
    hashKey: secret === undefined ? undefined : await keyHasher(secret),
    hashKeyFormerly: former === undefined ? undefined : await keyHasher(former),
    verifySession: keyring && sessionVerifier(keyring, expected),
    verifyProof: nonces && presentedProofs(nonces),
    binding: config.SESSION_BINDING,
  }
}

function originOf(config: Config, env: Environment): Origin | undefined {
  const { ORIGIN_URL, ORIGIN_ROUTES } = config
  if (ORIGIN_ROUTES !== undefined) return undefined
  if (ORIGIN_URL !== undefined) return originAt(ORIGIN_URL)
  if (config.ORIGIN_MODE === 'zone')
    return { base: undefined, fetch: (url, init) => fetch(url, init), behindCache: true }
  const { ORIGIN: binding } = env as { readonly ORIGIN?: Fetcher }
  return binding && { base: undefined, fetch: (url, init) => binding.fetch(url, init), behindCache: false }
}

function originAt(url: string): Origin {
  return { base: new URL(url).origin, fetch: (sent, init) => fetch(sent, init), behindCache: true }
}

async function loopToken(issuer: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(issuer))
  return `cordon-${hex(new Uint8Array(digest)).slice(0, 16)}`
}
