/**
 * Serves `app.mjs` on Node, after `npm run build`.
 *
 *   ISSUER=http://127.0.0.1:8787 node examples/hono-origin/server.mjs
 *   npm start -- --origin http://127.0.0.1:9000
 *   curl http://127.0.0.1:8787/v1/messages -d '{"model":"small"}'
 */
import { serve } from '@hono/node-server'
import app from './app.mjs'

const port = Number(process.env.PORT ?? 9000)

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
  console.log(`A Hono origin on http://127.0.0.1:${port}`),
)
