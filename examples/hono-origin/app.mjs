/**
 * A Hono application behind the gate. Its default export is what Workers, Bun and Deno serve (`deno serve app.mjs`);
 * `server.mjs` beside it serves it on Node.
 */
import { Hono } from 'hono'
import { cordonOrigin, refusal, requireTier } from '../../dist/verify.js'

const issuer = globalThis.process?.env.ISSUER ?? 'http://127.0.0.1:8787'

/** Which tier a model is of; one that nobody has classified is of the strictest. */
const TIER_OF_MODEL = new Map([
  ['small', 'open'],
  ['medium', 'standard'],
])

const app = new Hono()
// First of all, so that nothing runs for a request that the gate has not let in, nor rewrites one before it is checked.
app.use(cordonOrigin({ jwks: `${issuer}/.cordon/jwks.json`, audience: issuer }))

app.get('/', (c) => c.json({ hello: c.get('cordon').geo.country }))

app.post('/v1/messages', async (c) => {
  const { model } = await c.req.json()
  // The gate knows method and path; only the origin knows for sure which model the body asks for.
  const opened = requireTier(c.get('cordon'), TIER_OF_MODEL.get(model) ?? 'controlled')
  if (!opened.ok) {
    const { body, ...init } = refusal(opened.reason)
    return new Response(body, init)
  }
  const { verdict, geo } = opened.claims
  return c.json({ model, country: geo.country, max_tokens: verdict === 'limit' ? 256 : 4096 })
})

export default app
