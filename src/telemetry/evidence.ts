import { formatCidr, truncate } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { type Evidence, registry } from '../signals/registry.ts'
import type { AdmissionRecord } from './records.ts'

/** Evidence as recorded: everything a rule may have read, with the address cut to what may be kept. */
export function recordedEvidence(evidence: Evidence): AdmissionRecord['evidence'] {
  const recorded: Partial<Record<keyof Evidence, unknown>> = {}
  for (const { name, kind } of registry) {
    const signal = evidence[name]
    recorded[name] =
      kind === 'address' && signal.state === 'observed'
        ? { ...signal, value: keptAddress(signal.value as IpAddress) }
        : signal
  }
  return recorded as AdmissionRecord['evidence']
}

const STABLE = registry.filter((definition) => !('volatile' in definition)).map(({ name }) => name)

/** What tells one client's situation from another: the signals that stay the same between its requests, one a line. */
export function stableFacts(evidence: Evidence): string {
  let facts = ''
  for (const name of STABLE) {
    const signal = evidence[name]
    facts += signal.state === 'observed' ? `=${lineOf(signal.value)}\n` : `${signal.state}\n`
  }
  return facts
}

/** Every request asks for this: most values are plain words, which are lines as they are. */
function lineOf(value: unknown): string {
  if (typeof value === 'string' && !value.includes('\n') && !value.startsWith('"')) return value
  return JSON.stringify(value)
}

/** A /24 or a /48: enough to see a network, too little to see a person (CJEU C-582/14). */
export function keptAddress(address: IpAddress): string {
  return formatCidr(truncate(address))
}
