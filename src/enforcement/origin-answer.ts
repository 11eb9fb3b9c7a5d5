import { parseInstant } from '../lib/time.ts'
import { parsePlaceCode } from '../net/region.ts'
import type { AccountFacts } from '../observations/types.ts'

/** Where an origin says whom it recognised. */
export const ACCOUNT_HEADER = 'Cordon-Account'

const ACCOUNT_ID = /^[\x21-\x7e]{1,128}$/

export type NamedAccount = { readonly named: string } | 'none' | 'malformed'

/** The account an origin names. It is trusted, its header is still data: what could break a token or a log is no id. */
export function namedAccount(headers: Headers): NamedAccount {
  const raw = headers.get(ACCOUNT_HEADER)
  if (raw === null) return 'none'
  return ACCOUNT_ID.test(raw) ? { named: raw } : 'malformed'
}

/** Where it says when that account was created: a date, or an instant with its zone (RFC 3339 §5.6). */
export const ACCOUNT_CREATED_HEADER = 'Cordon-Account-Created'
/** Where it says of which country or subdivision that account is: an ISO 3166-1 or -2 code. */
export const ACCOUNT_HOME_HEADER = 'Cordon-Account-Home'

export type AccountFactHeader = typeof ACCOUNT_CREATED_HEADER | typeof ACCOUNT_HOME_HEADER

export interface SaidOfAccount {
  /** Undefined where nothing is said that can be read. */
  readonly facts: AccountFacts | undefined
  readonly given: readonly AccountFactHeader[]
  readonly malformed: readonly AccountFactHeader[]
}

/**
 * What the origin says of the account it names with the same answer. This is all that is known of the account from then
 * on: an answer that names it and no home means that no home is known, because nothing else could take a home back. A
 * fact that cannot be read is one that was not given; the others stand.
 */
export function saidOfAccount(headers: Headers): SaidOfAccount {
  const [createdText, homeText] = [headers.get(ACCOUNT_CREATED_HEADER), headers.get(ACCOUNT_HOME_HEADER)]
  const created = createdText === null ? undefined : parseInstant(createdText)
  const home = homeText === null ? undefined : parsePlaceCode(homeText)
  const given: AccountFactHeader[] = []
  const malformed: AccountFactHeader[] = []
  if (createdText !== null) given.push(ACCOUNT_CREATED_HEADER)
  if (homeText !== null) given.push(ACCOUNT_HOME_HEADER)
  if (createdText !== null && created === undefined) malformed.push(ACCOUNT_CREATED_HEADER)
  if (homeText !== null && home === undefined) malformed.push(ACCOUNT_HOME_HEADER)
  const facts =
    created === undefined && home === undefined
      ? undefined
      : { ...(created === undefined ? {} : { created }), ...(home === undefined ? {} : { home }) }
  return { facts, given, malformed }
}

/** Set by origins for caches of other operators, and heeded by them over `Cache-Control`. */
const OTHER_CACHES = ['CDN-Cache-Control', 'Cloudflare-CDN-Cache-Control', 'Surrogate-Control'] as const

/** An answer that carries somebody's session is nobody else's: `public` and `s-maxage` go, the rest stays. */
export function keepPrivate(headers: Headers): void {
  for (const name of OTHER_CACHES) headers.delete(name)
  const directives = (headers.get('Cache-Control') ?? '').match(/(?:[^,"]|"[^"]*")+/g) ?? []
  const kept = directives
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^(?:public|private|s-maxage)\b/i.test(directive))
  headers.set('Cache-Control', ['private', ...kept].join(', '))
}
