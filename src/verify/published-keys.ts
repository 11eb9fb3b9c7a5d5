// What importers see of where keys come from: apart, so that their declarations need no WebCrypto.

/** A key set document (RFC 7517 §5), as `GET /.cordon/jwks.json` answers it. */
export interface JsonWebKeySet {
  readonly keys: readonly object[]
}

export interface RemoteKeysOptions {
  /** From this age on the set is read anew; default 300. A key that the gate withdrew verifies for as long. */
  readonly maxAgeSeconds?: number
  /** Least time between two reads, whatever is asked for; default 30. */
  readonly coolDownSeconds?: number
  /** What one read may take; default 2000. */
  readonly timeoutMillis?: number
  /** Default: the global one. */
  readonly fetch?: typeof fetch
}
