import type { UnixSeconds } from '../../../src/lib/time.ts'
import { formatCidr, truncate } from '../../../src/net/cidr.ts'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import type { PrefixAnswer } from '../../../src/observations/types.ts'
import type { AdmissibleForm } from '../../../src/request/target.ts'
import type { ServedPolicy } from '../../../src/served-policy.ts'
import type { RecordedDecision } from './cordon-record.ts'
import { Decider } from './decider.ts'
import { LineDigests } from './digests.ts'
import { type Facts, NEEDED, PART, type Part } from './facts.ts'
import { Numbering } from './numbering.ts'
import { NumbersMap } from './numbers-map.ts'
import type { Knowledge } from './observe.ts'
import { type Change, changeBetween, type Outcome, openDefinitions } from './outcome.ts'
import { pathTemplate, withoutControls } from './path-template.ts'
import { type Asked, ResourceBook } from './resource-book.ts'
import {
  CHANGED_COLUMN,
  type ChangeCount,
  changeCount,
  countOutcome,
  type Example,
  hourColumn,
  hourOf,
  keepExample,
  type LinePosition,
  newTally,
  type Tally,
} from './tally.ts'

/** Facts that decide alike are decided once, and then only counted. */
interface Cell {
  readonly outcomes: readonly Outcome[]
  readonly change: Change | undefined
  /** Which columns of an hour a line of this cell is counted in. */
  readonly columns: readonly number[]
  lines: number
  /** Where its changes are counted, once there are any. */
  changes: ChangeCount | undefined
}

export interface ReplayerOptions {
  /** The policy, and the one it is compared with. */
  readonly policies: readonly ServedPolicy[]
  readonly knowledge: Knowledge
  readonly admitted: ReadonlySet<AdmissibleForm>
  /** Decides as of this instant; left out: each line as of its own time. */
  readonly at: UnixSeconds | undefined
}

const MAX_CELLS = 40_000
const MAX_TEXTS = 20_000
/** Of a cell's key, beside the digest of the line. */
const OWN_NUMBERS = 7
/** In the place of a number, where the log has no address, and where it is none. */
const NO_ADDRESS = -1
const NOT_AN_ADDRESS = -2
const SECONDS_PER_HOUR = 3_600

export class Replayer {
  readonly tally: Tally
  /** Parts of a line that some condition reads. */
  readonly parts: ReadonlySet<Part>
  readonly #options: ReplayerOptions
  readonly #deciders: readonly Decider[]
  readonly #book: ResourceBook
  readonly #cells: NumbersMap<Cell>
  /** Written anew for each line. */
  readonly #key: Int32Array
  readonly #texts = new Numbering(MAX_TEXTS)
  readonly #digests: LineDigests
  readonly #prefixes = new Map<
    readonly PrefixAnswer[] | undefined,
    { readonly number: number; readonly movesPlace: boolean }
  >()
  readonly #epochs: readonly UnixSeconds[]
  readonly #hasOperatorsWord: boolean
  #hour = Number.NaN
  #columns: number[] | undefined

