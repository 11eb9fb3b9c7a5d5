/** How the clients of a run come by what they hold. */
import { type KeyObject, randomBytes } from 'node:crypto'
import type { Answer } from '../load/answer.ts'
import { headerOf, NAVIGATION } from '../load/cordon.ts'
import { ask } from '../load/load.ts'
import { BASE_URL, homeAddress, rawRequest } from '../load/request.ts'
import type { Book } from './book.ts'
import { newKey, proofFor, signedJws } from './jws.ts'
import type { Presented } from './kind.ts'
import type { PolicyName, TokenFacts } from './situation.ts'
import { factsOf, jsonOf, partOf } from './token.ts'

const PROGRAMS = 8
const BOUND = 4
const SESSION_PATH = '/.cordon/session'

type Policies = ReadonlyMap<string, PolicyName>

/** The session in a cookie of this answer; undefined where it has none. */
export function sessionIn({ head }: Answer): string | undefined {
  return /\r\nset-cookie: *__Host-cordon=([^;\r]+)/i.exec(head)?.[1]
}

/** Opens a page without anything. */
export async function visit(port: number, policies: Policies, client = 0): Promise<Presented> {
  const request = rawRequest({ path: '/', address: homeAddress(client), headers: NAVIGATION })
  const answer = await ask(port, request)
  return { facts: factsOf(given(sessionIn(answer), answer.head), policies) }
}

/** A program's token; with an API key whose account the origin names, that of the account. */
export async function fetchToken(port: number, policies: Policies, apiKey?: string): Promise<Presented> {
  const headers = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }
  // The origin has to have named the account by then.
  if (apiKey !== undefined) await ask(port, rawRequest({ path: '/v1/models', headers }))
  // A program says nothing of where it was called from.
  const program = { ...headers, 'Sec-Fetch-Site': 'none' }
  const { body } = await ask(
    port,
    rawRequest({ method: 'POST', path: SESSION_PATH, headers: program, body: '' }),
  )
  return { facts: factsOf(tokenIn(body), policies) }
}

/** As a client does that knows nothing yet: asks for the nonce, then for the token. */
export async function fetchBound(port: number, policies: Policies, client: number): Promise<Presented> {
  const key = newKey()
  const send = (nonce?: string) => {
    const proof = proofFor(key, {
      method: 'POST',
      url: `${BASE_URL}${SESSION_PATH}`,
      ...(nonce === undefined ? {} : { nonce }),
    })
    return ask(
      port,
      rawRequest({
        method: 'POST',
        path: SESSION_PATH,
        // So many writes a minute for each network.
        address: `73.${120 + client}.1.1`,
        headers: { 'Cordon-DPoP': proof },
        body: '',
      }),
    )
  }
  const { body } = await send(headerOf(await send(), 'Cordon-DPoP-Nonce'))
  return { facts: factsOf(tokenIn(body), policies), key }
}

/** Makes sessions like this one, each of somebody else: as other isolates of the same deployment have issued them. */
export function sessionsLike({ token }: TokenFacts, key: KeyObject, policies: Policies): () => Presented {
  const { typ, kid } = partOf(token, 'header') ?? {}
  const claims = partOf(token, 'claims')
  const id = () => randomBytes(16).toString('base64url')
  return () => {
    const sid = id()
    const made = signedJws({ typ, kid }, { ...claims, sid, sub: sid, jti: id() }, key)
    return { facts: factsOf(made, policies) }
  }
}

/** Programs fetch new tokens: at the beginning, and when theirs were ended. */
export async function equipPrograms(book: Book, port: number, policies: Policies): Promise<void> {
  const some = <T>(count: number, make: (at: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, at) => make(at)))
  const [tokens, bound] = await Promise.all([
    some(PROGRAMS, () => fetchToken(port, policies)),
    some(BOUND, (client) => fetchBound(port, policies, client)),
  ])
  book.hold('token', tokens)
  book.hold('bound', bound)
}

/** Those whose session and whose account will be revoked. */
export async function equipVictims(
  book: Book,
  port: number,
  policies: Policies,
  round: number,
): Promise<void> {
  book.hold('session to be revoked', [await visit(port, policies)])
  // Another account each time: one that was revoked stays so for a minute at least.
  book.hold('account to be revoked', [await fetchToken(port, policies, `key-${1_000 + round}`)])
}

function tokenIn(body: Buffer): string {
  const { token } = (jsonOf(body.toString()) ?? {}) as { readonly token?: string }
  return given(token, body.toString())
}

function given(token: string | undefined, from: string): string {
  if (token === undefined) throw new Error(`no token: ${from}`)
  return token
}
