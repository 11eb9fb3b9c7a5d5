import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../../../src/config/load.ts'
import { servePolicy } from '../../../../../src/served-policy.ts'
import { HOME_CF, later, testGate, VARS } from '../../../../support/gate.ts'
import { policyOf, replayed, verdictsOf } from './fixture.ts'

const DENIED = { DENIED_NETWORKS: ['hosting', 'vpn', 'proxy', 'tor', 'edge_worker'] }
const POLICY = {
  default: 'allow',
  resources: [
    { id: 'pub', tier: 'open', path: '/pub/*' },
    { id: 'api', tier: 'standard', path: '/api/*' },
    { id: 'own', tier: 'standard', path: '/own/*', session: 'required' },
    { id: 'large', tier: 'standard', path: '/v1/*', body: { pointer: '/model', values: ['large'] } },
  ],
  rules: [
    { id: 'bots', effect: 'limit', when: { signal: 'bot.score', lt: 30 } },
    { id: 'slow', effect: 'challenge', when: { signal: 'client.rtt_ms', gt: 200 }, tier: 'standard' },
    {
      id: 'office',
      effect: 'deny',
      when: { signal: 'client.address', prefix: ['73.162.10.1/32'] },
      resources: ['own'],
    },
    { id: 'trial', effect: 'deny', mode: 'monitor', when: { signal: 'network.class', is: 'residential' } },
  ],
  exemptions: [
    {
      id: 'guest',
      exempts: ['denied-networks'],
      when: { signal: 'network.asn', in: ['AS24940'] },
      owner: 'ops',
      reason: 'test',
      to: '2030-01-01',
    },
  ],
}

/** Records of all sorts of clients and resources, as the gate writes them. */
async function recorded(vars: Record<string, unknown> = {}): Promise<string[]> {
  const gate = testGate({ POLICY, ...vars })
  let seconds = 0
  for (const cf of [
    HOME_CF,
    null,
    { ...HOME_CF, country: 'CU' },
    { ...HOME_CF, country: 'UA', regionCode: undefined },
    { ...HOME_CF, country: 'UA', regionCode: '43' },
    { ...HOME_CF, country: 'T1' },
    { ...HOME_CF, asn: 24940, asOrganization: 'Hetzner Online GmbH' },
    { ...HOME_CF, asn: 9009, asOrganization: 'M247 Europe SRL' },
    { ...HOME_CF, clientTcpRtt: 400, botManagement: { score: 3, ja4: 't13d' } },
  ])
    for (const path of ['/', '/pub/a', '/api/b', '/own/c', '/v1/messages']) {
      const body =
        path === '/v1/messages'
          ? { method: 'POST', body: '{"model":"large"}', headers: { 'content-type': 'application/json' } }
          : {}
      await gate.send(path, { cf, ...body })
      gate.at = later(++seconds)
    }
  return gate.records.map((record) => JSON.stringify(record))
}

async function served(vars: Record<string, unknown> = {}) {
  const config = loadConfig({ ...VARS, ORIGIN: { fetch: () => undefined }, POLICY, ...vars })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  return servePolicy(config.value.deployed)
}

