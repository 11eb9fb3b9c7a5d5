import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { IpAddress } from '../../../src/net/ip-address.ts'
import { specialUse } from '../../../src/net/special-use.ts'
import { type Observations, observed } from '../../../src/observations/types.ts'
import { compileCondition, type Test } from '../../../src/policy/condition.ts'
import type { Condition } from '../../../src/policy/types.ts'
import type { ServedPolicy } from '../../../src/served-policy.ts'
import { type Evidence, type SignalName, signalNamed } from '../../../src/signals/registry.ts'
import { type EdgeValue, type Facts, PART, PARTS, type Part } from './facts.ts'
import { GenerationMap } from './generation-map.ts'
import { type Knowledge, observationsOf, snapshotOf } from './observe.ts'

const MAX_VALUES = 50_000
/** More than there are, so that rubbish does not fill the memory. */
const MAX_COUNTRIES = 1_000
const MAX_REGIONS = 2_000
/** Beside those of single parts. */
const OTHER_NUMBERS = 6
const NONE = -1

type Leaf = Extract<Condition, { readonly signal: SignalName }>

/** Signals that one part alone makes. */
const BY_PART: Readonly<Partial<Record<Part, readonly SignalName[]>>> = {
  city: ['place.city'],
  protocol: ['http.protocol'],
  tlsVersion: ['tls.version'],
  tlsCipher: ['tls.cipher'],
  rtt: ['client.rtt_ms'],
  certificate: ['client.certificate'],
  ja3: ['tls.ja3'],
  ja4: ['tls.ja4'],
  botScore: ['bot.score'],
  colo: ['edge.colo'],
  timeZone: ['place.time_zone'],
}
const BY_PLACE: readonly SignalName[] = [
  'place',
  'place.state',
  'place.continent',
  'place.eu',
  'place.region_name',
]
const BY_NETWORK: readonly SignalName[] = ['network.asn', 'network.organization']
const BY_ADDRESS: readonly SignalName[] = ['client.address', 'client.address_family', 'client.special_use']
const BY_COORDINATES: readonly SignalName[] = ['place.coordinates']

/**
 * A policy sees a value only through its conditions. So a city that no condition names is any other such city, and two
 * networks of which the tables say the same are one, and a line needs to be decided only where something new comes
 * together. Exact: the digest of a value is what every condition on it comes to.
 */
export class LineDigests {
  /** How many numbers a line's digest has. */
  readonly width: number
  readonly #knowledge: Knowledge
  readonly #parts: readonly PartDigest[]
  readonly #place: Questions
  readonly #network: Questions
  readonly #address: Questions
  readonly #coordinates: Questions
  readonly #readsSigns: boolean
  /** Then the sort of the address decides, too. */
  readonly #asksHowSure: boolean
  readonly #placeNumbers = new Map<EdgeValue, GenerationMap<number>>()
  readonly #networkNumbers = new Map<number, number>()
  readonly #namedNetworkNumbers = new GenerationMap<number>(MAX_VALUES)
  readonly #numbers = new Map<string, number>()

