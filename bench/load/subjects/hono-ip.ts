import { FORWARDED } from '../expectation.ts'
import { writtenPrefixes } from '../made-up-table.ts'
import { ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'

/** The client is in none of the prefixes, as most are not. */
export function honoIp(prefixes: number): Subject {
  return {
    name: `honoIp${prefixes}`,
    kind: 'peer',
    about: `hono/ip-restriction, ${prefixes.toLocaleString('en')} prefixes`,
    expects: FORWARDED,
    prepare: async (kit) => ({
      worker: {
        modules: await kit.peer('hono-ip'),
        variables: { PREFIXES: writtenPrefixes(prefixes) },
      },
      requests: () => ofEachClient(),
    }),
  }
}
