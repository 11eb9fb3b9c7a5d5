import { encodeBase64url, utf8 } from '../../lib/bytes.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import { proofExpires } from '../../session/proof-life.ts'
import { withTimeout } from '../with-timeout.ts'
import type { ProofId, ProofUse, ReplayGuard, ReplayNamespace } from './types.ts'

/** A use is remembered longer than its proof is accepted, for the sake of a data centre whose clock is behind. */
const REMEMBERED_LONGER_SECONDS = 60

/**
 * The single-use guarantee, for creating sessions and for resources with `replay = "strict"`: `first` is answered once in
 * the whole network, for as long as any data centre would accept the proof. Costs a call to wherever the key's shard lives
 * (some ten to some hundred milliseconds), which is why not every request makes one.
 *
 * Never throws: a store that is late, broken or overloaded is `unknown`. A shard is chosen by the key's thumbprint, so
 * whoever floods theirs makes one of 64 `unknown`, and a client that is told so tries again with a new proof.
 */
export function replayGuard(namespace: ReplayNamespace, timeoutMillis = 250): ReplayGuard {
  return {
    async use(proof, attempt, now) {
      const use = { id: await useId(proof), attempt, expires: rememberedUntil(proof) }
      try {
        const isFirst = await withTimeout(ask(namespace, shardOf(proof), use, now), timeoutMillis)
        if (isFirst === 'timeout') return 'unknown'
        return isFirst ? 'first' : 'replayed'
      } catch {
        return 'unknown'
      }
    },
  }
}

/** A thumbprint's first character is six random bits. */
function shardOf({ jkt }: ProofId): string {
  return `proofs-${jkt.charAt(0)}`
}

/** `jkt` has one length and no space, so no two pairs have one text. */
async function useId({ jkt, jti }: ProofId): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`${jkt} ${jti}`))))
}

function rememberedUntil(proof: ProofId): UnixSeconds {
  return (proofExpires(proof) + REMEMBERED_LONGER_SECONDS) as UnixSeconds
}

/** Asks again, once, when the object was only being moved; the attempt's id makes sure that this is no second use. */
async function ask(
  namespace: ReplayNamespace,
  shard: string,
  use: ProofUse,
  now: UnixSeconds,
): Promise<boolean> {
  try {
    return await namespace.getByName(shard).use(use, now)
  } catch (error) {
    if (!isPassing(error)) throw error
    // A stub that has failed stays broken, so another one.
    return await namespace.getByName(shard).use(use, now)
  }
}

/** What the platform marks as worth another try. Overload is not: trying again is what makes it worse. */
function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { retryable, overloaded } = error as { retryable?: unknown; overloaded?: unknown }
  return retryable === true && overloaded !== true
}
