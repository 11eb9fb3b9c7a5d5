import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../../src/net/ip-address.ts'
import type { PrefixAnswer } from '../../../src/observations/types.ts'
import { CurrentPrefixes, openPrefixes } from '../../../src/tables/prefixes.ts'
import { placeNamed } from '../../support/evidence.ts'
import { addressOf, type MadeUpList, prefixesOf, sha256Of, tableOf } from '../../support/prefix-lists.ts'

/** At most one answer a class; their order says nothing. */
const byClass = (answers: readonly PrefixAnswer[] | undefined) =>
  answers?.toSorted((a, b) => (a.class < b.class ? 1 : -1))

const RELAY: MadeUpList = {
  class: 'privacy_relay',
  id: 'icloud',
  movesPlace: true,
  prefixes: [
    ['172.224.226.0/27', 'GB-ENG'],
    ['2a02:26f7:1::/48', 'FR'],
  ],
}
const CLOUD: MadeUpList = {
  class: 'hosting',
  id: 'cloud',
  confidence: 'medium',
  prefixes: ['172.224.0.0/12', '203.0.113.0/24', '2a02:26f7::/32'],
}

describe('a prefix table', () => {
  it('says of an address what each list says of it: class, confidence, list and place', async () => {
    const prefixes = await prefixesOf(RELAY, CLOUD)
    expect(byClass(prefixes.find(addressOf('172.224.226.1')))).toEqual([
      {
        class: 'privacy_relay',
        confidence: 'high',
        feed: 'icloud',
        movesPlace: true,
        place: placeNamed('GB-ENG'),
      },
      { class: 'hosting', confidence: 'medium', feed: 'cloud', movesPlace: false },
    ])
    expect(prefixes.find(addressOf('172.224.226.32'))).toMatchObject([{ class: 'hosting' }])
    expect(byClass(prefixes.find(addressOf('2a02:26f7:1::9')))).toMatchObject([
      { class: 'privacy_relay', place: placeNamed('FR') },
      { class: 'hosting' },
    ])
    expect(prefixes.find(addressOf('192.0.2.1'))).toEqual([])
  })

  it('says of an IPv4-mapped address what it says of the IPv4 address', async () => {
    const prefixes = await prefixesOf(CLOUD)
    expect(prefixes.find(addressOf('::ffff:203.0.113.7'))).toBe(prefixes.find(addressOf('203.0.113.7')))
  })

  it.each(['01.2.3.4', '1.2.3', '1.2.3.4%eth0', '', '203.0.113.7/24', ' 203.0.113.7'])(
    'is never asked about "%s", which is no address',
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined()
    },
  )

  it('takes the longest prefix of a class, and of equals the first list', async () => {
    const prefixes = await prefixesOf(
      { class: 'vpn', id: 'first', prefixes: ['203.0.113.0/24'] },
      { class: 'vpn', id: 'second', prefixes: ['203.0.113.0/24', '203.0.113.8/29'] },
    )
    expect(prefixes.find(addressOf('203.0.113.1'))).toMatchObject([{ feed: 'first' }])
    expect(prefixes.find(addressOf('203.0.113.9'))).toMatchObject([{ feed: 'second' }])
  })

  it('gives one frozen answer for all addresses of which the same is known', async () => {
    const prefixes = await prefixesOf(CLOUD)
    const answer = prefixes.find(addressOf('203.0.113.1'))
    expect(answer).toBe(prefixes.find(addressOf('203.0.113.200')))
    expect(Object.isFrozen(answer) && Object.isFrozen(answer?.[0])).toBe(true)
    expect(prefixes.find(addressOf('192.0.2.1'))).toBe(prefixes.find(addressOf('192.0.2.2')))
  })

  it('tells what it was made of', async () => {
    const bytes = tableOf(RELAY, CLOUD)
    const opened = await openPrefixes(bytes)
    expect(opened).toMatchObject({
      ok: true,
      value: {
        sha256: await sha256Of(bytes),
        feeds: [
          { id: 'icloud', prefixes: 2, movesPlace: true, maxAgeDays: 30 },
          { id: 'cloud', prefixes: 3, confidence: 'medium', movesPlace: false },
        ],
      },
    })
  })
})

describe('CurrentPrefixes', () => {
  const address = addressOf('203.0.113.7')

  it('knows of nothing while there is no table, and has no version', () => {
    const prefixes = new CurrentPrefixes()
    expect([prefixes.find(address), prefixes.version, prefixes.sha256, prefixes.feeds]).toEqual([
      [],
      undefined,
      undefined,
      [],
    ])
  })

  it('cannot say anything while a table that should be there is not', () => {
    const prefixes = new CurrentPrefixes()
    prefixes.declareMissing()
    expect(prefixes.find(address)).toBeUndefined()
  })

  it('goes on with the table it has when another is missing', async () => {
    const prefixes = await prefixesOf(CLOUD)
    prefixes.declareMissing()
    expect(prefixes.find(address)).toMatchObject([{ class: 'hosting' }])
  })

  it('answers by the next table from the swap on', async () => {
    const prefixes = await prefixesOf(CLOUD)
    const before = prefixes.version
    const next = tableOf({ class: 'vpn', prefixes: ['203.0.113.0/24'] })
    expect(await prefixes.swap(next, await sha256Of(next))).toMatchObject({ ok: true })
    expect(prefixes.find(address)).toMatchObject([{ class: 'vpn' }])
    expect(prefixes.version).not.toBe(before)
    expect(prefixes.sha256).toBe(await sha256Of(next))
  })

  const NEXT = tableOf({ class: 'vpn', prefixes: ['203.0.113.0/24'] })
  it.each([
    ['damaged', NEXT.slice(0, -1), undefined, 'damaged'],
    ['no table', new Uint8Array(100), undefined, 'not_a_table'],
    ['foreign', NEXT, '0'.repeat(64), 'foreign'],
  ] as const)('keeps the one it has where the next is %s', async (_, bytes, expected, error) => {
    const prefixes = await prefixesOf(CLOUD)
    const { version } = prefixes
    expect(await prefixes.swap(bytes, expected)).toEqual({ ok: false, error })
    expect(prefixes.version).toBe(version)
    expect(prefixes.find(address)).toMatchObject([{ class: 'hosting' }])
  })
})

describe('CurrentPrefixes.changes', () => {
  it('is another number whenever answers may be others, and only then', async () => {
    const prefixes = new CurrentPrefixes()
    const seen = [prefixes.changes]
    const note = () => seen.push(prefixes.changes)
    prefixes.declareMissing()
    note()
    prefixes.declareMissing()
    note()
    await prefixes.swap(tableOf(CLOUD))
    note()
    expect((await prefixes.swap(new Uint8Array(8))).ok).toBe(false)
    note()
    prefixes.declareUnwanted()
    note()
    prefixes.declareUnwanted()
    note()
    const [fresh, missing, still, there, damaged, unwanted, same] = seen
    expect(new Set([fresh, missing, there, unwanted]).size).toBe(4)
    expect([still, damaged, same]).toEqual([missing, there, unwanted])
  })
})
