import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blobName } from '../../src/state/prefix-blob.ts'
import type { Table } from './tables.ts'

export interface BlobStore {
  /** `host:port` of what answers as a KV namespace does to workerd. */
  readonly address: string
  readonly close: () => void
}

/** A KV namespace with these tables, each under the name of its checksum. */
export async function blobStoreWith(tables: readonly Table[]): Promise<BlobStore> {
  const blobs = new Map(tables.map(({ sha256, bytes }) => [blobName(sha256), bytes]))
  const server: Server = createServer(({ url = '' }, response) => {
    const name = decodeURIComponent(new URL(url, 'http://kv').pathname.slice(1))
    const found = blobs.get(name)
    if (found === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'Content-Length': found.length }).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, close: () => server.close() }
}
