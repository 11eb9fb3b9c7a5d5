import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { adminTokens } from '../../../src/admin/admin-tokens.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const ENTRIES = [
  { name: 'ci', role: 'operator', sha256: sha256('token-of-ci') },
  { name: 'help', role: 'support', sha256: sha256('token-of-help') },
  { name: 'audit', role: 'auditor', sha256: sha256('token-of-audit') },
] as const

describe('adminTokens()', () => {
  it('knows each token by its digest', async () => {
    const find = adminTokens(ENTRIES)
    expect(await find('token-of-ci')).toEqual({ name: 'token:ci', role: 'operator' })
    expect(await find('token-of-audit')).toEqual({ name: 'token:audit', role: 'auditor' })
  })

  it.each(['', 'token-of-c', 'token-of-ci ', 'TOKEN-OF-CI', ENTRIES[0].sha256])(
    'knows no %j',
    async (token) => {
      expect(await adminTokens(ENTRIES)(token)).toBeUndefined()
    },
  )

  it.each(['token-of-ci', 'token-of-help', 'token-of-audit', 'nobody'])(
    'compares %s with every entry, at equal length',
    async (token) => {
      const lengths: [number, number][] = []
      const find = adminTokens(ENTRIES, (a, b) => {
        lengths.push([a.length, b.length])
        return a.every((byte, at) => byte === b[at])
      })
      await find(token)
      expect(lengths).toEqual([
        [32, 32],
        [32, 32],
        [32, 32],
      ])
    },
  )

  it('has nobody without entries', async () => {
    expect(await adminTokens([])('')).toBeUndefined()
  })
})
