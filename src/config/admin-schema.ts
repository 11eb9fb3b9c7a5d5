import * as v from 'valibot'
import { issuerUrl, oneOf, shortText } from './scalars.ts'

/** Who may use the admin door, and as what. */
export const ROLES = ['support', 'operator', 'compliance', 'auditor'] as const
export type Role = (typeof ROLES)[number]

const email = v.pipe(
  v.string('an e-mail address'),
  v.maxLength(254, 'an e-mail address'),
  // As Access compares them without regard to case, ASCII only: other letters have lower cases that are not theirs.
  v.regex(/^[!-?A-~]+@[!-?A-~]+$/, 'an e-mail address in ASCII'),
)

/** Cloudflare Access in front of the admin door. */
export const adminAccess = v.strictObject(
  {
    team: issuerUrl,
    audience: v.pipe(
      v.string('the AUD tag of the Access application'),
      v.regex(/^[0-9a-f]{64}$/, 'the AUD tag of the Access application, 64 hexadecimal digits'),
    ),
    roles: v.pipe(
      v.array(
        v.pipe(
          v.strictObject(
            {
              email: v.exactOptional(email),
              service: v.exactOptional(shortText),
              role: oneOf(ROLES),
            },
            'a table {email, role} or {service, role}',
          ),
          v.check(
            (entry) => (entry.email === undefined) !== (entry.service === undefined),
            'either `email` or `service` (the Client ID of a service token)',
          ),
        ),
        'a list of {email | service, role}',
      ),
      v.minLength(1, 'at least one person or service'),
      v.check(
        (entries) => allDifferent(entries.map(({ email, service }) => email?.toLowerCase() ?? `${service} `)),
        'each person and service once: with two roles it would be chance which one counts',
      ),
    ),
  },
  'a table {team, audience, roles}',
)

/** Admin tokens by the SHA-256 of their text. The messages quote nothing of it. */
export const adminTokens = v.pipe(
  v.array(
    v.strictObject(
      {
        name: v.pipe(
          v.string('a name'),
          v.regex(/^[\x21-\x7e]{1,64}$/, 'a name of 1 to 64 printable ASCII characters'),
        ),
        role: oneOf(ROLES),
        sha256: v.pipe(v.string('a SHA-256'), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256, 64 hexadecimal digits')),
      },
      'a table {name, role, sha256}',
    ),
    'a list of {name, role, sha256}',
  ),
  v.minLength(1, 'at least one entry'),
  v.maxLength(32, 'at most 32 entries'),
  v.check(
    (entries) => allDifferent(entries.map(({ name }) => name)),
    'entries with different names: changes are recorded under them',
  ),
  v.check(
    (entries) => allDifferent(entries.map(({ sha256 }) => sha256)),
    'each token once: with two roles it would be chance which one counts',
  ),
)

function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}
