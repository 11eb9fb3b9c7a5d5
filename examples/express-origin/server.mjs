/**
 * An Express application behind the gate. After `npm run build`:
 *
 *   ISSUER=http://127.0.0.1:8787 node examples/express-origin/server.mjs
 *   npm start -- --origin http://127.0.0.1:9000
 *   curl http://127.0.0.1:8787/v1/messages -H 'Content-Type: application/json' -d '{"model":"small"}'
 */
import express from 'express'
import { cordonConnect, refusal, requireTier } from '../../dist/verify.js'

const issuer = process.env.ISSUER ?? 'http://127.0.0.1:8787'
const port = Number(process.env.PORT ?? 9000)

/** Which tier a model is of; one that nobody has classified is of the strictest. */
const TIER_OF_MODEL = new Map([
  ['small', 'open'],
  ['medium', 'standard'],
])

const app = express()
// Before the parser of bodies, so that nothing is read of a request that the gate has not let in.
app.use('/v1', cordonConnect({ jwks: `${issuer}/.cordon/jwks.json`, audience: issuer }))
app.use(express.json())

app.post('/v1/messages', (req, res) => {
  const { model } = req.body
  // The gate knows method and path; only the origin knows for sure which model the body asks for.
  const opened = requireTier(req.cordon, TIER_OF_MODEL.get(model) ?? 'controlled')
  if (!opened.ok) {
    const { status, headers, body } = refusal(opened.reason)
    res.writeHead(status, headers).end(body)
    return
  }
  res.json({ model, country: opened.claims.geo.country })
})

app.listen(port, '127.0.0.1', () => console.log(`An Express origin on http://127.0.0.1:${port}`))