  constructor(policies: readonly ServedPolicy[], knowledge: Knowledge) {
    this.#knowledge = knowledge
    const conditions = policies.flatMap(({ loaded: { policy } }) =>
      [...policy.rules, ...policy.exemptions].map(({ when }) => when),
    )
    const leaves = conditions.flatMap(leavesOf)
    const about = (names: readonly SignalName[]) => new Questions(leaves, names)
    this.#place = about(BY_PLACE)
    this.#network = about(BY_NETWORK)
    this.#address = about(BY_ADDRESS)
    this.#coordinates = about(BY_COORDINATES)
    this.#asksHowSure = policies.some(({ compiled }) => compiled.minimums.length > 0)
    this.#readsSigns = leaves.some(({ signal }) => signal === 'network.signs')
    this.#parts = Object.entries(BY_PART).flatMap(([part, names]) => {
      const questions = about(names)
      return questions.isEmpty
        ? []
        : [
            {
              part: PART[part as Part],
              questions,
              known: new Map(),
              others: new GenerationMap<number>(MAX_VALUES),
            },
          ]
    })
    this.width = OTHER_NUMBERS + this.#parts.length
  }

  /**
   * Writes, from `from` on, numbers for everything about the line but its resource, its time, its country and what the
   * operator says of its network. What may differ between lines that are decided alike is left out.
   */
  write(facts: Facts, address: IpAddress | undefined, key: Int32Array, from: number): void {
    const { edge } = facts
    let at = from
    key[at++] = this.#placeNumber(edge)
    key[at++] = this.#networkNumber(edge)
    key[at++] = edge[PART.verifiedBot] ? 1 : 0
    key[at++] = this.#addressNumber(address)
    key[at++] = this.#asksHowSure && address !== undefined ? this.#number(`use ${specialUse(address)}`) : NONE
    key[at++] = this.#coordinates.isEmpty
      ? NONE
      : this.#number(`coordinates ${this.#ask(this.#coordinates, edge, [PART.latitude, PART.longitude])}`)
    for (const part of this.#parts) key[at++] = this.#partNumber(part, edge[part.part])
  }

  #addressNumber(address: IpAddress | undefined): number {
    if (this.#address.isEmpty || address === undefined) return NONE
    return this.#number(`address ${this.#address.ask(addressEvidence(address))}`)
  }

  /** Never more numbers than there are ways for all conditions to come out. */
  #number(text: string): number {
    const held = this.#numbers.get(text)
    if (held !== undefined) return held
    const number = this.#numbers.size
    this.#numbers.set(text, number)
    return number
  }

  #placeNumber(edge: Facts['edge']): number {
    const country = edge[PART.country] ?? ''
    const region = edge[PART.region] ?? ''
    const regionName = edge[PART.regionName]
    if (regionName === undefined) {
      const held = this.#placeNumbers.get(country)?.get(String(region))
      if (held !== undefined) return held
    }
    const parts = [PART.country, PART.region, PART.regionName]
    const number = this.#number(`place ${this.#ask(this.#place, edge, parts)}`)
    if (regionName !== undefined) return number
    const regions = this.#placeNumbers.get(country) ?? new GenerationMap<number>(MAX_REGIONS)
    regions.set(String(region), number)
    if (this.#placeNumbers.size < MAX_COUNTRIES) this.#placeNumbers.set(country, regions)
    return number
  }

  #networkNumber(edge: Facts['edge']): number {
    const asn = edge[PART.asn]
    const organization = edge[PART.organization]
    if (organization === undefined && typeof asn === 'number') {
      const held = this.#networkNumbers.get(asn)
      if (held !== undefined) return held
    }
    const key = `${asn ?? ''}\n${organization ?? ''}`
    const known = this.#namedNetworkNumbers.get(key)
    if (known !== undefined) return known
    const number = this.#number(`network ${this.#askNetwork(edge)}`)
    if (organization === undefined && typeof asn === 'number' && this.#networkNumbers.size < MAX_VALUES)
      this.#networkNumbers.set(asn, number)
    else this.#namedNetworkNumbers.set(key, number)
    return number
  }

  #askNetwork(edge: Facts['edge']): string {
    const observations = this.#observe(edge, [PART.asn, PART.organization])
    const { asn, organization } = observations.tables
    const { asn: fact } = observations.snapshot.edge
    const said = this.#readsSigns
      ? [asn, organization]
      : [
          asn && [asn.class, asn.mixed, asn.confidence],
          organization && [organization.class, organization.confidence],
        ]
    return JSON.stringify([
      said,
      fact.given || fact.why,
      this.#network.ask(evidenceOf(this.#network, observations)),
    ])
  }

  #partNumber({ part, questions, known, others }: PartDigest, value: EdgeValue): number {
    if (typeof value !== 'string') {
      const held = known.get(value)
      if (held !== undefined) return held
    } else {
      const held = others.get(value)
      if (held !== undefined) return held
    }
    const edge = new Array<EdgeValue>(PARTS.length).fill(undefined)
    edge[part] = value
    const number = this.#number(`part ${this.#ask(questions, edge, [part])}`)
    if (typeof value === 'string') others.set(value, number)
    else if (known.size < MAX_VALUES) known.set(value, number)
    return number
  }

  #ask(questions: Questions, edge: Facts['edge'], parts: readonly number[]): string {
    return questions.ask(evidenceOf(questions, this.#observe(edge, parts)))
  }

  /** As if the line held nothing but these parts. */
  #observe(edge: Facts['edge'], parts: readonly number[]): Observations {
    const only = edge.map((value, part) => (parts.includes(part) ? value : undefined))
    const facts = {
      at: undefined,
      method: 'GET',
      host: undefined,
      target: undefined,
      address: undefined,
      edge: only,
      recorded: 0,
    }
    return observationsOf(
      snapshotOf(facts, NO_TARGET, this.#knowledge),
      this.#knowledge,
      NO_WORD,
      0 as UnixSeconds,
    )
  }
}

interface PartDigest {
  readonly part: number
  readonly questions: Questions
  /** Numbers, and what is not given. */
  readonly known: Map<EdgeValue, number>
  readonly others: GenerationMap<number>
}

/** Every condition on some signals, asked at once. */
class Questions {
  readonly names: readonly SignalName[]
  readonly #tests: readonly Test[]

  constructor(leaves: readonly Leaf[], names: readonly SignalName[]) {
    const own = leaves.filter(({ signal }) => names.includes(signal))
    const distinct = new Map(own.map((leaf) => [JSON.stringify(leaf), leaf]))
    this.names = [...new Set(own.map(({ signal }) => signal))]
    this.#tests = [...distinct.values()].map((leaf) => compileCondition(leaf))
  }

  get isEmpty(): boolean {
    return this.#tests.length === 0
  }

  ask(evidence: Evidence): string {
    let answers = ''
    for (const test of this.#tests) answers += test(evidence).toString(36)
    return answers
  }
}

function evidenceOf({ names }: Questions, observations: Observations): Evidence {
  return Object.fromEntries(names.map((name) => [name, signalNamed(name).detect(observations)])) as Evidence
}

function addressEvidence(address: IpAddress): Evidence {
  const observations = { snapshot: { address: { given: true, value: address } } } as Observations
  return {
    'client.address': observed(address, 'edge'),
    'client.address_family': signalNamed('client.address_family').detect(observations),
    'client.special_use': signalNamed('client.special_use').detect(observations),
  } as unknown as Evidence
}

function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return condition.not.flatMap(leavesOf)
  return [condition]
}

const NO_TARGET = {
  scheme: 'https',
  host: 'host.invalid',
  hostname: 'host.invalid',
  path: '/',
  query: '',
  readings: ['/'],
} as const
const NO_WORD = {
  operatorNetworks: () => undefined,
  overrides: { class: () => undefined, place: () => undefined },
}
