import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip, type Gunzip } from 'node:zlib'
import { UsageError } from '../../usage-error.ts'
import { MAX_LINE_BYTES, wholeLines } from './lines.ts'

/** A stretch of a plain file: the lines that begin in it. */
export interface Range {
  readonly kind: 'range'
  readonly path: string
  readonly start: number
  readonly end: number
}

/** Whole lines, in memory. */
export interface Chunk {
  readonly kind: 'chunk'
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Lines before them that were too long to be held. */
  readonly tooLong: number
}

export type Block = Range | Chunk

export interface Source {
  /** As messages name it. */
  readonly name: string
  /** Of the file; undefined for what comes from elsewhere. */
  readonly size: number | undefined
  /** The first bytes, uncompressed, to tell the format by. */
  head(): Promise<Buffer>
  /** In order. */
  blocks(): AsyncGenerator<Block>
  /** How much of `size` has been read. */
  readonly read: number
  /** Why it ended before its end. */
  readonly fault: string | undefined
}

const RANGE_BYTES = 8 << 20
const CHUNK_BYTES = 2 << 20
const READ_BYTES = 64 << 10
const HEAD_BYTES = 256 << 10

/** A log by its path, or `-` for standard input; gzip is known by its first bytes. */
export function openSource(path: string): Source {
  if (path === '-') return new StreamSource('standard input', undefined, () => process.stdin)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isDirectory()) throw new UsageError(`there is no file ${path}`)
  // A pipe or a socket by name has no size and cannot be read twice.
  if (!stat.isFile()) return new StreamSource(path, undefined, () => readerOf(path))
  return isGzip(firstBytes(path, 2))
    ? new StreamSource(path, stat.size, () => readerOf(path))
    : new PlainSource(path, stat.size)
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function firstBytes(path: string, length: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0))
  } finally {
    closeSync(file)
  }
}

async function* readerOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    yield* file.createReadStream({ highWaterMark: READ_BYTES })
  } finally {
    await file.close()
  }
}

class PlainSource implements Source {
  readonly name: string
  readonly size: number
  readonly fault = undefined
  read = 0

  constructor(name: string, size: number) {
    this.name = name
    this.size = size
  }

  async head(): Promise<Buffer> {
    return firstBytes(this.name, HEAD_BYTES)
  }

  async *blocks(): AsyncGenerator<Block> {
    for (let start = 0; start < this.size; start += RANGE_BYTES) {
      const end = Math.min(start + RANGE_BYTES, this.size)
      yield { kind: 'range', path: this.name, start, end }
      this.read = end
    }
  }
}

/** Bytes that come one after the other, and are cut into whole lines here. */
class StreamSource implements Source {
  readonly name: string
  readonly size: number | undefined
  read = 0
  fault: string | undefined
  readonly #chunks: AsyncGenerator<Chunk>
  /** Taken for a look at the format, and not yet handed out. */
  readonly #ahead: Chunk[] = []

  constructor(name: string, size: number | undefined, open: () => AsyncIterable<Buffer>) {
    this.name = name
    this.size = size
    this.#chunks = this.#cut(open)
  }

  async head(): Promise<Buffer> {
    const first = await this.#chunks.next()
    if (first.done) return Buffer.alloc(0)
    this.#ahead.push(first.value)
    return Buffer.from(first.value.bytes.buffer, 0, first.value.bytes.byteLength)
  }

  async *blocks(): AsyncGenerator<Block> {
    yield* this.#ahead.splice(0)
    yield* this.#chunks
  }

  async *#cut(open: () => AsyncIterable<Buffer>): AsyncGenerator<Chunk> {
    const lines = new LineCutter()
    for await (const bytes of this.#plain(open())) yield* lines.add(bytes)
    yield* lines.end()
  }

  async *#plain(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let inflating: Inflating | undefined
    let isFirst = true
    try {
      for await (const bytes of source) {
        this.read += bytes.length
        if (isFirst && isGzip(bytes)) inflating = new Inflating()
        isFirst = false
        if (inflating === undefined) yield bytes
        else yield* await inflating.add(bytes)
        if (inflating?.fault !== undefined) break
      }
    } catch (error) {
      // What was read until then counts; a log that is taken away is no reason to forget it.
      this.fault = `it could not be read on: ${error instanceof Error ? error.message : 'unknown'}`
    }
    if (inflating !== undefined) yield* await inflating.end()
    this.fault ??= inflating?.fault
  }
}

/**
 * gzip, one or several members one behind the other (RFC 1952 §2.2). Everything before a fault is handed out: the last
 * file of a log that is still being written ends somewhere.
 */
