/**
 * A client of an API behind Cordon whose token is worth nothing to whoever steals it: the token is bound to a key that
 * never leaves this process, and each request proves that the key is here (DPoP, RFC 9449). Needs Node.js 20 or newer, or
 * any other runtime with fetch and WebCrypto, and no package. Copy it.
 *
 *   node examples/dpop-client/client.mjs https://api.example.com /v1/models
 *
 * As a module:
 *
 *   const api = new CordonClient('https://api.example.com', { headers: { Authorization: 'Bearer …' } })
 *   const response = await api.fetch('/v1/messages', { method: 'POST', body: JSON.stringify({ … }) })
 */

const base64url = (bytes) => Buffer.from(bytes).toString('base64url')
const utf8 = (text) => new TextEncoder().encode(text)
const sha256 = async (text) => base64url(await crypto.subtle.digest('SHA-256', utf8(text)))

/**
 * A new key, and what makes proofs with it. The private half cannot be exported: keep the maker for as long as the token,
 * and make a new one when the process starts.
 */
export async function proofMaker() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const header = base64url(utf8(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })))

  /** For one request, once: the gate may refuse a proof that it has seen, and refuses one that is 30 seconds old. */
  return async ({ method, url, token, nonce, now = Date.now() }) => {
    const { origin, pathname } = new URL(url)
    const claims = {
      jti: base64url(crypto.getRandomValues(new Uint8Array(16))),
      htm: method,
      htu: origin + pathname,
      iat: Math.floor(now / 1000),
      ...(token === undefined ? {} : { ath: await sha256(token) }),
      ...(nonce === undefined ? {} : { nonce }),
    }
    const input = `${header}.${base64url(utf8(JSON.stringify(claims)))}`
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(input))
    return `${input}.${base64url(signature)}`
  }
}

export class CordonClient {
  #gate
  #headers
  #send
  #clock
  #makeProof
  /** The latest the gate has given; it goes into every proof. */
  #nonce
  #token
  /** One that ends soon: the session is renewed with it, and stays the same session. */
  #ending
  /** One session is created at a time, however many requests wait for it. */
  #creating

  /**
   * @param gate    scheme and host of the API
   * @param headers sent with every request, the one for the session too: `Authorization` is the API's, not Cordon's
   */
  constructor(gate, { headers = {}, fetch: send = fetch, now = Date.now } = {}) {
    this.#gate = new URL(gate).origin
    this.#headers = headers
    this.#send = send
    this.#clock = now
  }

  /**
   * As `fetch`, with a path in the place of an address. The body has to be text or bytes, not a stream: a request is sent
   * a second time when the gate asks for a nonce or has ended the session.
   */
  async fetch(path, init = {}) {
    const token = await this.#session()
    const response = await this.#withProof(path, init, token)
    if (!(await isSessionRefusal(response))) {
      // The answer is good, and may bring the next token; where it only says that this one ends, another is fetched.
      const successor = response.headers.get('Cordon-Session')
      if (successor !== null && this.#forget(token)) this.#token = successor
      else if (response.headers.get('Cordon-Renew') === '0' && this.#forget(token)) this.#ending = token
      return response
    }
    this.#forget(token)
    return this.#withProof(path, init, await this.#session())
  }

  async #session() {
    if (this.#token !== undefined) return this.#token
    this.#creating ??= this.#createSession().finally(() => {
      this.#creating = undefined
    })
    return this.#creating
  }

  async #createSession() {
    const ending = this.#ending
    this.#ending = undefined
    const response = await this.#withProof('/.cordon/session', { method: 'POST' }, ending)
    if (!response.ok) throw new Error(`no session: ${response.status} ${await response.text()}`)
    const { token } = await response.json()
    this.#token = token
    return token
  }

  /** Another request may have replaced it already. */
  #forget(token) {
    const isCurrent = this.#token === token
    if (isCurrent) this.#token = undefined
    return isCurrent
  }

  /** With a fresh proof; once more when the gate wants one with a nonce, or with a newer one. */
  async #withProof(path, init, token) {
    const response = await this.#attempt(path, init, token)
    const nonce = response.headers.get('Cordon-DPoP-Nonce')
    if (nonce !== null) this.#nonce = nonce
    if (nonce === null || (await reasonOf(response)) !== 'session.proof') return response
    await response.body?.cancel()
    return this.#attempt(path, init, token)
  }

  async #attempt(path, init, token) {
    this.#makeProof ??= proofMaker()
    const makeProof = await this.#makeProof
    const url = new URL(path, this.#gate)
    if (url.origin !== this.#gate) throw new TypeError('a path of the API, not an address elsewhere')
    const method = (init.method ?? 'GET').toUpperCase()
    const headers = new Headers(this.#headers)
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    if (token !== undefined) headers.set('Cordon-Session', token)
    const proof = { method, url, token, nonce: this.#nonce, now: this.#clock() }
    headers.set('Cordon-DPoP', await makeProof(proof))
    // Not followed: a proof is for one address, and the token for one host.
    return this.#send(url, { ...init, method, headers, redirect: 'manual' })
  }
}

/** Of Cordon's own refusals: the API's 401 are the caller's business. */
async function isSessionRefusal(response) {
  return response.status === 401 && String(await reasonOf(response)).startsWith('session.')
}

async function reasonOf(response) {
  if (response.status !== 401) return undefined
  if (!response.headers.get('Content-Type')?.startsWith('application/problem+json')) return undefined
  const problem = await response
    .clone()
    .json()
    .catch(() => undefined)
  return problem?.reason
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [gate, path = '/'] = process.argv.slice(2)
  if (gate === undefined || !URL.canParse(gate)) {
    console.error('usage: client.mjs <https://host> [path]')
    process.exit(1)
  }
  const response = await new CordonClient(gate).fetch(path)
  console.log(response.status, await response.text())
}
