import { describe, expect, it } from 'vitest'
import { policyRevision } from '../../../src/policy/revision.ts'
import { BASIS, IN_CUBA, POLICY, rule } from '../../support/evidence.ts'

const DOCUMENT = { ...POLICY, rules: [rule({ when: IN_CUBA, basis: BASIS })] }

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

describe('policyRevision()', () => {
  it('is 16 lower-case hex digits', async () => {
    expect(await policyRevision(DOCUMENT)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('is the beginning of SHA-256 over the RFC 8785 form', async () => {
    // printf '{"a":[1],"b":"x"}' | sha256sum
    expect(await policyRevision({ b: 'x', a: [1] })).toBe('9fae53c0de2a098f')
  })

  it('is the same for the same document with its keys in another order', async () => {
    expect(JSON.stringify(reversed(DOCUMENT))).not.toBe(JSON.stringify(DOCUMENT))
    expect(await policyRevision(reversed(DOCUMENT))).toBe(await policyRevision(DOCUMENT))
  })

  it.each([
    ['the default', { default: 'deny' }],
    ['what an unknown place means', { unknownPlace: 'challenge' }],
    ['a rule', { rules: [rule({ when: IN_CUBA })] }],
    ['an exemption', { exemptions: [{}] }],
    ['an allowed network', { allowedNetworks: [{ asn: 64500 }] }],
  ])('differs by %s', async (_, changes) => {
    expect(await policyRevision({ ...DOCUMENT, ...changes })).not.toBe(await policyRevision(DOCUMENT))
  })
})
