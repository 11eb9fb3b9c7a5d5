/** Those who try. Everything here is written by an attacker, down to the last byte. */
import { randomBytes } from 'node:crypto'
import { BASE_URL, HOME_CF, HOST, homeAddress, rawRequest } from '../../load/request.ts'
import { type HeldKey, proofFor, signedJws } from '../jws.ts'
import { cookieOf, type Kind, type Presented, tokenOf } from '../kind.ts'
import { partOf } from '../token.ts'
import { inNetwork } from './polite.ts'

/** What attackers of this run have got hold of. */
export interface Loot {
  /** Of nobody: no gate knows it. */
  readonly own: HeldKey
  /** Makes a token that was good two hours ago: the gate's own key has signed it. */
  readonly expired: (claims: object) => string
}

const MEMBERS = '/members/home'
const CARDS = 2
const HUGE_HEADERS = 40
const HUGE_HEADER_BYTES = 500
const OVERSIZED_COOKIE_BYTES = 12_000

function kind(name: string, presents: Kind['presents'], bytes: Kind['bytes'], manner?: Kind['manner']): Kind {
  return { name, cards: CARDS, hostile: true, presents, bytes, ...(manner === undefined ? {} : { manner }) }
}

const withSession = (token: string, path = MEMBERS) =>
  rawRequest({ path, headers: { Cookie: `__Host-cordon=${token}` } })

/** Header lines over those of a request, whatever their names. */
function withLines(request: Buffer, ...lines: string[]): Buffer {
  const end = request.indexOf('\r\n\r\n') + 2
  return Buffer.concat([
    request.subarray(0, end),
    Buffer.from(lines.map((line) => `${line}\r\n`).join('')),
    request.subarray(end),
  ])
}

function replaced(request: Buffer, text: string, by: string): Buffer {
  return Buffer.from(
    request.toString('latin1').replace(text, () => by),
    'latin1',
  )
}

function claimsIn(presented: Presented | undefined): Record<string, unknown> {
  return { ...partOf(tokenOf(presented), 'claims') }
}

