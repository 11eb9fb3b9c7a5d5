/** The requests that are sent, as bytes: made once, and sent as often as the subject can take them. */

export const HOST = 'api.example.com'
export const BASE_URL = `https://${HOST}`
/** In it the socket of workerd finds `request.cf`. */
export const CF_HEADER = 'bench-cf'

/** `request.cf` of a home connection, in the size that the edge sends it. */
export const HOME_CF = {
  country: 'US',
  region: 'California',
  regionCode: 'CA',
  city: 'Fairfield',
  continent: 'NA',
  postalCode: '94534',
  metroCode: '807',
  latitude: '38.24920',
  longitude: '-122.04100',
  timezone: 'America/Los_Angeles',
  colo: 'SJC',
  asn: 7922,
  asOrganization: 'Comcast Cable Communications, LLC',
  httpProtocol: 'HTTP/2',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'AEAD-AES128-GCM-SHA256',
  tlsClientHelloLength: '1790',
  tlsClientCiphersSha1: 'JZtiTn8H/ntxORk+XXvU2EvNoz8=',
  tlsClientExtensionsSha1: 'Y7DIC8A6G0/aXviZ8ie/xDbJb7g=',
  tlsClientAuth: { certPresented: '0', certVerified: 'NONE' },
  clientTcpRtt: 24,
  edgeRequestKeepAliveStatus: 1,
} as const

/** What a browser and the edge send with every request. All subjects get the same, so that all have the same to read. */
const USUAL_HEADERS = {
  'User-Agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  Accept: '*/*',
  'Accept-Encoding': 'gzip, br',
  'Accept-Language': 'en-US,en;q=0.9',
  'CF-Ray': '99f1a2b3c4d5e6f7-SJC',
  'CF-Visitor': '{"scheme":"https"}',
  'CF-IPCountry': 'US',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-For': '73.162.10.1',
  'Sec-Fetch-Dest': 'empty',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'same-origin',
  Referer: `${BASE_URL}/chat`,
} as const

/** Nobody's prefix in any made-up list: see `made-up-table`. */
const HOME_NETWORK = '73.162.10'

/** So many clients take turns: the same facts over and over would be learnt by heart. */
export const CLIENTS = 32

export function homeAddress(client: number): string {
  return `${HOME_NETWORK}.${(client % CLIENTS) + 1}`
}

export interface RequestChoice {
  readonly method?: string
  readonly path?: string
  readonly address?: string
  readonly cf?: object
  /** Over the usual ones of the same name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export const PATH = '/v1/messages?limit=20'

/**
 * The cookies of a known client: one of the origin's, and a session in its usual size, for those who do not look into it.
 * What Cordon's own clients carry, floors have to carry as well.
 */
export const KNOWN_COOKIES = `theme=dark; __Host-cordon=${'x'.repeat(781)}`

export function rawRequest({
  method = 'GET',
  path = PATH,
  address = homeAddress(0),
  cf = HOME_CF,
  headers = {},
  body,
}: RequestChoice = {}): Buffer {
  const all: Record<string, string> = {
    Host: HOST,
    ...USUAL_HEADERS,
    'CF-Connecting-IP': address,
    [CF_HEADER]: JSON.stringify(cf),
    ...headers,
    ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`)
}

/** Gives the next request; undefined when there is none left, which ends the round. */
export type RequestSource = () => Buffer | undefined

/** These over and over, in turns. */
export function inTurns(requests: readonly Buffer[]): RequestSource {
  let at = 0
  return () => requests[at++ % requests.length]
}

/** These, each once. */
export function onceEach(requests: readonly Buffer[]): RequestSource {
  let at = 0
  return () => requests[at++]
}

/** At most so many of these. */
export function upTo(count: number, next: RequestSource): RequestSource {
  let given = 0
  return () => (given++ < count ? next() : undefined)
}

/** The same request of each of the clients, in turns. */
export function ofEachClient(choice: RequestChoice = {}): RequestSource {
  return inTurns(
    Array.from({ length: CLIENTS }, (_, client) => rawRequest({ address: homeAddress(client), ...choice })),
  )
}
