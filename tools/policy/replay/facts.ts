import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { SignalName } from '../../../src/signals/registry.ts'

/** What a log may say of a request. Each as the edge would give it; what is left out is not said. */
export interface Facts {
  /** Undefined where the log has no time for it. */
  readonly at: UnixSeconds | undefined
  readonly method: string
  /** Undefined where the log does not say it. */
  readonly host: string | undefined
  /** As sent, with its query; undefined where the log does not say it. */
  readonly target: string | undefined
  readonly address: string | undefined
  /** In the order of `CF_PARTS`. */
  readonly edge: readonly EdgeValue[]
  /** A bit for each part of `PARTS` that the log has a word for, be it an empty one. */
  readonly recorded: number
}

export type EdgeValue = string | number | undefined

/** Parts of a line that signals are made of, in the order of their bits in `recorded`. */
export const PARTS = [
  'address',
  'country',
  'region',
  'city',
  'latitude',
  'longitude',
  'asn',
  'organization',
  'protocol',
  'tlsVersion',
  'tlsCipher',
  'rtt',
  'certificate',
  'ja3',
  'ja4',
  'botScore',
  'verifiedBot',
  'colo',
  'regionName',
  'timeZone',
] as const
export type Part = (typeof PARTS)[number]

/** The place of a part in `Facts.edge`, and its bit in `Facts.recorded`. The address is apart: its place stays empty. */
export const PART = Object.fromEntries(PARTS.map((name, index) => [name, index])) as Record<Part, number>

export function bitOf(part: Part): number {
  return 1 << PART[part]
}

const NETWORK: readonly Part[] = ['address', 'asn']

/**
 * What must be in a line for a signal to be known. Signals that stand in none of these lists are in no log but our own:
 * sessions, keys, accounts, what the client says of itself in headers.
 */
export const NEEDED: Readonly<Partial<Record<SignalName, readonly Part[]>>> = {
  place: ['country', 'region'],
  'place.edge': ['country'],
  'place.state': ['country', 'region'],
  'place.continent': ['country'],
  'place.eu': ['country'],
  // The name of a subdivision follows from its code.
  'place.region_name': ['region'],
  'place.city': ['city'],
  'place.coordinates': ['latitude', 'longitude'],
  'place.time_zone': ['timeZone'],
  'network.class': NETWORK,
  'network.confidence': NETWORK,
  'network.asn': ['asn'],
  'network.organization': ['asn'],
  'network.mixed': NETWORK,
  'network.sources_agree': NETWORK,
  'network.suspected': NETWORK,
  'network.signs': NETWORK,
  'client.address': ['address'],
  'client.address_family': ['address'],
  'client.special_use': ['address'],
  'client.rtt_ms': ['rtt'],
  'client.certificate': ['certificate'],
  'edge.colo': ['colo'],
  'tls.version': ['tlsVersion'],
  'tls.cipher': ['tlsCipher'],
  'tls.ja3': ['ja3'],
  'tls.ja4': ['ja4'],
  'http.protocol': ['protocol'],
  'bot.score': ['botScore'],
  'bot.verified': ['verifiedBot'],
}

/** Whether a line with these parts says what the signal is, or that it is not there. */
export function isRecorded(signal: SignalName, recorded: number): boolean {
  const needed = NEEDED[signal]
  return needed?.every((part) => (recorded & bitOf(part)) !== 0) ?? false
}
