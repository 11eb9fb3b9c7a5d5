import { afterAll, beforeAll } from 'vitest'
import { type LocalEdge, type LocalEdgeOptions, startLocalEdge } from '../../../tools/local-edge/server.ts'

export type ServedEdge = { readonly url: string; readonly logs: readonly string[] }

/** Serves a local edge for the tests of this file or group; its address is known once they run. */
export function servedEdge(
  options: () => LocalEdgeOptions | Promise<LocalEdgeOptions> = () => ({}),
): ServedEdge {
  let edge: LocalEdge | undefined
  beforeAll(async () => {
    edge = await startLocalEdge(await options())
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
