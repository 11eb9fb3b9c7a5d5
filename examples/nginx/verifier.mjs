/**
 * Tells nginx (`auth_request`) or Envoy (`ext_authz` over HTTP) whether a request comes from the gate: 200 with what the
 * gate stated as headers, else 403. After `npm run build`:
 *
 *   ISSUER=https://api.example.com node examples/nginx/verifier.mjs
 *
 * Listens on this machine only: whoever asks it is told, and under `ASKED_BY=nginx` it believes X-Original-*.
 */
import { createServer } from 'node:http'
import { remoteKeys, verifyAssertion } from '../../dist/verify.js'

const issuer = process.env.ISSUER ?? 'http://127.0.0.1:8787'
const audience = process.env.ORIGIN_AUDIENCE ?? issuer
/** nginx asks with GET for a fixed path and puts the original ones into headers; Envoy repeats the original request. */
const askedBy = process.env.ASKED_BY ?? 'nginx'
const port = Number(process.env.PORT ?? 9100)
const options = { jwks: remoteKeys(`${issuer}/.cordon/jwks.json`), issuer, audience }

const server = createServer(async (request, response) => {
  const { headers } = request
  const original = {
    method: headers['x-original-method'],
    pathAndQuery: headers['x-original-uri'],
    assertion: headers['cordon-assertion'],
  }
  const checked = await verifyAssertion(askedBy === 'nginx' ? original : request, options)
  if (!checked.ok) {
    // nginx knows 401 and 403 only, and makes 500 of everything else.
    response.writeHead(403, { 'Cordon-Reason': checked.reason }).end()
    return
  }
  const { geo, net, verdict, tier_max, sub } = checked.claims
  const facts = {
    'Cordon-Country': geo.country,
    'Cordon-Region': geo.region,
    'Cordon-Network': net.class,
    'Cordon-Verdict': verdict,
    'Cordon-Tier-Max': tier_max,
    'Cordon-Subject': sub,
  }
  // All of them, always: for Envoy an empty one is what overwrites a forged one.
  for (const [name, value = ''] of Object.entries(facts)) response.setHeader(name, value)
  // 200 and not 204: for Envoy nothing else is a yes.
  response.writeHead(200, { 'Content-Length': 0 }).end()
})

server.listen(port, '127.0.0.1', () =>
  console.log(`A verifier on http://127.0.0.1:${port} that believes ${issuer}`),
)