describe('our own records', () => {
  it('are decided as they were, under the same revision: no difference', async () => {
    const lines = await recorded()
    const report = replayed([await served()], lines, { format: 'cordon' })
    expect(report.records?.same_revision.lines).toBeGreaterThan(40)
    expect(report.records).toMatchObject({
      same_revision: { differing: 0 },
      other_revision: { lines: 0, differing: 0 },
      kinds: [],
    })
    expect(report.malformed.lines).toBe(0)
    expect(report.policies[0]?.verdicts.deny.lower).toBeGreaterThan(5)
    expect(report.policies[0]?.would.map(({ name }) => name)).toEqual(['trial'])
    expect(report.policies[0]?.exemptions.map(({ name }) => name)).toEqual(['guest'])
  })

  it('count a request once that has both records, and each further one that names an admission record', async () => {
    const gate = testGate()
    await gate.send('/pub/a')
    await gate.send('/pub/a')
    gate.at = later(5)
    await gate.send('/pub/a')
    const lines = gate.records.map((record) => JSON.stringify(record))
    const report = replayed([await policyOf(DENIED)], lines, { format: 'cordon' })
    expect(lines).toHaveLength(4)
    expect(report.decided).toBe(3)
    expect(report.passed_over).toEqual({ same_request: 1 })
    expect(verdictsOf(report)).toBe('allow 3')
  })

  it('show what another policy would have decided, and say how many differ', async () => {
    const lines = (await recorded()).filter((line) => line.includes('"admission"'))
    const [a, b] = [await served(), await served({ RESTRICTED_REGIONS: ['US'] })]
    const report = replayed([b, a], lines, { format: 'cordon' })
    expect(report.records?.same_revision.lines).toBe(0)
    expect(report.records?.other_revision.differing).toBeGreaterThan(10)
    expect(report.changes?.certain).toBe(report.records?.other_revision.differing)
  })

  it('hold addresses as networks: a rule on a longer prefix is not decided, unless a record is of the same revision', async () => {
    const lines = (await recorded()).filter((line) => line.includes('"event":"admission"'))
    const narrow = await policyOf({
      POLICY: {
        default: 'allow',
        rules: [{ id: 'one', effect: 'deny', when: { signal: 'client.address', is: '73.162.10.1' } }],
      },
    })
    const wide = await policyOf({
      POLICY: {
        default: 'allow',
        rules: [{ id: 'all', effect: 'deny', when: { signal: 'client.address', prefix: ['73.162.0.0/16'] } }],
      },
    })
    const report = replayed([narrow, wide], lines.slice(0, 1), { format: 'cordon' })
    expect(verdictsOf(report, 0)).toBe('allow 0–1, limit 0–1, challenge 0–1, deny 0–1')
    expect(verdictsOf(report, 1)).toBe('deny 1')
  })

  it('follow another policy’s word on a network, and do not know what a network is without the word they had', async () => {
    const override = (name: string) => ({
      NETWORK_OVERRIDES: [{ network: 'AS7922', class: name, owner: 'o', reason: 'r', expires: '2030-01-01' }],
    })
    const gate = testGate(override('hosting'))
    await gate.send('/')
    const lines = gate.records.slice(0, 1).map((record) => JSON.stringify(record))
    const [none, vpn] = [
      await policyOf(DENIED),
      await policyOf({ DENIED_NETWORKS: ['vpn'], ...override('vpn') }),
    ]
    const report = replayed([none, vpn], lines, { format: 'cordon' })
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 0, upper: 1 },
      deny: { lower: 0, upper: 1 },
    })
    expect(verdictsOf(report, 1)).toBe('deny 1')
  })

  it('without the admission record that a decision names, decide on the little that is in it', async () => {
    const lines = (await recorded()).filter((line) => line.includes('"event":"decision"'))
    const policy = await policyOf({ ...DENIED, RESTRICTED_REGIONS: ['CU'] })
    const report = replayed(
      [policy],
      lines.filter((line) => line.includes('"place":"CU')),
      { format: 'cordon' },
    )
    expect(verdictsOf(report)).toBe(`deny ${report.decided}`)
    expect(report.decided).toBeGreaterThan(3)
  })

  it('are passed over where no policy was asked, and malformed where a part is missing', async () => {
    const report = replayed(
      [await policyOf(DENIED)],
      [
        '{"event":"error","time":"2026-11-01T00:00:00Z","message":"x"}',
        '{"event":"decision","time":"2026-11-01T00:00:00Z","verdict":"deny"}',
        '{"event":"admission","time":"2026-11-01T00:00:00Z","verdict":"deny","tier":"open"}',
        '{"event":"admission","time":"then","verdict":"deny","tier":"open","admission":"x","evidence":{}}',
        '{"time":1}',
        'x',
      ],
      { format: 'cordon' },
    )
    expect(report.passed_over).toEqual({ other_record: 2 })
    expect(report.malformed.lines).toBe(4)
    expect(report.decided).toBe(0)
  })
})
