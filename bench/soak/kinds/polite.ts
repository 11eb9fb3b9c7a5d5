/** Honest clients, let in or refused. */
import { NAVIGATION } from '../../load/cordon.ts'
import { BASE_URL, HOME_CF, homeAddress, PATH, rawRequest } from '../../load/request.ts'
import { CUBA_CF } from '../../load/subjects/refused.ts'
import { proofFor } from '../jws.ts'
import { cookieOf, type Kind, type Presented, tokenOf } from '../kind.ts'
import { LISTED } from '../tables.ts'

const FRANCE_CF = {
  ...HOME_CF,
  country: 'FR',
  region: 'Île-de-France',
  regionCode: 'IDF',
  city: 'Paris',
  continent: 'EU',
  asn: 3215,
  asOrganization: 'Orange S.A.',
  timezone: 'Europe/Paris',
}
const UKRAINE_CF = {
  ...HOME_CF,
  country: 'UA',
  region: null,
  regionCode: null,
  city: null,
  continent: 'EU',
  asn: 15895,
  asOrganization: 'Kyivstar PJSC',
  timezone: 'Europe/Kyiv',
}
const AMAZON_CF = { ...HOME_CF, asn: 16509, asOrganization: 'Amazon.com, Inc.' }

/** So many networks that none of them asks more than 30 times a minute. */
const NETWORKS = 1_024
const API_KEYS = 64

export const inNetwork = (turn: number) =>
  `73.${100 + (Math.floor(turn / 256) % (NETWORKS / 256))}.${turn % 256}.9`

type Extra = Partial<Pick<Kind, 'manner'>>

function kind(
  name: string,
  cards: number,
  presents: Kind['presents'],
  bytes: Kind['bytes'],
  extra: Extra = {},
): Kind {
  return { name, cards, hostile: false, presents, bytes, ...extra }
}

const withCookie = (path: string) => (turn: number, presented: Presented | undefined) =>
  rawRequest({ path, address: homeAddress(turn), headers: { Cookie: cookieOf(presented) } })

const from =
  (cf: object, path = PATH, headers = {}) =>
  () =>
    rawRequest({ path, cf, headers })

const message = (model: string) =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'x'.repeat(1_500) }] })

const post = (model: string) => (turn: number, presented: Presented | undefined) =>
  rawRequest({
    method: 'POST',
    path: '/v1/messages',
    address: homeAddress(turn),
    headers: { Cookie: cookieOf(presented), 'Content-Type': 'application/json' },
    body: message(model),
  })

/** Opens a page for the first time, each time another one: its answer has a session. */
export const FIRST_VISIT = kind('firstVisit', 22, 'nothing', (turn) =>
  rawRequest({ path: `/articles/${turn}`, address: homeAddress(turn), headers: NAVIGATION }),
)

export const KNOWN = kind('known', 72, 'cookie', withCookie(PATH))

export const BOUND = kind('bound', 6, 'bound', (turn, presented) => {
  const path = `/members/${turn % 8}`
  const key = presented?.key
  if (key === undefined) throw new Error('a bound token without its key')
  const token = tokenOf(presented)
  const proof = proofFor(key, { method: 'GET', url: `${BASE_URL}${path}`, token })
  return rawRequest({
    path,
    address: homeAddress(turn),
    headers: { 'Cordon-Session': token, 'Cordon-DPoP': proof },
  })
})

export const POLITE: readonly Kind[] = [
  KNOWN,
  FIRST_VISIT,
  BOUND,
  kind('member', 20, 'cookie', withCookie('/members/home')),
  kind('page', 14, 'cookie', (turn, presented) =>
    rawRequest({
      path: '/chat',
      address: homeAddress(turn),
      headers: { ...NAVIGATION, Cookie: cookieOf(presented) },
    }),
  ),
  kind('apiToken', 10, 'token', (turn, presented) =>
    rawRequest({
      path: '/v1/models',
      address: homeAddress(turn),
      headers: { 'Cordon-Session': tokenOf(presented) },
    }),
  ),
  kind('apiKey', 8, 'nothing', (turn) =>
    rawRequest({ address: homeAddress(turn), headers: { Authorization: `Bearer key-${turn % API_KEYS}` } }),
  ),
  kind('body', 6, 'cookie', post('small-1')),
  kind('otherBody', 3, 'cookie', post('large-1')),
  kind('refusedPlace', 5, 'nothing', from(CUBA_CF)),
  kind('refusedPage', 3, 'nothing', from(CUBA_CF, '/', NAVIGATION)),
  kind('refusedNetwork', 4, 'nothing', from(AMAZON_CF)),
  kind('ambiguousPlace', 2, 'nothing', from(UKRAINE_CF)),
  kind('france', 4, 'nothing', from(FRANCE_CF)),
  kind('report', 2, 'nothing', () => rawRequest({ path: '/reports/2026' })),
  ...(['configured', 'named'] as const).map((table) =>
    kind(`listed:${table}`, 3, 'nothing', () => rawRequest({ address: LISTED[table].address })),
  ),
  kind('whoami', 5, 'nothing', (turn) => rawRequest({ path: '/.cordon/whoami', address: inNetwork(turn) })),
  kind('session', 2, 'cookie', withCookie('/.cordon/session')),
  kind('jwks', 1, 'nothing', () => rawRequest({ path: '/.cordon/jwks.json' })),
  kind('health', 1, 'nothing', () => rawRequest({ path: '/.cordon/health' })),
  kind('revokedSession', 2, 'session to be revoked', withCookie('/members/home')),
  kind('revokedAccount', 2, 'account to be revoked', (turn, presented) =>
    rawRequest({
      path: '/members/home',
      address: homeAddress(turn),
      headers: { 'Cordon-Session': tokenOf(presented) },
    }),
  ),
]
