/** One thread of `npm run policy -- replay`: decides blocks of lines, and gives its counts at the end. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { servePolicy } from '../../../src/served-policy.ts'
import { networkTables } from '../../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { FEED_TABLE } from '../../feed-table-file.ts'
import { openLookup } from '../../local-edge/lookup.ts'
import { BlockReader } from './block-reader.ts'
import { cachedLookup } from './cached-lookup.ts'
import type { BlockMessage, FromWorker, Setup, ToWorker } from './messages.ts'
import { nameLookup } from './network-names.ts'
import { regionNameLookup } from './region-names.ts'
import { Replayer } from './replayer.ts'
import { RANGE_BUFFER_BYTES, readRange } from './source.ts'

const port = parentPort
if (port === null) throw new Error('this is a thread of tools/policy/replay')
const { policies, admitted, at } = workerData as Setup
const send = (message: FromWorker) => port.postMessage(message)

const prefixes = new CurrentPrefixes()
const table = new Uint8Array(readFileSync(FEED_TABLE))
if (table.length > 0) {
  const opened = await prefixes.swap(table)
  if (!opened.ok) throw new Error(`the prefix table of the build is ${opened.error}`)
}
let nameOf = nameLookup(undefined)
const replayer = new Replayer({
  policies: await Promise.all(policies.map(servePolicy)),
  knowledge: {
    networks: networkTables(prefixes),
    nameOf: (asn) => nameOf(asn),
    regionNameOf: regionNameLookup(),
  },
  admitted: new Set(admitted),
  at,
})
let reader: BlockReader | undefined
let hasPlaces = false
let buffer = Buffer.alloc(0)

/** The databases are large: only a log that needs them opens them. */
async function readerFor({ format }: BlockMessage): Promise<BlockReader> {
  const needsPlaces = format === 'combined' || format === 'common'
  if (reader !== undefined && !(needsPlaces && !hasPlaces)) return reader
  hasPlaces ||= needsPlaces
  const lookUp = needsPlaces ? cachedLookup(await openLookup()) : () => undefined
  reader = new BlockReader(replayer, lookUp)
  return reader
}

async function decideBlock(message: BlockMessage): Promise<void> {
  const { source, block, format, data } = message
  const blocks = await readerFor(message)
  let lines: number
  if (data.kind === 'chunk') {
    const bytes = Buffer.from(data.bytes.buffer, data.bytes.byteOffset, data.bytes.byteLength)
    lines = blocks.read(bytes, format, message, { before: data.tooLong, after: 0 })
  } else {
    if (buffer.length === 0) buffer = Buffer.alloc(RANGE_BUFFER_BYTES)
    const { bytes, tooLong } = readRange(data, buffer)
    lines = blocks.read(bytes, format, message, { before: 0, after: tooLong })
  }
  send({ kind: 'done', source, block, lines })
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'names') nameOf = nameLookup(message.names)
  else if (message.kind === 'block') void decideBlock(message)
  else send({ kind: 'tally', tally: replayer.finish() })
})
send({ kind: 'ready' })
