import { app } from './app.ts'
import { dependenciesFrom } from './deps.ts'
import bundledPolicy from './policy/data/bundled.json'
import prefixTable from './tables/data/feeds.bin'

export { CordonAdmin } from './entrypoints/admin.ts'
export { CordonGate } from './entrypoints/gate.ts'
export { ControlObject } from './state/control/object.ts'
export { ReplayObject } from './state/replay/object.ts'

export default {
  fetch(request, env, ctx) {
    return app.fetch(request, dependenciesFrom(env, { prefixTable, bundledPolicy }), ctx)
  },
} satisfies ExportedHandler<Env>
