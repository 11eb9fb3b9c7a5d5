import { describe, expect, it } from 'vitest'
import { logpushLine, policyOf, replayed, verdictsOf } from './fixture.ts'

const EMBARGO = { RESTRICTED_REGIONS: ['CU', 'IR', 'UA-43'] }

describe('a Logpush log', () => {
  it('is decided by place, whichever case the country is in', async () => {
    const policy = await policyOf(EMBARGO)
    const report = replayed(
      [policy],
      ['us', 'US', 'ir', 'IR', 'cu'].map((ClientCountry) => logpushLine({ ClientCountry })),
    )
    expect(verdictsOf(report)).toBe('allow 2, deny 3')
    expect(report.policies[0]?.countries.map(({ name, lines }) => [name, lines])).toEqual([
      ['IR', 2],
      ['US', 2],
      ['CU', 1],
    ])
  })

  it('is decided by region, with the country before it or not, and by its absence', async () => {
    const policy = await policyOf(EMBARGO)
    const line = (ClientRegionCode: string | undefined) =>
      logpushLine({ ClientCountry: 'ua', ClientRegionCode })
    expect(verdictsOf(replayed([policy], [line('43')]))).toBe('deny 1')
    expect(verdictsOf(replayed([policy], [line('UA-43')]))).toBe('deny 1')
    expect(verdictsOf(replayed([policy], [line('30')]))).toBe('allow 1')
    expect(verdictsOf(replayed([policy], [line('')]))).toBe('challenge 1')
  })

  it('leaves a region open that is not recorded, where a policy asks for regions of the country', async () => {
    const policy = await policyOf(EMBARGO)
    const report = replayed(
      [policy],
      [
        logpushLine({ ClientCountry: 'UA', ClientRegionCode: undefined }),
        logpushLine({ ClientRegionCode: undefined }),
      ],
    )
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 1, upper: 2 },
      deny: { lower: 0, upper: 1 },
    })
    expect(report.policies[0]?.undecided).toEqual([{ name: 'restricted-regions', lines: 1 }])
  })

  it('takes T1 and XX for no place', async () => {
    const report = replayed(
      [await policyOf(EMBARGO)],
      [logpushLine({ ClientCountry: 't1' }), logpushLine({ ClientCountry: 'xx' })],
    )
    expect(verdictsOf(report)).toBe('deny 2')
    expect(report.policies[0]?.countries.map(({ name }) => name)).toEqual(['T1', 'XX'])
    expect(report.policies[0]?.reasons.map(({ name }) => name)).toContain('place.unknown')
  })

  it('gives the network the class that the gate would give it', async () => {
    const policy = await policyOf({ DENIED_NETWORKS: ['hosting'] })
    const report = replayed(
      [policy],
      [logpushLine(), logpushLine({ ClientASN: 24940, ClientIP: '2a01:4f8::1' })],
    )
    expect(report.policies[0]?.networks.map(({ name }) => name).sort()).toEqual(['hosting', 'residential'])
    expect(verdictsOf(report)).toBe('allow 1, deny 1')
  })

  it('follows the policy’s own words on networks, each policy its own', async () => {
    const override = (network: string) => ({
      DENIED_NETWORKS: ['hosting'],
      NETWORK_OVERRIDES: [{ network, class: 'hosting', owner: 'ops', reason: 'test', expires: '2030-01-01' }],
    })
    const [byPrefix, byAsn] = [
      await policyOf(override('73.162.10.0/24')),
      await policyOf(override('AS64500')),
    ]
    const report = replayed(
      [byPrefix, byAsn],
      [logpushLine(), logpushLine({ ClientASN: 64500, ClientIP: '73.1.1.1' })],
    )
    expect(verdictsOf(report, 0)).toBe('allow 1, deny 1')
    expect(verdictsOf(report, 1)).toBe('allow 1, deny 1')
    expect(report.changes).toMatchObject({ certain: 2, stricter: 1, milder: 1 })
  })

  it('decides each line as of its own time, in all the ways to write one, or as of the instant that is given', async () => {
    const policy = await policyOf({
      POLICY: {
        default: 'allow',
        rules: [{ id: 'later', effect: 'deny', from: '2026-11-01', when: { signal: 'place', in: ['US'] } }],
      },
    })
    const times = [
      '2026-10-31T23:59:59Z',
      1_793_491_199,
      1_793_491_199_500_000_000,
      '2026-11-01T00:00:00.5Z',
      1_793_491_200,
      '1793491200000000000',
    ]
    const lines = times.map((EdgeStartTimestamp) => logpushLine({ EdgeStartTimestamp }))
    expect(verdictsOf(replayed([policy], lines))).toBe('allow 3, deny 3')
    expect(verdictsOf(replayed([policy], lines, { at: 1_793_491_199 as never }))).toBe('allow 6')
  })

  it('reads the path where there is no URI, and the end of a request where there is no start', async () => {
    const policy = await policyOf({
      POLICY: {
        default: 'deny',
        resources: [{ id: 'pub', tier: 'open', path: '/pub/*' }],
        rules: [{ id: 'in', effect: 'allow', tier: 'open', when: { signal: 'place', in: ['US'] } }],
      },
    })
    const line = logpushLine({
      ClientRequestURI: undefined,
      ClientRequestPath: '/pub/a',
      EdgeStartTimestamp: undefined,
      EdgeEndTimestamp: '2026-11-01T00:00:00Z',
    })
    expect(verdictsOf(replayed([policy], [line]))).toBe('allow 1')
  })

  it('counts malformed lines by why, shows some with their numbers, and goes on', async () => {
    const report = replayed(
      [await policyOf({})],
      [
        logpushLine(),
        '{"ClientIP":',
        '',
        '[]',
        '{"a":1}',
        logpushLine({ EdgeStartTimestamp: 'yesterday' }),
        logpushLine({ EdgeStartTimestamp: undefined }),
        logpushLine({ ClientIP: { v4: 'x' } }),
        `{\u001b[31m"x`,
        logpushLine(),
      ],
    )
    expect(report).toMatchObject({ lines: 9, decided: 2, malformed: { lines: 7 } })
    expect(report.malformed.examples.map(({ line, why }) => `${line} ${why}`)).toEqual([
      '2 not JSON',
      '4 not a JSON object',
      '5 no member of Logpush http_requests',
      '6 a time that is none',
      '7 no time in it, and no --at',
      '8 ClientIP is no single value',
      '9 not JSON',
    ])
    expect(JSON.stringify(report)).not.toContain('\\u001b')
  })

  it('passes over what a Worker asked for, and our own endpoints', async () => {
    const report = replayed(
      [await policyOf({})],
      [
        logpushLine({ WorkerSubrequest: true }),
        logpushLine({ ClientRequestURI: '/.cordon/session' }),
        logpushLine({ WorkerSubrequest: false }),
      ],
    )
    expect(report.decided).toBe(1)
    expect(report.passed_over).toEqual({ own_endpoint: 1, subrequest: 1 })
  })

  it('counts a path that two parsers could read differently as refused, by no policy', async () => {
    const report = replayed([await policyOf({})], [logpushLine({ ClientRequestURI: '/a//b' })])
    expect(verdictsOf(report)).toBe('deny 1')
    expect(report.policies[0]?.rules).toEqual([{ name: '(request.path)', lower: 1, upper: 1 }])
  })
})

