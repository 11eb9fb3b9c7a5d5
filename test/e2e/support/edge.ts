import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type LocalEdge, type LocalEdgeOptions, startLocalEdge } from '../../../tools/local-edge/server.ts'
import { PROJECT_ROOT } from '../../../tools/project.ts'

/** Whatever lists this machine compiled last. */
const NO_LISTS = join(PROJECT_ROOT, 'test/support/no-lists.bin')

export type ServedEdge = { readonly url: string; readonly logs: readonly string[] }

/** Serves a local edge for the tests of this file or group; its address is known once they run. */
export function servedEdge(
  options: () => LocalEdgeOptions | Promise<LocalEdgeOptions> = () => ({}),
): ServedEdge {
  let edge: LocalEdge | undefined
  beforeAll(async () => {
    edge = await startLocalEdge({ prefixTable: NO_LISTS, ...(await options()) })
  })
  afterAll(() => edge?.stop())
  const served = () => {
    if (edge === undefined) throw new Error('the local edge is not up yet')
    return edge
  }
  return {
    get url() {
      return served().url
    },
    get logs() {
      return served().logs
    },
  }
}
