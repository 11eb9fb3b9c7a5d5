import { type Observations, observed, type SessionFacts } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { networkClass } from './network-class.ts'
import { breaksBinding } from './session-binding.ts'

export const SESSION_STATUSES = [
  'none',
  'valid',
  'expired',
  'invalid',
  'revoked',
  'unproved',
  'place_changed',
  'network_changed',
  'binding',
] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/**
 * What the presented token is worth on this connection. A token says where its holder was; it is worth nothing from
 * another country or another kind of network, however good its signature. A region may change within the country:
 * phones travel, and carriers move addresses between cities.
 */
export const sessionStatus = defineSignal({
  name: 'session.status',
  kind: 'code',
  about: 'session',
  values: SESSION_STATUSES,
  reason: sessionReason,
  detect: (observations) => observed(statusOf(observations), 'token'),
})

/** The session, where it is good on this very connection. */
export function boundSession(observations: Observations): SessionFacts | undefined {
  const { session } = observations
  return session.status === 'verified' && statusOf(observations) === 'valid' ? session.facts : undefined
}

function statusOf(observations: Observations): SessionStatus {
  const { session, snapshot } = observations
  if (session.status !== 'verified') return session.status
  const country = snapshot.edge.country.given ? snapshot.edge.country.value : undefined
  if (session.facts.place?.country !== country) return 'place_changed'
  const network = networkClass.detect(observations)
  const current = network.state === 'observed' ? network.value : 'unknown'
  if (session.facts.networkClass !== current) return 'network_changed'
  return breaksBinding(observations) ? 'binding' : 'valid'
}

/** The reason of a refusal for want of a good session. */
export function sessionReason(status: SessionStatus | undefined) {
  switch (status) {
    case 'expired':
    case 'invalid':
    case 'revoked':
    case 'place_changed':
    case 'network_changed':
    case 'binding':
      return `session.${status}` as const
    case 'unproved':
      return 'session.proof' as const
    default:
      return 'session.required' as const
  }
}