  constructor(options: ReplayerOptions) {
    const { policies, knowledge, admitted } = options
    this.#options = options
    this.#deciders = policies.map((served) => new Decider(served, knowledge))
    this.#book = new ResourceBook(
      policies.map(({ loaded }) => loaded.policy),
      admitted,
    )
    this.tally = newTally(policies.length)
    this.#digests = new LineDigests(policies, knowledge)
    this.#key = new Int32Array(OWN_NUMBERS + this.#digests.width)
    this.#cells = new NumbersMap(MAX_CELLS, this.#key.length, (cell) => this.#count(cell))
    const reads = this.#deciders.flatMap((decider) => [...decider.reads])
    this.parts = new Set(reads.flatMap((name) => NEEDED[name] ?? []))
    this.#epochs = datesOf(policies)
    this.#hasOperatorsWord = policies.some(
      ({ loaded: { policy } }) => policy.allowedNetworks.length > 0 || policy.networkOverrides.length > 0,
    )
  }

  /** A request of a log. False where no instant to decide as of is known. */
  request(facts: Facts, position: LinePosition, ray: () => string): boolean {
    const now = this.#options.at ?? facts.at
    if (now === undefined) return false
    const asked = this.#book.asked(facts)
    const key = this.#keyOf(facts, asked, now)
    let cell = this.#cells.get(key)
    if (cell === undefined) {
      cell = this.#decide(facts, asked, now)
      this.#cells.set(key, cell)
    }
    cell.lines++
    this.tally.decided++
    this.#countHour(facts.at, cell)
    if (cell.change !== undefined)
      this.#countChange(cell, cell.change, () => exampleOf(facts, cell, position, ray()))
    return true
  }

  /** A decision of our own records. */
  record(recorded: RecordedDecision, position: LinePosition): void {
    const now = this.#options.at ?? recorded.at
    const outcomes = this.#deciders.map((decider) => decider.recorded(recorded, now))
    const cell = this.#cellOf(outcomes, true)
    cell.lines = 1
    this.tally.decided++
    this.#countHour(recorded.at, cell)
    const example = () => exampleOfRecord(recorded, cell, position)
    if (cell.change !== undefined) this.#countChange(cell, cell.change, example)
    this.#count(cell)
    this.#compare(recorded, outcomes[0], example)
  }

  /** Counts what is still remembered. */
  finish(): Tally {
    this.#cells.clear()
    return this.tally
  }

  #compare(
    { verdict, revision }: RecordedDecision,
    outcome: Outcome | undefined,
    example: () => Example,
  ): void {
    if (outcome === undefined) return
    const { records } = this.tally
    const same = revision === this.#options.policies[0]?.revision
    records[same ? 'sameRevision' : 'otherRevision']++
    const then = { ...outcome, mildest: verdict, strictest: verdict, certain: true, undecided: [] }
    const change = changeBetween(then, outcome, true)
    // What the record leaves open is no difference: the verdict then is among those that are possible.
    if (change === undefined || !change.certain) return
    records[same ? 'sameRevisionDiffering' : 'otherRevisionDiffering']++
    const counted = changeCount(records.changes, change)
    counted.lines++
    keepExample(counted.examples, example())
  }

  #decide(facts: Facts, asked: Asked, now: UnixSeconds): Cell {
    const outcomes = this.#deciders.map((decider, index) => decider.outcome(facts, asked, index, now))
    const [one, other] = asked.possible
    return this.#cellOf(outcomes, JSON.stringify(tiersOf(one)) === JSON.stringify(tiersOf(other)))
  }

  #cellOf(outcomes: readonly Outcome[], isSameAsked: boolean): Cell {
    const [a, b] = outcomes
    return {
      outcomes,
      change: a && b && changeBetween(a, b, isSameAsked && this.#isSameOpen(a, b)),
      columns: outcomes.map((outcome, index) => hourColumn(index, outcome)),
      lines: 0,
      changes: undefined,
    }
  }

  #isSameOpen(a: Outcome, b: Outcome): boolean {
    const [one, other] = this.#options.policies
    return (
      one !== undefined &&
      other !== undefined &&
      openDefinitions(one, a.undecided) === openDefinitions(other, b.undecided)
    )
  }

  #count(cell: Cell): void {
    if (cell.lines === 0) return
    for (const [index, outcome] of cell.outcomes.entries()) {
      const policy = this.tally.policies[index]
      if (policy !== undefined) countOutcome(policy, outcome, cell.lines)
    }
    cell.lines = 0
  }

  #countChange(cell: Cell, change: Change, example: () => Example): void {
    cell.changes ??= changeCount(this.tally.changes, change)
    cell.changes.lines++
    // The first few of a cell say what all of it would.
    if (cell.changes.examples.length < EXAMPLES_WANTED || cell.lines === 1)
      keepExample(cell.changes.examples, example())
  }

  #countHour(at: UnixSeconds | undefined, cell: Cell): void {
    if (at === undefined) return
    const hour = Math.floor(at / SECONDS_PER_HOUR)
    if (hour !== this.#hour) {
      this.#hour = hour
      this.#columns = hourOf(this.tally, hour)
    }
    const columns = this.#columns
    if (columns === undefined) return
    for (const column of cell.columns) columns[column] = (columns[column] ?? 0) + 1
    if (cell.change === undefined) return
    const column = CHANGED_COLUMN + (cell.change.certain ? 0 : 1)
    columns[column] = (columns[column] ?? 0) + 1
  }

  /** Everything that what is decided depends on. */
  #keyOf(facts: Facts, asked: Asked, now: UnixSeconds): Int32Array {
    const { edge, recorded, address } = facts
    const parsed = address === undefined ? undefined : parseIpAddress(address)
    const key = this.#key
    key[0] = asked.id
    key[1] = this.#epochAt(now)
    key[2] = recorded
    key[3] = this.#texts.of(String(edge[PART.country] ?? ''))
    key[4] = this.#hasOperatorsWord ? this.#texts.of(this.#operatorsKey(parsed, edge[PART.asn], now)) : 0
    if (parsed === undefined) {
      key[5] = address ? NOT_AN_ADDRESS : NO_ADDRESS
      key[6] = 0
    } else this.#writeAddress(parsed, edge, key)
    this.#digests.write(facts, parsed, key, OWN_NUMBERS)
    return key
  }

  /** What the tables say of the address, in its place. */
  #writeAddress(address: IpAddress, edge: Facts['edge'], key: Int32Array): void {
    const answer = this.#options.knowledge.networks.byAddress(address)
    let known = this.#prefixes.get(answer)
    if (known === undefined) {
      const movesPlace = answer?.some((found) => found.place !== undefined) ?? false
      known = { number: this.#prefixes.size, movesPlace }
      this.#prefixes.set(answer, known)
    }
    key[5] = known.number * 2 + (address.version === 6 ? 1 : 0)
    const isEgress = isWorkersNetwork(address)
    const egress = isEgress ? `e${address.w1}.${address.w2}.${address.w3}` : ''
    // Whether the list says anything new depends on where the edge puts the client.
    const region = known.movesPlace ? `m${JSON.stringify(edge[PART.region])}` : ''
    key[6] = isEgress || known.movesPlace ? this.#texts.of(egress + region) + 1 : 0
  }

  #operatorsKey(address: IpAddress | undefined, asn: string | number | undefined, now: UnixSeconds): string {
    let key = ''
    const number =
      typeof asn === 'number' && asn !== 0
        ? (asn as Parameters<ServedPolicy['operatorNetworks']>[1])
        : undefined
    for (const { operatorNetworks, overrides, loaded } of this.#options.policies) {
      const { allowedNetworks, networkOverrides } = loaded.policy
      if (allowedNetworks.length > 0) key += operatorNetworks(address, number) === undefined ? ' -' : ' +'
      if (networkOverrides.length === 0) continue
      const place = overrides.place(address, number, now)
      key += ` ${overrides.class(address, number, now) ?? ''} ${place?.region ?? place?.country ?? ''}`
    }
    return key
  }

  /** Between two of the policies' dates nothing of them changes. */
  #epochAt(now: UnixSeconds): number {
    const epochs = this.#epochs
    if (epochs.length === 0) return 0
    let low = 0
    let high = epochs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((epochs[middle] as UnixSeconds) <= now) low = middle + 1
      else high = middle
    }
    return low
  }
}

