import { CERTIFICATE_STATUSES } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** What the edge found of a client certificate (mutual TLS). */
export const clientCertificate = defineSignal({
  name: 'client.certificate',
  kind: 'code',
  about: 'network',
  values: CERTIFICATE_STATUSES,
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.clientCertificate),
})
