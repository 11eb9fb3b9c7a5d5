import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { AccessKeys } from '../../../src/admin/access-keys.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { CERTS, certsServer, KID, NOW, PUBLIC_JWK, TEAM } from './access-fixture.ts'

const at = (seconds: number) => (NOW + seconds) as UnixSeconds

describe('AccessKeys', () => {
  it('asks the team for its keys once, and again after an hour', async () => {
    const server = certsServer()
    const keys = new AccessKeys(TEAM, server.fetchJson)
    expect((await keys.find(KID, at(0))).ok).toBe(true)
    expect((await keys.find(KID, at(3_599))).ok).toBe(true)
    expect(server.asked).toEqual([`${TEAM}/cdn-cgi/access/certs`])
    expect((await keys.find(KID, at(3_600))).ok).toBe(true)
    expect(server.asked).toHaveLength(2)
  })

  it('asks for unknown kids no more than once a minute, however many come', async () => {
    const server = certsServer()
    const keys = new AccessKeys(TEAM, server.fetchJson)
    await keys.find(KID, at(0))
    for (let n = 0; n < 50; n++)
      expect(await keys.find(`made-up-${n}`, at(1))).toEqual({ ok: false, error: 'access.kid' })
    expect(server.asked).toHaveLength(1)
    await keys.find('made-up', at(60))
    await keys.find('made-up', at(61))
    expect(server.asked).toHaveLength(2)
  })

  it('finds a key that was rotated in, once the pause is over', async () => {
    const server = certsServer()
    const keys = new AccessKeys(TEAM, server.fetchJson)
    await keys.find(KID, at(0))
    const pair = await generateKeyPair('RS256', { extractable: true })
    server.document = { keys: [PUBLIC_JWK, { ...(await exportJWK(pair.publicKey)), kid: 'kid-2' }] }
    expect((await keys.find('kid-2', at(30))).ok).toBe(false)
    expect((await keys.find('kid-2', at(60))).ok).toBe(true)
  })

  it('keeps the last good keys for a day while asking fails, and not longer', async () => {
    const server = certsServer()
    const keys = new AccessKeys(TEAM, server.fetchJson)
    await keys.find(KID, at(0))
    server.document = new Error('down')
    expect((await keys.find(KID, at(4_000))).ok).toBe(true)
    expect((await keys.find(KID, at(86_399))).ok).toBe(true)
    expect(await keys.find(KID, at(86_400))).toEqual({ ok: false, error: 'access.keys_unavailable' })
  })

  it('says that no keys can be read, and tries again after ten seconds', async () => {
    const server = certsServer(new Error('down'))
    const keys = new AccessKeys(TEAM, server.fetchJson)
    expect(await keys.find(KID, at(0))).toEqual({ ok: false, error: 'access.keys_unavailable' })
    await keys.find(KID, at(9))
    expect(server.asked).toHaveLength(1)
    server.document = CERTS
    expect((await keys.find(KID, at(10))).ok).toBe(true)
  })

  it('forgets a key that is published no more', async () => {
    const server = certsServer()
    const keys = new AccessKeys(TEAM, server.fetchJson)
    await keys.find(KID, at(0))
    const pair = await generateKeyPair('RS256', { extractable: true })
    server.document = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'kid-2' }] }
    expect(await keys.find(KID, at(3_600))).toEqual({ ok: false, error: 'access.kid' })
  })

  it.each([
    ['no object', 'nonsense'],
    ['no keys', { keys: [] }],
    ['more keys than a team has', { keys: Array.from({ length: 17 }, () => PUBLIC_JWK) }],
    ['a symmetric key', { keys: [{ kid: KID, kty: 'oct', k: 'c2VjcmV0' }] }],
    ['a key for encryption', { keys: [{ ...PUBLIC_JWK, use: 'enc' }] }],
    ['a key for another algorithm', { keys: [{ ...PUBLIC_JWK, alg: 'RS512' }] }],
  ])('takes nothing from %s', async (_, document) => {
    const keys = new AccessKeys(TEAM, certsServer(document).fetchJson)
    expect((await keys.find(KID, at(0))).ok).toBe(false)
  })

  it('lets no request wait for the promise of another', async () => {
    let calls = 0
    const keys = new AccessKeys(TEAM, async () => (++calls === 1 ? new Promise(() => {}) : CERTS))
    void keys.find(KID, at(0))
    expect((await keys.find(KID, at(0))).ok).toBe(true)
  })
})
