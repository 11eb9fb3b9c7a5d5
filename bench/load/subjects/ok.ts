import { ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'

export const ok: Subject = {
  name: 'ok',
  kind: 'floor',
  about: 'answers "ok"',
  expects: { status: 200, body: 'ok' },
  prepare: async (kit) => ({ worker: { modules: await kit.peer('ok') }, requests: () => ofEachClient() }),
}
