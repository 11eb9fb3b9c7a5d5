import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/** A keyed hash of the client's API key: tells keys apart without knowing them. Attacker-chosen until accepted. */
export const keyId = defineSignal({
  name: 'key.id',
  kind: 'text',
  about: 'session',
  optional: true,
  reason: policyDenied,
  detect: ({ key }) => (key === undefined ? absent('missing') : observed(key.keyId, 'request')),
})
