import { SECONDS_PER_DAY, type UnixMillis } from '../../src/lib/time.ts'
import type { Asn } from '../../src/net/asn.ts'
import { type CidrBlock, formatCidr } from '../../src/net/cidr.ts'
import { formatIpAddress, type IpAddress } from '../../src/net/ip-address.ts'
import { formatPlace } from '../../src/net/region.ts'
import type { NetworkAnswer, Observations } from '../../src/observations/types.ts'
import type { Judged } from '../../src/policy/judge.ts'
import { networkVerdict, PRECEDENCE, weakSigns } from '../../src/signals/network-verdict.ts'
import type { FeedDescription, OpenedTable } from '../../src/tables/prefix-format.ts'
import { isRelayCarrier } from '../../src/tables/relay-carriers.ts'
import type { LookedUp } from '../local-edge/lookup.ts'
import type { SourceLine } from './asn-source.ts'
import type { Judge } from './judge.ts'
import { rangesIn } from './table-ranges.ts'

/** All that the command asks. */
export interface Knowledge {
  readonly judge: Judge
  /** The same without lists: for a network as a whole, of which no list speaks. */
  readonly judgeWithoutLists: Judge
  readonly table: OpenedTable | undefined
  /** Offline look-up of place and network, as on the local edge. */
  readonly lookUp: (address: string) => LookedUp
  readonly nameOf: (asn: number) => string | undefined
  readonly entries: ReadonlyMap<number, SourceLine>
  readonly now: UnixMillis
}

export interface SourceSaid {
  readonly source: string
  readonly class: string
  readonly confidence: string
  readonly mixed?: boolean
  readonly place?: string
  readonly detail: string
  /** Of the list, ISO 8601. */
  readonly date?: string
  readonly outdated?: boolean
}

export interface Explanation {
  readonly asked: string
  readonly network?: { readonly asn: number; readonly name: string; readonly operator?: string }
  readonly place?: { readonly edge?: string; readonly moved?: string }
  readonly class: string
  readonly confidence: string | null
  /** The row of the precedence table that decided; null when none found anything. */
  readonly decidedBy: string | null
  readonly precedence: readonly { readonly row: string; readonly says: string | null }[]
  readonly sources: readonly SourceSaid[]
  readonly suspected: readonly string[]
  readonly assurance: string
  /** What the policy makes of it; of an ASN, what its rules on networks do. */
  readonly verdict: Verdict
  /** Of a prefix: what the lists say of its parts. */
  readonly parts?: readonly Part[]
  readonly notes: readonly string[]
}

export interface Verdict {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly rules: readonly string[]
}

export interface Part {
  readonly from: string
  readonly to: string
  readonly addresses: string
  readonly says: readonly string[]
}

export async function explainAddress(address: IpAddress, known: Knowledge): Promise<Explanation> {
  const text = formatIpAddress(address)
  const cf = known.lookUp(text)
  const judgement = await known.judge.judge({ address: text, cf: { ...cf } })
  return explain(text, judgement, known, cf.asn)
}

/** An address of the network that is on no list, and without a place of its own. */
export async function explainAsn(asn: Asn, known: Knowledge): Promise<Explanation> {
  const name = known.nameOf(asn)
  const cf = { asn, ...(name === undefined ? {} : { asOrganization: name }) }
  const judged = await known.judgeWithoutLists.judge({ cf })
  const { place: _, ...explained } = explain(`AS${asn}`, judged, known, asn)
  const notes = [...explained.notes, 'for an address that is on no list, wherever it is']
  return { ...explained, verdict: networkOnly(explained.verdict), notes }
}

export async function explainPrefix(block: CidrBlock, known: Knowledge): Promise<Explanation> {
  const first = await explainAddress(block.base, known)
  const ranges = known.table === undefined ? [] : rangesIn(known.table, block)
  const parts = ranges.map(({ first: from, last: to, addresses, value }) => ({
    from: formatIpAddress(from),
    to: formatIpAddress(to),
    addresses: String(addresses),
    says: (known.table?.description.values[value] ?? []).map((finding) => findingText(finding, known.table)),
  }))
  const asked = `${formatCidr(block)}, by its first address ${first.asked}`
  return { ...first, asked, parts }
}

