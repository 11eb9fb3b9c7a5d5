import { describe, expect, test } from 'vitest'
import { loadPolicy } from '../../../../src/config/policy-document.ts'
import type { UnixSeconds } from '../../../../src/lib/time.ts'
import { decide } from '../../../../src/policy/decide.ts'
import { situationOf } from '../../../../src/policy/situation.ts'
import { servePolicy } from '../../../../src/served-policy.ts'
import { recordedEvidence } from '../../../../src/telemetry/evidence.ts'
import { explain } from '../../../../tools/policy/explanation.ts'
import { readRecorded } from '../../../../tools/policy/recorded.ts'

/** 2026-11-01T00:00:00Z */
const NOW = 1_793_491_200 as UnixSeconds

async function served() {
  const loaded = loadPolicy({
    POLICY: {
      default: 'allow',
      resources: [{ id: 'api', tier: 'standard', path: '/v1/*' }],
      rules: [{ id: 'net', effect: 'deny', when: { signal: 'client.address', prefix: ['73.162.0.0/16'] } }],
    },
    RESTRICTED_REGIONS: ['UA-43'],
    DENIED_NETWORKS: ['vpn'],
  })
  if (!loaded.ok) throw new Error('the policy is sound')
  return servePolicy(loaded.value)
}

async function recordOf(given: Record<string, string>, path: string) {
  const policy = await served()
  const request = { method: 'GET', path, headers: {} }
  const situation = situationOf({ given, request }, policy.compiled, NOW)
  if (!situation.ok) throw new Error(situation.error)
  const { evidence, resource } = situation.value
  const decision = decide(policy.compiled, evidence, resource, NOW)
  const record = {
    event: 'admission',
    time: '2026-11-01T00:00:00.000Z',
    admission: 'AAAAAAAAAAAAAAAAAAAAAA',
    revision: decision.revision,
    verdict: decision.verdict,
    resource: resource.id,
    resources: { any: [...resource.anyReading], every: [...resource.everyReading] },
    tier: resource.tier,
    findings: decision.findings,
    evidence: recordedEvidence(evidence),
  }
  return { record, decision, policy }
}

describe('an admission record under its own revision', () => {
  test.each([
    [{ place: 'UA-43', 'client.address': '198.51.100.7' }, '/'],
    [{ place: 'UA', 'client.address': '198.51.100.7' }, '/v1/x'],
    [{ 'network.class': 'vpn', 'client.address': '2001:db8:1:2::3' }, '/'],
    [{ 'client.address': '73.162.10.9' }, '/v1/x'],
    [{ place: 'absent', 'client.address': '198.51.100.7' }, '/'],
  ])('%j on %s is decided as it was', async (given, path) => {
    const { record, decision, policy } = await recordOf(given, path)
    const [recorded] = readRecorded(`{"event":"decision"}\n${JSON.stringify(record)}\nno json\n`)
    if (recorded === undefined) throw new Error('it is there')
    const { evidence, resource, at } = recorded
    const { verdict, determining, tier, row } = explain('a policy', policy, evidence, resource, at)
    expect({ verdict, determining, tier, row }).toEqual({
      verdict: decision.verdict,
      determining: decision.determining,
      tier: decision.tier,
      row: decision.row,
    })
  })
})

test.each(['', '{"event":"decision"}', '{"event":"admission"}', 'no json', '[]'])(
  '%j is no admission record',
  (text) => {
    expect(() => readRecorded(text)).toThrow(/^--record: /)
  },
)
