import { randomBytes } from 'node:crypto'
import { ControlStore } from '../../src/state/control/store.ts'
import type { Control } from '../../src/state/control/types.ts'
import { controlContract } from './control.ts'
import { nodeStorage } from './control-sqlite.ts'

controlContract("the logic alone, over Node's SQLite", (): Control => {
  const store = new ControlStore(nodeStorage(), (bytes) => new Uint8Array(randomBytes(bytes)))
  return {
    read: async (since, now) => store.read(since, now),
    change: async (order, now) => store.change(order, now),
    revocations: async (page, now) => store.revocations(page, now),
    changes: async (page) => store.changes(page),
  }
})
