import { describe, expect, it } from 'vitest'
import { readAccessLine } from '../../../../../tools/policy/replay/access-log.ts'
import { policyOf, replayed, verdictsOf } from './fixture.ts'

const PLACES: Readonly<Record<string, object>> = {
  '73.162.10.1': { country: 'US', regionCode: 'CA', asn: 7922, asOrganization: 'Comcast' },
  '5.160.0.1': { country: 'IR', asn: 42337, asOrganization: 'Respina' },
}
const lookUp = (address: string) => PLACES[address]

const COMMON = '73.162.10.1 - - [01/Nov/2026:01:00:00 +0100] "GET /v1/a?b=c HTTP/1.1" 200 512'
const COMBINED =
  '5.160.0.1 - anna [31/Oct/2026:19:00:00 -0500] "POST /v1/a HTTP/2.0" 200 512 "https://x/" "A \\"quoted\\" agent"'

describe('readAccessLine()', () => {
  it.each([
    [COMMON, 'GET', '/v1/a?b=c'],
    [COMBINED, 'POST', '/v1/a'],
    [COMMON.replace('GET /v1/a?b=c', 'GET https://API.example.com/x'), 'GET', '/x'],
    [`${COMMON} extra "fields" 0.03`, 'GET', '/v1/a?b=c'],
    [COMMON.replace('200 512', '499 -'), 'GET', '/v1/a?b=c'],
  ])('reads %s', (line, method, target) => {
    expect(readAccessLine(line, lookUp)).toMatchObject({
      kind: 'request',
      facts: { at: 1_793_491_200, method, target },
    })
  })

  it.each([
    ['', /not a line/],
    ['hello', /not a line/],
    [COMMON.replace('Nov', 'Nox'), /month/],
    [COMMON.replace('01/Nov', '31/Nov'), /time/],
    [COMMON.replace('GET /v1/a?b=c HTTP/1.1', '-'), /request line/],
    [COMMON.replace('GET /v1/a?b=c HTTP/1.1', '\\x16\\x03\\x01'), /request line/],
    [`${'x '.repeat(50_000)}`, /not a line/],
    [`1.1.1.1 - ${'['.repeat(50_000)}`, /not a line/],
    [`1.1.1.1 - - [01/Nov/2026:01:00:00 +0100] "${'\\'.repeat(50_000)}`, /not a line/],
  ])('says why a line is none, in time that grows with its length: %.40s', (line, why) => {
    const before = performance.now()
    const read = readAccessLine(line, lookUp)
    expect(read).toMatchObject({ kind: 'malformed' })
    expect(read.kind === 'malformed' && read.why).toMatch(why)
    expect(performance.now() - before).toBeLessThan(500)
  })
})

describe('an access log', () => {
  it('is decided by where its addresses are looked up to be', async () => {
    const policy = await policyOf({ RESTRICTED_REGIONS: ['IR'] })
    const unknown = COMMON.replace('73.162.10.1', '10.0.0.1')
    const report = replayed([policy], [COMMON, COMBINED, unknown, 'hello'], { format: 'combined', lookUp })
    expect(verdictsOf(report)).toBe('allow 1, deny 2')
    expect(report.policies[0]?.countries.map(({ name }) => name).sort()).toEqual(['(unknown)', 'IR', 'US'])
    expect(report.malformed.lines).toBe(1)
  })

  it('does not record the host, so that a resource by host is open', async () => {
    const policy = await policyOf({
      POLICY: {
        default: 'allow',
        resources: [{ id: 'a', tier: 'open', host: 'a.example.com' }],
        rules: [{ id: 'r', effect: 'deny', tier: 'controlled', when: { signal: 'place', in: ['US'] } }],
      },
    })
    const report = replayed([policy], [COMMON], { format: 'common', lookUp })
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 0, upper: 1 },
      deny: { lower: 0, upper: 1 },
    })
  })
})
