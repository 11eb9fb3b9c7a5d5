import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../support/clients.ts'
import { NOW, testGate } from '../support/gate.ts'
import { decisions } from '../support/records.ts'
import { claimsOf, cookieToken } from '../support/responses.ts'
import {
  base64url,
  compact,
  foreignKey,
  hmacUnderPublicKey,
  PUBLIC_KEY,
  signed,
  TEST_KEY,
} from '../support/tokens.ts'

const SECONDS = NOW / 1000
const HEADER = { typ: 'cordon-session+jwt', kid: TEST_KEY.kid }

/** The claims of a token as the gate makes it for a US home. */
async function genuine(): Promise<{ token: string; claims: Record<string, unknown> }> {
  const token = cookieToken(await testGate({ SESSION_ISSUE: 'all' }).send('/')) ?? ''
  return { token, claims: claimsOf(token) }
}

type Forgery = (genuine: { token: string; claims: Record<string, unknown> }) => string | Promise<string>

function withClaims(change: Record<string, unknown>): Forgery {
  return ({ claims }) => signed(HEADER, { ...claims, ...change })
}

function withHeader(change: Record<string, unknown>): Forgery {
  return ({ claims }) => signed({ ...HEADER, ...change }, claims)
}

const ES256_HEADER = { ...HEADER, alg: 'ES256' }
const signatureOf = (token: string) => token.split('.')[2] ?? ''

const FORGERIES: readonly (readonly [name: string, code: string, forge: Forgery])[] = [
  ['no token at all', 'token.format', () => 'x'],
  ['empty', 'token.format', () => ''],
  ['unsigned', 'token.format', ({ claims }) => compact({ ...HEADER, alg: 'none' }, claims, '')],
  [
    'unsigned, with a signature',
    'token.alg',
    ({ token, claims }) => compact({ ...HEADER, alg: 'none' }, claims, signatureOf(token)),
  ],
  ['HS256 under the public key', 'token.alg', ({ claims }) => hmacUnderPublicKey(HEADER, claims)],
  ['of a kid nobody knows', 'token.kid', withHeader({ kid: 'A'.repeat(43) })],
  ['without a kid', 'token.header', ({ claims }) => signed({ typ: HEADER.typ }, claims)],
  ['with an embedded key', 'token.header', withHeader({ jwk: PUBLIC_KEY })],
  ['with a key URL', 'token.header', withHeader({ jku: 'https://evil.test/jwks.json' })],
  [
    'with critical members',
    'token.header',
    ({ token, claims }) => compact({ ...ES256_HEADER, crit: ['x'], x: 1 }, claims, signatureOf(token)),
  ],
  ['of another type', 'token.type', withHeader({ typ: 'JWT' })],
  ['an assertion', 'token.type', withHeader({ typ: 'cordon-assertion+jwt' })],
  [
    'with edited claims',
    'token.signature',
    ({ token, claims }) => compact(ES256_HEADER, { ...claims, sub: 'acct_1' }, signatureOf(token)),
  ],
  ['with a damaged signature', 'token.signature', ({ token }) => `${token.slice(0, -6)}AAAAAA`],
  [
    'with a signature of zeros',
    'token.signature',
    ({ claims }) => compact(ES256_HEADER, claims, 'A'.repeat(86)),
  ],
  ['with a short signature', 'token.signature', ({ claims }) => compact(ES256_HEADER, claims, 'AAAA')],
  [
    'signed by another key under our kid',
    'token.signature',
    async ({ claims }) => signed(HEADER, claims, (await foreignKey()).privateKey),
  ],
  ['expired', 'token.expired', withClaims({ iat: SECONDS - 1926, nbf: SECONDS - 1926, exp: SECONDS - 126 })],
  [
    'not yet valid',
    'token.not_yet_valid',
    withClaims({ iat: SECONDS + 600, nbf: SECONDS + 600, exp: SECONDS + 1200 }),
  ],
  ['for another audience', 'token.audience', withClaims({ aud: 'https://other.test' })],
  [
    'for several audiences',
    'token.audience',
    withClaims({ aud: ['https://gate.test', 'https://other.test'] }),
  ],
  ['of another issuer', 'token.issuer', withClaims({ iss: 'https://staging.test' })],
  ['of an absurd lifetime', 'token.lifetime', withClaims({ exp: SECONDS + 10 * 365 * 86_400 })],
  ['in milliseconds', 'token.claims', withClaims({ exp: NOW * 1000 })],
  ['without an end', 'token.claims', withClaims({ exp: undefined })],
  ['with an end as text', 'token.claims', withClaims({ exp: `${SECONDS + 600}` })],
  ['without an id', 'token.claims', withClaims({ jti: undefined })],
  ['for a place that is none', 'token.claims', withClaims({ geo: { country: 'us' } })],
  [
    'for a region of another country',
    'token.claims',
    withClaims({ geo: { country: 'US', region: 'CN-BJ' } }),
  ],
  ['for a subject with a line break', 'token.claims', withClaims({ sub: 'a\r\nSet-Cookie: x' })],
  ['for a subject outside Latin-1', 'token.claims', withClaims({ sub: '\u4e2d\u56fd' })],
  ['of an epoch that cannot be', 'token.claims', withClaims({ epoch: -1 })],
  ['verified after it was issued', 'token.claims', withClaims({ acr_time: SECONDS + 1 })],
  ['bound to nothing', 'token.claims', withClaims({ cnf: {} })],
  ['bound in a way that nobody checks', 'token.claims', withClaims({ cnf: { kid: 'x' } })],
  ['bound to a key, and comes without', 'proof.missing', withClaims({ cnf: { jkt: 'A'.repeat(43) } })],
  ['without what it is bound to', 'token.claims', withClaims({ bind: undefined })],
  ['of a class that lives shorter', 'token.lifetime', withClaims({ acr: 'low' })],
  ['with a member twice', 'token.duplicate_member', ({ token }) => duplicated(token)],
  ['with a trailing dot', 'token.format', ({ token }) => `${token}.`],
  ['with padding', 'token.format', ({ token }) => `${token}=`],
  ['with a space', 'token.format', ({ token }) => token.replace('.', '. ')],
  ['as JSON', 'token.format', ({ token }) => JSON.stringify({ payload: token.split('.')[1] })],
  ['of 100 KB', 'token.size', ({ token }) => token + 'A'.repeat(100_000)],
]

