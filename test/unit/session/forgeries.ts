import { createHmac, createPublicKey } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { decodeBase64url, encodeBase64url, utf8 } from '../../../src/lib/bytes.ts'
import { assertionMinter } from '../../../src/session/assertion.ts'
import {
  type Changes,
  CLAIMS,
  changed,
  countingRandom,
  EPOCH,
  ES256_JWK,
  GRACE_SECONDS,
  HEADER,
  ISSUER,
  keyring,
  NOW,
  otherKey,
  signed,
  signedText,
  signerOf,
  unsigned,
} from './fixture.ts'

/** One hostile token and the one code it is refused with. */
export interface Forgery {
  readonly name: string
  readonly token: string
  readonly code: string
}

const rows: Forgery[] = []
const row = (code: string, name: string, token: string) => void rows.push({ name, token, code })

const valid = await signed()
const [header64 = '', claims64 = '', signature64 = ''] = valid.split('.')
const signature = decodeBase64url(signature64) ?? new Uint8Array()
const withSignature = (bytes: Uint8Array) => `${header64}.${claims64}.${encodeBase64url(bytes)}`
const headerText = changed(HEADER, {})
const claimsText = changed(CLAIMS, {})

const stranger = await otherKey()
const strangerJwk = await exportJWK(stranger.publicKey)
const { x, y } = ES256_JWK as JWK & { x: string; y: string }
const ownPublic = { kty: 'EC', crv: 'P-256', x, y }

// --- Unsigned (RFC 8725 §3.2)
for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '', 'ES256none']) {
  const header = changed(HEADER, { alg })
  row('token.format', `alg ${JSON.stringify(alg)} with an empty signature`, unsigned(header, claimsText, ''))
  row(
    'token.alg',
    `alg ${JSON.stringify(alg)} with an old signature`,
    unsigned(header, claimsText, signature64),
  )
  row(
    'token.header',
    `alg ${JSON.stringify(alg)} without kid and typ`,
    unsigned(JSON.stringify({ alg }), claimsText, signature64),
  )
}
for (const alg of [undefined, null, ['ES256'], { name: 'ES256' }, 7, true]) {
  row('token.header', `alg that is ${JSON.stringify(alg)}`, await signed({}, { alg }))
}
row('token.format', 'an empty signature under ES256', `${header64}.${claims64}.`)

// --- Symmetric and other algorithms (RFC 8725 §2.1, §3.1)
const publicKey = createPublicKey({ key: ownPublic, format: 'jwk' })
const secrets = {
  'the public key as PEM': publicKey.export({ type: 'spki', format: 'pem' }),
  'the public key as DER': publicKey.export({ type: 'spki', format: 'der' }),
  'the public key as a JWK': JSON.stringify(ownPublic),
  'the published JWK': JSON.stringify(keyring.publishedAt(NOW).keys[0]),
  'its x coordinate': Buffer.from(x, 'base64url'),
  'its kid': HEADER.kid,
  nothing: '',
}
for (const [what, secret] of Object.entries(secrets)) {
  for (const bits of ['256', '384', '512']) {
    const input = unsigned(changed(HEADER, { alg: `HS${bits}` }), claimsText, '')
    const mac = createHmac(`sha${bits}`, secret).update(input.slice(0, -1)).digest('base64url')
    row('token.alg', `HS${bits} under ${what}`, input + mac)
  }
}
for (const alg of ['ES384', 'ES256K', 'RS256', 'PS256', 'EdDSA', 'Ed25519', 'es256', 'ES256 ', 'dir']) {
  row('token.alg', `alg "${alg}" over an ES256 signature`, await signed({}, { alg }))
}

