import type { ChangeFault } from '../state/control/types.ts'

/**
 * Every way the admin door says no: status, and what the caller is told. Why a credential is worth nothing is for the
 * log; whoever forges one learns only that it was refused.
 */
const FAULTS = {
  'admin.credential_missing': [401, 'Present an admin token or come through Cloudflare Access.'],
  'admin.credential': [401, 'The credential is not valid here.'],
  'admin.two_credentials': [400, 'Present exactly one credential.'],
  'admin.too_many_attempts': [429, 'Too many attempts failed from this network.'],
  'admin.too_many_requests': [429, 'Too many requests within a minute.'],
  'admin.keys_unavailable': [503, 'The keys of Cloudflare Access cannot be read at the moment.'],
  'admin.no_role': [403, 'You are known, and have no role here.'],
  'admin.role': [403, 'Your role may not do this.'],
  'admin.cross_site': [403, 'Changes are accepted from the same origin only.'],
  'admin.unknown': [404, 'There is no such operation.'],
  'admin.method': [405, 'This path has other methods.'],
  'admin.media_type': [415, 'Changes are sent as application/json.'],
  'admin.too_large': [413, 'The body is longer than this operation takes: 16 KiB, or 1 MiB of a document.'],
  'admin.input': [400, 'The request is not what this operation takes.'],
  'admin.last_key': [
    409,
    'This is the last key that signs: without it everything that needs a token gets 503. Repeat with "force": true if that is meant.',
  ],
  'admin.table_unreadable': [
    409,
    'The gate cannot read this table, and would have no lists wherever it has not read another before. Repeat with "force": true if that is meant.',
  ],
  'admin.policy': [422, 'The policy is not activated: see what is wrong with it.'],
  'admin.in_force': [409, 'This policy is in force already; name the one to go back to.'],
  'control.no_document': [404, 'There is no such document, or it is kept no longer.'],
  'control.moved': [409, 'Another policy is in force than this one is meant to replace: look at that first.'],
  'control.not_found': [
    404,
    'There is no such revocation or appeal, or it was lifted, closed or has expired.',
  ],
  'control.key_reused': [422, 'The idempotency key was used with another order.'],
  'control.rate': [429, 'Too many changes within a minute.'],
  'control.full': [409, 'Too many revocations are in force: raise the epoch instead.'],
  'control.unreachable': [
    503,
    'The state cannot be reached. A change may have been made all the same: repeat it with the same idempotency key.',
  ],
} as const satisfies Readonly<Record<string, readonly [number, string]>> &
  Readonly<Record<ChangeFault, readonly [number, string]>>

export type FaultCode = keyof typeof FAULTS
export const FAULT_CODES = Object.keys(FAULTS) as readonly FaultCode[]

export interface AdminFault {
  readonly code: FaultCode
  /** What is wrong with the input, one line each; never holds more of it than names. */
  readonly details?: readonly string[]
  readonly retryAfterSeconds?: number
  /** For the log only. */
  readonly cause?: string
  /** For the log only: whom Access vouches for, where that is nobody here. Never of a token that did not verify. */
  readonly actor?: string
}

const RETRY_AFTER_SECONDS: Readonly<Partial<Record<FaultCode, number>>> = {
  'admin.too_many_attempts': 60,
  'admin.too_many_requests': 60,
  'control.rate': 60,
  'admin.keys_unavailable': 10,
  'control.unreachable': 5,
}

export function statusOfFault(code: FaultCode): (typeof FAULTS)[FaultCode][0] {
  return FAULTS[code][0]
}

export function describeFault(code: FaultCode): string {
  return FAULTS[code][1]
}

export function retryAfterSeconds({ code, retryAfterSeconds }: AdminFault): number | undefined {
  return retryAfterSeconds ?? RETRY_AFTER_SECONDS[code]
}
