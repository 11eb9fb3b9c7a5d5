import { type Observations, observed, type SessionFacts } from '../observations/types.ts'
import { defineSignal } from './define.ts'

export const BINDING_CHANGES = ['none', 'same', 'asn', 'tls', 'asn_and_tls'] as const
/** What differs between the connection a session was issued on and this one; `none`: there is no session. */
export type BindingChange = (typeof BINDING_CHANGES)[number]

/**
 * What differs beyond country and network class, as far as the configuration looks (`SESSION_BINDING`).
 *
 * Only like is compared with like, because an honest client changes too: the ASN of IPv4 with that of IPv4 (dual-stack
 * homes may leave by two), never among the carriers of a privacy relay (which change by the minute), and JA4 over TCP
 * with JA4 over TCP (HTTP/3 has another). The address is not looked at: CGNAT changes it from request to request.
 */
export const sessionBinding = defineSignal({
  name: 'session.binding',
  kind: 'code',
  about: 'session',
  values: BINDING_CHANGES,
  reason: () => 'session.binding' as const,
  detect: (observations) => observed(bindingChange(observations), 'token'),
})

/** Whether the token is worth nothing here because of what differs. */
export function breaksBinding(observations: Observations): boolean {
  const { binding, session } = observations
  if (session.status !== 'verified') return false
  return (
    (binding.asn === 'require' && asnDiffers(session.facts, observations)) ||
    (binding.tls === 'require' && tlsDiffers(session.facts, observations))
  )
}

function bindingChange(observations: Observations): BindingChange {
  const { binding, session } = observations
  if (session.status !== 'verified') return 'none'
  const asn = binding.asn !== 'off' && asnDiffers(session.facts, observations)
  const tls = binding.tls !== 'off' && tlsDiffers(session.facts, observations)
  if (asn) return tls ? 'asn_and_tls' : 'asn'
  return tls ? 'tls' : 'same'
}

function asnDiffers(facts: SessionFacts, { snapshot: { address, edge } }: Observations): boolean {
  if (facts.asn === undefined || facts.networkClass === 'privacy_relay') return false
  if (!address.given || address.value.version !== facts.addressFamily) return false
  return edge.asn.given && edge.asn.value !== facts.asn
}

function tlsDiffers({ ja4: then }: SessionFacts, { snapshot: { edge } }: Observations): boolean {
  if (then === undefined || !edge.ja4.given) return false
  const now = edge.ja4.value
  // The first letter is the transport: t for TCP, q for QUIC.
  return now.charAt(0) === then.charAt(0) && now !== then
}
