import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyHasher } from '../../../src/session/credential-hash.ts'
import vectors from '../../vectors/key-id.json' with { type: 'json' }

const SECRET = 'a secret of thirty-two characters'

describe('keyHasher()', () => {
  it.each(vectors.cases.map(({ name, ...vector }) => [name, vector] as const))(
    'gives the first 22 characters of the HMAC: %s',
    async (_, { secret, key, hmac_sha256_hex: hmac }) => {
      const id = await (await keyHasher(secret))(key)
      expect(id).toBe(Buffer.from(hmac, 'hex').toString('base64url').slice(0, 22))
    },
  )

  it.each(['sk-live-1', 'x', 'ключ', 'a'.repeat(1024)])(
    'agrees with node:crypto on a key like %j',
    async (key) => {
      const id = await (await keyHasher(SECRET))(key)
      expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
      expect(id).toBe(createHmac('sha256', SECRET).update(key).digest('base64url').slice(0, 22))
    },
  )

  it('gives one key the same id each time, and unlike keys and secrets unlike ids', async () => {
    const [hash, other] = [await keyHasher(SECRET), await keyHasher(`${SECRET}.`)]
    expect(await hash('sk-1')).toBe(await hash('sk-1'))
    expect(
      new Set([await hash('sk-1'), await hash('sk-2'), await hash('sk-1 '), await other('sk-1')]).size,
    ).toBe(4)
  })
})
