import { randomBytes } from 'node:crypto'
import { ControlStore } from '../../src/state/control/store.ts'
import type { Control } from '../../src/state/control/types.ts'
import { controlContract } from './control.ts'
import { controlAppealsContract } from './control-appeals.ts'
import { controlPoliciesContract } from './control-policies.ts'
import { nodeStorage } from './control-sqlite.ts'

function overNode(): Control {
  const store = new ControlStore(nodeStorage(), (bytes) => new Uint8Array(randomBytes(bytes)))
  return {
    read: async (since, now) => store.read(since, now),
    change: async (order, now) => store.change(order, now),
    revocations: async (page, now) => store.revocations(page, now),
    changes: async (page) => store.changes(page),
    earlier: async (order, now) => store.earlier(order, now),
    document: async (sha256) => store.document(sha256),
    policies: async () => store.policies(),
    appeal: async (entry, now) => store.appeal(entry, now),
    appeals: async (page) => store.appeals(page),
  }
}

const NAME = "the logic alone, over Node's SQLite"
controlContract(NAME, overNode)
controlPoliciesContract(NAME, overNode)
controlAppealsContract(NAME, overNode)
