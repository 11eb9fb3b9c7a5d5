/** A Hono app that refuses by country and tells nobody. */
import { Hono } from 'hono'
import { countryCheck } from './country-check.ts'
import { handOver } from './hand-over.ts'

const app = new Hono()
app.use(countryCheck())
app.all('*', (c) => handOver(c.req.raw))

export default app
