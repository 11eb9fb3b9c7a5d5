import { err, ok, type Result } from '../lib/result.ts'
import type { AdminFault } from './faults.ts'

/**
 * Whether a change comes from where it says it does. Behind Access a browser sends the credential by itself, so another
 * site could have it sent: what is not JSON, which a form cannot send, and what a browser says comes from elsewhere is
 * refused. Programs send neither header, and have no cookie that somebody else could use.
 *
 * @param headers entirely attacker-controlled, except for what a victim's browser sets
 * @param origin  of the request's own URL
 * Sources: OWASP ASVS 5.0 3.5.1 to 3.5.3; W3C Fetch Metadata.
 */
export function checkOrigin(headers: Headers, origin: string): Result<undefined, AdminFault> {
  const from = headers.get('Origin')
  const site = headers.get('Sec-Fetch-Site')
  if (from !== null && from !== origin) return err({ code: 'admin.cross_site', cause: 'origin' })
  if (site !== null && site !== 'same-origin') return err({ code: 'admin.cross_site', cause: 'fetch_site' })
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(headers.get('Content-Type') ?? ''))
    return err({ code: 'admin.media_type' })
  return ok(undefined)
}
