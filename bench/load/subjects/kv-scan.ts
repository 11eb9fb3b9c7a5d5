import { FORWARDED } from '../expectation.ts'
import { writtenPrefixes } from '../made-up-table.ts'
import { ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'

const PREFIXES = 10_000

/**
 * The namespace is a real KV binding. What answers for it is a process of its own, as KV is at the edge: its time is not
 * counted, but reading the answer, parsing it and the scan are.
 */
export const kvScan: Subject = {
  name: 'kvScan',
  kind: 'peer',
  about: `${PREFIXES.toLocaleString('en')} prefixes from KV each time, tried in turn`,
  expects: FORWARDED,
  atOnce: 4,
  async prepare(kit) {
    const LIST = Object.fromEntries(
      writtenPrefixes(PREFIXES).map((prefix) => [prefix.includes('/') ? prefix : `${prefix}/32`, 'ban']),
    )
    const LISTS = await kit.helper('kv', { modules: await kit.peer('kv'), variables: { LIST } })
    return {
      worker: { modules: await kit.peer('kv-scan'), kv: { LISTS } },
      requests: () => ofEachClient(),
    }
  },
}
