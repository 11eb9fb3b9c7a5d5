import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { compileLifetimes } from '../../../src/session/lifetime.ts'
import { sessionVerifier } from '../../../src/session/verify.ts'
import vectors from '../../vectors/session-token.json' with { type: 'json' }
import { keyringOf } from './fixture.ts'
import { FORGERIES } from './forgeries.ts'

describe('test/vectors/session-token.json', () => {
  const expected = vectors.expectation
  const load = () => keyringOf(...vectors.private_keys.keys)

  it.each(vectors.cases.map(({ name, ...rest }) => [name, rest] as const))(
    '%s',
    async (_, { token, status, code, ...vector }) => {
      const verifier = sessionVerifier(await load(), {
        issuer: expected.issuer,
        lifetimes: compileLifetimes(expected.lifetimes),
        graceSeconds: expected.grace_seconds,
        identitySeconds: expected.identity_seconds,
        nextChange: () => undefined,
        policyRevision: expected.policy_revision,
        reverify: 'on_expiry',
        revokes: ({ epoch }) => (epoch < expected.epoch ? 'epoch' : undefined),
      })
      const result = await verifier(token, vectors.now as UnixSeconds)
      const outcome = { status: result.status, code: 'code' in result ? result.code : null }
      expect(outcome).toEqual({ status, code })
      if ('facts' in vector && result.status === 'verified') expect(result.facts).toMatchObject(vector.facts)
    },
  )

  it('has every forgery of this suite', () => {
    const named = new Set(vectors.cases.map(({ name }) => name))
    expect(FORGERIES.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })
})
