import { type IpAddress, parseIpAddress } from '../net/ip-address.ts'
import type { NetworkClass } from '../net/network-class.ts'
import type { Observations, PrefixAnswer, Source } from '../observations/types.ts'

export type Confidence = 'high' | 'medium' | 'low'

/** What one row of the precedence table found. */
export interface Found {
  readonly class: NetworkClass
  readonly confidence: Confidence
  readonly source: Source
}

interface Row {
  /** Names the row in `npm run networks -- explain`. */
  readonly row: string
  readonly find: (observations: Observations) => Found | undefined
}

/** The address every Cloudflare Worker's outgoing request to another zone shows. */
const WORKERS_EGRESS = parseIpAddress('2a06:98c0:3600::103')

/**
 * Who has the last word on a network's class: the first row that finds something.
 *
 * The operator's own lists come first, and Tor outranks everything else. Then what is told of this connection, then what
 * is published of the address, the exacter and the kinder before the coarser: a Private Relay or crawler prefix lies in
 * the hosting network of its carrier, a VPN's exits in that of a hoster. Only then the number of the whole network (if it
 * is one of servers, even before lists that speak of people), and last its name. `unknown` among the lists means an edge
 * shared by relays, WARP and servers: nothing below it would say more about one address.
 */
export const PRECEDENCE: readonly Row[] = [
  { row: 'operator: ALLOWED_NETWORKS', find: allowed },
  { row: 'operator: NETWORK_OVERRIDES', find: overridden },
  { row: 'edge: Tor (T1)', find: torByEdge },
  listed('tor'),
  { row: 'request: CF-Worker', find: workerByHeader },
  { row: 'edge: Workers egress address', find: workerByAddress },
  { row: 'edge: verified bot', find: crawlerByEdge },
  listed('crawler'),
  listed('privacy_relay'),
  listed('corporate_gateway'),
  listed('vpn'),
  listed('proxy'),
  listed('edge_worker'),
  listed('unknown'),
  listed('hosting'),
  { row: 'ASN table: servers', find: adverseByAsn },
  listed('satellite'),
  listed('mobile'),
  listed('education'),
  listed('business'),
  listed('residential'),
  { row: 'ASN table', find: byAsn },
  { row: 'two independent weak signs', find: corroborated },
  { row: "rule on the organisation's name", find: byName },
]

/** The first row that finds something, and which it is; `undefined` when nobody knows the network. */
export function networkVerdict(observations: Observations): (Found & { readonly row: string }) | undefined {
  for (const { row, find } of PRECEDENCE) {
    const found = find(observations)
    if (found !== undefined) return { ...found, row }
  }
  return undefined
}

/** Classes that a shipped policy refuses: taken for one of them, an honest client is turned away. */
const ADVERSE: ReadonlySet<NetworkClass> = new Set(['hosting', 'vpn', 'proxy', 'tor'])

export function isAdverse(networkClass: NetworkClass): boolean {
  return ADVERSE.has(networkClass)
}

/** A hint that by itself refuses nobody. */
export interface WeakSign {
  readonly class: NetworkClass
  /**
   * What it is about. Two signs are independent when these differ: an ASN and the name it is registered under have the
   * same holder and the same history.
   */
  readonly about: 'network' | 'address'
  readonly sign: 'asn' | 'name' | 'feed'
}

/** The hints at an adverse class that are too weak to decide alone. */
export function weakSigns({ tables }: Observations): WeakSign[] {
  const { asn, organization, prefixes = [] } = tables
  const signs: WeakSign[] = []
  if (asn !== undefined && isWeak(asn) && isAdverse(asn.class))
    signs.push({ class: asn.class, about: 'network', sign: 'asn' })
  if (organization !== undefined && isAdverse(organization.class))
    signs.push({ class: organization.class, about: 'network', sign: 'name' })
  for (const answer of prefixes)
    if (answer.confidence === 'low' && isAdverse(answer.class))
      signs.push({ class: answer.class, about: 'address', sign: 'feed' })
  return signs
}

/** A mixed network's class is its commoner use; a low entry is a guess of one reviewer. */
function isWeak({
  mixed,
  confidence,
}: {
  readonly mixed: boolean
  readonly confidence: Confidence
}): boolean {
  return mixed || confidence === 'low'
}

function allowed({ tables }: Observations): Found | undefined {
  return tables.operator === undefined
    ? undefined
    : { class: 'operator_allowed', confidence: 'high', source: 'operator' }
}

function overridden({ tables: { override } }: Observations): Found | undefined {
  return override && { class: override, confidence: 'high', source: 'operator' }
}

function torByEdge({ snapshot: { edge } }: Observations): Found | undefined {
  const isTor = !edge.country.given && edge.country.why === 'tor'
  return isTor ? { class: 'tor', confidence: 'high', source: 'edge' } : undefined
}

function workerByHeader({ snapshot }: Observations): Found | undefined {
  return snapshot.relayedBy.given
    ? { class: 'edge_worker', confidence: 'high', source: 'request' }
    : undefined
}

function workerByAddress({ snapshot: { address } }: Observations): Found | undefined {
  const isEgress = address.given && WORKERS_EGRESS !== undefined && sameAddress(address.value, WORKERS_EGRESS)
  return isEgress ? { class: 'edge_worker', confidence: 'high', source: 'edge' } : undefined
}

function crawlerByEdge({ snapshot: { edge } }: Observations): Found | undefined {
  const isBot = edge.verifiedBot.given && edge.verifiedBot.value
  return isBot ? { class: 'crawler', confidence: 'high', source: 'edge' } : undefined
}

function listed(networkClass: NetworkClass): Row {
  const isIt = (answer: PrefixAnswer) => answer.class === networkClass && answer.confidence !== 'low'
  return {
    row: `prefix list: ${networkClass}`,
    find: ({ tables: { prefixes } }) => {
      const answer = prefixes?.find(isIt)
      return answer && { class: networkClass, confidence: answer.confidence, source: 'feed' }
    },
  }
}

function byAsn({ tables: { asn } }: Observations): Found | undefined {
  if (asn === undefined || isWeak(asn)) return undefined
  return { class: asn.class, confidence: asn.confidence, source: 'table' }
}

/** A publisher may call its prefixes homes or phones; that does not make homes of a hoster's network. */
function adverseByAsn(observations: Observations): Found | undefined {
  const found = byAsn(observations)
  return found !== undefined && isAdverse(found.class) ? found : undefined
}

function corroborated(observations: Observations): Found | undefined {
  const signs = weakSigns(observations)
  const address = signs.find(({ about }) => about === 'address')
  const network = signs.find(({ about }) => about === 'network')
  return address && network && { class: address.class, confidence: 'medium', source: 'derived' }
}

/** The name may say that people live or work here, which refuses nobody. What else it hints at is a weak sign. */
function byName({ tables: { asn, organization } }: Observations): Found | undefined {
  // Beside a mixed network or a probable hoster, "telecom" in the name settles nothing.
  if (organization === undefined || asn !== undefined || isAdverse(organization.class)) return undefined
  return { class: organization.class, confidence: 'low', source: 'rule' }
}

function sameAddress(a: IpAddress, b: IpAddress): boolean {
  return a.version === b.version && a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3
}
