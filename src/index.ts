import { app } from './app.ts'
import { dependenciesFrom } from './deps.ts'

export default {
  fetch(request, env, ctx) {
    return app.fetch(request, dependenciesFrom(env), ctx)
  },
} satisfies ExportedHandler<Env>