// --- Key selection (RFC 8725 §3.10)
const strangerKid = await calculateJwkThumbprint(strangerJwk)
row('token.kid', 'the kid of a key of their own', await signed({}, { kid: strangerKid }, stranger.privateKey))
row('token.signature', 'another key under our kid', await signed({}, {}, stranger.privateKey))
for (const kid of [
  '',
  '../../../../dev/null',
  '/proc/sys/kernel/randomize_va_space',
  "' OR '1'='1",
  "x' UNION SELECT 'secret' -- ",
  '$(id)',
  '__proto__',
  'constructor',
  'toString',
  `${HEADER.kid} `,
  `${HEADER.kid}\u0000`,
  HEADER.kid.toLowerCase(),
  'https://evil.test/jwks.json',
]) {
  row('token.kid', `kid ${JSON.stringify(kid)}`, await signed({}, { kid }))
}
for (const kid of [undefined, null, 0, [HEADER.kid], { '': HEADER.kid }]) {
  row('token.header', `kid that is ${JSON.stringify(kid)}`, await signed({}, { kid }))
}

// --- Header members we do not know (RFC 7515 §4.1.11, RFC 7797)
const members: Record<string, unknown> = {
  jwk: strangerJwk,
  jku: 'https://evil.test/jwks.json',
  x5u: 'https://evil.test/cert.pem',
  x5c: ['MIIB'],
  x5t: 'AAAA',
  'x5t#S256': 'AAAA',
  crit: ['exp'],
  b64: false,
  zip: 'DEF',
  cty: 'JWT',
  enc: 'A128GCM',
  p2c: 1_000_000_000,
  nonce: '1',
  __proto__x: {},
}
for (const [name, value] of Object.entries(members)) {
  row('token.header', `header member ${name} under our key`, await signed({}, { [name]: value }))
  row(
    'token.header',
    `header member ${name} under their key`,
    await signed({}, { [name]: value }, stranger.privateKey),
  )
}
row('token.header', 'an empty crit', await signed({}, { crit: [] }))
row('token.header', 'b64 false and critical', await signed({}, { b64: false, crit: ['b64'] }))
row(
  'token.header',
  'a header member named __proto__',
  await signedText(`{"__proto__":{},${headerText.slice(1)}`, claimsText),
)

// --- Kinds of token (RFC 8725 §3.11)
const mint = assertionMinter('per-request', countingRandom())
row(
  'token.type',
  'an assertion used as a session',
  await mint(
    () => ({
      iss: ISSUER,
      aud: ISSUER,
      htm: 'GET',
      pathAndQuery: '/',
      geo: { country: 'US' },
      net: { class: 'residential' },
      acr: 'substantial',
      verdict: 'allow',
      pol: CLAIMS.pol,
    }),
    signerOf(keyring),
    NOW,
  ),
)
for (const typ of [
  'JWT',
  'jwt',
  'at+jwt',
  'dpop+jwt',
  'cordon-assertion+jwt',
  'CORDON-SESSION+JWT',
  'application/cordon-session+jwt',
  'cordon-session+jwt ',
  '',
]) {
  row('token.type', `typ ${JSON.stringify(typ)}`, await signed({}, { typ }))
}
for (const typ of [undefined, null, ['cordon-session+jwt']]) {
  row('token.header', `typ that is ${JSON.stringify(typ)}`, await signed({}, { typ }))
}

// --- Other words under an old signature
const edits: Changes = {
  sub: 'acct_8',
  sid: 'AAAAAAAAAAAAAAAAAAAAAA',
  jti: 'AAAAAAAAAAAAAAAAAAAAAA',
  acr: 'high',
  acr_time: NOW - 1,
  bind: {},
  cnf: { jkt: HEADER.kid },
  exp: CLAIMS.exp - 1,
  geo: { country: 'DE' },
  net: { asn: 7922, class: 'mobile' },
  epoch: 4,
  extra: 1,
}
for (const [name, value] of Object.entries(edits)) {
  row(
    'token.signature',
    `an edited ${name} under the old signature`,
    unsigned(headerText, changed(CLAIMS, { [name]: value }), signature64),
  )
}
row('token.signature', 'the same claims, spaced', unsigned(headerText, ` ${claimsText}`, signature64))
row('token.signature', 'the same header, spaced', unsigned(` ${headerText}`, claimsText, signature64))
row(
  'token.signature',
  'the signature of another token',
  `${header64}.${claims64}.${(await signed({ jti: 'other' })).split('.')[2]}`,
)

