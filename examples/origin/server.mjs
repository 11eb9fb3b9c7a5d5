/**
 * An origin that lets in only what the gate let in. Runs on plain Node, after `npm run build`:
 *
 *   ISSUER=http://127.0.0.1:8787 node examples/origin/server.mjs
 *   npm start -- --origin http://127.0.0.1:9000
 *   curl http://127.0.0.1:8787/      # through the gate: 200
 *   curl http://127.0.0.1:9000/      # past the gate: 403
 *
 * With `-H 'X-Api-Key: demo-key'` the gate also learns whose session it is.
 */
import { createServer } from 'node:http'
import { refusal, verifyAssertion } from '../../dist/verify.js'

const issuer = process.env.ISSUER ?? 'http://127.0.0.1:8787'
const port = Number(process.env.PORT ?? 9000)
const gate = { jwks: `${issuer}/.cordon/jwks.json`, audience: process.env.ORIGIN_AUDIENCE ?? issuer }

/**
 * Accounts by API key; yours are in a database. The gate takes any opaque id of 1 to 128 printable ASCII characters
 * without spaces. It is readable in tokens: no e-mail address, no name.
 */
const ACCOUNTS = new Map([['demo-key', 'acct_7Q2M9XKD']])

const server = createServer(async (request, response) => {
  const checked = await verifyAssertion(request, gate)
  if (!checked.ok) {
    const { status, headers, body } = refusal(checked.reason)
    response.writeHead(status, headers).end(body)
    return
  }
  const { verdict, geo, net, acr, tier_max } = checked.claims
  const account = ACCOUNTS.get(request.headers['x-api-key'])
  response.writeHead(200, {
    'Content-Type': 'application/json',
    // Only here: whom a refused request claims to be is nobody's word.
    ...(account === undefined ? {} : { 'Cordon-Account': account }),
  })
  response.end(`${JSON.stringify({ hello: geo.country, verdict, acr, network: net.class, tier_max })}\n`)
})

server.listen(port, '127.0.0.1', () =>
  console.log(`An origin on http://127.0.0.1:${port} that believes ${issuer}`),
)
