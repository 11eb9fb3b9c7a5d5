import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { adminAccess, adminTokens, ROLES } from '../../../src/config/admin-schema.ts'

const PERSON = { email: 'ops@example.com', role: 'operator' }
const ACCESS = { team: 'https://example.cloudflareaccess.com', audience: 'a1'.repeat(32), roles: [PERSON] }
const TOKEN = { name: 'deploy', role: 'operator', sha256: '0f'.repeat(32) }
const pathsOf = (issues: readonly v.BaseIssue<unknown>[] | undefined) =>
  issues?.map(({ path }) => (path ?? []).map(({ key }) => key).join('.'))

describe('ADMIN_ACCESS', () => {
  it.each(ROLES)('gives a person or a service the role %s', (role) => {
    const roles = [
      { email: 'a@example.com', role },
      { service: 'id.access', role },
    ]
    expect(v.safeParse(adminAccess, { ...ACCESS, roles })).toMatchObject({ success: true, output: { roles } })
  })

  it('knows four roles', () => {
    expect(ROLES).toEqual(['support', 'operator', 'compliance', 'auditor'])
  })

  it.each<readonly [string, object, string]>([
    ['a team over http', { team: 'http://example.cloudflareaccess.com' }, 'team'],
    ['a team with a path', { team: 'https://example.cloudflareaccess.com/x' }, 'team'],
    ['no team', { team: undefined }, 'team'],
    ['an audience that is too short', { audience: 'a1' }, 'audience'],
    ['an audience in upper case', { audience: 'A1'.repeat(32) }, 'audience'],
    ['nobody', { roles: [] }, 'roles'],
    ['a role nobody knows', { roles: [{ ...PERSON, role: 'owner' }] }, 'roles.0.role'],
    ['no role', { roles: [{ email: 'a@example.com' }] }, 'roles.0.role'],
    ['no address', { roles: [{ email: 'ops', role: 'auditor' }] }, 'roles.0.email'],
    ['a wildcard for a domain', { roles: [{ email: '@example.com', role: 'auditor' }] }, 'roles.0.email'],
    ['an address with a space', { roles: [{ email: 'a b@example.com', role: 'auditor' }] }, 'roles.0.email'],
    ['both a person and a service', { roles: [{ ...PERSON, service: 'x' }] }, 'roles.0'],
    ['neither', { roles: [{ role: 'auditor' }] }, 'roles.0'],
    ['a group', { roles: [PERSON, { group: 'ops', role: 'auditor' }] }, 'roles.1.group'],
    ['a member more', { everyone: 'auditor' }, 'everyone'],
  ])('refuses %s', (_, changes, path) => {
    expect(pathsOf(v.safeParse(adminAccess, { ...ACCESS, ...changes }).issues)).toContain(path)
  })
})

describe('ADMIN_TOKEN_SHA256', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...TOKEN, name: `n${n}`, sha256: `${n}`.padStart(64, '0') }))

  it.each([1, 2, 32])('takes %i tokens', (count) => {
    expect(v.safeParse(adminTokens, many(count)).success).toBe(true)
  })

  it.each<readonly [string, unknown]>([
    ['no list', TOKEN],
    ['none', []],
    ['33', many(33)],
    ['two of one name, whose changes nobody could tell apart', [TOKEN, { ...TOKEN, sha256: '0'.repeat(64) }]],
    ['one token under two names', [TOKEN, { ...TOKEN, name: 'other' }]],
    ['a name with a space', [{ ...TOKEN, name: 'de ploy' }]],
    ['a name with a line feed', [{ ...TOKEN, name: 'deploy\n' }]],
    ['a name of 65 characters', [{ ...TOKEN, name: 'x'.repeat(65) }]],
    ['no name', [{ ...TOKEN, name: '' }]],
    ['a role nobody knows', [{ ...TOKEN, role: 'root' }]],
    ['the token itself', [{ ...TOKEN, sha256: 'a-token-in-the-clear' }]],
    ['a digest in upper case', [{ ...TOKEN, sha256: TOKEN.sha256.toUpperCase() }]],
    ['a digest that is too short', [{ ...TOKEN, sha256: TOKEN.sha256.slice(2) }]],
    ['a digest that is a number', [{ ...TOKEN, sha256: 0 }]],
    ['a member more', [{ ...TOKEN, token: 'x' }]],
  ])('refuses %s', (_, list) => {
    expect(v.safeParse(adminTokens, list).success).toBe(false)
  })

  it('quotes no digest and no token in what it says is wrong', () => {
    const { issues } = v.safeParse(adminTokens, [
      { name: 'TOP SECRET', role: 'auditor', sha256: 'TOP-SECRET' },
    ])
    expect(issues?.map(({ message }) => message).join()).not.toMatch(/TOP/)
  })
})
