import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../../../src/lib/time.ts'
import { gather } from '../../../../../src/observations/gather.ts'
import { SIGNAL_NAMES } from '../../../../../src/signals/registry.ts'
import { isolateAcceptedKeys } from '../../../../../src/state/accepted-keys.ts'
import { bitOf, isRecorded, NEEDED, PART, PARTS } from '../../../../../tools/policy/replay/facts.ts'
import { observationsOf, snapshotOf } from '../../../../../tools/policy/replay/observe.ts'
import { KNOWLEDGE, policyOf } from './fixture.ts'

const NOW = 1_793_491_200 as UnixSeconds
const TARGET = { scheme: 'https', host: 'h', hostname: 'h', path: '/', query: '', readings: ['/'] } as const

function factsWith(address: string, edge: Partial<Record<(typeof PARTS)[number], string | number>>) {
  const values = new Array<string | number | undefined>(PARTS.length).fill(undefined)
  for (const [part, value] of Object.entries(edge)) values[PART[part as keyof typeof edge]] = value
  return { at: NOW, method: 'GET', host: 'h', target: '/', address, edge: values, recorded: 0 }
}

describe('observationsOf()', () => {
  it.each([
    ['73.162.10.1', { country: 'US', region: 'CA', asn: 7922, organization: 'Comcast Cable' }],
    ['73.162.10.1', { country: 'US', asn: 64500 }],
    ['104.28.0.1', { country: 'DE', asn: 13335, organization: 'Cloudflare Hosting' }],
    ['2a06:98c0:3600::103', { country: 'T1', asn: 132892 }],
    ['198.51.100.7', { country: 'US', asn: 4_200_000_000, organization: 'Somebody Hosting LLC' }],
    ['x', {}],
  ])('says of %s with %j what the gate would gather', async (address, edge) => {
    const policy = await policyOf({
      ALLOWED_NETWORKS: ['198.51.100.0/24'],
      NETWORK_OVERRIDES: [
        { network: 'AS64500', class: 'vpn', place: 'CU', owner: 'o', reason: 'r', expires: '2030-01-01' },
      ],
    })
    const snapshot = snapshotOf(factsWith(address, edge), TARGET, KNOWLEDGE)
    const gathered = await gather(
      snapshot,
      {
        networks: KNOWLEDGE.networks,
        acceptedKeys: isolateAcceptedKeys(),
        isRevoked: () => false,
        keyLocations: [],
        hashKey: undefined,
        hashKeyFormerly: undefined,
        verifySession: undefined,
        verifyProof: undefined,
        binding: { asn: 'off', tls: 'off' },
      },
      policy,
      NOW,
    )
    expect(observationsOf(snapshot, KNOWLEDGE, policy, NOW)).toEqual(gathered)
  })

  it('fills in what follows from what Logpush says: continent, name of a region, name of a network', () => {
    const knowledge = { ...KNOWLEDGE, nameOf: (asn: number) => `network ${asn}` }
    const { edge } = snapshotOf(factsWith('', { country: 'UA', region: '43', asn: 64500 }), TARGET, knowledge)
    expect(edge.continent).toEqual({ given: true, value: 'EU' })
    expect(edge.regionName).toEqual({ given: true, value: 'Avtonomna Respublika Krym' })
    expect(edge.organization).toEqual({ given: true, value: 'network 64500' })
  })
})

describe('isRecorded()', () => {
  it('knows every signal that a part of a line makes, and needs all of its parts', () => {
    for (const name of SIGNAL_NAMES) {
      const needed = NEEDED[name]
      const bits = (needed ?? []).reduce((sum, part) => sum | bitOf(part), 0)
      expect(isRecorded(name, bits)).toBe(needed !== undefined)
      if (needed !== undefined) expect(isRecorded(name, 0)).toBe(false)
    }
  })
})