function tampered(token: string): string {
  const [header = '', , signature = ''] = token.split('.')
  const claims = { ...partOf(token, 'claims'), acr: 'high', geo: { country: 'CH' } }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

export function hostileKinds({ own, expired }: Loot): readonly Kind[] {
  const header = { typ: 'cordon-session+jwt' }
  return [
    ...forgeries(),
    ...disguises,
    ...floods,
    kind('ownKey', 'cookie', (_, presented) =>
      withSession(
        signedJws({ ...header, kid: 'k'.repeat(43), jwk: own.jwk }, claimsIn(presented), own.privateKey),
      ),
    ),
    kind('expired', 'cookie', (_, presented) => withSession(expired(claimsIn(presented)))),
    kind('proofForAnother', 'bound', (turn, presented) => {
      const key = presented?.key ?? own
      const token = tokenOf(presented)
      const proof = proofFor(key, { method: 'GET', url: `${BASE_URL}/elsewhere`, token })
      return rawRequest({
        path: MEMBERS,
        address: homeAddress(turn),
        headers: { 'Cordon-Session': token, 'Cordon-DPoP': proof },
      })
    }),
  ]
}

function forgeries(): readonly Kind[] {
  return [
    kind('rubbish', 'nothing', () => withSession(randomBytes(300).toString('base64url'))),
    kind('tampered', 'cookie', (_, presented) => withSession(tampered(tokenOf(presented)))),
    kind('unsigned', 'cookie', (_, presented) => {
      const none = Buffer.from('{"alg":"none","typ":"cordon-session+jwt"}').toString('base64url')
      return withSession(`${none}.${tokenOf(presented).split('.')[1]}.`)
    }),
    kind('stolen', 'cookie', (_, presented) =>
      rawRequest({
        path: MEMBERS,
        cf: { ...HOME_CF, country: 'DE', region: 'Hesse', regionCode: 'HE', city: 'Frankfurt', asn: 3320 },
        headers: { Cookie: `__Host-cordon=${tokenOf(presented)}` },
      }),
    ),
    kind('boundWithoutProof', 'bound', (_, presented) =>
      rawRequest({ path: MEMBERS, headers: { 'Cordon-Session': tokenOf(presented) } }),
    ),
    kind('adminGuess', 'nothing', (turn) =>
      rawRequest({
        path: '/.cordon/admin/state',
        address: inNetwork(turn),
        headers: { Authorization: `Bearer cordon_admin_${randomBytes(16).toString('hex')}` },
      }),
    ),
  ]
}

/** Requests that are to look like others, to us or to the origin. */
const disguises: readonly Kind[] = [
  kind('smuggledHeaders', 'cookie', (_, presented) =>
    withLines(
      rawRequest({ headers: { Cookie: cookieOf(presented) } }),
      'Cordon-Assertion: eyJhbGciOiJub25lIn0.e30.',
      'Cordon-Verdict: allow',
      'cordon_country: CH',
      'CORDON-Decision: AAAAAAAAAAAAAAAAAAAAAA',
      'Cordon-Account: root',
    ),
  ),
  kind('repeatedCookie', 'cookie', (_, presented) =>
    rawRequest({
      path: MEMBERS,
      headers: { Cookie: `${cookieOf(presented)}; __Host-cordon=${tokenOf(presented)}` },
    }),
  ),
  kind('disguisedCookie', 'cookie', (_, presented) =>
    rawRequest({ headers: { Cookie: `%5F_Host-cordon=x; ${cookieOf(presented)}; __host-CORDON=y` } }),
  ),
  kind('aliasDots', 'nothing', () => rawRequest({ path: '/pub/%2e%2e/members/home' })),
  kind('aliasReserved', 'nothing', () => rawRequest({ path: '/.CORDON/session' })),
  kind('wrongHost', 'nothing', () => replaced(rawRequest(), `Host: ${HOST}`, 'Host: admin.example.com')),
  kind('twoHosts', 'nothing', () => withLines(rawRequest(), 'Host: origin.example.net')),
  kind('trace', 'nothing', () => rawRequest({ method: 'TRACE' })),
  kind('repeatedMember', 'cookie', (_, presented) =>
    rawRequest({
      method: 'POST',
      path: '/v1/messages',
      headers: { Cookie: cookieOf(presented), 'Content-Type': 'application/json' },
      body: '{"model":"small-1","messages":[],"model":"large-1"}',
    }),
  ),
  kind('oddFacts', 'nothing', () =>
    rawRequest({
      cf: {
        ...HOME_CF,
        country: ['US'],
        regionCode: 7,
        asn: '7922',
        city: { name: 'Fairfield' },
        latitude: 'NaN',
      },
    }),
  ),
  kind('textForFacts', 'nothing', () => rawRequest({ cf: 'US' as never })),
]

const floods: readonly Kind[] = [
  kind('oversizedCookie', 'nothing', () => withSession('A'.repeat(OVERSIZED_COOKIE_BYTES))),
  kind('hugeHeaders', 'nothing', () =>
    withLines(
      rawRequest(),
      ...Array.from(
        { length: HUGE_HEADERS },
        () => `X-${randomBytes(8).toString('hex')}: ${'x'.repeat(HUGE_HEADER_BYTES)}`,
      ),
    ),
  ),
  kind(
    'slow',
    'cookie',
    (_, presented) => rawRequest({ headers: { Cookie: cookieOf(presented) } }),
    'slowly',
  ),
  kind(
    'abortedBody',
    'cookie',
    (_, presented) =>
      replaced(
        rawRequest({
          method: 'POST',
          path: '/v1/messages',
          headers: { Cookie: cookieOf(presented) },
          body: '{"model":',
        }),
        'Content-Length: 9',
        'Content-Length: 90000',
      ),
    'aborted',
  ),
  kind(
    'aborted',
    'cookie',
    (_, presented) => rawRequest({ headers: { Cookie: cookieOf(presented) } }),
    'aborted',
  ),
]
