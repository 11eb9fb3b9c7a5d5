/** Policies of any size that have nothing to say about most requests: the usual case, and the longest way. */

export interface PolicySize {
  readonly rules: number
  readonly entriesARule: number
}

/** No client of the benchmarks is in one of these, or in one of those. */
const ELSEWHERE = ['CN', 'RU', 'CU', 'IR', 'KP', 'SY', 'BY', 'VE']
const OF_CLIENTS = ['US', 'DE', 'GB', 'BR', 'IN', 'FR']

/** Rules with lists: a quarter each of places, network numbers, address prefixes and beginnings of texts. */
export function listedRules({ rules, entriesARule }: PolicySize): object {
  return policyOf(rules, (rule) => listOf(rule, entriesARule, ELSEWHERE))
}

/** Rules that list other regions of the clients' own countries. */
export function neighbouringRules({ rules, entriesARule }: PolicySize): object {
  return policyOf(rules, (rule) => listOf(rule * 4, entriesARule, OF_CLIENTS))
}

/** Rules that no list leads to. */
export function listlessRules(rules: number): object {
  return policyOf(rules, (rule) => {
    switch (rule % 3) {
      case 0:
        return { signal: 'client.rtt_ms', gt: 10_000 + rule }
      case 1:
        return { signal: 'place.city', is: `Nowhere ${rule}` }
      default:
        return { not: [{ signal: 'network.class', in: ['residential', 'mobile', 'business', 'education'] }] }
    }
  })
}

/** Resources that are not asked for, and one that is. */
export function resources(count: number): object {
  const others = Array.from({ length: count - 1 }, (_, at) => ({
    id: `other-${at}`,
    tier: 'controlled',
    path: `/other-${at}/*`,
  }))
  return { ...policyOf(0, () => ({})), POLICY: { default: 'allow', resources: [...others, API], rules: [] } }
}

const API = { id: 'api', tier: 'standard', path: '/v1/*' }
const EFFECTS = ['deny', 'challenge', 'limit', 'allow'] as const

function policyOf(rules: number, condition: (rule: number) => object): object {
  return {
    POLICY: {
      default: 'allow',
      resources: [API],
      rules: Array.from({ length: rules }, (_, rule) => ({
        id: `rule-${rule}`,
        effect: EFFECTS[rule % EFFECTS.length],
        when: condition(rule),
      })),
    },
    DENIED_NETWORKS: [],
    RESTRICTED_REGIONS: [],
    ALLOWED_REGIONS: [],
    UNKNOWN_PLACE: 'allow',
    AMBIGUOUS_PLACE: 'allow',
    ALLOWED_NETWORKS: [],
    EXAMPLES: [],
  }
}

function listOf(rule: number, entries: number, countries: readonly string[]): object {
  const list = <T>(entry: (number: number) => T): T[] =>
    Array.from({ length: entries }, (_, at) => entry(rule * entries + at))
  switch (rule % 4) {
    case 0:
      return { signal: 'place', in: list((number) => regionIn(countries, number)) }
    case 1:
      return { signal: 'network.asn', in: list((number) => 100_000 + number) }
    case 2:
      return { signal: 'client.address', prefix: list(prefix) }
    default:
      return { signal: 'tls.ja4', prefix: list((number) => `t13d${number.toString(36).padStart(6, '0')}`) }
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Nobody's region. Of letters, as the codes of these countries are: beside a number it would be ambiguous. */
function regionIn(countries: readonly string[], number: number): string {
  const letters = [676, 26, 1].map((place) => LETTERS[Math.floor(number / place) % 26]).join('')
  return `${countries[number % countries.length]}-${letters}`
}

/** As many as are asked for: 10.0.0.0/8 to 41.0.0.0/8 has room for two million of /24. */
export function prefix(number: number): string {
  return `${10 + (number >>> 16)}.${(number >>> 8) & 255}.${number & 255}.0/24`
}
