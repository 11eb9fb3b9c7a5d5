/** What the platform bears, with where it says so; what it does not say is among the assumptions. */
export const LIMITS_READ = '2026-11-23'

export interface Limit {
  readonly value: number
  readonly about: string
  readonly source: string
}

const WORKERS = 'https://developers.cloudflare.com/workers/platform/limits/'
const OBJECTS = 'https://developers.cloudflare.com/durable-objects/platform/limits/'
const LOGS = 'https://developers.cloudflare.com/workers/observability/logs/workers-logs/'

export const PLATFORM_LIMITS = {
  isolateBytes: { value: 128e6, about: 'bytes of memory of an isolate', source: WORKERS },
  objectCalls: {
    value: 1_000,
    about: 'requests a second to one Durable Object, a soft limit',
    source: OBJECTS,
  },
  objectBytes: {
    value: 128e6,
    about: 'bytes that the duration of one Durable Object is billed for, whatever it uses',
    source: 'https://developers.cloudflare.com/durable-objects/platform/pricing/',
  },
  logsPerDay: {
    value: 5e9,
    about: 'log events of an account a day; beyond it, one in a hundred requests is logged',
    source: LOGS,
  },
  kvValueBytes: {
    value: 25 * 2 ** 20,
    about: 'bytes of one value in KV (R2: 5 TiB)',
    source: 'https://developers.cloudflare.com/kv/platform/limits/',
  },
} as const satisfies Readonly<Record<string, Limit>>

/** Nobody publishes these. Each can be given by an option, or is named with what depends on it. */
export const ASSUMPTIONS = {
  /** Fewer isolates than places there are not, as soon as there is traffic from everywhere. */
  places: 330,
  /** From here on the platform starts another isolate. */
  requestsPerSecondOfIsolate: 50,
  /** Of one thread, in bursts: above it requests wait for one another. */
  isolateUtilisation: 0.5,
  /** Until it is evicted, or the runtime is updated. */
  isolateLifeSeconds: 3_600,
  /** Of the soft limit, an object that writes with each call; nothing was measured. */
  writingObjectCalls: 500,
  /** Method, URL, headers and `cf` of a request, as an event of its own. */
  invocationEventBytes: 2_500,
  /** What the platform adds to each line of ours. */
  enrichmentBytes: 500,
  secondsOfMonth: 30 * 86_400,
  logRetentionDays: 7,
} as const
