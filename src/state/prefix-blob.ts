import { err, ok, type Result } from '../lib/result.ts'
import { withTimeout } from './with-timeout.ts'

/** Where a prefix table lies when it is not in the bundle: KV or R2, under a name that is its hash. */
export interface BlobStore {
  /** The bytes, or `undefined` when nothing lies there. Rejects when the store cannot be reached. */
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** What a binding of either kind has in common, as far as it is used. */
export interface BlobBinding {
  get(name: string, options: { readonly type: 'arrayBuffer' }): Promise<unknown>
}

/** KV answers with the bytes when asked for them; R2 passes over that and answers with an object that has them. */
export function blobStore(binding: BlobBinding): BlobStore {
  return {
    async get(name) {
      const found = await binding.get(name, { type: 'arrayBuffer' })
      if (found === null || found === undefined) return undefined
      return new Uint8Array(found instanceof ArrayBuffer ? found : await (found as Body).arrayBuffer())
    },
  }
}

/** The blob's name for a table with this SHA-256. */
export function blobName(sha256: string): string {
  return `networks/${sha256}`
}

/** - `not_found`, `unreachable`, or `timeout` after `timeoutMillis` */
export type BlobError = 'not_found' | 'unreachable' | 'timeout'

export async function readBlob(
  store: BlobStore,
  sha256: string,
  timeoutMillis: number,
): Promise<Result<Uint8Array<ArrayBuffer>, BlobError>> {
  try {
    const found = await withTimeout(store.get(blobName(sha256)), timeoutMillis)
    if (found === 'timeout') return err('timeout')
    return found === undefined ? err('not_found') : ok(found)
  } catch {
    return err('unreachable')
  }
}
