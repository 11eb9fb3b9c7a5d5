import { describe, expect, it } from 'vitest'
import { presentedKey } from '../../../src/request/credential.ts'

const LOCATIONS = [{ header: 'authorization', scheme: 'Bearer' }, { header: 'x-api-key' }]

const keyIn = (headers: Readonly<Record<string, string>>) =>
  presentedKey((name) => new Headers(headers).get(name) ?? undefined, LOCATIONS)

describe('presentedKey()', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string | undefined]>([
    ['the scheme and the key', { Authorization: 'Bearer sk-1' }, 'sk-1'],
    ['the scheme in another case', { Authorization: 'bEARER sk-1' }, 'sk-1'],
    ['more spaces', { Authorization: 'Bearer   sk-1  ' }, 'sk-1'],
    [
      'a doubled header, whatever the next location has',
      { Authorization: 'Bearer a, Bearer b', 'X-Api-Key': 'sk-2' },
      undefined,
    ],
    [
      'a signature scheme with commas before the next location',
      { Authorization: 'AWS4 a, b', 'X-Api-Key': 'sk-2' },
      'sk-2',
    ],
    ['another scheme', { Authorization: 'Basic dTpw' }, undefined],
    ['a scheme that only begins like ours', { Authorization: 'BearerX sk-1' }, undefined],
    ['no scheme', { Authorization: 'sk-1' }, undefined],
    ['the scheme alone', { Authorization: 'Bearer' }, undefined],
    ['the scheme and a space', { Authorization: 'Bearer ' }, undefined],
    ['two lines', { Authorization: 'Bearer a, Bearer b' }, undefined],
    ['a header without a scheme', { 'X-Api-Key': 'sk-2' }, 'sk-2'],
    ['an empty header', { 'X-Api-Key': '' }, undefined],
    ['both: the first location counts', { 'X-Api-Key': 'sk-2', Authorization: 'Bearer sk-1' }, 'sk-1'],
    [
      'the second where the first has another scheme',
      { 'X-Api-Key': 'sk-2', Authorization: 'Basic x' },
      'sk-2',
    ],
    ['1,024 characters', { 'X-Api-Key': 'k'.repeat(1024) }, 'k'.repeat(1024)],
    ['1,025 characters', { 'X-Api-Key': 'k'.repeat(1025) }, undefined],
    ['nothing', {}, undefined],
    ['a header nobody configured', { 'Api-Key': 'sk' }, undefined],
  ])('%s', (_, headers, key) => {
    expect(keyIn(headers)).toBe(key)
  })

  it('looks nowhere when there is no location', () => {
    expect(presentedKey(() => 'Bearer sk-1', [])).toBeUndefined()
  })
})
