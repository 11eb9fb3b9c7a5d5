/**
 * node tools/with-node.mjs tools/vectors/dpop.ts: writes test/vectors/dpop.json, proofs of possession and what must become
 * of them. Signatures differ from run to run (ECDSA), the cases do not.
 */
import { createHash, createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { PROJECT_ROOT } from '../project.ts'

/** RFC 7515 appendix A.3. */
const P256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
const P256_D = 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI'
/** RFC 8037 appendix A.1. */
const ED25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
const ED25519_D = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'
/** Another client's. */
const OTHER_P256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'KLV4c2vfM70rm1WipBm716msYyky29lqdTo7LoTzI68',
  y: 'lP57KqQxME-dM_3NaDVLoQVk0EUvdvuc7Hi6F25wB5Y',
}

const NOW = 1_793_491_200
const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhY2N0XzcifQ.c2lnbmF0dXJl'
const REQUEST = { method: 'POST', url: 'https://api.example.com/v1/a%2Fb/~me', token: TOKEN }
const RFC_PROOF =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg'

const HEADER = { typ: 'dpop+jwt', alg: 'ES256', jwk: P256 }
const ath = (token: string) => createHash('sha256').update(token, 'ascii').digest('base64url')
const CLAIMS = { jti: 'AAECAwQFBgcICQoLDA0ODw', htm: 'POST', htu: REQUEST.url, iat: NOW, ath: ath(TOKEN) }

type Changes = Readonly<Record<string, unknown>>

const encoded = (text: string) => Buffer.from(text).toString('base64url')
const changed = (base: object, changes: Changes) => JSON.stringify({ ...base, ...changes })

async function sign(input: string, alg: string): Promise<Buffer> {
  const jwk: JWK = alg === 'ES256' ? { ...P256, d: P256_D } : { ...ED25519, d: ED25519_D }
  const key = (await importJWK(jwk, alg)) as CryptoKey
  const algorithm = alg === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' }
  return Buffer.from(await crypto.subtle.sign(algorithm, key, Buffer.from(input)))
}

