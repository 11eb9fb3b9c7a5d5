import { HOME_CF, type SendInit, type TestGate } from './gate.ts'

/** `request.cf` of connections of several kinds; each is the home connection with some facts changed. */
export const CLIENTS = {
  home: HOME_CF,
  canada: { ...HOME_CF, country: 'CA', regionCode: 'ON', asn: 577, asOrganization: 'Bell Canada' },
  crimea: {
    ...HOME_CF,
    country: 'UA',
    regionCode: '43',
    continent: 'EU',
    asn: 15895,
    asOrganization: 'Kyivstar',
  },
  kyiv: {
    ...HOME_CF,
    country: 'UA',
    regionCode: '30',
    continent: 'EU',
    asn: 15895,
    asOrganization: 'Kyivstar',
  },
  ukraine: { ...without('regionCode'), country: 'UA', asn: 15895, asOrganization: 'Kyivstar' },
  northKorea: { ...without('regionCode'), country: 'KP', asn: 131279, asOrganization: 'Ryugyong-dong' },
  cuba: { ...HOME_CF, country: 'CU', regionCode: '03', asn: 27725, asOrganization: 'ETECSA' },
  cloud: { ...HOME_CF, country: 'KR', regionCode: '11', asn: 16509, asOrganization: 'Amazon.com, Inc.' },
  usCloud: { ...HOME_CF, asn: 16509, asOrganization: 'Amazon.com, Inc.' },
  tor: { ...HOME_CF, country: 'T1' },
  starlink: { ...HOME_CF, asn: 14593, asOrganization: 'SpaceX Services, Inc.' },
  privateRelay: {
    ...HOME_CF,
    country: 'GB',
    regionCode: 'ENG',
    asn: 36183,
    asOrganization: 'Akamai Technologies, Inc.',
  },
  nowhere: without('country'),
} as const

function without(name: keyof typeof HOME_CF): Record<string, unknown> {
  const { [name]: _, ...rest } = HOME_CF
  return rest
}

/** A token as the gate gives it to an API client. */
export async function tokenFor(gate: TestGate, cf: unknown = CLIENTS.home): Promise<string> {
  const response = await gate.send('/.cordon/session', { method: 'POST', cf })
  if (response.status !== 200) throw new Error(`no token: ${response.status} ${await response.text()}`)
  return (await response.json<{ token: string }>()).token
}

export function inHeader(token: string): SendInit & { readonly headers: Record<string, string> } {
  return { headers: { 'Cordon-Session': token } }
}

/** As a browser sends it that has other cookies, too. */
export function inCookie(token: string): SendInit & { readonly headers: Record<string, string> } {
  return { headers: { Cookie: `theme=dark; __Host-cordon=${token}; lang=en` } }
}
