import { LIMITS, PROPAGATION_SECONDS } from '../../src/state/control/limits.ts'

/** What the product promises of itself, where `src` exports it. */
export const CONTROL = {
  /** By chance, anew with each read. */
  leastDueSeconds: 15,
  mostDueSeconds: 20,
  waitSeconds: 50,
  /** After so many changes the text of everything is made anew. */
  mostChangesKept: 250,
  propagationSeconds: PROPAGATION_SECONDS,
  mostRevocations: LIMITS.revocations,
  clientChangesPerMinute: LIMITS.clientChangesPerMinute,
  /** `settings` and `policies`: what `read` looks at where nothing has changed. */
  rowsReadUnchanged: 2,
} as const

export const REPLAY = {
  shards: 64,
  /** A use and the one that it prunes, each with its entry in an index. */
  rowsWrittenPerUse: 4,
  rowsReadPerUse: 5,
} as const

/** Private to their modules. A test holds each to the source, so that none of them can go stale here. */
export const CACHES = {
  knownTokens: {
    entries: 2_000,
    bytesEach: 2_000,
    about: 'session tokens whose signature was checked',
    file: 'src/session/verify.ts',
    constant: 'MAX_KNOWN',
  },
  assertions: {
    entries: 2_000,
    bytesEach: 2_000,
    about: 'statements that serve again',
    file: 'src/session/assertion.ts',
    constant: 'MAX_REUSED',
  },
  verdicts: {
    entries: 3_000,
    bytesEach: 12_000,
    about: 'verdicts on clients that come again, each with its record and refusal in words',
    file: 'src/policy/judged-before.ts',
    constant: 'MAX_KEPT',
  },
  admissions: {
    entries: 4_000,
    bytesEach: 2_000,
    about: 'situations that have a record',
    file: 'src/telemetry/admissions.ts',
    constant: 'MAX_ADMISSIONS',
  },
  acceptedKeys: {
    entries: 10_000,
    bytesEach: 400,
    about: 'API keys that the origin accepted',
    file: 'src/state/accepted-keys.ts',
    constant: 'MAX_KEYS',
  },
  proofs: {
    entries: 10_000,
    bytesEach: 300,
    about: 'proofs that were seen',
    file: 'src/state/replay/isolate-cache.ts',
    constant: 'MAX_PROOFS',
  },
  rateLimits: {
    entries: 5_000,
    bytesEach: 200,
    about: 'counters of networks, three tables',
    file: 'src/state/rate-limit.ts',
    constant: 'MAX_KEYS',
  },
} as const

/** Young enough to serve again, as `src/session/assertion.ts` has it. */
export const ASSERTION_REUSE_SECONDS = 15
/** Of `acr` substantial: an ordinary home connection. */
export const TOKEN_LIFE_SECONDS = 1_800

/** By `wrangler.toml`. */
export const LOG_ALLOW_RATE = 0.01