const EXAMPLES_WANTED = 3

/** Cloudflare's, of which one address is told apart from all others by `signals/network-verdict`. */
function isWorkersNetwork({ version, w0, w1 }: IpAddress): boolean {
  return version === 6 && w0 === 0x2a0698c0 && w1 >>> 16 === 0x3600
}

function datesOf(policies: readonly ServedPolicy[]): readonly UnixSeconds[] {
  const dates = new Set<UnixSeconds>()
  for (const { compiled } of policies) {
    let at = compiled.nextChange(Number.NEGATIVE_INFINITY as UnixSeconds)
    while (at !== undefined) {
      dates.add(at)
      at = compiled.nextChange(at)
    }
  }
  return [...dates].sort((a, b) => a - b)
}

function tiersOf(resources: Asked['possible'][number] | undefined): unknown {
  return resources?.map(({ tier, id, anyReading, everyReading, sessionRequired }) => [
    tier,
    id,
    [...anyReading],
    [...everyReading],
    sessionRequired,
  ])
}

function exampleOf(facts: Facts, { outcomes }: Cell, position: LinePosition, ray: string): Example {
  const address = facts.address === undefined ? undefined : parseIpAddress(facts.address)
  const asn = facts.edge[PART.asn]
  const outcome = outcomes.at(-1)
  return {
    ...position,
    time: facts.at ?? 0,
    country: outcomes[0]?.country ?? '',
    asn: typeof asn === 'number' && asn !== 0 ? asn : undefined,
    networkClass: outcome?.networkClass ?? '',
    address: address === undefined ? '' : formatCidr(truncate(address)),
    method: withoutControls(facts.method.slice(0, 20)),
    host: withoutControls((facts.host ?? '').slice(0, 100)),
    path: pathTemplate(facts.target ?? ''),
    tier: outcome?.tier ?? '',
    ray: /^[\w-]{1,40}$/.test(ray) ? ray : '',
    reasons: outcome?.reasons ?? [],
  }
}

function exampleOfRecord(recorded: RecordedDecision, { outcomes }: Cell, position: LinePosition): Example {
  const asn = recorded.evidence['network.asn']
  const outcome = outcomes.at(-1)
  return {
    ...position,
    time: recorded.at,
    country: outcomes[0]?.country ?? '',
    asn: asn.state === 'observed' ? asn.value : undefined,
    networkClass: outcome?.networkClass ?? '',
    address: withoutControls((recorded.network ?? '').slice(0, 50)),
    method: withoutControls((recorded.method ?? '').slice(0, 20)),
    host: '',
    path: withoutControls(`resource ${recorded.resource.id}`.slice(0, 100)),
    tier: recorded.resource.tier,
    ray: /^[\w-]{1,40}$/.test(recorded.decision) ? recorded.decision : '',
    reasons: outcome?.reasons ?? [],
  }
}
