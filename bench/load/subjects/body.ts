import { cordonWorker, ofKnownClients } from '../cordon.ts'
import { ADMITTED } from '../expectation.ts'
import type { Subject } from '../subject.ts'

const BODY_BYTES = 2048

const POLICY = {
  default: 'allow',
  resources: [
    {
      id: 'messages',
      tier: 'standard',
      path: '/v1/messages',
      method: 'POST',
      body: { pointer: '/model', values: ['small-1', 'large-1'] },
    },
  ],
  rules: [],
  exemptions: [],
}

export const body: Subject = {
  name: 'body',
  kind: 'cordon',
  about: 'known session, a resource matched by its body (2 KB of JSON)',
  expects: ADMITTED,
  prepare: async (kit) => ({
    worker: await cordonWorker(kit, { variables: { POLICY } }),
    requests: (port) =>
      ofKnownClients(port, {
        method: 'POST',
        path: '/v1/messages',
        headers: { 'Content-Type': 'application/json' },
        body: document(),
      }),
  }),
}

/** Shaped like a request to a model: a few short members, and a long text. */
function document(): string {
  const around = (content: string) =>
    JSON.stringify({ model: 'small-1', max_tokens: 1024, messages: [{ role: 'user', content }] })
  return around('x'.repeat(BODY_BYTES - around('').length))
}
