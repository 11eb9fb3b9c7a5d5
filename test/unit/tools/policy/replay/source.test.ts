import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eachLine, MAX_LINE_BYTES } from '../../../../../tools/policy/replay/lines.ts'
import {
  openSource,
  RANGE_BUFFER_BYTES,
  readRange,
  type Source,
} from '../../../../../tools/policy/replay/source.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cordon-source-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Every line, in order, however it was cut into blocks; a line that was too long is `…`. */
async function linesOf(source: Source): Promise<string[]> {
  const lines: string[] = []
  const buffer = Buffer.alloc(RANGE_BUFFER_BYTES)
  for await (const block of source.blocks()) {
    const { bytes, tooLong } =
      block.kind === 'chunk' ? { bytes: Buffer.from(block.bytes), tooLong: 0 } : readRange(block, buffer)
    if (block.kind === 'chunk') lines.push(...new Array<string>(block.tooLong).fill('…'))
    eachLine(bytes, (start, end) =>
      lines.push(end - start > MAX_LINE_BYTES ? '…' : bytes.toString('utf8', start, end)),
    )
    lines.push(...new Array<string>(tooLong).fill('…'))
  }
  return lines
}

const LINES = Array.from({ length: 60_000 }, (_, at) => `${at} ${'x'.repeat((at * 37) % 700)}`)

describe('openSource()', () => {
  it('gives every line of a plain file once, in several ranges', async () => {
    expect(await linesOf(openSource(file('plain', `${LINES.join('\n')}\n`)))).toEqual(LINES)
    expect(await linesOf(openSource(file('unended', LINES.join('\r\n'))))).toEqual(LINES)
  })

  it('gives every line of a gzip file once, known by its bytes, also of several members', async () => {
    const half = LINES.length / 2
    const members = [LINES.slice(0, half), LINES.slice(half)].map((lines) =>
      gzipSync(`${lines.join('\n')}\n`),
    )
    const source = openSource(file('packed.log', Buffer.concat(members)))
    expect((await source.head()).toString().split('\n')[0]).toBe(LINES[0])
    expect(await linesOf(source)).toEqual(LINES)
    expect(source.fault).toBeUndefined()
  })

  it('gives what there is of a gzip file that is cut off, and says so', async () => {
    const packed = gzipSync(`${LINES.join('\n')}\n`)
    const source = openSource(file('cut.gz', packed.subarray(0, packed.length >> 1)))
    const lines = await linesOf(source)
    expect(lines.length).toBeGreaterThan(20_000)
    expect(lines.slice(0, -1)).toEqual(LINES.slice(0, lines.length - 1))
    expect(source.fault).toBe('the gzip data is cut off')
  })

  it('gives what stands before damage, and says so', async () => {
    const packed = gzipSync(`${LINES.join('\n')}\n`)
    packed.fill(0xff, packed.length >> 1)
    const source = openSource(file('damaged.gz', packed))
    const lines = await linesOf(source)
    expect(lines.slice(0, 1000)).toEqual(LINES.slice(0, 1000))
    expect(source.fault).toMatch(/damaged/)
  })

  it.each([
    ['a plain file', (text: string) => text],
    ['a gzip file', (text: string) => gzipSync(text)],
  ])('passes over a line of %s that is too long to be held, and goes on behind it', async (_, pack) => {
    for (const length of [3 << 20, 9 << 20, 20 << 20]) {
      const text = ['first', 'y'.repeat(length), 'last', ''].join('\n')
      const lines = await linesOf(openSource(file(`long-${length}`, pack(text))))
      expect(lines).toEqual(['first', '…', 'last'])
    }
  })

  it('refuses a file that is not there', () => {
    expect(() => openSource(join(folder, 'none'))).toThrow('there is no file')
    expect(() => openSource(folder)).toThrow('there is no file')
  })
})
