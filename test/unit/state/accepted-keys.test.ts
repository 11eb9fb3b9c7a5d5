import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { isolateAcceptedKeys } from '../../../src/state/accepted-keys.ts'

const NOW = 1_793_491_200 as UnixSeconds

describe('isolateAcceptedKeys()', () => {
  it('holds 10,000 keys, and forgets first what was not asked for longest', () => {
    const keys = isolateAcceptedKeys()
    for (let i = 0; i < 10_000; i++) keys.note(String(i), undefined, NOW)
    expect(keys.find('0', NOW)).toBeDefined()
    keys.note('one more', undefined, NOW)
    expect(keys.find('0', NOW)).toBeDefined()
    expect(keys.find('1', NOW)).toBeUndefined()
  })

  it('keeps the account and what was said of it, and takes the newest word for the whole', () => {
    const keys = isolateAcceptedKeys()
    const facts = { created: (NOW - 86_400) as UnixSeconds }
    keys.note('known', { id: 'acct_7', at: NOW, facts }, NOW)
    expect(keys.find('known', NOW)).toEqual({ account: { id: 'acct_7', at: NOW, facts }, at: NOW })
    keys.note('known', { id: 'acct_7', at: NOW }, NOW)
    expect(keys.find('known', NOW)?.account).toEqual({ id: 'acct_7', at: NOW })
  })

  it('creates nothing by being asked', () => {
    const keys = isolateAcceptedKeys()
    keys.note('known', undefined, NOW)
    for (let i = 0; i < 20_000; i++) keys.find(`unknown ${i}`, NOW)
    expect(keys.find('known', NOW)).toBeDefined()
  })
})
