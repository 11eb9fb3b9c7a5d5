import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/config/policy-document.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { asn } from '../../src/net/asn.ts'
import { modeAt, Policies, type ServedPolicy, servePolicy } from '../../src/served-policy.ts'
import { AT } from '../support/evidence.ts'

const DOCUMENT = { POLICY: { default: 'allow' }, RESTRICTED_REGIONS: ['CU'], DENIED_NETWORKS: ['vpn'] }

async function served(changes: object = {}): Promise<ServedPolicy> {
  const loaded = loadPolicy({ ...DOCUMENT, ...changes })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  return servePolicy(loaded.value)
}

describe('servePolicy()', () => {
  it('makes of a document all that is another with another one', async () => {
    const policy = await served({
      ALLOWED_NETWORKS: ['AS64500'],
      NETWORK_OVERRIDES: [
        { network: 'AS64501', class: 'business', owner: 'o', reason: 'r', expires: '2027-01-01' },
      ],
    })
    expect(policy.compiled.revision).toBe(policy.revision)
    expect(policy.operatorNetworks(undefined, asn(64_500))).toBe('AS64500')
    expect(policy.operatorNetworks(undefined, asn(64_501))).toBeUndefined()
    expect(policy.overrides.class(undefined, asn(64_501), AT)).toBeDefined()
    expect(policy.overrides.class(undefined, asn(64_500), AT)).toBeUndefined()
  })

  it('gives the same revision to the same document, and another one to another', async () => {
    const [one, same, other] = await Promise.all([served(), served(), served({ UNKNOWN_PLACE: 'allow' })])
    expect(one.revision).toMatch(/^[0-9a-f]{16}$/)
    expect(same.revision).toBe(one.revision)
    expect(other.revision).not.toBe(one.revision)
  })

  it('freezes what it gives', async () => {
    expect(Object.isFrozen(await served())).toBe(true)
  })
})

describe('modeAt()', () => {
  it.each([['enforce'], ['monitor']])('of %s is that, at any time', async (MODE) => {
    const policy = await served({ MODE })
    for (const now of [0, AT, AT * 2]) expect(modeAt(policy, now as UnixSeconds)).toBe(MODE)
  })

  it('of what was announced is `notice` until the second before, and `enforce` from the date on', async () => {
    const policy = await served({ MODE: 'notice', NOTICE_FROM: '2026-11-01' })
    expect(modeAt(policy, (AT - 1) as UnixSeconds)).toBe('notice')
    expect(modeAt(policy, AT)).toBe('enforce')
    expect(modeAt(policy, (AT + 1) as UnixSeconds)).toBe('enforce')
  })
})

describe('Policies', () => {
  it('has the deployed one in force until another one comes, and again after it', async () => {
    const [deployed, live] = await Promise.all([served(), served({ UNKNOWN_PLACE: 'allow' })])
    const policies = new Policies(deployed)
    expect(policies.inForce).toBe(deployed)
    policies.swap(live)
    expect([policies.inForce, policies.deployed]).toEqual([live, deployed])
    policies.swap(undefined)
    expect(policies.inForce).toBe(deployed)
  })

  it('tries a candidate beside the one in force, which stays', async () => {
    const [deployed, candidate] = await Promise.all([served(), served({ UNKNOWN_PLACE: 'allow' })])
    const policies = new Policies(deployed)
    expect(policies.candidate).toBeUndefined()
    policies.tryOut(candidate)
    expect([policies.inForce, policies.candidate]).toEqual([deployed, candidate])
    policies.swap(candidate)
    policies.tryOut(undefined)
    expect([policies.inForce, policies.candidate]).toEqual([candidate, undefined])
  })
})
