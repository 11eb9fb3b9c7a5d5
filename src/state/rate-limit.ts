import type { UnixSeconds } from '../lib/time.ts'
import { Allowance } from './allowance.ts'
import { withTimeout } from './with-timeout.ts'

/** The figures of the binding in `wrangler.toml`, which this program cannot read, and of an isolate's own count. */
const LIMIT = 30
const PERIOD_SECONDS = 60

const MAX_KEYS = 5_000
const TIMEOUT_MILLIS = 250

/**
 * How often something that anybody may call is done for one network. It slows down whoever floods, and is no more exact
 * than that: counted by data centre or by isolate. Never rejects, and keeps nobody waiting for more than a moment.
 */
export interface RateLimit {
  /** After this long a key that was not admitted is, at the latest. */
  readonly periodSeconds: number
  /**
   * Counts one attempt, and says whether there is room for it.
   *
   * @param key what is done and by which network, `whoami:4/123`: each is counted apart
   */
  admits(key: string, now: UnixSeconds): Promise<boolean>
}

/** The platform's Rate Limiting binding, of which only an answer to `limit` is believed. */
interface RateLimitBinding {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>
}

/**
 * The platform's count where a Rate Limiting binding is given, else this isolate's. The isolate's also stands in for a
 * binding that throws, hangs or answers something else: a limiter that is down neither closes the door nor opens it.
 *
 * @param binding what is bound as PUBLIC_LIMIT; undefined, or anything else, where the gate is embedded
 */
export function publicLimit(binding: unknown): RateLimit {
  const own = isolateLimit()
  return isRateLimitBinding(binding) ? platformLimit(binding, own) : own
}

function isolateLimit(): RateLimit {
  const allowance = new Allowance(LIMIT, MAX_KEYS)
  return {
    periodSeconds: PERIOD_SECONDS,
    async admits(key, now) {
      if (allowance.waitSeconds(key, now) !== undefined) return false
      allowance.count(key, now)
      return true
    },
  }
}

function platformLimit(binding: RateLimitBinding, inItsStead: RateLimit): RateLimit {
  return {
    periodSeconds: PERIOD_SECONDS,
    admits: async (key, now) => (await askBinding(binding, key)) ?? inItsStead.admits(key, now),
  }
}

async function askBinding(binding: RateLimitBinding, key: string): Promise<boolean | undefined> {
  try {
    const outcome: unknown = await withTimeout(binding.limit({ key }), TIMEOUT_MILLIS)
    if (typeof outcome !== 'object' || outcome === null || !('success' in outcome)) return undefined
    return typeof outcome.success === 'boolean' ? outcome.success : undefined
  } catch {
    return undefined
  }
}

function isRateLimitBinding(value: unknown): value is RateLimitBinding {
  return typeof value === 'object' && value !== null && 'limit' in value && typeof value.limit === 'function'
}
