import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logpushLine, policyOf, replayed } from './fixture.ts'

const DOCUMENT = {
  RESTRICTED_REGIONS: [
    'CU',
    {
      id: 'crimea',
      regions: ['UA-43'],
      names: ['Simferopol'],
      also_in: ['RU'],
      asns: ['AS201776'],
      reason: 'test',
    },
  ],
  DENIED_NETWORKS: ['hosting'],
  CHALLENGED_NETWORKS: ['unknown'],
  ALLOWED_NETWORKS: ['73.1.0.0/16', 'AS64500'],
  NETWORK_OVERRIDES: [
    { network: '73.1.2.0/24', place: 'CU', owner: 'o', reason: 'r', expires: '2026-11-01' },
    { network: 'AS3320', class: 'hosting', owner: 'o', reason: 'r', expires: '2030-01-01' },
  ],
  POLICY: {
    default: 'allow',
    resources: [
      { id: 'pub', tier: 'open', path: '/pub/*' },
      { id: 'api', tier: 'standard', path: '/v1/*/items', method: 'POST', host: 'api.example.com' },
    ],
    rules: [
      { id: 'bots', effect: 'limit', when: { signal: 'bot.score', lt: 30 } },
      { id: 'slow', effect: 'challenge', when: { signal: 'client.rtt_ms', gt: 200 }, tier: 'standard' },
      {
        id: 'office',
        effect: 'deny',
        when: { signal: 'client.address', prefix: ['73.9.9.0/24'] },
        resources: ['api'],
      },
      { id: 'six', effect: 'limit', when: { signal: 'client.address_family', is: 'ipv6' } },
      { id: 'sea', effect: 'deny', when: { signal: 'place.continent', is: 'OC' }, from: '2026-11-01' },
    ],
  },
}

const request = fc.record(
  {
    ClientIP: fc.constantFrom(
      '73.1.2.3',
      '73.1.9.9',
      '73.9.9.9',
      '198.51.100.1',
      '2001:db8::1',
      'x',
      '',
      '2a06:98c0:3600::103',
    ),
    ClientCountry: fc.constantFrom('us', 'CU', 'UA', 'RU', 'AU', 'T1', 'XX', '', 'q'),
    ClientRegionCode: fc.constantFrom('43', '30', '', 'UA-43', 'CA'),
    ClientCity: fc.constantFrom('Simferopol', 'СІМФЕРОПОЛЬ', 'SIMFEROPOL ', 'Kyiv', ''),
    ClientASN: fc.constantFrom(7922, 24940, 201776, 64500, 3320, 0, 4_200_000_000),
    BotScore: fc.constantFrom(0, 1, 29, 30, 99),
    ClientTCPRTTMs: fc.constantFrom(0, 200, 201),
    ClientRequestHost: fc.constantFrom('api.example.com', 'API.example.com', 'other.example.com'),
    ClientRequestMethod: fc.constantFrom('GET', 'POST'),
    ClientRequestURI: fc.constantFrom(
      '/pub/a',
      '/PUB/a/b',
      '/v1/1/items',
      '/v1/abc/items?x',
      '/v1/1/items/2',
      '/v1/%31/items',
      '/a;b',
      '/pub/',
      '/',
    ),
    EdgeStartTimestamp: fc.constantFrom('2026-10-31T23:59:59Z', '2026-11-01T00:00:00Z'),
    VerifiedBotCategory: fc.constantFrom('', 'Search Engine Crawler'),
  },
  { requiredKeys: ['ClientRequestURI', 'EdgeStartTimestamp', 'ClientRequestMethod'] },
)

describe('what is remembered of lines that were decided', () => {
  it('never decides a line otherwise than it would be decided alone', async () => {
    const policies = [await policyOf(DOCUMENT), await policyOf({ ...DOCUMENT, RESTRICTED_REGIONS: ['US'] })]
    fc.assert(
      fc.property(fc.array(request, { minLength: 2, maxLength: 30 }), (requests) => {
        const lines = requests.map((changes) =>
          logpushLine({
            ClientIP: undefined,
            ClientCountry: undefined,
            ClientRegionCode: undefined,
            ClientCity: undefined,
            ClientASN: undefined,
            ClientRequestHost: undefined,
            ...changes,
          }),
        )
        const together = replayed(policies, lines)
        const alone = lines.map((line) => replayed(policies, [line]))
        for (const index of [0, 1])
          for (const verdict of ['allow', 'limit', 'challenge', 'deny'] as const)
            for (const bound of ['lower', 'upper'] as const)
              expect(together.policies[index]?.verdicts[verdict][bound]).toBe(
                alone.reduce(
                  (sum, { policies: own }) => sum + (own[index]?.verdicts[verdict][bound] ?? 0),
                  0,
                ),
              )
        expect(together.changes?.certain).toBe(
          alone.reduce((sum, { changes }) => sum + (changes?.certain ?? 0), 0),
        )
      }),
      { numRuns: 60 },
    )
  })
})