/** A proof of exactly these texts, signed with the client's key whatever its header says. */
async function signedText(header: string, claims: string, alg = 'ES256'): Promise<string> {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${(await sign(input, alg)).toString('base64url')}`
}

function proof(claims: Changes = {}, header: Changes = {}, alg = 'ES256'): Promise<string> {
  return signedText(changed(HEADER, header), changed(CLAIMS, claims), alg)
}

interface Case {
  readonly name: string
  readonly proof: string
  readonly fault: string | null
  readonly request?: { readonly method?: string; readonly url?: string; readonly token?: string | null }
  readonly now?: number
  readonly jkt?: string
  readonly jti?: string
}

const cases: Case[] = []

async function accepted(name: string, text: string, more: Partial<Case> = {}): Promise<void> {
  const [header = '', claims = ''] = text.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  const jkt = await calculateJwkThumbprint((JSON.parse(header) as { jwk: JWK }).jwk)
  cases.push({
    name,
    proof: text,
    fault: null,
    jkt,
    jti: (JSON.parse(claims) as { jti: string }).jti,
    ...more,
  })
}

function refused(fault: string, name: string, text: string, more: Partial<Case> = {}): void {
  cases.push({ name, proof: text, fault, ...more })
}

const valid = await proof()
const [header64 = '', claims64 = '', signature64 = ''] = valid.split('.')
const signature = Buffer.from(signature64, 'base64url')
const headerText = changed(HEADER, {})
const claimsText = changed(CLAIMS, {})

// --- What holds
await accepted('the example of RFC 9449 §4.2', RFC_PROOF, {
  now: 1_562_262_616,
  request: { method: 'POST', url: 'https://server.example.com/token', token: null },
})
await accepted('a proof for a token', valid)
await accepted('a proof for no token', await proof({ ath: undefined }), { request: { token: null } })
await accepted('a hash of a token where none is presented', valid, { request: { token: null } })
await accepted('EdDSA', await proof({}, { alg: 'EdDSA', jwk: ED25519 }, 'EdDSA'))
await accepted('Ed25519', await proof({}, { alg: 'Ed25519', jwk: ED25519 }, 'EdDSA'))
await accepted(
  'EdDSA, and Ed25519 as the name in the key',
  await proof({}, { alg: 'EdDSA', jwk: { ...ED25519, alg: 'Ed25519' } }, 'EdDSA'),
)
await accepted('a nonce', await proof({ nonce: 'o6WbS1g5xYh4Qd8v2mJw_A' }))
await accepted('claims of an extension', await proof({ wih: 'x', 'ext:claim': [1, { a: null }] }))
await accepted('a jti of one character', await proof({ jti: '~' }))
await accepted('a jti of 128 characters', await proof({ jti: '!'.repeat(128) }))
await accepted('an exp and nbf that hold', await proof({ exp: NOW + 10, nbf: NOW }))
for (const [name, more] of [
  ['a key as WebCrypto exports it', { key_ops: ['verify'], ext: true }],
  ['a key with kid, use and alg', { kid: 'laptop', use: 'sig', alg: 'ES256' }],
  ['a key whose members stand in another order', { kty: undefined, crv: undefined }],
] as const) {
  const jwk = { ...P256, ...more, kty: 'EC', crv: 'P-256' }
  await accepted(name, await proof({}, { jwk }))
}
for (const seconds of [-35, -30, 30, 35]) {
  await accepted(`made ${seconds} s from now`, await proof({ iat: NOW + seconds }))
}
for (const htu of [
  'HTTPS://API.EXAMPLE.COM/v1/a%2Fb/~me',
  'https://api.example.com:443/v1/a%2Fb/~me',
  'https://api.example.com:/v1/a%2Fb/~me',
  'https://api.example.com/v1/a%2fb/~me',
  'https://api.example.com/v1/a%2Fb/%7Eme',
  'https://api.example.com/v1/a%2Fb/%7e%6De',
  'https://api.example.com/v1/./x/../a%2Fb/~me',
  'https://api.example.com/v1/%2e/x/%2E%2e/a%2Fb/~me',
  'https://api.example.com/../v1/a%2Fb/~me',
  'https://api.example.com/v1/a%2Fb/~me?beta=1',
  'https://api.example.com/v1/a%2Fb/~me#part',
  'https://api.example.com/v1/a%2Fb/~me?a#b?c/../d',
]) {
  await accepted(`htu ${htu}`, await proof({ htu }))
}
for (const [url, htu] of [
  ['https://api.example.com/', 'https://api.example.com'],
  ['https://api.example.com/', 'https://api.example.com?x=/y'],
  ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787/'],
  ['http://localhost/', 'http://LOCALHOST:80/'],
  ['https://[2001:db8::1]/', 'https://[2001:DB8::1]:443/'],
  ['https://api.example.com//a//', 'https://api.example.com//a//'],
] as const) {
  await accepted(`htu ${htu} at ${url}`, await proof({ htu }), { request: { url } })
}

// --- Size and form (RFC 9449 §4.3 items 1 and 2, RFC 7515 §7.1)
refused('proof.size', '8,193 characters', `${valid}${'A'.repeat(8193 - valid.length)}`)
refused('proof.size', '9,000 dots', '.'.repeat(9000))
for (const [name, text] of [
  ['nothing', ''],
  ['two proofs in one header', `${valid}, ${valid}`],
  ['two parts', `${header64}.${claims64}`],
  ['four parts', `${valid}.${signature64}`],
  ['no signature', `${header64}.${claims64}.`],
  ['a space in front', ` ${valid}`],
  ['a newline behind', `${valid}\n`],
  ['padding', `${valid}==`],
  ['the scheme in front', `DPoP ${valid}`],
  [
    'the JSON serialisation',
    JSON.stringify({ protected: header64, payload: claims64, signature: signature64 }),
  ],
  ['typ twice', await signedText(`{"typ":"dpop+jwt",${headerText.slice(1)}`, claimsText)],
  [
    'jwk twice, the second escaped',
    await signedText(`${headerText.slice(0, -1)},"\\u006awk":{}}`, claimsText),
  ],
  ['a member of the key twice', await signedText(headerText.replace('"kty"', '"x":"","kty"'), claimsText)],
  ['htu twice', await signedText(headerText, `{"htu":"https://evil.example/",${claimsText.slice(1)}`)],
  ['claims that are a list', await signedText(headerText, `[${claimsText}]`)],
  ['an iat of 1e400', await signedText(headerText, claimsText.replace(String(NOW), '1e400'))],
] as const) {
  refused('proof.format', name, text)
}
{
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = ALPHABET[ALPHABET.indexOf(valid.at(-1) ?? '') ^ 1]
  refused('proof.format', "an unused bit of the signature's last character", valid.slice(0, -1) + last)
}

// --- Header (items 4 and 5; §11.5, §11.6)
for (const typ of [
  undefined,
  'JWT',
  'DPOP+JWT',
  'dpop+jwt ',
  'application/dpop+jwt',
  'cordon-session+jwt',
  7,
  null,
]) {
  refused('proof.header', `typ ${JSON.stringify(typ) ?? 'missing'}`, await proof({}, { typ }))
}
for (const alg of [
  undefined,
  'none',
  'None',
  '',
  'es256',
  'ES384',
  'ES512',
  'ES256K',
  'RS256',
  'PS256',
  'HS256',
  'Ed448',
  ['ES256'],
  7,
]) {
  refused('proof.header', `alg ${JSON.stringify(alg) ?? 'missing'}`, await proof({}, { alg }))
}
for (const secret of [JSON.stringify(P256), P256.x, '']) {
  const input = `${encoded(changed(HEADER, { alg: 'HS256' }))}.${claims64}`
  const mac = createHmac('sha256', secret).update(input).digest('base64url')
  refused('proof.header', `HS256 under ${secret === '' ? 'nothing' : secret}`, `${input}.${mac}`)
}
refused('proof.header', 'no jwk', await proof({}, { jwk: undefined }))
for (const [name, value] of [
  ['kid', 'k'],
  ['jku', 'https://evil.example/jwks'],
  ['x5u', 'https://evil.example/x'],
  ['x5c', ['MIIB']],
  ['crit', ['exp']],
  ['b64', true],
  ['cty', 'JWT'],
  ['JWK', P256],
] as const) {
  refused('proof.header', `a header member ${name}`, await proof({}, { [name]: value }))
}
refused(
  'proof.header',
  'a header member __proto__',
  await signedText(`${headerText.slice(0, -1)},"__proto__":{}}`, claimsText),
)

// --- Key (item 7)
for (const [name, jwk] of [
  ['with its private part', { ...P256, d: P256_D }],
  ['with a private part that is null', { ...P256, d: null }],
  ['with a private part of nothing', { ...P256, d: '' }],
  ['with a symmetric part', { ...P256, k: 'AAAA' }],
  ['with a private part of another kind', { ...P256, priv: 'AAAA' }],
  ['with a certificate', { ...P256, x5c: ['MIIB'] }],
  ['with an address', { ...P256, x5u: 'https://evil.example/x' }],
  ['with a member of RSA', { ...P256, e: 'AQAB' }],
  ['that is symmetric', { kty: 'oct', k: 'c2VjcmV0' }],
  ['of RSA', { kty: 'RSA', n: 'x'.repeat(342), e: 'AQAB' }],
  ['of Ed25519', ED25519],
  ['on P-384', { ...P256, crv: 'P-384' }],
  ['on secp256k1', { ...P256, crv: 'secp256k1' }],
  ['of kty ec', { ...P256, kty: 'ec' }],
  ['without kty', { ...P256, kty: undefined }],
  ['without crv', { ...P256, crv: undefined }],
  ['without x', { ...P256, x: undefined }],
  ['without y', { ...P256, y: undefined }],
  ['whose x is padded', { ...P256, x: `${P256.x}=` }],
  ['whose x has unused bits', { ...P256, x: `${P256.x.slice(0, -1)}V` }],
  ['whose x is a byte short', { ...P256, x: P256.x.slice(0, -1) }],
  [
    'whose x has a zero in front',
    {
      ...P256,
      x: Buffer.from(`00${Buffer.from(P256.x, 'base64url').toString('hex')}`, 'hex').toString('base64url'),
    },
  ],
  ['whose x is in the other alphabet', { ...P256, x: `+${P256.x.slice(1)}` }],
  ['whose x is a list', { ...P256, x: [P256.x] }],
  ['off the curve', { ...P256, y: P256.x }],
  ['at the origin', { ...P256, x: 'A'.repeat(43), y: 'A'.repeat(43) }],
  ['for encryption', { ...P256, use: 'enc' }],
  ['for signing', { ...P256, key_ops: ['sign'] }],
  ['for verifying and more', { ...P256, key_ops: ['verify', 'deriveBits'] }],
  ['whose key_ops are text', { ...P256, key_ops: 'verify' }],
  ['for ES384', { ...P256, alg: 'ES384' }],
  ['for EdDSA', { ...P256, alg: 'EdDSA' }],
  ['that is null', null],
  ['that is text', JSON.stringify(P256)],
  ['that is a list', [P256]],
] as const) {
  refused('proof.key', `a key ${name}`, await proof({}, { jwk }))
}
refused('proof.key', 'EdDSA with a key of P-256', await proof({}, { alg: 'EdDSA' }, 'EdDSA'))
refused(
  'proof.key',
  'Ed25519 with a y',
  await proof({}, { alg: 'EdDSA', jwk: { ...ED25519, y: P256.y } }, 'EdDSA'),
)
refused(
  'proof.key',
  'Ed25519 with its private part',
  await proof({}, { alg: 'EdDSA', jwk: { ...ED25519, d: ED25519_D } }, 'EdDSA'),
)
refused('proof.key', 'X25519', await proof({}, { alg: 'EdDSA', jwk: { ...ED25519, crv: 'X25519' } }, 'EdDSA'))

// --- Signature (item 6)
const resigned = (bytes: Buffer) => `${header64}.${claims64}.${bytes.toString('base64url')}`
refused('proof.signature', "another client's key in the header", await proof({}, { jwk: OTHER_P256 }))
refused(
  'proof.signature',
  'an old signature over other claims',
  `${header64}.${encoded(changed(CLAIMS, { jti: 'another' }))}.${signature64}`,
)
refused(
  'proof.signature',
  'an old signature under another header',
  `${encoded(changed(HEADER, { jwk: { ...P256, kid: 'k' } }))}.${claims64}.${signature64}`,
)
refused('proof.signature', 'all zero', resigned(Buffer.alloc(64)))
refused(
  'proof.signature',
  'r and s exchanged',
  resigned(Buffer.concat([signature.subarray(32), signature.subarray(0, 32)])),
)
refused('proof.signature', '63 bytes', resigned(signature.subarray(0, 63)))
refused('proof.signature', '65 bytes', resigned(Buffer.concat([signature, Buffer.of(0)])))
refused('proof.signature', 'Ed25519 under a key of P-256', await proof({}, {}, 'EdDSA'))
refused('proof.signature', 'ES256 under a key of Ed25519', await proof({}, { alg: 'EdDSA', jwk: ED25519 }))

// --- Claims (item 3)
for (const [name, values] of [
  ['jti', [undefined, null, '', 'x'.repeat(129), 'two words', 'a\nb', 'пёс', 7, ['x']]],
  ['iat', [undefined, null, String(NOW), NOW + 0.5, -1, true, [NOW], 2 ** 53]],
  ['htm', [undefined, null, 7, ['POST']]],
  ['htu', [undefined, null, 7, [REQUEST.url]]],
  ['nonce', [null, '', 7, 'two words', 'x'.repeat(129)]],
] as const) {
  for (const value of values) {
    const shown = JSON.stringify(value) ?? 'missing'
    const short = shown.length > 40 ? `of ${shown.length - 2} characters` : shown
    refused('proof.claims', `${name} ${short}`, await proof({ [name]: value }))
  }
}

// --- Method (item 8)
for (const htm of ['GET', 'post', 'Post', 'POST ', '', '*']) {
  refused('proof.method', `htm ${JSON.stringify(htm)}`, await proof({ htm }))
}
refused('proof.method', 'a proof for POST at GET', valid, { request: { method: 'GET' } })

// --- Target (item 9)
for (const htu of [
  '',
  '/v1/a%2Fb/~me',
  '//api.example.com/v1/a%2Fb/~me',
  'api.example.com/v1/a%2Fb/~me',
  'http://api.example.com/v1/a%2Fb/~me',
  'wss://api.example.com/v1/a%2Fb/~me',
  'https:/api.example.com/v1/a%2Fb/~me',
  'https:///v1/a%2Fb/~me',
  'https://api.example.com./v1/a%2Fb/~me',
  'https://api.example.com.evil.example/v1/a%2Fb/~me',
  'https://api.example.com:8443/v1/a%2Fb/~me',
  'https://api.example.com:0443/v1/a%2Fb/~me',
  'https://api.example.com:80/v1/a%2Fb/~me',
  'https://api.example.com@evil.example/v1/a%2Fb/~me',
  'https://user@api.example.com/v1/a%2Fb/~me',
  'https://evil.example\\@api.example.com/v1/a%2Fb/~me',
  'https://api.example.com\\v1\\a%2Fb\\~me',
  'https://api.example.com/v1/a/b/~me',
  'https://api.example.com/v1/a%252Fb/~me',
  'https://api.example.com/v1/a%2Fb/~me/',
  'https://api.example.com//v1/a%2Fb/~me',
  'https://api.example.com/v1/a%2Fb/~ME',
  'https://api.example.com/V1/a%2Fb/~me',
  'https://api.example.com/v1/a%2Fb/~me;x=1',
  'https://api.example.com/v1/a%2Fb/~me%3Fbeta=1',
  'https://api.example.com/v1/a%2Fb/~me%',
  'https://api.example.com/v1/a%2Fb',
  'https://api.example.com/',
  'https://api.example.com/?/v1/a%2Fb/~me',
  ' https://api.example.com/v1/a%2Fb/~me',
  'https://api.example.com/v1/a%2Fb/~me\n',
  'https://api.example.com/v1/a%2Fb/\t~me',
  'https://api.example.com/v1/a%2Fb/～me',
]) {
  refused('proof.target', `htu ${JSON.stringify(htu)}`, await proof({ htu }))
}
refused('proof.target', 'a proof for one path at another', valid, {
  request: { url: 'https://api.example.com/v1/other' },
})

// --- Time (item 11)
for (const seconds of [-86_400, -36, 36, 86_400]) {
  refused('proof.time', `made ${seconds} s from now`, await proof({ iat: NOW + seconds }))
}
refused('proof.time', 'milliseconds', await proof({ iat: NOW * 1000 }))
refused('proof.time', 'a proof of 1970', await proof({ iat: 0 }))
refused('proof.time', 'expired', await proof({ exp: NOW - 5 }))
refused('proof.time', 'an exp that is text', await proof({ exp: String(NOW + 60) }))
refused('proof.time', 'not yet valid', await proof({ nbf: NOW + 6 }))
refused('proof.time', 'a good proof, 36 s later', valid, { now: NOW + 36 })

// --- Token (item 12)
for (const [name, value] of [
  ['no ath', undefined],
  ['ath null', null],
  ['an empty ath', ''],
  ['the hash of another token', ath(`${TOKEN}x`)],
  ['the hash of nothing', ath('')],
  ['the token itself', TOKEN],
  ['a padded hash', `${ath(TOKEN)}=`],
  ['a hash in hexadecimal', createHash('sha256').update(TOKEN).digest('hex')],
  ['half of the hash', ath(TOKEN).slice(0, 22)],
  ['the hash in a list', [ath(TOKEN)]],
] as const) {
  refused('proof.token', name, await proof({ ath: value }))
}
refused('proof.token', 'a good proof with another token', valid, { request: { token: `${TOKEN}x` } })
refused('proof.token', 'a good proof with an empty token', valid, { request: { token: '' } })

const file = {
  $comment:
    'DPoP proofs (RFC 9449) and what the gate must make of them. Language-neutral: a case is the value of the proof header, and, where they differ from `request` and `now`, the request (token null: none) and the time; `fault` is null where it holds, and then `jkt` and `jti` are what it says. Written by tools/vectors/dpop.ts.',
  source:
    'RFC 9449 §4.2 for its example; otherwise Cordon, own work (MIT), signed with the keys of RFC 7515 A.3 and RFC 8037 A.1 (for tests only).',
  version: '1 (2026-11-23)',
  window_seconds: 30,
  clock_tolerance_seconds: 5,
  max_length: 8192,
  now: NOW,
  request: REQUEST,
  cases,
}
writeFileSync(join(PROJECT_ROOT, 'test/vectors/dpop.json'), `${JSON.stringify(file, null, 2)}\n`)
console.log(`test/vectors/dpop.json: ${cases.length} cases`)