class Inflating {
  fault: string | undefined
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: 1 << 18 })
  #ready: Buffer[] = []
  #failed: (() => void) | undefined

  constructor() {
    this.#gunzip.on('data', (bytes: Buffer) => this.#ready.push(bytes))
    this.#gunzip.on('error', (error: NodeJS.ErrnoException) => {
      this.fault =
        error.code === 'Z_BUF_ERROR'
          ? 'the gzip data is cut off'
          : `the gzip data is damaged: ${error.message}`
      this.#failed?.()
    })
  }

  add(bytes: Buffer): Promise<Buffer[]> {
    return this.#when((done) => this.#gunzip.write(bytes, done))
  }

  async end(): Promise<Buffer[]> {
    if (this.fault !== undefined) return []
    const rest = await this.#when((done) => this.#gunzip.flush(done))
    if (this.fault !== undefined) return rest
    const last = await this.#when((done) => this.#gunzip.once('end', done).end())
    return [...rest, ...last]
  }

  async #when(act: (done: () => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.#failed = resolve
      act(() => resolve())
    })
    return this.#ready.splice(0)
  }
}

/** Collects bytes and gives them out in chunks of whole lines. */
class LineCutter {
  #chunk = Buffer.from(new ArrayBuffer(CHUNK_BYTES))
  #length = 0
  #tooLong = 0
  /** Within a line that was too long. */
  #skipping = false

  #skip(): void {
    this.#tooLong++
    this.#skipping = true
    this.#length = 0
  }

  *add(given: Buffer): Generator<Chunk> {
    let bytes = given
    while (bytes.length > 0) {
      if (this.#skipping) {
        const newline = bytes.indexOf(0x0a)
        if (newline < 0) return
        this.#skipping = false
        bytes = bytes.subarray(newline + 1)
        continue
      }
      const taken = Math.min(bytes.length, CHUNK_BYTES - this.#length)
      bytes.copy(this.#chunk, this.#length, 0, taken)
      this.#length += taken
      bytes = bytes.subarray(taken)
      if (this.#length === CHUNK_BYTES) yield* this.#full()
    }
  }

  *end(): Generator<Chunk> {
    if (this.#length > 0 || this.#tooLong > 0) yield this.#take(this.#length)
  }

  *#full(): Generator<Chunk> {
    const whole = wholeLines(this.#chunk.subarray(0, this.#length))
    const rest = this.#length - whole
    if (whole === 0) {
      this.#skip()
      return
    }
    const chunk = this.#chunk
    yield this.#take(whole)
    chunk.copy(this.#chunk, 0, whole, whole + rest)
    this.#length = rest
    if (rest > MAX_LINE_BYTES) this.#skip()
  }

  /** Hands out the first bytes of the chunk, a copy where more of it is needed. */
  #take(length: number): Chunk {
    const bytes = new Uint8Array(length)
    bytes.set(this.#chunk.subarray(0, length))
    const tooLong = this.#tooLong
    this.#tooLong = 0
    this.#length = 0
    return { kind: 'chunk', bytes, tooLong }
  }
}

/**
 * The lines that begin in a range, and how many of them were too long. The line under way at its start belongs to the
 * range before, the one under way at its end to this one.
 */
export function readRange({ path, start, end }: Range, buffer: Buffer): { bytes: Buffer; tooLong: number } {
  const file = openSync(path, 'r')
  try {
    const from = start === 0 ? 0 : start - 1
    const wanted = end - from + MAX_LINE_BYTES
    const read = readFully(file, buffer, wanted, from)
    let first = 0
    if (start > 0) {
      const newline = buffer.subarray(0, read).indexOf(0x0a)
      // The line under way fills the whole range.
      if (newline < 0 || from + newline + 1 >= end) return { bytes: buffer.subarray(0, 0), tooLong: 0 }
      first = newline + 1
    }
    const last = buffer.subarray(0, read).indexOf(0x0a, end - from - 1)
    if (last >= 0) return { bytes: buffer.subarray(first, last + 1), tooLong: 0 }
    if (read < wanted) return { bytes: buffer.subarray(first, read), tooLong: 0 }
    const whole = wholeLines(buffer.subarray(0, read))
    return { bytes: buffer.subarray(first, Math.max(first, whole)), tooLong: 1 }
  } finally {
    closeSync(file)
  }
}

export const RANGE_BUFFER_BYTES = RANGE_BYTES + 1 + MAX_LINE_BYTES

function readFully(file: number, buffer: Buffer, length: number, position: number): number {
  let read = 0
  while (read < length) {
    const got = readSync(file, buffer, read, length - read, position + read)
    if (got === 0) break
    read += got
  }
  return read
}
