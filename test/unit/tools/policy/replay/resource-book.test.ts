import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../../../src/lib/time.ts'
import { parseTarget } from '../../../../../src/request/target.ts'
import { ResourceBook } from '../../../../../tools/policy/replay/resource-book.ts'
import { policyOf } from './fixture.ts'

const NOW = 1_793_491_200 as UnixSeconds
const segment = fc.constantFrom(
  'v1',
  'V1',
  'messages',
  'Messages',
  'x',
  'a.b',
  '-',
  '--',
  '%61',
  '',
  'é',
  '%C3%A9',
  ';a',
  '..',
  '~',
)
const path = fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`)
const RESOURCES = [
  { id: 'all', tier: 'standard', path: '/v1/*' },
  { id: 'one', tier: 'controlled', path: '/*/messages' },
  { id: 'dash', tier: 'open', path: '/-' },
  { id: 'post', tier: 'open', path: '/v1/*/x', method: 'POST' },
  { id: 'host', tier: 'open', path: '/~', host: 'a.example.com' },
]

const factsOf = (method: string, host: string | undefined, target: string | undefined) => ({
  at: undefined,
  address: undefined,
  edge: [],
  recorded: 0,
  method,
  host,
  target,
})

describe('ResourceBook', () => {
  it('says of every path what the policy’s own matcher says of it, whichever paths were asked before', async () => {
    const { compiled, loaded } = await policyOf({ POLICY: { default: 'allow', resources: RESOURCES } })
    const book = new ResourceBook([loaded.policy], new Set())
    const method = fc.constantFrom('GET', 'POST')
    const host = fc.constantFrom('a.example.com', 'b.example.com')
    fc.assert(
      fc.property(method, host, path, (asMethod, asHost, asPath) => {
        const asked = book.asked(factsOf(asMethod, asHost, `${asPath}?query`))
        const target = parseTarget(`https://${asHost}${asPath}`, undefined)
        if (!target.ok) {
          expect(asked.fault).toBe(target.error)
          return
        }
        const request = { method: asMethod, target: target.value, header: () => undefined }
        expect(asked.possible).toEqual([[compiled.resource.match(request, { state: 'none' }, NOW)]])
      }),
      { numRuns: 2_000 },
    )
  })

  it('holds everything possible that depends on a body, a header, a host or a path that no log has', async () => {
    const { loaded } = await policyOf({
      CATALOGUES: [
        {
          id: 'models',
          owner: 'o',
          entries: [{ values: ['big'], tier: 'controlled' }],
          below: 'open',
          thresholds: [],
        },
      ],
      POLICY: {
        default: 'allow',
        resources: [
          { id: 'model', tier: 'standard', path: '/v1/*', body: { pointer: '/model', catalogue: 'models' } },
          { id: 'beta', tier: 'open', path: '/beta', header: { name: 'Beta' } },
          { id: 'host', tier: 'open', path: '/host', host: 'a.example.com' },
        ],
      },
    })
    const book = new ResourceBook([loaded.policy], new Set())
    const found = (method: string, host: string | undefined, target: string | undefined) =>
      (book.asked(factsOf(method, host, target)).possible[0] ?? [])
        .map(({ id, tier }) => `${id} ${tier}`)
        .sort()
    expect(found('POST', 'h', '/v1/a')).toEqual(['default controlled', 'model controlled', 'model standard'])
    expect(found('GET', 'h', '/v1/a')).toEqual(['default controlled'])
    expect(found('GET', 'h', '/beta')).toEqual(['beta open', 'default controlled'])
    expect(found('GET', undefined, '/host')).toEqual(['default controlled', 'host open'])
    expect(found('GET', 'a.example.com', '/host')).toEqual(['host open'])
    expect(found('GET', 'h', undefined)).toContain('beta open')
  })
})