function explain(
  asked: string,
  { observations, evidence, decision }: Judged,
  known: Knowledge,
  asn: number | undefined,
): Explanation {
  const found = networkVerdict(observations)
  const network = evidence['network.class']
  const { moved } = observations.tables
  const edge = evidence[moved === undefined ? 'place' : 'place.edge']
  return {
    asked,
    ...(asn === undefined ? {} : { network: networkOf(asn, known) }),
    place: {
      ...(edge.state === 'observed' ? { edge: formatPlace(edge.value) } : {}),
      ...(moved === undefined ? {} : { moved: formatPlace(moved.place) }),
    },
    class: network.state === 'observed' ? network.value : network.state,
    confidence: found?.confidence ?? null,
    decidedBy: found?.row ?? null,
    precedence: PRECEDENCE.map(({ row, find }) => {
      const says = find(observations)
      return { row, says: says === undefined ? null : `${says.class}/${says.confidence}` }
    }),
    sources: sourcesOf(observations, known, asn),
    suspected: weakSigns(observations).map((sign) => `${sign.sign}: ${sign.class}`),
    assurance: decision.assurance,
    verdict: { verdict: decision.verdict, reasons: decision.reasons, rules: decision.determining },
    notes: notesOf(known, asn),
  }
}

/** Without what the place has to do with it: the place was not asked. */
function networkOnly({ verdict, reasons, rules }: Verdict): Verdict {
  const ofNetwork = reasons.filter((reason) => reason.startsWith('network.'))
  if (reasons.length === 0 || ofNetwork.length > 0) return { verdict, reasons: ofNetwork, rules }
  return { verdict: 'allow', reasons: [], rules: ['no rule on networks'] }
}

function networkOf(asn: number, known: Knowledge) {
  const operator = known.entries.get(asn)?.operator
  return { asn, name: known.nameOf(asn) ?? '', ...(operator === undefined ? {} : { operator }) }
}

function sourcesOf({ tables }: Observations, known: Knowledge, asn: number | undefined): SourceSaid[] {
  const { operator, override, prefixes = [], asn: entry, organization } = tables
  const own = (source: string, said: string, detail: string): SourceSaid => ({
    source,
    class: said,
    confidence: 'high',
    detail,
  })
  return [
    ...(operator === undefined ? [] : [own('ALLOWED_NETWORKS', 'operator_allowed', operator)]),
    ...(override === undefined ? [] : [own('NETWORK_OVERRIDES', override, '')]),
    ...prefixes.map((answer) => {
      const feed = known.table?.description.feeds.find(({ id }) => id === answer.feed)
      return {
        source: `list ${answer.feed}`,
        class: answer.class,
        confidence: answer.confidence,
        ...(answer.place === undefined ? {} : { place: formatPlace(answer.place) }),
        detail: feed?.title ?? '',
        ...(feed === undefined ? {} : { date: feed.date, outdated: isOutdated(feed, known.now) }),
      }
    }),
    ...(entry === undefined ? [] : [networkSaid('ASN table', entry, asnDetail(asn, known))]),
    ...(organization === undefined ? [] : [networkSaid("organisation's name", organization)]),
  ]
}

function networkSaid(source: string, answer: NetworkAnswer, detail: string = answer.reason): SourceSaid {
  return {
    source,
    class: answer.class,
    confidence: answer.confidence,
    ...(answer.mixed ? { mixed: true } : {}),
    detail: source === 'ASN table' ? `${detail}: ${answer.reason}` : `rule "${detail}"`,
  }
}

function asnDetail(asn: number | undefined, known: Knowledge): string {
  return asn === undefined ? '' : (known.entries.get(asn)?.operator ?? '')
}

function findingText(finding: number, table: OpenedTable | undefined): string {
  const { feed, class: said, place } = table?.description.findings[finding] ?? {}
  const from = feed === undefined ? undefined : table?.description.feeds[feed]
  return `${from?.id}: ${said}${place === undefined ? '' : ` in ${place}`}`
}

function isOutdated({ checkedAt, maxAgeDays }: FeedDescription, now: UnixMillis): boolean {
  return now - Date.parse(checkedAt) > maxAgeDays * SECONDS_PER_DAY * 1000
}

function notesOf({ table }: Knowledge, asn: number | undefined): string[] {
  const notes: string[] = []
  if (table === undefined)
    notes.push('no lists are compiled in (npm run feeds): what they would say is missing')
  if (asn !== undefined && isRelayCarrier(asn as Asn))
    notes.push('this network carries iCloud Private Relay among much else: only the published prefixes tell')
  return notes
}
