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
import { assertionVerifier } from '../../dist/verify.js'

const issuer = process.env.ISSUER ?? 'http://127.0.0.1:8787'
const audience = process.env.ORIGIN_AUDIENCE ?? issuer
const port = Number(process.env.PORT ?? 9000)

/**
 * Accounts by API key; yours are in a database. The gate takes any opaque id of 1 to 128 printable ASCII characters
 * without spaces. It is readable in tokens: no e-mail address, no name.
 */
const ACCOUNTS = new Map([['demo-key', 'acct_7Q2M9XKD']])

const KEYS_LIVE_MS = 5 * 60 * 1000
let held = { verify: undefined, until: 0 }

/** The verifier, with keys that are at most five minutes old. Old keys serve on while new ones cannot be had. */
async function verifier() {
  if (Date.now() < held.until) return held.verify
  try {
    const response = await fetch(`${issuer}/.cordon/jwks.json`)
    held = { verify: await assertionVerifier(await response.json()), until: Date.now() + KEYS_LIVE_MS }
  } catch (error) {
    if (held.verify === undefined) throw error
  }
  return held.verify
}

const server = createServer(async (request, response) => {
  const answer = (status, body, headers = {}) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(`${JSON.stringify(body)}\n`)
  }
  try {
    const verify = await verifier()
    const checked = await verify(request.headers['cordon-assertion'], {
      issuer,
      audience,
      method: request.method,
      pathAndQuery: request.url,
    })
    if (!checked.ok) return answer(403, { error: checked.error })
    const { verdict, geo, net, acr, tier_max } = checked.value
    const account = ACCOUNTS.get(request.headers['x-api-key'])
    // Only here: whom a refused request claims to be is nobody's word.
    const headers = account === undefined ? {} : { 'Cordon-Account': account }
    answer(200, { hello: geo.country, verdict, acr, network: net.class, tier_max }, headers)
  } catch (error) {
    answer(503, { error: 'keys of the gate could not be had', cause: String(error) })
  }
})

server.listen(port, '127.0.0.1', () =>
  console.log(`An origin on http://127.0.0.1:${port} that believes ${issuer}`),
)