describe('what a log does not carry', () => {
  const rule = (when: object, more: object = {}) =>
    policyOf({ POLICY: { default: 'allow', rules: [{ id: 'rule', effect: 'deny', when, ...more }] } })

  it.each([
    ['an identity', { signal: 'identity.kind', is: 'none' }],
    ['a TLS fingerprint that is not among the members', { signal: 'tls.ja4', is: 'x' }],
    ['an optional value that is not among the members', { signal: 'bot.score', lt: 30 }],
  ])('leaves a rule on %s open, and counts it apart', async (_, when) => {
    const report = replayed([await rule(when)], [logpushLine(), logpushLine()])
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 0, upper: 2 },
      deny: { lower: 0, upper: 2 },
    })
    expect(report.policies[0]?.undecided).toEqual([{ name: 'rule', lines: 2 }])
    expect(report.policies[0]?.not_recorded).toHaveLength(1)
  })

  it('is no question where the rest of the condition settles it', async () => {
    const policy = await rule({
      all: [
        { signal: 'place', in: ['CU'] },
        { signal: 'identity.kind', is: 'none' },
      ],
    })
    const report = replayed([policy], [logpushLine(), logpushLine({ ClientCountry: 'CU' })])
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 1, upper: 2 },
      deny: { lower: 0, upper: 1 },
    })
  })

  it('is recorded where the member is there, be it empty', async () => {
    const policy = await rule({ signal: 'bot.score', lt: 30 })
    const report = replayed(
      [policy],
      [logpushLine({ BotScore: 5 }), logpushLine({ BotScore: 0 }), logpushLine({ BotScore: 99 })],
    )
    expect(verdictsOf(report)).toBe('allow 2, deny 1')
  })

  it('leaves open which resource a body asks for, within its tiers', async () => {
    const policy = await policyOf({
      POLICY: {
        default: 'allow',
        resources: [
          { id: 'small', tier: 'standard', path: '/v1/*', body: { pointer: '/model', values: ['small'] } },
        ],
        rules: [{ id: 'strict', effect: 'deny', tier: 'controlled', when: { signal: 'place', in: ['US'] } }],
      },
    })
    const report = replayed(
      [policy],
      [logpushLine(), logpushLine({ ClientRequestMethod: 'GET', ClientRequestURI: '/other' })],
    )
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 0, upper: 1 },
      deny: { lower: 1, upper: 2 },
    })
  })

  it('leaves a required session open', async () => {
    const policy = await policyOf({
      POLICY: {
        default: 'allow',
        resources: [{ id: 'api', tier: 'standard', path: '/v1/*', session: 'required' }],
      },
    })
    const report = replayed([policy], [logpushLine()])
    expect(report.policies[0]?.undecided).toEqual([{ name: 'session-required', lines: 1 }])
    expect(report.policies[0]?.verdicts).toMatchObject({
      allow: { lower: 0, upper: 1 },
      deny: { lower: 0, upper: 1 },
    })
  })
})

