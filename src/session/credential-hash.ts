import { encodeBase64url, utf8 } from '../lib/bytes.ts'

const KEY_ID_LENGTH = 22

/** Key ids under one secret: the same key has the same id, and an id tells nothing of the key. */
export type KeyHasher = (key: string) => Promise<string>

/** First 22 characters of base64url(HMAC-SHA-256(secret, key)). The secret is imported once. */
export async function keyHasher(secret: string): Promise<KeyHasher> {
  const hmac = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  return async (key) => {
    const digest = await crypto.subtle.sign('HMAC', hmac, utf8(key))
    return encodeBase64url(new Uint8Array(digest)).slice(0, KEY_ID_LENGTH)
  }
}
