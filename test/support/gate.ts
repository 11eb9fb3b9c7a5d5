import { app } from '../../src/app.ts'
import { type Dependencies, type DependencyOptions, dependenciesFrom } from '../../src/deps.ts'
import type { UnixMillis } from '../../src/lib/time.ts'
import type { LogRecord } from '../../src/telemetry/records.ts'
import { SIGNING_KEYS } from './keys.ts'
import { readBack } from './records.ts'

/** A configuration with one of everything, to change one field of. */
export const VARS = {
  HOSTS: ['gate.test'],
  ISSUER: 'https://gate.test',
  RESTRICTED_REGIONS: [
    'CU',
    {
      id: 'embargo',
      regions: ['KP', 'UA-43'],
      reason: 'Embargo',
      basis: { law: 'A law', owner: 'compliance', from: '2020-01-01' },
    },
  ],
  DENIED_NETWORKS: ['hosting', 'vpn', 'proxy', 'tor', 'edge_worker'],
  LOG_ALLOW_RATE: 1,
  SUPPORT_URI: 'https://gate.test/support',
  POLICY: {
    default: 'allow',
    resources: [
      { id: 'pub', tier: 'open', path: '/pub/*' },
      { id: 'api', tier: 'standard', path: '/api/*' },
    ],
  },
  SIGNING_KEYS,
  CREDENTIAL_SECRET: 'a secret of thirty-two characters',
  // Nothing is revoked, unless a test brings a Control of its own.
  STATE: 'none',
}

/** `request.cf` of an ordinary home connection. */
export const HOME_CF = {
  country: 'US',
  region: 'California',
  regionCode: 'CA',
  city: 'Fairfield',
  continent: 'NA',
  latitude: '38.24920',
  longitude: '-122.04100',
  timezone: 'America/Los_Angeles',
  colo: 'SJC',
  asn: 7922,
  asOrganization: 'Comcast Cable Communications, LLC',
  httpProtocol: 'HTTP/2',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'AEAD-AES128-GCM-SHA256',
  clientTcpRtt: 24,
}
export const HOME_ADDRESS = '73.162.10.1'

/** 2026-11-01T00:00:00Z */
export const NOW = 1_793_491_200_000 as UnixMillis

/** So many seconds after `NOW`. */
export function later(seconds: number): UnixMillis {
  return (NOW + seconds * 1000) as UnixMillis
}

export interface TestGate {
  /** Sends a request; `cf: null` leaves `request.cf` out. Path or whole URL. */
  readonly send: (path: string, init?: SendInit) => Promise<Response>
  readonly records: LogRecord[]
  /** Requests the origin got. */
  readonly seen: Request[]
  /** For an application of the test's own. */
  readonly dependencies: Dependencies
  at: UnixMillis
}

export interface SendInit extends Omit<RequestInit, 'cf'> {
  readonly cf?: unknown
  readonly address?: string | null
}

export type OriginHandler = (request: Request) => Response | Promise<Response>

/**
 * The whole application over a given configuration and origin, with its clock and log in the test's hands. A record that
 * breaks its schema throws, and so turns the answer into a 500.
 */
export function testGate(
  vars: Record<string, unknown> = {},
  origin: OriginHandler = echo,
  replace: (made: Dependencies) => Partial<Dependencies> = () => ({}),
  options: DependencyOptions = {},
): TestGate {
  const records: LogRecord[] = []
  const seen: Request[] = []
  const binding = {
    fetch: async (url: string, init?: RequestInit) => {
      const request = new Request(url, init)
      seen.push(request)
      return origin(request)
    },
  }
  const env = { ORIGIN: binding, ...VARS, ...vars }
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const made = dependenciesFrom(present, {
    log: (record) => void records.push(readBack(record)),
    ...options,
  })
  const dependencies: Dependencies = { ...made, clock: () => gate.at, ...replace(made) }
  const gate: TestGate = { send, records, seen, dependencies, at: NOW }

  async function send(path: string, { cf = HOME_CF, address = HOME_ADDRESS, ...init }: SendInit = {}) {
    const request = new Request(path.startsWith('/') ? `https://gate.test${path}` : path, init as RequestInit)
    if (address !== null && !request.headers.has('CF-Connecting-IP'))
      request.headers.set('CF-Connecting-IP', address)
    if (cf !== null) Object.defineProperty(request, 'cf', { value: cf })
    return app.fetch(request, dependencies)
  }
  return gate
}

const echo: OriginHandler = async (request) =>
  Response.json({
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    body: await request.text(),
  })
