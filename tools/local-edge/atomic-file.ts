import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Writes a whole file or none of it, also when two processes do so at once: the last rename wins. */
export function writeFileAtomically(path: string, contents: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, contents, { mode })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Removes what killed writers of this file left beside it. Writing takes moments, so what is old is nobody's. */
export function sweepTemporaryFiles(path: string, olderThanMs: number): void {
  const start = `${basename(path)}.`
  const isOurs = (file: string) =>
    file.startsWith(start) && /^\d+\.[0-9a-f]{8}\.tmp$/.test(file.slice(start.length))
  removeOldFiles(dirname(path), olderThanMs, isOurs)
}

/** Removes the files of a directory that nobody has written to for that long. Without the directory there are none. */
export function removeOldFiles(
  directory: string,
  olderThanMs: number,
  isUnused: (file: string) => boolean,
): void {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  for (const file of readdirSync(directory).filter(isUnused)) {
    const path = join(directory, file)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isFile() && Date.now() - stat.mtimeMs > olderThanMs) rmSync(path, { force: true })
  }
}
