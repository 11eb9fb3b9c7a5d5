/** Requests of people at home, each from another place, network and address. */
import { at } from '../at.ts'
import { BASE_URL, HOME_CF } from '../load/request.ts'

const PLACES = [
  { country: 'US', regionCode: 'CA', region: 'California', city: 'Fairfield', continent: 'NA' },
  { country: 'DE', regionCode: 'BE', region: 'Land Berlin', city: 'Berlin', continent: 'EU' },
  { country: 'GB', regionCode: 'ENG', region: 'England', city: 'Leeds', continent: 'EU' },
  { country: 'JP', regionCode: '13', region: 'Tokyo', city: 'Chiyoda', continent: 'AS' },
  { country: 'BR', regionCode: 'SP', region: 'São Paulo', city: 'Campinas', continent: 'SA' },
  { country: 'IN', regionCode: 'KA', region: 'Karnataka', city: 'Bengaluru', continent: 'AS' },
  { country: 'FR', regionCode: 'IDF', region: 'Île-de-France', city: 'Paris', continent: 'EU' },
] as const

/** As many as make each place meet each of them in time. */
const CARRIERS = [
  { asn: 7922, asOrganization: 'Comcast Cable Communications, LLC' },
  { asn: 3320, asOrganization: 'Deutsche Telekom AG' },
  { asn: 2856, asOrganization: 'British Telecommunications PLC' },
  { asn: 4713, asOrganization: 'NTT Communications Corporation' },
  { asn: 701, asOrganization: 'Verizon Business' },
  { asn: 55836, asOrganization: 'Reliance Jio Infocomm Limited' },
  { asn: 3215, asOrganization: 'Orange S.A.' },
  { asn: 209, asOrganization: 'CenturyLink Communications, LLC' },
] as const

/** What a browser and the edge send where a person opens a page. */
const HEADERS = {
  Host: 'api.example.com',
  'User-Agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Accept-Encoding': 'gzip, br',
  'Accept-Language': 'en-US,en;q=0.9',
  'Cache-Control': 'max-age=0',
  'Sec-CH-UA': '"Chromium";v="141", "Not?A_Brand";v="8"',
  'Sec-CH-UA-Mobile': '?0',
  'Sec-CH-UA-Platform': '"Linux"',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Site': 'same-origin',
  'Sec-Fetch-User': '?1',
  'Upgrade-Insecure-Requests': '1',
  Referer: `${BASE_URL}/chat`,
  Cookie: 'theme=dark; _ga=GA1.1.1234567890.1700000000',
  'CF-Ray': '99f1a2b3c4d5e6f7-SJC',
  'CF-Visitor': '{"scheme":"https"}',
  'CF-IPCountry': 'US',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-For': '73.162.10.1',
} as const

export interface BrowserChoice {
  readonly country?: string
  /** Over the usual ones of the same name. */
  readonly headers?: Readonly<Record<string, string>>
}

/** With the cookies that the site itself has set. */
export function cookiesWith(cookie: string): string {
  return `${HEADERS.Cookie}; ${cookie}`
}

/** @param client from 0 on; a quarter of them are on IPv6 */
export function browserRequest(client: number, { country, headers = {} }: BrowserChoice = {}): Request {
  const place = at(PLACES, client)
  const cf = { ...HOME_CF, ...(country === undefined ? place : { country }), ...at(CARRIERS, client) }
  const address = client % 4 === 3 ? `2a00:23c4:${client.toString(16)}::1` : `73.162.10.${client + 1}`
  return new Request(`${BASE_URL}/v1/messages/${client}?limit=20`, {
    headers: { ...HEADERS, 'CF-Connecting-IP': address, ...headers },
    cf,
  } as RequestInit)
}
