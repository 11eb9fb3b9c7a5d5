import { describe, expect, test } from 'vitest'
import { type Standing, standingOf, type TokenFacts } from '../../../../bench/soak/situation.ts'

const TOKEN: TokenFacts = { token: 't', sid: 's', sub: 'u', kid: 'k', epoch: 1, policy: 'deployed' }
const NOTHING = { epoch: 1, names: new Set<string>() }

describe('standingOf()', () => {
  test.each<readonly [string, Partial<TokenFacts>, Partial<typeof NOTHING>, Standing]>([
    ['of the policy in force', {}, {}, 'current'],
    ['of the other policy', { policy: 'live' }, {}, 'outdated'],
    ['of neither', { policy: undefined }, {}, 'outdated'],
    ['of an earlier epoch', {}, { epoch: 2 }, 'revoked'],
    ['of a later one, which is not known here yet', { epoch: 2 }, {}, 'current'],
    ['whose session was revoked', {}, { names: new Set(['s']) }, 'revoked'],
    ['whose account was revoked', {}, { names: new Set(['u']) }, 'revoked'],
    ['whose key was revoked', {}, { names: new Set(['k']) }, 'revoked'],
    ['when others were', {}, { names: new Set(['x']) }, 'current'],
  ])('a token %s', (_, token, revoked, standing) => {
    expect(standingOf({ ...TOKEN, ...token }, 'deployed', { ...NOTHING, ...revoked })).toBe(standing)
  })

  test('no token has none', () => {
    expect(standingOf(undefined, 'live', NOTHING)).toBe('none')
  })
})