function duplicated(token: string): string {
  const [header = '', , signature = ''] = token.split('.')
  return `${header}.${base64url('{"iss":"https://gate.test","iss":"https://gate.test"}')}.${signature}`
}

describe('a token that is', () => {
  test.each(FORGERIES)('%s counts as none (%s), and is quoted nowhere', async (_, code, forge) => {
    const forged = await forge(await genuine())
    // None of them goes unrecorded, however few allows are.
    const gate = testGate({ SESSION_ISSUE: 'all', LOG_ALLOW_RATE: 0 })
    const carried = { headers: { 'Cordon-Session': forged } }

    const passed = await gate.send('/', carried)
    expect(passed.status).toBe(200)
    expect(cookieToken(passed)).toBeDefined()
    expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')).not.toHaveProperty('sid')

    const refused = await gate.send('/', { ...carried, cf: CLIENTS.northKorea })
    expect(refused.status).toBe(451)
    const asked = await gate.send('/.cordon/session', carried)
    expect(asked.status).toBe(401)
    expect(gate.seen).toHaveLength(1)

    expect(
      decisions(gate.records).map(({ action, status, token_fault }) => [action, status, token_fault]),
    ).toEqual([
      ['pass', 200, code],
      ['refuse', 451, code],
      ['refuse', 401, code],
    ])
    const said = [passed, refused, asked].map(({ headers }) => JSON.stringify([...headers]))
    const written = [...said, await refused.text(), await asked.text(), JSON.stringify(gate.records)].join(
      '\n',
    )
    // The first part is the same in every token, also in the cookie that came instead.
    for (const part of forged.split('.').slice(1))
      if (part.length > 40) expect(written.includes(part)).toBe(false)
    expect(forged.length > 10 && written.includes(forged)).toBe(false)
    expect([...(gate.seen[0]?.headers.keys() ?? [])]).not.toContain('cordon-session')
  })

  test('genuine counts, so that the forgeries above fail for what was changed', async () => {
    const { token, claims } = await genuine()
    const again = await signed(HEADER, claims)
    for (const good of [token, again]) {
      const gate = testGate()
      const response = await gate.send('/.cordon/session', { headers: { 'Cordon-Session': good } })
      expect(response.status).toBe(200)
      expect(decisions(gate.records)[0]).not.toHaveProperty('token_fault')
    }
  })

  test('an assertion of ours is no session, and a session no assertion', async () => {
    const gate = testGate({ SESSION_ISSUE: 'all' })
    await gate.send('/')
    const assertion = gate.seen[0]?.headers.get('Cordon-Assertion') ?? ''
    const response = await gate.send('/.cordon/session', { headers: { 'Cordon-Session': assertion } })
    expect(response.status).toBe(401)
  })
})