// --- Members twice (RFC 7515 §4, RFC 7519 §4)
const twice = (text: string, member: string) => `${text.slice(0, -1)},${member}}`
for (const [what, header] of [
  ['alg', '"alg":"ES256"'],
  ['alg, escaped', '"\\u0061lg":"none"'],
  ['kid', `"kid":"${HEADER.kid}"`],
  ['typ', '"typ":"JWT"'],
] as const) {
  row(
    'token.duplicate_member',
    `${what} twice in the header`,
    await signedText(twice(headerText, header), claimsText),
  )
}
for (const [what, claims] of [
  ['exp', `"exp":${CLAIMS.exp}`],
  ['exp, escaped', `"\\u0065xp":${CLAIMS.exp}`],
  ['sub', '"sub":"acct_8"'],
  ['cnf', `"cnf":{"jkt":"${HEADER.kid}"},"cnf":{"jkt":"${strangerKid}"}`],
  ['bind', '"bind":{}'],
  ['an unknown claim', '"z":1,"z":2'],
] as const) {
  row('token.duplicate_member', `${what} twice`, await signedText(headerText, twice(claimsText, claims)))
}
row(
  'token.duplicate_member',
  'a country twice within geo',
  await signedText(headerText, claimsText.replace('"country":"US"', '"country":"US","country":"DE"')),
)

// --- Values of the registered claims (RFC 7519 §4.1)
const raw = (name: string, value: string) =>
  signedText(
    headerText,
    claimsText.replace(new RegExp(`"${name}":(?:\\d+|"[^"]*")`), () => `"${name}":${value}`),
  )
for (const name of ['iat', 'nbf', 'exp']) {
  const good = CLAIMS[name as 'exp']
  for (const [what, value] of [
    ['a fraction', `${good}.5`],
    ['negative', `-${good}`],
    ['text', `"${good}"`],
    ['milliseconds', `${good}000`],
    ['the largest integer', '9007199254740991'],
    ['after the year 9999', '253402300800'],
    ['1e308', '1e308'],
    ['null', 'null'],
    ['true', 'true'],
    ['a list', `[${good}]`],
    ['an object', '{}'],
  ] as const) {
    row('token.claims', `${name} that is ${what}`, await raw(name, value))
  }
  for (const value of ['1e400', 'Infinity', 'NaN', `0${good}`, `+${good}`, '0x6ae52280', '']) {
    row('token.format', `${name} written as ${JSON.stringify(value)}`, await raw(name, value))
  }
  row('token.claims', `no ${name}`, await signed({ [name]: undefined }))
}
row('token.lifetime', 'exp at the end of the year 9999', await raw('exp', '253402300799'))
for (const jti of [undefined, null, '', 1, ['x'], 'two words', 'a\nb', 'x'.repeat(129)]) {
  row('token.claims', `jti that is ${JSON.stringify(jti)}`, await signed({ jti }))
}
for (const iss of [
  undefined,
  null,
  'https://staging.gate.test',
  `${ISSUER}/`,
  'HTTPS://GATE.TEST',
  'http://gate.test',
  [ISSUER],
  '',
]) {
  row('token.issuer', `iss that is ${JSON.stringify(iss)}`, await signed({ iss }))
}
for (const aud of [
  undefined,
  null,
  'origin.test',
  `${ISSUER}/`,
  [ISSUER],
  [ISSUER, 'https://other.test'],
  [],
  '',
]) {
  row('token.audience', `aud that is ${JSON.stringify(aud)}`, await signed({ aud }))
}

