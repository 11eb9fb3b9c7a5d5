import { decodeUtf8 } from '../lib/bytes.ts'
import { parseStrictJson } from '../lib/strict-json.ts'
import { importPublicKeys, type PublicKeys } from './key-set.ts'

/** A gate publishes two or three keys of some 200 bytes. */
const MAX_BYTES = 65_536
const MAX_KEYS = 32

/**
 * The keys published at this address, or `undefined`: not reached in time, another status than 200 (a redirect is one:
 * whom it leads to nobody chose), too long, or nothing in it that verifies. Never rejects.
 */
export async function fetchKeys(
  url: string,
  fetchIt: typeof fetch,
  timeoutMillis: number,
): Promise<PublicKeys | undefined> {
  const deadline = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  // Raced as well as signalled: the fetch that was handed in may not heed the signal.
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined)
      deadline.abort()
    }, timeoutMillis)
  })
  try {
    return await Promise.race([read(url, fetchIt, deadline.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

async function read(
  url: string,
  fetchIt: typeof fetch,
  signal: AbortSignal,
): Promise<PublicKeys | undefined> {
  try {
    // 'error' would say it better, and is not known on Workers.
    const response = await fetchIt(url, {
      redirect: 'manual',
      headers: { Accept: 'application/json' },
      signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return undefined
    }
    const text = await readText(response)
    const document = text === undefined ? undefined : parseStrictJson(text)
    if (!document?.ok || !isKeySet(document.value)) return undefined
    const keys = await importPublicKeys(document.value.keys)
    return keys.size === 0 ? undefined : keys
  } catch {
    return undefined
  }
}

async function readText({ body }: Response): Promise<string | undefined> {
  if (body === null) return undefined
  const reader = body.getReader()
  const bytes = new Uint8Array(MAX_BYTES)
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return decodeUtf8(bytes.subarray(0, length))
    if (length + value.length > MAX_BYTES) {
      await reader.cancel()
      return undefined
    }
    bytes.set(value, length)
    length += value.length
  }
}

function isKeySet(value: unknown): value is { readonly keys: readonly object[] } {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return false
  return Array.isArray(value.keys) && value.keys.length <= MAX_KEYS
}
