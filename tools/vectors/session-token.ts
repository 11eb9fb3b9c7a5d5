/**
 * node tools/with-node.mjs tools/vectors/session-token.ts: writes test/vectors/session-token.json, session tokens and what
 * a verifier must make of them. Signatures differ from run to run (ECDSA), the cases do not.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CLAIMS,
  changed,
  ED25519_JWK,
  EPOCH,
  ES256_JWK,
  EXPECTED,
  GRACE_SECONDS,
  HEADER,
  ISSUER,
  keyringOf,
  NOW,
  signed,
  signerOf,
} from '../../test/unit/session/fixture.ts'
import { FORGERIES, MALLEATED, VALID } from '../../test/unit/session/forgeries.ts'
import { PROJECT_ROOT } from '../project.ts'

interface Case {
  readonly name: string
  readonly token: string
  readonly status: 'verified' | 'expired' | 'invalid' | 'revoked'
  readonly code: string | null
  readonly facts?: object
}

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const { identitySeconds } = EXPECTED

const { key } = signerOf(await keyringOf(ED25519_JWK))
const edInput = [changed(HEADER, { alg: 'EdDSA', kid: ED25519_JWK.kid }), changed(CLAIMS, {})]
  .map(base64url)
  .join('.')
const edSignature = new Uint8Array(await crypto.subtle.sign('Ed25519', key, Buffer.from(edInput)))

/** The order of the group, which may be added to S without changing what a lenient verifier computes (RFC 8032 §5.1.7). */
const ED25519_ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

function withOrderAdded(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + ED25519_ORDER
  const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
  return Buffer.concat([signature.slice(0, 32), bytes])
}

const holds = (name: string, token: string, facts?: object): Case => ({
  name,
  token,
  status: 'verified',
  code: null,
  ...(facts && { facts }),
})

const cases: readonly Case[] = [
  holds('a token that holds, ES256', VALID),
  holds('a token that holds, EdDSA', `${edInput}.${base64url(edSignature)}`),
  holds('ES256 with n - s: the one malleation that is accepted', MALLEATED),
  {
    name: 'EdDSA with s + L',
    token: `${edInput}.${base64url(withOrderAdded(edSignature))}`,
    status: 'invalid',
    code: 'token.signature',
  },
  holds(
    'an account, vouched for a second less than it may be ago',
    await signed({ auth_time: NOW - identitySeconds + 1 }),
    { identity: 'account', subject: CLAIMS.sub },
  ),
  holds(
    'an account, vouched for as long ago as it may not be: the session of nobody',
    await signed({ auth_time: NOW - identitySeconds }),
    { identity: 'none', subject: CLAIMS.sid },
  ),
  holds(
    'an account, with when it was created and where its home is',
    await signed({ acct: { created: NOW - 86_400, home: 'US-CA' } }),
    { account: { created: NOW - 86_400, home: { country: 'US', region: 'US-CA' } } },
  ),
  holds('an account created before 1970, of a country', await signed({ acct: { created: -1, home: 'US' } }), {
    account: { created: -1, home: { country: 'US' } },
  }),
  holds(
    'a key, vouched for as long ago as it may not be: the session of nobody',
    await signed({ sub_kind: 'key', auth_time: NOW - identitySeconds }),
    { identity: 'none', subject: CLAIMS.sid },
  ),
  holds(
    'past its time, in the last second of grace and tolerance: to be renewed',
    await signed({ iat: NOW - 600, nbf: NOW - 600, acr_time: NOW - 600, exp: NOW - GRACE_SECONDS - 4 }),
    { renewalDue: true, assuranceStands: false },
  ),
  holds(
    'a proof of an hour ago, less a second, renewed since',
    await signed({ acr: 'high', acr_time: NOW - 3599, exp: NOW + 1 }),
    { assurance: 'high', assuredAt: NOW - 3599, assuranceStands: true },
  ),
  {
    name: 'a renewal that lengthens the life of a proof',
    token: await signed({ acr: 'high', acr_time: NOW - 3599, exp: NOW + 2 }),
    status: 'invalid',
    code: 'token.lifetime',
  },
  holds(
    'bound to a key and a certificate',
    await signed({ cnf: { jkt: HEADER.kid, 'x5t#S256': ED25519_JWK.kid } }),
    { confirmation: { jkt: HEADER.kid, 'x5t#S256': ED25519_JWK.kid } },
  ),
  holds(
    'bound to a family and a TLS identity',
    await signed({ bind: { fam: 6, ja4: 't13d1516h2_8daaf6152771_02713d6af862' } }),
    { addressFamily: 6, ja4: 't13d1516h2_8daaf6152771_02713d6af862' },
  ),
  holds('an epoch that the verifier has not heard of', await signed({ epoch: EPOCH + 1 })),
  ...FORGERIES.map(({ name, token, code }): Case => ({ name, token, status: statusOf(code), code })),
]

function statusOf(code: string): Case['status'] {
  if (code.startsWith('revoked.')) return 'revoked'
  return code === 'token.expired' ? 'expired' : 'invalid'
}

const vectors = {
  $comment:
    'Session tokens and what a verifier must make of them. Language-neutral: a case is a token, the outcome and the code.',
  source:
    'Cordon, own work (MIT): built by tools/vectors/session-token.ts; the classes are those of RFC 8725, RFC 7515 §4.1.11 and §7.1, RFC 7519 §4 and of published advisories. Keys: test/support/keys.ts (P-256) and RFC 8037 appendix A.1 (Ed25519). For tests only.',
  version: '4 (2026-11-23)',
  now: NOW,
  clock_tolerance_seconds: 5,
  expectation: {
    type: 'cordon-session+jwt',
    issuer: ISSUER,
    audience: ISSUER,
    lifetimes: {
      high: 3600,
      substantial: 1800,
      low: { privacy_relay: 1800, other: 600 },
      none: 300,
    },
    grace_seconds: GRACE_SECONDS,
    epoch: EPOCH,
    identity_seconds: identitySeconds,
    policy_revision: EXPECTED.policyRevision,
  },
  private_keys: { keys: [ES256_JWK, { ...ED25519_JWK, active_from: NOW }] },
  cases,
}

const file = join(PROJECT_ROOT, 'test/vectors/session-token.json')
writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`)
console.log(`${cases.length} cases`)
