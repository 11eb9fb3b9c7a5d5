import type { UnixSeconds } from '../../../src/lib/time.ts'
import { type Asn, formatAsn } from '../../../src/net/asn.ts'
import { formatIpAddress, type IpAddress } from '../../../src/net/ip-address.ts'
import { formatPlace, type Place } from '../../../src/net/region.ts'
import type { Coordinates, Signal } from '../../../src/observations/types.ts'
import { writtenInstant } from '../../../src/policy/written-policy.ts'
import type { AnySignal } from '../../../src/signals/define.ts'
import { type Evidence, registry } from '../../../src/signals/registry.ts'
import type { EvidenceGroup, EvidenceRow } from './try-result.ts'

/** Every signal with what was seen of it, in the registry's order. */
export function evidenceRows(evidence: Evidence): EvidenceRow[] {
  return registry.map((definition) => {
    const signal: Signal<unknown> = evidence[definition.name]
    return {
      name: definition.name,
      group: groupOf(definition),
      state: signal.state,
      ...told(definition, signal),
    }
  })
}

function groupOf({ name, about }: Pick<AnySignal, 'name' | 'about'>): EvidenceGroup {
  return name.startsWith('tls.') || name.startsWith('http.') ? 'tls' : about
}

function told({ kind }: Pick<AnySignal, 'kind'>, signal: Signal<unknown>): { text: string; source?: string } {
  if (signal.state === 'absent') return { text: signal.why }
  if (signal.state === 'unavailable') return { text: signal.cause }
  return { text: written(kind, signal.value), source: signal.source }
}

/** As a policy would write it. */
function written(kind: AnySignal['kind'], value: unknown): string {
  switch (kind) {
    case 'place':
      return formatPlace(value as Place)
    case 'address':
      return formatIpAddress(value as IpAddress)
    case 'asn':
      return formatAsn(value as Asn)
    case 'instant':
      return writtenInstant(value as UnixSeconds)
    case 'coordinates': {
      const { latitude, longitude } = value as Coordinates
      return `${latitude}, ${longitude}`
    }
    default:
      return String(value)
  }
}
