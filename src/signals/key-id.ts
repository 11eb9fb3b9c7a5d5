import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/** A keyed hash of the client's API key: tells keys apart without knowing them. Attacker-chosen until accepted. */
export const keyId = defineSignal({
  name: 'key.id',
  kind: 'text',
  about: 'session',
  optional: true,
  // Anybody can send a new one with every request; an accepted key is part of a record's subject.
  volatile: true,
  reason: policyDenied,
  detect: ({ key }) => (key === undefined ? absent('missing') : observed(key.keyId, 'request')),
})
