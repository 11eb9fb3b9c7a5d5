import { importJWK, type JWK, SignJWT } from 'jose'
import type { Answer } from '../../load/answer.ts'
import { headerOf, NAVIGATION } from '../../load/cordon.ts'
import type { Kit } from '../../load/kit.ts'
import { ask } from '../../load/load.ts'
import { rawRequest } from '../../load/request.ts'

type Claims = Readonly<Record<string, unknown>>

/** Signs as the gate would: what one visitor was given, with single claims changed. */
export type SessionSigner = (change?: Claims) => Promise<string>

/** Signed outside, with the keys of the kit: fifty thousand visits would take minutes. */
export async function sessionSigner(kit: Kit, port: number): Promise<SessionSigner> {
  const token = tokenIn(await ask(port, rawRequest({ path: '/', headers: NAVIGATION })))
  const [header, claims] = token.split('.', 2).map(partOf)
  const { SIGNING_KEYS } = await kit.shipped()
  const { keys } = JSON.parse(String(SIGNING_KEYS)) as { readonly keys: readonly JWK[] }
  const [jwk] = keys
  if (header === undefined || claims === undefined || jwk === undefined) throw new Error('no token or no key')
  const { alg = '', kid, typ } = header as { alg?: string; kid?: string; typ?: string }
  const key = await importJWK(jwk, alg)
  const shown = { alg, ...(kid === undefined ? {} : { kid }), ...(typ === undefined ? {} : { typ }) }
  return (change = {}) => {
    const sid = newId()
    return new SignJWT({ ...claims, sid, sub: sid, jti: newId(), ...change })
      .setProtectedHeader(shown)
      .sign(key)
  }
}

export function cookieWith(token: string): string {
  return `__Host-cordon=${token}`
}

function tokenIn(visit: Answer): string {
  const token = /__Host-cordon=([^;]+)/i.exec(headerOf(visit, 'Set-Cookie') ?? '')?.[1]
  if (token === undefined) throw new Error(`a visit without a session: ${visit.status}\n${visit.head}`)
  return token
}

function partOf(text: string): Claims {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Claims
}

/** As long as the gate's own. */
function newId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}