describe('--against', () => {
  it('finds every change, by the rule that causes it, with examples that name nobody', async () => {
    const [a, b] = [
      await policyOf({ RESTRICTED_REGIONS: ['CU', 'IR'] }),
      await policyOf({ RESTRICTED_REGIONS: ['CU', 'KP'] }),
    ]
    const line = (ClientCountry: string) =>
      logpushLine({
        ClientCountry,
        ClientRegionCode: '',
        ClientRequestURI: '/users/4711/anna@example.com?token=x',
      })
    const report = replayed([a, b], ['us', 'ir', 'kp', 'kp', 'cu'].map(line))
    expect(report.changes).toMatchObject({ certain: 3, perhaps: 0, stricter: 2, milder: 1 })
    expect(report.changes?.kinds).toMatchObject([
      {
        from: 'allow',
        to: 'deny',
        lines: 2,
        policy: 'against',
        rules: ['restricted-regions'],
        stricter: true,
      },
      {
        from: 'deny',
        to: 'allow',
        lines: 1,
        policy: 'policy',
        rules: ['restricted-regions'],
        stricter: false,
      },
    ])
    expect(report.changes?.kinds[0]?.examples).toEqual([
      {
        log: 'log',
        line: 3,
        time: '2026-11-01T00:00:00Z',
        country: 'KP',
        asn: 7922,
        network: 'residential',
        address: '73.162.10.0/24',
        method: 'POST',
        host: 'api.example.com',
        path: '/users/{id}/{id}',
        tier: 'controlled',
        ray: '9a1b2c3d4e5f6071',
        reasons: ['place.restricted'],
      },
    ])
  })

  it('finds none between a policy and itself, whatever the log leaves open', async () => {
    const document = {
      RESTRICTED_REGIONS: ['UA-43'],
      POLICY: {
        default: 'allow',
        rules: [{ id: 'r', effect: 'deny', when: { signal: 'identity.kind', is: 'none' } }],
      },
    }
    const report = replayed(
      [await policyOf(document), await policyOf(document)],
      [logpushLine(), logpushLine({ ClientCountry: 'UA', ClientRegionCode: undefined })],
    )
    expect(report.changes).toEqual({ certain: 0, perhaps: 0, stricter: 0, milder: 0, kinds: [] })
  })

  it('tells changes that only may be from those that are', async () => {
    const rule = (id: string) => ({
      POLICY: { default: 'allow', rules: [{ id, effect: 'deny', when: { signal: 'key.id', is: id } }] },
    })
    const report = replayed([await policyOf({}), await policyOf(rule('r'))], [logpushLine()])
    expect(report.changes).toMatchObject({ certain: 0, perhaps: 1 })
    expect(report.changes?.kinds).toMatchObject([
      { certain: false, from: 'allow', to: 'allow to deny', rules: ['r'] },
    ])
  })

  it('counts the hours of verdicts and changes', async () => {
    const report = replayed(
      [await policyOf({}), await policyOf({ RESTRICTED_REGIONS: ['US'] })],
      [
        logpushLine(),
        logpushLine({ EdgeStartTimestamp: '2026-11-01T02:30:00Z' }),
        logpushLine({ EdgeStartTimestamp: '2026-11-01T00:59:59Z', ClientCountry: 'DE' }),
      ],
    )
    expect(report.hours).toMatchObject([
      { hour: '2026-11-01T00:00:00Z', policies: [{ allow: 2 }, { allow: 1, deny: 1 }], changed: 1 },
      { hour: '2026-11-01T02:00:00Z', policies: [{ allow: 1 }, { deny: 1 }], changed: 1 },
    ])
  })
})
