import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { Role } from '../state/control/types.ts'
import { AccessKeys, type FetchJson } from './access-keys.ts'
import { verifyAccessToken } from './access-token.ts'
import { type AdminTokenEntry, adminTokens } from './admin-tokens.ts'
import type { Administrator } from './context.ts'
import type { AdminFault } from './faults.ts'

/** The value of `ADMIN_ACCESS`. Nobody gets in who is not in `roles`, whatever Access itself lets through. */
export interface AdminAccess {
  /** `https://<team>.cloudflareaccess.com` */
  readonly team: string
  readonly audience: string
  /** E-mail addresses regardless of case; services by client id. */
  readonly roles: readonly { readonly email?: string; readonly service?: string; readonly role: Role }[]
}

export interface DoorSettings {
  readonly access: AdminAccess | undefined
  readonly tokens: readonly AdminTokenEntry[]
}

/** From a request's headers to who that is, or why it is nobody. */
export type Door = (headers: Headers, now: UnixSeconds) => Promise<Result<Administrator, AdminFault>>

/**
 * The door, or `undefined` where neither way in is configured.
 *
 * A request shows exactly one credential, in a header: with two it is refused rather than tried with either, since one
 * of them might be somebody else's. Never from the query, which ends up in logs and histories (RFC 6750 §5.3), and never
 * from a cookie. The headers are entirely attacker-controlled.
 */
export function makeDoor({ access, tokens }: DoorSettings, fetchJson: FetchJson): Door | undefined {
  if (access === undefined && tokens.length === 0) return undefined
  const byToken = adminTokens(tokens)
  const byAccess = access && accessDoor(access, fetchJson)
  return async (headers, now) => {
    const credential = presented(headers)
    if (!credential.ok) return credential
    if (credential.value.way === 'access')
      return byAccess === undefined ? refused('access.not_configured') : byAccess(credential.value.text, now)
    const administrator = await byToken(credential.value.text)
    return administrator === undefined ? refused('token.unknown') : ok(administrator)
  }
}

interface Credential {
  readonly way: 'access' | 'token'
  readonly text: string
}

const TOKEN = /^[A-Za-z0-9\-._~+/]{1,512}=*$/

function presented(headers: Headers): Result<Credential, AdminFault> {
  const assertion = headers.get('Cf-Access-Jwt-Assertion')
  const authorization = headers.get('Authorization')
  if (assertion === null && authorization === null) return err({ code: 'admin.credential_missing' })
  // A comma is two header lines joined.
  const isTwo = (assertion !== null && authorization !== null) || /,/.test(`${assertion}${authorization}`)
  if (isTwo) return err({ code: 'admin.two_credentials', cause: 'two_credentials' })
  if (assertion !== null) return ok({ way: 'access', text: assertion })
  // The scheme in any case, one space, then a b64token (RFC 6750 §2.1, RFC 9110 §11.1).
  const [scheme = '', token = '', ...rest] = (authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'bearer') return refused('token.scheme')
  return rest.length === 0 && TOKEN.test(token) ? ok({ way: 'token', text: token }) : refused('token.format')
}

function accessDoor({ team, audience, roles }: AdminAccess, fetchJson: FetchJson) {
  const keys = new AccessKeys(team, fetchJson)
  const known = new Map<string, Role>()
  for (const { email, service, role } of roles) {
    if (email !== undefined) known.set(`email:${email.toLowerCase()}`, role)
    if (service !== undefined) known.set(`service:${service}`, role)
  }
  return async (token: string, now: UnixSeconds): Promise<Result<Administrator, AdminFault>> => {
    const verified = await verifyAccessToken(token, keys, { issuer: team, audience }, now)
    if (!verified.ok) {
      return verified.error === 'access.keys_unavailable'
        ? err({ code: 'admin.keys_unavailable', cause: verified.error })
        : refused(verified.error)
    }
    const name = `${verified.value.kind}:${verified.value.value}`
    const role = known.get(name)
    return role === undefined
      ? err({ code: 'admin.no_role', cause: 'access.no_role', actor: name })
      : ok({ name, role })
  }
}

function refused(cause: string): Result<never, AdminFault> {
  return err({ code: 'admin.credential', cause })
}
