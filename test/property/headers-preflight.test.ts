import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { preflightAnswer } from '../../src/middleware/cors.ts'
import { readPreflight } from '../../src/request/preflight.ts'

const numRuns = 2000
const LISTED = ['https://app.test', 'https://app.test:8443', 'http://localhost:3000']
const settings = { CORS_ORIGINS: LISTED, METHODS: ['GET', 'PUT'] }

/** Whatever the runtime let through: `Headers` of its own would refuse some of it before we see it. */
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom('\r', '\n', '\r\nSet-Cookie: a=b', '\0', ',', ' ', '*'),
        fc.string({ maxLength: 80 }),
      ),
      { maxLength: 100 },
    )
    .map((parts) => parts.join('')),
  fc.array(fc.stringMatching(/^[a-z-]{1,70}$/), { maxLength: 80 }).map((names) => names.join(',')),
)
const origin = fc.oneof(
  fc.constantFrom(...LISTED),
  fc.constantFrom(
    'null',
    '',
    '*',
    'https://app.test/',
    'HTTPS://APP.TEST',
    'https://app.test, https://app.test',
  ),
  fc.constantFrom(...LISTED).chain((listed) => anything.map((more) => `${listed}${more}`)),
  anything,
)

function answered(sent: Readonly<Record<string, string>>): Response | undefined {
  const preflight = readPreflight('OPTIONS', { get: (name) => sent[name] ?? null })
  return preflight === undefined ? undefined : preflightAnswer(preflight, settings)
}

describe('the answer to a preflight', () => {
  it('says nothing that a client wrote but a listed origin and tokens', () => {
    fc.assert(
      fc.property(origin, anything, (from, names) => {
        const response = answered({
          Origin: from,
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': names,
        })
        expect(response?.status).toBe(204)
        const { 'access-control-allow-headers': allowed = 'x', ...others } = Object.fromEntries(
          response?.headers ?? [],
        )
        expect(allowed).toMatch(
          /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}(?:, [!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}){0,63}$/,
        )
        const vary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'
        expect(others).toEqual(
          LISTED.includes(from)
            ? {
                vary,
                'access-control-allow-origin': from,
                'access-control-allow-credentials': 'true',
                'access-control-allow-methods': 'GET, PUT, HEAD, POST, DELETE',
                'access-control-max-age': '600',
              }
            : { vary },
        )
      }),
      { numRuns },
    )
  })
})
