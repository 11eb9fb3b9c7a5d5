import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** A clause that applies, and the test that holds it: a file under `test`, and the name of a test in it. */
type Row = readonly [clause: string, rule: string, file: string, test: string]

const SESSION = 'unit/session'

const RFC_6265BIS: readonly Row[] = [
  [
    '§4.1.2.2',
    'Max-Age ends the cookie',
    `${SESSION}/cookie.test.ts`,
    'has the attributes of the cookie it takes away, or it would be another: %j',
  ],
  [
    '§4.1.2.5',
    'Secure',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '§4.1.2.6',
    'HttpOnly',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '§4.1.2.7',
    'SameSite',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '§4.1.3.2',
    'the prefix __Host-',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '§5.6',
    'no more than 4,096 octets',
    `${SESSION}/cookie.test.ts`,
    'with the longest of everything is below 1.5 KB, attributes included',
  ],
  [
    '§5.7',
    'a prefix is no prefix in another case, or without a name',
    `${SESSION}/cookie.test.ts`,
    'knows %j for our cookie',
  ],
  [
    '§8.6',
    'whoever can set cookies beside ours: two of our name are none',
    'unit/request/presented-token.test.ts',
    'a token in a cookie',
  ],
  [
    '§8.8',
    'SameSite is no defence of its own: changes check where they come from',
    'unit/request/same-origin.test.ts',
    'isSameOrigin()',
  ],
  [
    'CHIPS',
    'Partitioned where the service is embedded',
    `${SESSION}/cookie.test.ts`,
    'is partitioned where the service is embedded in others, and else not',
  ],
]

const ASVS: readonly Row[] = [
  [
    '3.3.1',
    'Secure, and a prefix',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '3.3.2',
    'SameSite',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '3.3.3',
    '__Host-',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '3.3.4',
    'HttpOnly',
    `${SESSION}/cookie.test.ts`,
    'is host-only, secure and out of reach of scripts, SameSite=%s',
  ],
  [
    '3.3.5',
    'name and value of at most 4,096 bytes',
    `${SESSION}/cookie.test.ts`,
    'with the longest of everything is below 1.5 KB, attributes included',
  ],
  ['7.2.1', 'tokens are verified behind the client, by us', `${SESSION}/verify.test.ts`, 'refuses as %s: %s'],
  [
    '7.2.2',
    'tokens are made for each session, no fixed secret',
    `${SESSION}/issue.test.ts`,
    'names nobody in particular by the id of the session, another each time',
  ],
  [
    '7.2.3',
    'ids have 128 random bits',
    `${SESSION}/rfc8725.test.ts`,
    '§3.5 no token rests on a text that somebody chose: keys are key pairs, ids are 128 random bits',
  ],
  [
    '7.2.4',
    'another token once another account was recognised',
    'unit/enforcement/statements.test.ts',
    'once the origin recognised %s',
  ],
  [
    '7.2.4',
    'another name of the session at log-in',
    'unit/enforcement/statements.test.ts',
    'gives a new holder a name, of which nothing was known before',
  ],
  ['7.3.1', 'a session that is not used ends', `${SESSION}/verify.test.ts`, '%s: the token does not hold'],
  [
    '7.3.2',
    'whose a session is ends, however often it was renewed',
    `${SESSION}/issue.test.ts`,
    'does not lengthen whose the session is by renewing it',
  ],
  [
    '7.4.1',
    'a session that was ended is refused at once',
    `${SESSION}/verify-known.test.ts`,
    'by %s %s, is refused at once, and is good again once that is lifted',
  ],
  [
    '7.4.2',
    'all sessions of an account end together',
    `${SESSION}/verify-known.test.ts`,
    'by its account, is refused even where nobody has vouched for that account for too long',
  ],
  [
    '7.4.5',
    'an administrator can end one session, or all',
    `${SESSION}/verify-known.test.ts`,
    'by a higher epoch, is refused at once',
  ],
  [
    '8.2.4',
    'what a session rests on is looked at with every request',
    'unit/signals/session-status.test.ts',
    '%s: %s',
  ],
  [
    '8.3.2',
    'changes hold at once for tokens that are out',
    `${SESSION}/verify-known.test.ts`,
    'notices that a date of the policy has come',
  ],
  [
    '9.1.1',
    'the signature is checked before a claim is believed',
    `${SESSION}/verify.test.ts`,
    'believes no claim before the signature: an expired forgery is invalid, not expired',
  ],
  [
    '9.1.2',
    'algorithms by an allow-list, no none',
    `${SESSION}/rfc8725.test.ts`,
    '§3.2 only signatures with asymmetric keys: no none, no HMAC, nothing that is not asked for',
  ],
  [
    '9.1.3',
    'keys from the configuration only',
    `${SESSION}/rfc8725.test.ts`,
    '§3.10 no key, address or path of the token’s is followed; a kid is looked up and no more',
  ],
  ['9.2.1', 'exp and nbf', `${SESSION}/verify.test.ts`, '%s: the token does not hold'],
  [
    '9.2.2',
    'the right kind of token',
    `${SESSION}/rfc8725.test.ts`,
    '§3.12 no token of one kind is one of another: an assertion no session, a session no assertion',
  ],
  [
    '9.2.3',
    'the right audience',
    `${SESSION}/rfc8725.test.ts`,
    '§3.9 the audience is ours alone: a list is for others as well',
  ],
  [
    '9.2.4',
    'audiences of one key are told apart',
    `${SESSION}/rfc8725.test.ts`,
    '§3.9 the audience is ours alone: a list is for others as well',
  ],
]

