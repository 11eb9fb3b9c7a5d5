import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Observations, TableAnswers } from '../../src/observations/types.ts'
import type { MatchedResource } from '../../src/policy/types.ts'
import { takeSnapshot } from '../../src/request/snapshot.ts'
import { parseTarget } from '../../src/request/target.ts'

export const NOW = 1_793_491_200 as UnixSeconds

const RULES = 200
const ENTRIES_A_RULE = 100

/**
 * A policy document of 200 rules and 20,000 list entries: a quarter each on places, on network numbers, on address
 * prefixes, and on the beginnings of texts. Half of the rules ask a second question, as rules of operators do. Nothing
 * in it matches most requests, which is the usual case and the longest way: no rule ends the search.
 */
export function largePolicy(): object {
  return {
    POLICY: {
      default: 'allow',
      resources: [{ id: 'api', tier: 'standard', path: '/v1/*' }],
      rules: Array.from({ length: RULES }, (_, index) => rule(index)),
    },
    DENIED_NETWORKS: [],
    RESTRICTED_REGIONS: [],
    ALLOWED_REGIONS: [],
    UNKNOWN_PLACE: 'deny',
    AMBIGUOUS_PLACE: 'challenge',
    ALLOWED_NETWORKS: [],
  }
}

const EFFECTS = ['deny', 'challenge', 'limit', 'allow'] as const

function rule(index: number): object {
  const list = condition(index)
  const second = { signal: 'identity.kind', is: 'none' }
  return {
    id: `rule-${index}`,
    effect: EFFECTS[index % 3],
    when: index % 8 < 4 ? list : { all: [list, second] },
    ...(index % 5 === 0 ? { tier: 'controlled' } : {}),
  }
}

function condition(index: number): object {
  const entries = <T>(entry: (number: number) => T): T[] =>
    Array.from({ length: ENTRIES_A_RULE }, (_, at) => entry(index * ENTRIES_A_RULE + at))
  switch (index % 4) {
    case 0:
      return { signal: 'place', in: entries(placeCode) }
    case 1:
      return { signal: 'network.asn', in: entries((number) => 100_000 + number) }
    case 2:
      return {
        signal: 'client.address',
        prefix: entries((number) =>
          number % 2 === 0
            ? `${100 + (number >>> 16)}.${(number >>> 8) & 255}.${number & 255}.0/24`
            : `2001:db8:${number.toString(16)}::/48`,
        ),
      }
    default:
      return { signal: 'tls.ja4', prefix: entries((number) => `t13d${number.toString(36).padStart(6, '0')}`) }
  }
}

/** Subdivisions, half of them of countries that clients below are in: every such rule has to be looked at for these. */
function placeCode(number: number): string {
  const country = ['US', 'DE', 'BR', 'IN', 'CN', 'RU', 'CU', 'IR'][number % 8]
  return `${country}-${(number % 1000).toString(36).toUpperCase().padStart(3, '0')}`
}

/** Clients of many kinds: the same facts over and over would be learnt by heart. */
export function clients(): readonly Observations[] {
  return Array.from({ length: 64 }, (_, index) => client(index))
}

const COUNTRIES = [
  ['US', 'CA'],
  ['DE', 'BE'],
  ['GB', 'ENG'],
  ['JP', '13'],
  ['BR', 'SP'],
  ['IN', 'KA'],
  ['FR', 'IDF'],
  ['UA', '30'],
] as const
const CLASSES = ['residential', 'mobile', 'business', 'education'] as const

function client(index: number): Observations {
  const [country, regionCode] = COUNTRIES[index % COUNTRIES.length] ?? COUNTRIES[0]
  const target = parseTarget('https://api.example.com/v1/messages', 'api.example.com')
  if (!target.ok) throw new Error(target.error)
  const request = {
    method: 'POST',
    headers: new Headers({
      'CF-Connecting-IP': index % 4 === 3 ? `2001:41d0:${index}::1` : `73.162.${index}.1`,
    }),
    cf: {
      country,
      regionCode,
      region: 'Somewhere',
      city: 'Some City',
      continent: 'NA',
      asn: 7_000 + index,
      asOrganization: 'Some Carrier',
      colo: 'SJC',
      httpProtocol: 'HTTP/2',
      tlsVersion: 'TLSv1.3',
      clientTcpRtt: 20 + index,
      botManagement: { score: index, ja4: `t13d1516h2_${index}`, verifiedBot: false },
    },
  }
  const tables: TableAnswers = {
    operator: undefined,
    override: undefined,
    prefixes: [],
    asn: {
      class: CLASSES[index % CLASSES.length] ?? 'residential',
      mixed: false,
      confidence: 'high',
      reason: 'made up',
    },
    organization: undefined,
    moved: undefined,
  }
  return {
    snapshot: takeSnapshot(request as unknown as Request, target.value),
    tables,
    session: { status: 'none' },
    proof: { status: 'none' },
    binding: { asn: 'notice', tls: 'off' },
    key: undefined,
  }
}

/** One on each tier, in turns. */
export const RESOURCES: readonly MatchedResource[] = (['standard', 'controlled', 'open'] as const).map(
  (tier): MatchedResource => ({
    tier,
    id: 'api',
    anyReading: new Set(['api']),
    everyReading: new Set(['api']),
    sessionRequired: false,
    singleUse: false,
    keysChecked: true,
  }),
)
