/** A Hono app that verifies an ES256 session token with jose on each request, checks the country, and hands over as Cordon does. */
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { importJWK, type JWK, jwtVerify } from 'jose'
import { countryCheck } from './country-check.ts'
import { handOver } from './hand-over.ts'

interface Variables {
  readonly PUBLIC_KEY: JWK
  readonly ISSUER: string
}

let key: CryptoKey | Uint8Array | undefined

const verified = createMiddleware<{ Bindings: Variables }>(async (c, next) => {
  const { PUBLIC_KEY, ISSUER } = c.env
  key ??= await importJWK(PUBLIC_KEY, 'ES256')
  try {
    await jwtVerify(getCookie(c, 'session') ?? '', key, {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: ISSUER,
      typ: 'session+jwt',
    })
  } catch {
    return c.text('Unauthorized', 401)
  }
  return next()
})

const app = new Hono<{ Bindings: Variables }>()
app.use(countryCheck())
app.use(verified)
app.all('*', (c) => handOver(c.req.raw))

export default app
