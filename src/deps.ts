import { type ConfigIssue, formatIssue } from './config/issue.ts'
import type { Origin } from './enforcement/origin.ts'
import { type Environment, type Gate, type GateOptions, makeGate } from './gate.ts'
import { encodeBase64url } from './lib/bytes.ts'
import type { Result } from './lib/result.ts'
import type { UnixMillis } from './lib/time.ts'
import { consoleLogger, type Logger } from './telemetry/logger.ts'
import { timestamp } from './telemetry/write.ts'

/** What the application is given instead of the platform: replaced in tests and by the local edge. */
export interface Dependencies {
  readonly clock: () => UnixMillis
  readonly random: (bytes: number) => Uint8Array
  readonly log: Logger
  /** Tell `health` callers what is wrong: for the developer's own machine. */
  readonly revealHealth: boolean
  /** In place of the configured one; see `inFrontOf`. */
  readonly origin?: Origin
  /** The gate, or everything that is wrong with its configuration. Made on the first call, and kept. */
  readonly gate: () => MadeGate | Promise<MadeGate>
}

export type MadeGate = Result<Gate, readonly ConfigIssue[]>

/** Somebody's own Worker or Hono app as the origin: it gets admitted requests only, each with its assertion. */
export function inFrontOf(handle: (admitted: Request) => Response | Promise<Response>): Origin {
  return { base: undefined, fetch: async (url, init) => handle(new Request(url, init)), behindCache: false }
}

export interface DependencyOptions extends GateOptions {
  readonly revealHealth?: boolean
  readonly log?: Logger
}

/** By environment object: the platform hands an isolate the same one with every request. */
const known = new WeakMap<Environment, Dependencies>()

/** The dependencies of an isolate; the configuration is read once, not once a request. */
export function dependenciesFrom(env: Environment, options: DependencyOptions = {}): Dependencies {
  const held = known.get(env)
  if (held !== undefined) return held
  const made = makeDependencies(env, options)
  known.set(env, made)
  return made
}

function makeDependencies(
  env: Environment,
  { revealHealth = false, log = consoleLogger, ...options }: DependencyOptions,
): Dependencies {
  const clock = () => Date.now() as UnixMillis
  const random = pooledRandom()
  let made: MadeGate | undefined
  async function make(): Promise<MadeGate> {
    // The value is shared, not the promise: one made by another request may never settle on Workers.
    const fresh = await makeGate(env, random, options)
    if (made === undefined && !fresh.ok) reportBroken(fresh.error, log, clock())
    made ??= fresh
    return made
  }
  return {
    clock,
    random,
    log,
    revealHealth,
    gate: () => made ?? make(),
  }
}

function reportBroken(issues: readonly ConfigIssue[], log: Logger, at: UnixMillis): void {
  log({
    event: 'configuration',
    time: timestamp(at),
    message: 'The configuration is broken: every request is refused with 503.',
    details: issues.map(formatIssue),
  })
}

const DECISION_ID_BYTES = 16

/** 128 random bits, base64url: names one decision wherever it turns up. */
export function newDecisionId(random: Dependencies['random']): string {
  return encodeBase64url(random(DECISION_ID_BYTES))
}

const POOL_BYTES = 1_024

/** Random bytes, each given out once: asking the platform for a thousand costs no more than asking for sixteen. */
function pooledRandom(): Dependencies['random'] {
  let pool = new Uint8Array()
  let used = 0
  return (bytes) => {
    if (bytes > POOL_BYTES) return crypto.getRandomValues(new Uint8Array(bytes))
    if (used + bytes > pool.length) {
      pool = crypto.getRandomValues(new Uint8Array(POOL_BYTES))
      used = 0
    }
    const from = used
    used += bytes
    return pool.slice(from, used)
  }
}
