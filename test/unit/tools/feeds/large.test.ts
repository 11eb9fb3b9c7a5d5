import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { noStore } from '../../../../tools/feeds/store.ts'
import { updateFeeds } from '../../../../tools/feeds/update.ts'
import { source, temporaryDirectory, transport } from './fixture.ts'

const LINES = 10_000_000
const CHUNK = 100_000

/** A megabyte and a half of lines, over and over: nothing here looks for lines that repeat. */
function* tenMillionLines(): Generator<string> {
  const chunk = Array.from(
    { length: CHUNK },
    (_, at) => `5.${at >> 16}.${(at >> 8) & 255}.${at & 255}\n`,
  ).join('')
  for (let written = 0; written < LINES; written += CHUNK) yield chunk
}

test('a list of ten million lines is given up at its limit, in bounded memory', {
  timeout: 60_000,
}, async () => {
  const file = join(temporaryDirectory(), 'list.txt')
  await pipeline(Readable.from(tenMillionLines()), createWriteStream(file))
  const { transport: made } = transport(async () => new Response())
  const options = {
    origin: { kind: 'publishers' },
    store: noStore(),
    transport: made,
    env: {},
    acceptShrunk: new Set<string>(),
  } as const
  const before = process.memoryUsage().rss
  const [result] = await updateFeeds([source({ urls: [], file })], options, () => {})
  const grown = process.memoryUsage().rss - before
  rmSync(file)
  expect(result).toMatchObject({
    state: 'missing',
    warnings: [
      'does not parse: line 4000001: more than 4,000,000 prefixes, which is the most this source may have (max_prefixes)',
    ],
  })
  // The file itself (130 MB), four million prefixes in columns, and what the collector has not got round to.
  expect(grown).toBeLessThan(1024 ** 3)
})
