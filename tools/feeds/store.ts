import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFileAtomically } from '../local-edge/atomic-file.ts'
import {
  formatState,
  parseState,
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
  /** What was wrong with the store itself when it was opened. */
  readonly warnings: readonly string[]
  /** Reads the files to see that they are still what they were. */
  lastGood(id: string): LastGoodState
  replace(id: string, parts: readonly NewPart[], record: Omit<StoredRecord, 'parts'>): void
  /** The publisher says that the last good version is the current one. */
  confirm(id: string, checkedAt: string): void
  /** A place for downloads. */
  temporary(name: string): string
  close(): void
}

const ORPHAN_AGE_MS = 3_600_000

/**
 * A store in a directory: raw files under the hash of their contents, and `state.json`, which alone says which of them
 * count. Whatever happens, it is written whole or not at all, so there is always one last good version or none.
 */
export function openStore(directory: string): FeedStore {
  const raw = join(directory, 'raw')
  const temporary = join(directory, 'tmp')
  const stateFile = join(directory, 'state.json')
  const { state, warnings } = readState(stateFile)
  const save = () => writeFileAtomically(stateFile, formatState(state))

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
      state.set(id, { ...record, parts: stored })
      save()
    },

    confirm(id, checkedAt) {
      const record = state.get(id)
      if (record === undefined) return
      state.set(id, { ...record, checkedAt })
      save()
    },

    temporary(name) {
      mkdirSync(temporary, { recursive: true })
      return join(temporary, `${name}.${process.pid}`)
    },

    close() {
      const current = new Set([...state.values()].flatMap(({ parts }) => parts.map(({ file }) => file)))
      removeOld(raw, (file) => !current.has(file))
      removeOld(temporary, () => true)
    },
  }
}

/** Keeps nothing: for measuring a folder of lists without a trace. */
export function noStore(): FeedStore {
  let directory: string | undefined
  return {
    warnings: [],
    lastGood: () => ({ state: 'none' }),
    replace() {},
    confirm() {},
    temporary(name) {
      directory ??= mkdtempSync(join(tmpdir(), 'cordon-feeds-'))
      return join(directory, name)
    },
    close() {
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function sha256Of(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex')
}

function readState(path: string): { state: StoredState; warnings: string[] } {
  if (!existsSync(path)) return { state: new Map(), warnings: [] }
  const parsed = parseState(readFileSync(path, 'utf8'))
  if (parsed.ok) return { state: parsed.value, warnings: [] }
  const warning = `${path} ${parsed.error}: started anew, without last good versions`
  return { state: new Map(), warnings: [warning] }
}

function hashFile(path: string): string | undefined {
  return existsSync(path) ? sha256Of(readFileSync(path)) : undefined
}

/** A file of that name has those contents already, or is damaged: replaced in either case. */
function place(from: string, to: string, keep: 'move' | 'copy'): void {
  if (from === to) return
  if (keep === 'move') {
    renameSync(from, to)
    return
  }
  const staging = `${to}.${process.pid}.tmp`
  copyFileSync(from, staging)
  renameSync(staging, to)
}

/** Not those of the last hour: another run may just have put them there. */
function removeOld(directory: string, isUnused: (file: string) => boolean): void {
  if (!existsSync(directory)) return
  for (const file of readdirSync(directory)) {
    const path = join(directory, file)
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (modified !== undefined && Date.now() - modified > ORPHAN_AGE_MS && isUnused(file)) {
      rmSync(path, { force: true })
    }
  }
}