/** Clauses of the two chapters that no test here can hold, and why. */
const NOT_HERE: Readonly<Record<string, string>> = {
  '7.1.1': 'a document: README, sessions',
  '7.1.2':
    'a document: sessions of one account are not counted, since a session says where a client is, not who logged in',
  '7.1.3': 'a document: who logs in where is the origin’s',
  '7.4.3': 'the origin has the factors; it ends sessions by the admin door (7.4.2)',
  '7.4.4': 'the origin has the pages; DELETE /.cordon/session is what its button calls',
  '7.5.1': 'the origin has the account’s data',
  '7.5.2': 'the origin has the pages that list sessions',
  '7.5.3': 'the origin asks for the second factor',
  '7.6.1': 'no federated log-in: the origin’s',
  '7.6.2': 'no federated log-in: the origin’s',
}
const CHAPTERS: Readonly<Record<string, number>> = {
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 3,
  '7.6': 2,
  '9.1': 3,
  '9.2': 4,
}

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url).href), 'utf8')
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The name stands where a test or a group of tests is named, and nowhere else. */
function names(file: string, test: string): boolean {
  const called = String.raw`(?:\b(?:it|describe)\(|\]\)\(|\bas const\)\(|\)\()`
  return new RegExp(`${called}\\s*(['"\`])${escaped(test)}\\1`).test(read(file))
}

describe.each([
  ['RFC 6265bis', RFC_6265BIS],
  ['OWASP ASVS 5, cookies, sessions and tokens', ASVS],
])('%s', (_, rows) => {
  it.each(rows)('%s: %s, in %s', (_clause, _rule, file, test) => {
    expect(names(file, test)).toBe(true)
  })
})

describe('the tables', () => {
  it('leave out no clause of the chapters on sessions (V7) and self-contained tokens (V9)', () => {
    const clauses = Object.entries(CHAPTERS).flatMap(([chapter, count]) =>
      Array.from({ length: count }, (_, n) => `${chapter}.${n + 1}`),
    )
    const said = [...new Set(ASVS.map(([clause]) => clause)), ...Object.keys(NOT_HERE)]
    expect(said.filter((clause) => /^[79]\./.test(clause)).toSorted()).toEqual(clauses.toSorted())
  })

  it('would notice a test that was renamed, or is named only in passing', () => {
    expect(names(`${SESSION}/cookie.test.ts`, 'sessionCookie()')).toBe(true)
    expect(names(`${SESSION}/cookie.test.ts`, 'sessionCookie() is gone')).toBe(false)
    expect(names(`${SESSION}/cookie.test.ts`, '__Host-cordon')).toBe(false)
  })
})
