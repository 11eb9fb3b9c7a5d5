import { createMiddleware } from 'hono/factory'

const REFUSED: ReadonlySet<unknown> = new Set(['CU', 'IR', 'KP', 'SY', 'CN', 'HK', 'MO'])

/** The geo-fence of a few lines that tutorials show. */
export function countryCheck() {
  return createMiddleware(async (c, next) => {
    const { cf } = c.req.raw
    if (REFUSED.has(cf?.country)) return c.text('Not available in your country', 451)
    return next()
  })
}
