/**
 * Serves `app.mjs` on plain Node, after `npm run build`. In your own project `@hono/node-server` does this.
 *
 *   ISSUER=http://127.0.0.1:8787 node examples/hono-origin/server.mjs
 *   npm start -- --origin http://127.0.0.1:9000
 *   curl http://127.0.0.1:8787/v1/messages -d '{"model":"small"}'
 */
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import app from './app.mjs'

const port = Number(process.env.PORT ?? 9000)

const server = createServer(async (incoming, outgoing) => {
  const { method, url, headersDistinct } = incoming
  const headers = new Headers()
  for (const [name, values] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value)
  const body = method === 'GET' || method === 'HEAD' ? undefined : Readable.toWeb(incoming)
  const request = new Request(`http://${headers.get('host')}${url}`, {
    method,
    headers,
    body,
    duplex: 'half',
  })
  const response = await app.fetch(request)
  outgoing.writeHead(response.status, [...response.headers].flat())
  if (response.body === null) outgoing.end()
  else Readable.fromWeb(response.body).pipe(outgoing)
})

server.listen(port, '127.0.0.1', () => console.log(`A Hono origin on http://127.0.0.1:${port}`))
