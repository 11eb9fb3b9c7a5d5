import type { RemoteKeysOptions } from './published-keys.ts'
import { RemoteKeySet } from './remote-key-set.ts'

/** Give it as `jwks`. */
export interface RemoteKeys {
  /** What `issuer` is by default: the origin of the URL. */
  readonly issuer: string
}

/**
 * The gate's published keys (`https://<ISSUER>/.cordon/jwks.json`), read when needed and kept. Make one for the process
 * and give it as `jwks`; a URL there makes one with the defaults.
 *
 * Promises that no client can make it read more often than every `coolDownSeconds`: reading on every unknown `kid` would
 * be a denial of service against the gate. While the gate cannot be read, the last good set serves for a day.
 *
 * @param url https, or http on this machine only; redirects are not followed
 * @throws TypeError for another URL, a time that is none, or a name that is no option's
 */
export function remoteKeys(url: string | URL, options: RemoteKeysOptions = {}): RemoteKeys {
  return new RemoteKeySet(url, options)
}