// --- Times
row(
  'token.expired',
  'expired an hour ago',
  await signed({ iat: NOW - 5400, nbf: NOW - 5400, exp: NOW - 3600 }),
)
row(
  'token.expired',
  'expired as long ago as the grace period and what clocks may differ',
  await signed({ iat: NOW - 600, nbf: NOW - 600, exp: NOW - GRACE_SECONDS - 5 }),
)
row(
  'token.not_yet_valid',
  'issued in the future, just beyond what clocks may differ',
  await signed({ iat: NOW + 6 }),
)
row('token.not_yet_valid', 'not before, just beyond what clocks may differ', await signed({ nbf: NOW + 6 }))
row(
  'token.lifetime',
  'a second longer than any token may live',
  await signed({ acr: 'high', exp: NOW + 3601 }),
)
row('token.lifetime', 'a second longer than one of its assurance may live', await signed({ exp: NOW + 1801 }))
row(
  'token.lifetime',
  'a second longer than one of its assurance and network may live',
  await signed({ acr: 'low', exp: NOW + 601 }),
)
row('token.lifetime', 'an end at its beginning', await signed({ exp: NOW }))
row('token.lifetime', 'an end before its beginning', await signed({ iat: NOW, exp: NOW - 1 }))

// --- Claims of ours
const OWN_CLAIMS = [
  'sub',
  'sub_kind',
  'auth_time',
  'sid',
  'acr',
  'acr_time',
  'geo',
  'net',
  'pol',
  'epoch',
  'bind',
]
for (const name of OWN_CLAIMS) {
  row('token.claims', `no ${name}`, await signed({ [name]: undefined }))
  row('token.claims', `${name} that is null`, await signed({ [name]: null }))
}
for (const [name, value] of [
  ['sub', ''],
  ['sub', 'two words'],
  ['sub', 'x'.repeat(129)],
  ['sub', 'пёс'],
  ['sub_kind', 'admin'],
  ['acct', null],
  ['acct', {}],
  ['acct', 'US'],
  ['acct', { created: `${NOW}` }],
  ['acct', { created: NOW + 0.5 }],
  ['acct', { home: 'us' }],
  ['acct', { home: 'US-CA-1' }],
  ['acct', { home: 'XX' }],
  ['acct', { home: null }],
  ['acct', { home: 'US', city: 'Fairfield' }],
  ['auth_time', '1793490600'],
  ['auth_time', true],
  ['auth_time', [NOW]],
  ['sid', 'a\r\nb'],
  ['acr', 'highest'],
  ['geo', { region: 'US-CA' }],
  ['geo', { country: 'US', region: 'DE-BY' }],
  ['geo', { country: 'US', city: 'Fairfield' }],
  ['geo', { country: 'us' }],
  ['geo', 'US'],
  ['net', { class: 'home' }],
  ['net', { class: 'residential', address: '192.0.2.1' }],
  ['net', {}],
  ['pol', '0123456789ABCDEF'],
  ['pol', '0123'],
  ['epoch', '3'],
  ['epoch', 3.5],
  ['epoch', -3],
  ['acr_time', `${NOW}`],
  ['acr_time', NOW + 1],
  ['acr_time', NOW - 0.5],
  ['acr_time', -1],
  ['auth_time', NOW + 1],
  ['bind', 'x'],
  ['bind', { fam: 5 }],
  ['bind', { fam: '4' }],
  ['bind', { ja4: 13 }],
  ['bind', { ja4: 'x'.repeat(257) }],
  ['bind', { ip: '192.0.2.1' }],
  ['cnf', null],
  ['cnf', 'x'],
  ['cnf', {}],
  ['cnf', { jkt: 'short' }],
  ['cnf', { jkt: `${'A'.repeat(42)}B` }],
  ['cnf', { jkt: `${HEADER.kid}=` }],
  ['cnf', { jkt: HEADER.kid, jku: 'https://evil.test/jwks.json' }],
  ['cnf', { jwk: ownPublic }],
  ['cnf', { kid: HEADER.kid }],
  ['cnf', { 'x5t#S256': 'ab'.repeat(32) }],
] as const) {
  row('token.claims', `${name} that is ${JSON.stringify(value)}`, await signed({ [name]: value }))
}
for (const sub_kind of ['key', 'none'])
  row('token.claims', `acct beside sub_kind ${sub_kind}`, await signed({ sub_kind, acct: { home: 'US' } }))
