import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** What is done under a lock takes milliseconds: a lock this old belongs to a process that was killed. */
const ABANDONED_MS = 10_000
const PAUSE_MS = 10

/** Does something that one process at a time may do. The lock is a file; the others wait for it to go. */
export function withFileLock<T>(path: string, work: () => T): T {
  mkdirSync(dirname(path), { recursive: true })
  while (!tryToTake(path)) {
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Math.abs(Date.now() - modified) > ABANDONED_MS) rmSync(path, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
  try {
    return work()
  } finally {
    rmSync(path, { force: true })
  }
}

function tryToTake(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
