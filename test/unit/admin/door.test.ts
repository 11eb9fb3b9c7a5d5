import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type DoorSettings, makeDoor } from '../../../src/admin/door.ts'
import { AUDIENCE, accessToken, certsServer, NOW, SERVICE, TEAM } from './access-fixture.ts'

const TOKEN = 'cordon_admin_dGhpcyBpcyBhIHRva2VuIGZvciB0ZXN0cyBvbmx5'
const SETTINGS: DoorSettings = {
  access: {
    team: TEAM,
    audience: AUDIENCE,
    roles: [
      { email: 'aDA@example.com', role: 'compliance' },
      { service: SERVICE.common_name, role: 'auditor' },
    ],
  },
  tokens: [{ name: 'ci', role: 'operator', sha256: createHash('sha256').update(TOKEN).digest('hex') }],
}
const knock = async (headers: Record<string, string>, settings = SETTINGS, server = certsServer()) => {
  const door = makeDoor(settings, server.fetchJson)
  if (door === undefined) throw new Error('there is no door')
  return door(new Headers(headers), NOW)
}
const refusal = (code: string, cause?: string, actor?: string) => ({
  ok: false,
  error: { code, ...(cause === undefined ? {} : { cause }), ...(actor === undefined ? {} : { actor }) },
})

describe('makeDoor()', () => {
  it('makes none where no way in is configured', () => {
    expect(makeDoor({ access: undefined, tokens: [] }, certsServer().fetchJson)).toBeUndefined()
  })

  it.each(['Bearer', 'bearer', 'BEARER'])('lets in who bears a token (%s)', async (scheme) => {
    expect(await knock({ Authorization: `${scheme} ${TOKEN}` })).toEqual({
      ok: true,
      value: { name: 'token:ci', role: 'operator' },
    })
  })

  it('lets in whom Access vouches for and who has a role, by e-mail in any case', async () => {
    expect(await knock({ 'Cf-Access-Jwt-Assertion': await accessToken() })).toEqual({
      ok: true,
      value: { name: 'email:ada@example.com', role: 'compliance' },
    })
  })

  it('lets in a service token by its client id', async () => {
    const token = await accessToken({}, {}, SERVICE)
    expect(await knock({ 'Cf-Access-Jwt-Assertion': token })).toEqual({
      ok: true,
      value: { name: `service:${SERVICE.common_name}`, role: 'auditor' },
    })
  })

  it('refuses whom Access vouches for and who has no role, and says for the log who that was', async () => {
    const token = await accessToken({ email: 'Eve@example.com' })
    expect(await knock({ 'Cf-Access-Jwt-Assertion': token })).toEqual(
      refusal('admin.no_role', 'access.no_role', 'email:eve@example.com'),
    )
  })

  it('takes no service for a person of the same name', async () => {
    const token = await accessToken({ common_name: 'ada@example.com' }, {}, SERVICE)
    expect(await knock({ 'Cf-Access-Jwt-Assertion': token })).toEqual(
      refusal('admin.no_role', 'access.no_role', 'service:ada@example.com'),
    )
  })

  it('asks for a credential where there is none', async () => {
    expect(await knock({})).toEqual(refusal('admin.credential_missing'))
  })

  it('does not look for one in a cookie or under other names', async () => {
    const token = await accessToken()
    const headers = { Cookie: `CF_Authorization=${token}`, 'X-Api-Key': TOKEN, 'Cordon-Session': TOKEN }
    expect(await knock(headers)).toEqual(refusal('admin.credential_missing'))
  })

  it.each([
    ['both kinds', { Authorization: `Bearer ${TOKEN}`, 'Cf-Access-Jwt-Assertion': 'a.b.c' }],
    ['two tokens', { Authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` }],
    ['two assertions', { 'Cf-Access-Jwt-Assertion': 'a.b.c, a.b.c' }],
  ])('refuses %s, although one of them may be good', async (_, headers) => {
    expect(await knock(headers)).toEqual(refusal('admin.two_credentials', 'two_credentials'))
  })

  it.each([
    ['Basic', 'token.scheme'],
    ['Cordon', 'token.scheme'],
    ['Bearer:', 'token.scheme'],
  ])('refuses the scheme %s', async (scheme, cause) => {
    expect(await knock({ Authorization: `${scheme} ${TOKEN}` })).toEqual(refusal('admin.credential', cause))
  })

  it.each([
    ['no token', 'Bearer', 'token.format'],
    ['two spaces', `Bearer  ${TOKEN}`, 'token.format'],
    ['something after it', `Bearer ${TOKEN} x`, 'token.format'],
    ['a token in quotes', `Bearer "${TOKEN}"`, 'token.format'],
    ['a token longer than any', `Bearer ${'a'.repeat(600)}`, 'token.format'],
    ['another token', 'Bearer cordon_admin_x', 'token.unknown'],
    ['the digest of the token', `Bearer ${SETTINGS.tokens[0]?.sha256}`, 'token.unknown'],
  ])('refuses %s', async (_, value, cause) => {
    expect(await knock({ Authorization: value })).toEqual(refusal('admin.credential', cause))
  })

  it('tells a forged assertion from keys that cannot be read', async () => {
    const token = await accessToken({ iss: 'https://evil.cloudflareaccess.com' })
    expect(await knock({ 'Cf-Access-Jwt-Assertion': token })).toEqual(
      refusal('admin.credential', 'access.issuer'),
    )
    const down = certsServer(new Error('down'))
    expect(await knock({ 'Cf-Access-Jwt-Assertion': await accessToken() }, SETTINGS, down)).toEqual(
      refusal('admin.keys_unavailable', 'access.keys_unavailable'),
    )
  })

  it('opens to the ways that are configured only', async () => {
    const assertion = { 'Cf-Access-Jwt-Assertion': await accessToken() }
    expect(await knock(assertion, { ...SETTINGS, access: undefined })).toEqual(
      refusal('admin.credential', 'access.not_configured'),
    )
    const bearer = { Authorization: `Bearer ${TOKEN}` }
    expect(await knock(bearer, { ...SETTINGS, tokens: [] })).toEqual(
      refusal('admin.credential', 'token.unknown'),
    )
  })
})