for (const epoch of [0, EPOCH - 1]) row('revoked.epoch', `epoch ${epoch}`, await signed({ epoch }))

// --- Compact form (RFC 7515 §7.1, RFC 4648 §3.5)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
for (let bits = 1; bits < 16; bits++) {
  const last = ALPHABET[ALPHABET.indexOf(signature64.at(-1) ?? '') ^ bits]
  row('token.format', `unused bits ${bits} of the signature's last character`, valid.slice(0, -1) + last)
}
const unevenClaims = await signed({ sub: `acct_8${'x'.repeat((3 - (claimsText.length % 3) + 1) % 3)}` })
{
  const [h = '', c = '', s = ''] = unevenClaims.split('.')
  if (c.length % 4 !== 2) throw new Error('expected claims whose last character has four unused bits')
  const last = ALPHABET[ALPHABET.indexOf(c.at(-1) ?? '') ^ 1]
  row('token.format', "an unused bit of the claims' last character", `${h}.${c.slice(0, -1)}${last}.${s}`)
}
for (const [what, space] of [
  ['a space', ' '],
  ['a tab', '\t'],
  ['a newline', '\n'],
  ['CR LF', '\r\n'],
  ['NUL', '\u0000'],
  ['a no-break space', '\u00a0'],
  ['padding', '='],
  ['double padding', '=='],
  ['a comma', ','],
  ['a semicolon', ';'],
  ['an escape', '%20'],
  ['a full-width letter', '\uff21'],
] as const) {
  row('token.format', `${what} in front`, space + valid)
  row('token.format', `${what} behind`, valid + space)
  row('token.format', `${what} after the header`, valid.replace('.', `${space}.`))
  row(
    'token.format',
    `${what} within the claims`,
    `${header64}.${claims64.slice(0, 8)}${space}${claims64.slice(8)}.${signature64}`,
  )
}
for (const [what, token] of [
  ['nothing', ''],
  ['one part', header64],
  ['two parts', `${header64}.${claims64}`],
  ['four parts', `${valid}.${signature64}`],
  ['five parts', `${header64}.a.b.c.d`],
  ['a trailing dot', `${valid}.`],
  ['a leading dot', `.${valid}`],
  ['only dots', '..'],
  ['no header', `.${claims64}.${signature64}`],
  ['no claims', `${header64}..${signature64}`],
  ['a scheme', `Bearer ${valid}`],
  ['quotes', `"${valid}"`],
  [
    'the JSON serialisation',
    JSON.stringify({ protected: header64, payload: claims64, signature: signature64 }),
  ],
  ['the other base64 alphabet', `${valid.slice(0, -3)}+/${valid.slice(-1)}`],
  ['a single character as a part', `${header64}.${claims64}.A`],
  ['claims of five characters', `${header64}.AAAAA.${signature64}`],
] as const) {
  row('token.format', what, token)
}
row('token.signature', 'trailing data', `${valid}AAAA`)
row('token.size', '5,000 characters', await signed({ extra: 'x'.repeat(5000) }))
row('token.size', '5,000 dots', '.'.repeat(5000))
row('token.size', '4,097 characters of one letter', 'A'.repeat(4097))

