import { parseInstant } from '../lib/time.ts'
import { asn, parseAsn } from '../net/asn.ts'
import { parseIpAddress } from '../net/ip-address.ts'
import { parsePlaceCode } from '../net/region.ts'
import { absent, observed, type Signal, unavailable } from '../observations/types.ts'
import { SIGNAL_NAMES, type SignalName, signalNamed } from '../signals/registry.ts'

/** Signals that can be given in words: all that have a value one can write down. */
export const EXAMPLE_SIGNALS: ReadonlySet<string> = new Set(
  SIGNAL_NAMES.filter((name) => signalNamed(name).kind !== 'coordinates'),
)

/** What is wrong with such a value for this signal; undefined when nothing is. */
export function signalFault(name: string, written: unknown): string | undefined {
  return readSignal(name as SignalName, written) === undefined
    ? EXPECTED[signalNamed(name as SignalName).kind]
    : undefined
}

const EXPECTED = {
  place: 'expected an ISO 3166 code ("CN", "UA-43")',
  code: 'expected one of the values of this signal',
  text: 'expected text',
  name: 'expected text',
  number: 'expected a number',
  instant: 'expected a date or an instant with its zone',
  boolean: 'expected true or false',
  address: 'expected an IP address',
  asn: 'expected an ASN ("AS64500")',
  coordinates: 'expected nothing: coordinates cannot be given',
} as const

/** The signal that a value written down stands for; undefined where it can stand for none. */
export function readSignal(name: SignalName, written: unknown): Signal<unknown> | undefined {
  if (written === 'absent') return absent('missing')
  if (written === 'unavailable') return unavailable('given as such')
  const value = readValue(name, written)
  return value === undefined ? undefined : observed(value, 'edge')
}

function readValue(name: SignalName, written: unknown): unknown {
  const { kind, values } = signalNamed(name)
  switch (kind) {
    case 'place':
      return typeof written === 'string' ? parsePlaceCode(written) : undefined
    case 'code':
      return typeof written === 'string' && (values === undefined || values.includes(written))
        ? written
        : undefined
    case 'text':
    case 'name':
      return typeof written === 'string' ? written : undefined
    case 'number':
      return typeof written === 'number' && Number.isFinite(written) ? written : undefined
    case 'instant':
      return typeof written === 'string' ? parseInstant(written) : undefined
    case 'boolean':
      return typeof written === 'boolean' ? written : undefined
    case 'address':
      return typeof written === 'string' ? parseIpAddress(written) : undefined
    case 'asn':
      return typeof written === 'string' ? parseAsn(written) : asn(written)
    case 'coordinates':
      return undefined
  }
}
