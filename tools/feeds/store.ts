import { createHash, randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeOldFiles, sweepTemporaryFiles, writeFileAtomically } from '../local-edge/atomic-file.ts'
import { UsageError } from '../usage-error.ts'
import { withFileLock } from './file-lock.ts'
import { count } from './issue.ts'
import {
  formatState,
  parseState,
  type ReadState,
  type StoredPart,
  type StoredRecord,
  type StoredState,
} from './store-state.ts'

/** A file that is about to become part of the last good version. */
export interface NewPart extends Omit<StoredPart, 'file'> {
  readonly path: string
  /** A download may be moved away; a mirror's file stays where it is. */
  readonly keep: 'move' | 'copy'
}

export interface LastGood extends StoredRecord {
  /** Where the parts are, in order. */
  readonly paths: readonly string[]
}

export type LastGoodState =
  | { readonly state: 'good'; readonly version: LastGood }
  | { readonly state: 'none' }
  | { readonly state: 'damaged'; readonly message: string }

/** Keeps the last good version of each list, and what is known of it. */
export interface FeedStore {
  /** What was wrong with the store itself: when it was opened, and what has come to light since. */
  readonly warnings: readonly string[]
  /** Reads the files to see that they are still what they were. */
  lastGood(id: string): LastGoodState
  replace(id: string, parts: readonly NewPart[], record: Omit<StoredRecord, 'parts'>): void
  /** The publisher says that the last good version is the current one. */
  confirm(id: string, checkedAt: string): void
  /** A place for a download of that source. */
  temporary(id: string, name: string): string
  /** Removes the downloads that have not become part of a version: of one source, or all. */
  discard(id?: string): void
  close(): void
}

const ORPHAN_AGE_MS = 3_600_000
/** No source takes as long (`TransportLimits.total`). */
export const STALE_MS = 600_000

/**
 * A store in a directory: raw files under the hash of their contents, and `state.json`, which alone says which of them
 * count. Whatever happens, it is written whole or not at all, so there is always one last good version or none. Several
 * runs may use it at once: each writes its own records beside the others', and of one source the last to write counts.
 *
 * Throws a `UsageError` where there is something else in its place.
 */
export function openStore(directory: string): FeedStore {
  const raw = join(directory, 'raw')
  const stateFile = join(directory, 'state.json')
  for (const path of [directory, raw]) {
    if (statOf(path)?.isDirectory() === false) throw new UsageError(`the store: ${path} is not a directory`)
  }
  const downloads = temporaryFiles(join(directory, 'tmp'))
  const warnings: string[] = []
  let isWhole = true

  removeOldFiles(join(directory, 'tmp'), STALE_MS, () => true)
  removeOldFiles(raw, STALE_MS, (file) => file.endsWith('.tmp'))
  sweepTemporaryFiles(stateFile, STALE_MS)

  const underLock = <T>(work: () => T) => withFileLock(join(directory, 'state.lock'), work)

  /** Keeps the sound records of a damaged file, and the file itself for somebody to look at. */
  const readAndRepair = (): StoredState => {
    const { state, problem } = readState(stateFile)
    if (problem === undefined) return state
    const aside = `${stateFile}.damaged`
    copyFileSync(stateFile, aside)
    writeFileAtomically(stateFile, formatState(state))
    isWhole = false
    const kept =
      state.size === 0
        ? 'started anew, without last good versions'
        : `kept ${count(state.size, 'sound record')}`
    warnings.push(`${stateFile} ${problem}: ${kept}; the file as it was is ${aside}`)
    return state
  }
  // Not under the lock unless it has to be: a store that nobody may write to can still be read.
  const first = readState(stateFile)
  let state = first.problem === undefined ? first.state : underLock(readAndRepair)

  const save = (change: (current: StoredState) => void) =>
    underLock(() => {
      const current = readAndRepair()
      change(current)
      writeFileAtomically(stateFile, formatState(current))
      state = current
    })

  return {
    warnings,

    lastGood(id) {
      const record = state.get(id)
      if (record === undefined) return { state: 'none' }
      const paths = record.parts.map(({ file }) => join(raw, file))
      const damaged = record.parts.find(({ file, sha256 }) => hashFile(join(raw, file)) !== sha256)
      if (damaged === undefined) return { state: 'good', version: { ...record, paths } }
      return { state: 'damaged', message: `the last good version (${damaged.file}) is missing or damaged` }
    },

    replace(id, parts, record) {
      mkdirSync(raw, { recursive: true })
      const stored = parts.map(({ path, keep, ...part }) => {
        const file = `${id}.${part.sha256.slice(0, 16)}`
        place(path, join(raw, file), keep)
        return { ...part, file }
      })
      save((current) => current.set(id, { ...record, parts: stored }))
    },

    confirm(id, checkedAt) {
      const confirmed = state.get(id)
      save((current) => {
        const record = current.get(id)
        // Another run may have put another version there, of which the publisher has said nothing here.
        if (record !== undefined && record.sha256 === confirmed?.sha256)
          current.set(id, { ...record, checkedAt })
      })
    },

    temporary: downloads.make,
    discard: downloads.discard,

    close() {
      downloads.discard()
      const now = readState(stateFile)
      // What a damaged record named can still be restored by hand.
      if (!isWhole || now.problem !== undefined) return
      const named = new Set([...now.state.values()].flatMap(({ parts }) => parts.map(({ file }) => file)))
      // Not those of the last hour: another run may just have put them there.
      removeOldFiles(raw, ORPHAN_AGE_MS, (file) => !named.has(file))
    },
  }
}

/** Keeps nothing: for measuring a folder of lists without a trace. */
export function noStore(): FeedStore {
  let directory: string | undefined
  let downloads: ReturnType<typeof temporaryFiles> | undefined
  return {
    warnings: [],
    lastGood: () => ({ state: 'none' }),
    replace() {},
    confirm() {},
    temporary(id, name) {
      directory ??= mkdtempSync(join(tmpdir(), 'cordon-feeds-'))
      downloads ??= temporaryFiles(directory)
      return downloads.make(id, name)
    },
    discard: (id) => downloads?.discard(id),
    close() {
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function sha256Of(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex')
}

function temporaryFiles(directory: string) {
  const idOf = new Map<string, string>()
  return {
    make(id: string, name: string): string {
      mkdirSync(directory, { recursive: true })
      const path = join(directory, `${id}.${name}.${process.pid}.${randomBytes(4).toString('hex')}`)
      idOf.set(path, id)
      return path
    },
    discard(id?: string): void {
      for (const [path, of] of idOf) {
        if (id !== undefined && of !== id) continue
        rmSync(path, { force: true })
        idOf.delete(path)
      }
    },
  }
}

function readState(path: string): ReadState {
  const stat = statOf(path)
  if (stat === undefined) return { state: new Map() }
  if (!stat.isFile()) throw new UsageError(`the store: ${path} is not a file`)
  return parseState(readFileSync(path, 'utf8'))
}

function hashFile(path: string): string | undefined {
  return statOf(path)?.isFile() ? sha256Of(readFileSync(path)) : undefined
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** A file of that name has those contents already, or is damaged: replaced in either case. */
function place(from: string, to: string, keep: 'move' | 'copy'): void {
  if (from === to) return
  if (keep === 'move') {
    renameSync(from, to)
    return
  }
  const staging = `${to}.${process.pid}.tmp`
  try {
    copyFileSync(from, staging)
    renameSync(staging, to)
  } catch (error) {
    rmSync(staging, { force: true })
    throw error
  }
}