// --- Text within (RFC 8725 §3.7, RFC 8259 §8)
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : part)))
const extra = (value: number[]) => bytes(`${claimsText.slice(0, -1)},"x":"`, value, '"}')
for (const [what, value] of [
  ['a stray byte', [0xff]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['half a sequence', [0xe2, 0x82]],
  ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
] as const) {
  row('token.format', `${what} in the claims`, await signedText(headerText, extra([...value])))
}
row(
  'token.format',
  'invalid UTF-8 in the header',
  await signedText(bytes('{"kid":"', [0xff], '"}'), claimsText),
)
row('token.format', 'UTF-16 claims', await signedText(headerText, Buffer.from(claimsText, 'utf16le')))
row(
  'token.format',
  'a byte order mark before the claims',
  await signedText(headerText, `\ufeff${claimsText}`),
)
row(
  'token.format',
  'a byte order mark before the header',
  await signedText(`\ufeff${headerText}`, claimsText),
)
for (const [what, value] of [
  ['a lone high surrogate', '"\\ud800"'],
  ['a lone low surrogate', '"\\udc00"'],
  ['surrogates the wrong way round', '"\\udc00\\ud800"'],
  ['a raw newline', '"\n"'],
  ['33 levels', '['.repeat(32) + ']'.repeat(32)],
  ['a single quote', "'x'"],
  ['undefined', 'undefined'],
] as const) {
  row(
    'token.format',
    `${what} in the claims`,
    await signedText(headerText, twice(claimsText, `"x":${value}`)),
  )
}
for (const text of [
  '[]',
  '"x"',
  'null',
  '1',
  '',
  '{}{}',
  '{',
  `${claimsText},`,
  `${claimsText}\u0000`,
  '{"a":1,}',
]) {
  row(
    'token.format',
    `claims that are ${text.length > 9 ? `good, then ${JSON.stringify(text.slice(claimsText.length))}` : JSON.stringify(text)}`,
    await signedText(headerText, text || ' '),
  )
}
for (const text of ['[]', '"x"', 'null', '{"alg":"ES256"']) {
  row('token.format', `a header that is ${JSON.stringify(text)}`, await signedText(text, claimsText))
}
row('token.header', 'an empty header', await signedText('{}', claimsText))

// --- Signatures (RFC 7518 §3.4; CVE-2022-21449)
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const half = (value: bigint) => decodeHex(value.toString(16).padStart(64, '0'))
const [r, s] = [signature.slice(0, 32), signature.slice(32)]
for (const [what, value] of [
  ['all zero', new Uint8Array(64)],
  ['r = 0', bytes([...new Uint8Array(32)], [...s])],
  ['s = 0', bytes([...r], [...new Uint8Array(32)])],
  ['r = n', bytes([...half(N)], [...s])],
  ['s = n', bytes([...r], [...half(N)])],
  ['r = 1, s = 1', bytes([...half(1n)], [...half(1n)])],
  ['all ones', new Uint8Array(64).fill(255)],
  ['r and s exchanged', bytes([...s], [...r])],
  ['DER', der(r, s)],
  ['63 bytes', signature.slice(0, 63)],
  ['65 bytes, a zero behind', bytes([...signature], [0])],
  ['65 bytes, a zero in front', bytes([0], [...signature])],
  ['128 bytes, twice the signature', bytes([...signature], [...signature])],
  ['one byte', Uint8Array.of(0)],
] as const) {
  row('token.signature', `a signature of ${what}`, withSignature(value))
}

function decodeHex(text: string): number[] {
  return (text.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16))
}

function der(left: Uint8Array, right: Uint8Array): Uint8Array {
  const integer = (value: Uint8Array) => {
    const body = (value[0] ?? 0) > 127 ? [0, ...value] : [...value]
    return [2, body.length, ...body]
  }
  const body = [...integer(left), ...integer(right)]
  return Uint8Array.from([0x30, body.length, ...body])
}

export const FORGERIES: readonly Forgery[] = rows
export const VALID = valid

/** The one other signature over the same words: (r, n − s). ECDSA has it by nature; RFC 7518 does not forbid it. */
export const MALLEATED = withSignature(
  bytes([...r], [...half(N - BigInt(`0x${Buffer.from(s).toString('hex')}`))]),
)
