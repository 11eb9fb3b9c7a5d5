/**
 * Stands in for Express, which this project does not install: as much of it as examples/express-origin uses, called in
 * the same way. A mounted path is cut from `url`, and `originalUrl` keeps it.
 */
import { createServer } from 'node:http'

export default function express() {
  const layers = []
  const add = (method) => (first, second) =>
    layers.push(
      second === undefined ? { method, path: '/', run: first } : { method, path: first, run: second },
    )
  return {
    use: add(undefined),
    post: add('POST'),
    listen(port, host, listening) {
      const server = createServer((req, res) => {
        req.originalUrl = req.url
        res.json = (value) => {
          res.setHeader('Content-Type', 'application/json; charset=utf-8')
          res.end(JSON.stringify(value))
        }
        run(0, req, res)
      })
      return server.listen(port, host, listening)
    },
  }

  function run(index, req, res, error) {
    const layer = layers[index]
    if (error !== undefined || layer === undefined) {
      res.writeHead(error === undefined ? 404 : 500).end()
      return
    }
    const next = (fault) => run(index + 1, req, res, fault)
    const path = req.originalUrl.split('?')[0]
    const mounted = layer.method === undefined
    const fits = mounted
      ? layer.path === '/' || path === layer.path || path.startsWith(`${layer.path}/`)
      : req.method === layer.method && path === layer.path
    if (!fits) return next()
    if (mounted && layer.path !== '/') req.url = req.originalUrl.slice(layer.path.length)
    else req.url = req.originalUrl
    layer.run(req, res, next)
  }
}

express.json = () => async (req, _, next) => {
  let text = ''
  for await (const chunk of req) text += chunk
  try {
    req.body = JSON.parse(text)
  } catch (error) {
    return next(error)
  }
  next()
}
