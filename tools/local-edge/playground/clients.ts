/** Somebody to try: an address, and what the edge would say beyond what the address tells. */
export interface Client {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly icon: IconName
  readonly address: string
  /** Over what the look-up says of the address; null removes a property. What the edge tells, never what Cordon concludes. */
  readonly cf?: Readonly<Record<string, unknown>>
  /** Set by the edge. */
  readonly headers?: Readonly<Record<string, string>>
  /** Said where no prefix lists are compiled in, and the address alone does not tell. */
  readonly withoutLists?: string
}

export type IconName =
  | 'home'
  | 'phone'
  | 'satellite'
  | 'office'
  | 'relay'
  | 'vpn'
  | 'tor'
  | 'cloud'
  | 'worker'
  | 'tower'
  | 'border'
  | 'question'
  | 'pen'

/** The edge knows no place behind Tor. */
const TOR = {
  country: 'T1',
  isEUCountry: null,
  continent: null,
  region: null,
  regionCode: null,
  city: null,
  postalCode: null,
  latitude: null,
  longitude: null,
  timezone: null,
} as const

const NO_REGION = { region: null, regionCode: null, city: null, postalCode: null } as const

/** Real addresses; places and networks come from the offline look-up, frozen at June 2026. */
export const CLIENTS: readonly Client[] = [
  {
    id: 'ohio',
    label: 'Home in Ohio',
    about: 'Columbus',
    icon: 'home',
    address: '65.24.0.1',
  },
  {
    id: 'mobile',
    label: 'French phone',
    about: 'Free, Paris',
    icon: 'phone',
    address: '37.169.1.1',
  },
  {
    id: 'starlink',
    label: 'Starlink',
    about: 'near Seattle',
    icon: 'satellite',
    address: '98.97.32.1',
  },
  {
    id: 'zscaler',
    label: 'Office, Zscaler',
    about: 'web gateway',
    icon: 'office',
    address: '165.225.0.1',
  },
  {
    id: 'relay',
    label: 'Private Relay',
    about: 'iCloud, London',
    icon: 'relay',
    address: '172.224.226.1',
    withoutLists:
      'The exits of Private Relay are told by Apple’s published list alone, which is not compiled in: the network counts as unknown here. Run npm run feeds.',
  },
  {
    id: 'ukraine',
    label: 'Ukraine',
    about: 'no region known',
    icon: 'question',
    address: '82.193.96.1',
    cf: NO_REGION,
  },
  {
    id: 'vpn',
    label: 'VPN exit',
    about: 'Mullvad’s network',
    icon: 'vpn',
    address: '185.213.155.1',
  },
  {
    id: 'tor',
    label: 'Tor exit',
    about: 'T1, no place',
    icon: 'tor',
    address: '185.220.101.1',
    cf: TOR,
  },
  {
    id: 'aws',
    label: 'Server at AWS',
    about: 'Amazon, Ohio',
    icon: 'cloud',
    address: '3.15.1.1',
  },
  {
    id: 'worker',
    label: 'A Worker',
    about: 'somebody’s proxy',
    icon: 'worker',
    address: '2a06:98c0:3600::103',
    headers: { 'CF-Worker': 'example.workers.dev' },
  },
  {
    id: 'unicom',
    label: 'China Unicom',
    about: 'Beijing',
    icon: 'tower',
    address: '123.125.71.38',
  },
  {
    id: 'crimea',
    label: 'Crimea',
    about: 'put in Krasnodar',
    icon: 'border',
    address: '2.59.51.1',
  },
]

/** The choice of an address of one's own, in place of a client's id. */
export const OWN_ADDRESS = 'own'

export function clientById(id: string): Client | undefined {
  return CLIENTS.find((client) => client.id === id)
}
