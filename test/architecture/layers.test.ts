import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSource, violations, withoutComments } from './layers.ts'

const source = readSource(fileURLToPath(new URL('../../src', import.meta.url).href))

describe('the layer table', () => {
  it('holds for every file in src', () => {
    expect(source.length).toBeGreaterThan(80)
    expect(violations(source)).toEqual([])
  })

  it.each([
    ['a pure layer imports a library', 'policy/planted.ts', "import { jwtVerify } from 'jose'"],
    ['a pure layer imports hono', 'signals/planted.ts', "import type { Context } from 'hono'"],
    ['a signal imports the policy', 'signals/planted.ts', "import { decide } from '../policy/decide.ts'"],
    ['a lower row imports a higher one', 'net/planted.ts', "import { place } from '../signals/place.ts'"],
    ['the request imports the policy', 'request/planted.ts', "import { decide } from '../policy/decide.ts'"],
    [
      'deciding imports the gathering',
      'policy/planted.ts',
      "import { gather } from '../observations/gather.ts'",
    ],
    [
      'verification imports the session',
      'verify/planted.ts',
      "import { SESSION_TYPE } from '../session/claims.ts'",
    ],
    ['the origin step imports the application', 'enforcement/planted.ts', "import { app } from '../app.ts'"],
    ['a re-export crosses', 'lib/planted.ts', "export { asn } from '../net/asn.ts'"],
    ['a dynamic import crosses', 'lib/planted.ts', "const later = () => import('../net/asn.ts')"],
    ['a pure layer reads the clock', 'policy/planted.ts', 'export const now = () => Date.now()'],
    ['a pure layer throws dice', 'signals/planted.ts', 'export const chance = () => Math.random()'],
    ['a pure layer fetches', 'request/planted.ts', "export const get = () => fetch('https://example.com')"],
    ['deciding imports the administration', 'policy/planted.ts', "import { door } from '../admin/door.ts'"],
    [
      'the session imports the state',
      'session/planted.ts',
      "import { InForce } from '../state/control/in-force.ts'",
    ],
    [
      'verification imports the administration',
      'verify/planted.ts',
      "import { ROLES } from '../admin/roles.ts'",
    ],
    ['the state imports the administration', 'state/planted.ts', "import { door } from '../admin/door.ts'"],
    ['the administration imports a route', 'admin/planted.ts', "import { admin } from '../routes/admin.ts'"],
    ['the administration imports hono', 'admin/planted.ts', "import { Hono } from 'hono'"],
    ['the administration imports the gate', 'admin/planted.ts', "import type { Gate } from '../gate.ts'"],
    [
      'the administration imports an entrypoint',
      'admin/planted.ts',
      "import { Admin } from '../entrypoints/admin.ts'",
    ],
    ['the application imports an entrypoint', 'app.ts', "import { Gate } from './entrypoints/gate.ts'"],
    ['a route imports an entrypoint', 'routes/planted.ts', "import { Admin } from '../entrypoints/admin.ts'"],
    ['an entrypoint imports the index', 'entrypoints/planted.ts', "import worker from '../index.ts'"],
    ['the package imports an entrypoint', 'cordon.ts', "import { Gate } from './entrypoints/gate.ts'"],
    [
      'the session imports the platform',
      'session/planted.ts',
      "import { DurableObject } from 'cloudflare:workers'",
    ],
    ['the policy imports the platform', 'policy/planted.ts', "import { env } from 'cloudflare:workers'"],
    [
      'verification imports the platform, and so would run nowhere else',
      'verify/planted.ts',
      "import { env } from 'cloudflare:workers'",
    ],
    ['a file is in no layer', 'elsewhere/planted.ts', 'export {}'],
    ['node is imported', 'deps.ts', "import { createHash } from 'node:crypto'"],
  ])('catches a planted violation: %s', (_, path, text) => {
    expect(violations([{ path, text }])).toHaveLength(1)
  })

  it.each([
    [
      'a Durable Object imports the platform',
      'state/planted.ts',
      "import { DurableObject } from 'cloudflare:workers'",
    ],
    [
      'an entrypoint imports the platform and the administration',
      'entrypoints/planted.ts',
      "import { WorkerEntrypoint } from 'cloudflare:workers'\nimport { door } from '../admin/door.ts'",
    ],
    [
      'the administration imports the state',
      'admin/planted.ts',
      "import type { Control } from '../state/control/types.ts'",
    ],
    ['the index imports the entrypoints', 'index.ts', "export { Gate } from './entrypoints/gate.ts'"],
  ])('lets pass what the table allows: %s', (_, path, text) => {
    expect(violations([{ path, text }])).toEqual([])
  })

  it('leaves words in comments alone', () => {
    expect(violations([{ path: 'policy/planted.ts', text: '// no Date.now() here\nexport {}' }])).toEqual([])
  })
})

describe('src', () => {
  const where = (pattern: RegExp, except: readonly string[] = []) =>
    source
      .filter(({ path, text }) => !except.includes(path) && pattern.test(withoutComments(text)))
      .map(({ path }) => path)

  it('writes to the console in the logger only', () => {
    expect(where(/\bconsole\./)).toEqual(['telemetry/logger.ts'])
  })

  it('multiplies by a thousand in lib/time only', () => {
    expect(where(/[*/] ?1_?000\b/)).toEqual([])
  })

  it('never calls passThroughOnException, which fails open', () => {
    expect(where(/passThroughOnException/)).toEqual([])
  })

  it('reads request.cf in the snapshot only', () => {
    expect(where(/\.cf\b|\bcf\?:/)).toEqual(['request/snapshot.ts'])
  })

  it('keeps CF-IPCountry and X-Forwarded-For out of deciding', () => {
    expect(where(/CF-IPCountry|headers\.get\('X-Forwarded/i, ['request/snapshot.ts'])).toEqual([])
  })

  it('imports the platform only where its classes are: Durable Objects and entrypoints', () => {
    const importing = where(/from 'cloudflare:/)
    expect(importing.length).toBeGreaterThan(1)
    expect(importing.filter((path) => !/^(?:state\/.*\/object|entrypoints\/.*)\.ts$/.test(path))).toEqual([])
  })

  it('has a test of its own for every detector', () => {
    const detectors = source.filter(
      ({ path, text }) => /^signals\//.test(path) && /= defineSignal\(/.test(text),
    )
    expect(detectors.length).toBeGreaterThan(25)
    const untested = detectors.filter(({ path }) => {
      const name = path.replace(/\.ts$/, '.test.ts')
      return !existsSync(fileURLToPath(new URL(`../unit/${name}`, import.meta.url).href))
    })
    expect(untested.map(({ path }) => path)).toEqual([])
  })
})
