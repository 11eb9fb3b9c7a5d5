import { app } from './app.ts'
import { dependenciesFrom } from './deps.ts'
import prefixTable from './tables/data/feeds.bin'

export default {
  fetch(request, env, ctx) {
    return app.fetch(request, dependenciesFrom(env, { prefixTable }), ctx)
  },
} satisfies ExportedHandler<Env>
