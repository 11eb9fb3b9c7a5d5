import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UnixMillis } from '../../../src/lib/time.ts'
import { type BlobStore, blobName } from '../../../src/state/prefix-blob.ts'
import { type PrefixHolder, PrefixSource } from '../../../src/state/prefix-source.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { addressOf, sha256Of, tableOf } from '../../support/prefix-lists.ts'

const BUNDLED = tableOf({ class: 'hosting', prefixes: ['203.0.113.0/24'] })
const BLOB = tableOf({ class: 'vpn', prefixes: ['203.0.113.0/24'] })
const SHA = await sha256Of(BLOB)
const NONE = new Uint8Array()
const START = 1_793_491_200_000 as UnixMillis
const later = (seconds: number) => (START + seconds * 1000) as UnixMillis

type Get = BlobStore['get']
const found: Get = async () => BLOB
const missing: Get = async () => undefined
const down: Get = async () => Promise.reject(new Error('KV is down'))

function started(bundled: Uint8Array<ArrayBuffer>, get?: Get) {
  const prefixes = new CurrentPrefixes()
  const store = { get: vi.fn(get) }
  const source = new PrefixSource(prefixes, get && store, get && SHA)
  const saying = () => prefixes.find(addressOf('203.0.113.7'))?.map((answer) => answer.class)
  return { prefixes, source, store, saying, ready: start(source, bundled) }
}

/** As an isolate does: the table of the build, then the first request. */
async function start(source: PrefixSource, bundled: Uint8Array<ArrayBuffer>): Promise<void> {
  await source.openBundled(bundled)
  if (source.isStarting) await source.start(START)
}

describe('at the start', () => {
  it.each<readonly [string, Uint8Array<ArrayBuffer>, Get | undefined, unknown, string | undefined]>([
    ['the table of the build', BUNDLED, undefined, ['hosting'], undefined],
    ['nothing, where the build has no lists', NONE, undefined, [], undefined],
    ['the blob, where one is named', BUNDLED, found, ['vpn'], undefined],
    ['the blob, where the build has no lists', NONE, found, ['vpn'], undefined],
    ['the blob, where the table of the build is damaged', BUNDLED.slice(0, -1), found, ['vpn'], undefined],
    [
      'no table at all, where that of the build is damaged',
      BUNDLED.slice(0, -1),
      undefined,
      undefined,
      'damaged',
    ],
    ['the table of the build, where the blob is not there', BUNDLED, missing, ['hosting'], 'not_found'],
    ['the table of the build, where the store throws', BUNDLED, down, ['hosting'], 'unreachable'],
    [
      'the table of the build, where the blob is foreign',
      BUNDLED,
      async () => BUNDLED,
      ['hosting'],
      'foreign',
    ],
    [
      'the table of the build, where the blob is damaged',
      BUNDLED,
      async () => BLOB.slice(0, -1),
      ['hosting'],
      'damaged',
    ],
    ['the table of the build, where the blob is none', BUNDLED, async () => NONE, ['hosting'], 'not_a_table'],
    [
      'no table at all, where the blob is not there and the build has none',
      NONE,
      missing,
      undefined,
      'not_found',
    ],
    ['no table at all, where the store throws and the build has none', NONE, down, undefined, 'unreachable'],
  ])('there is %s', async (_, bundled, get, says, fault) => {
    const { source, saying, ready } = started(bundled, get)
    await ready
    expect(saying()).toEqual(says)
    if (fault === undefined) expect(source.fault).toBeUndefined()
    else expect(source.fault).toContain(fault)
  })

  it('what is wrong names the table, by as much of its hash as tells it from others', async () => {
    const { source, ready } = started(BUNDLED, missing)
    await ready
    expect(source.fault).toBe(`the prefix table ${SHA.slice(0, 16)}…: not_found`)
  })

  it('the table of the build holds while the blob is on its way', async () => {
    let deliver: (bytes: Uint8Array<ArrayBuffer>) => void = () => {}
    const { saying, ready } = started(BUNDLED, () => new Promise((resolve) => (deliver = resolve)))
    await vi.waitFor(() => expect(saying()).toEqual(['hosting']))
    deliver(BLOB)
    await ready
    expect(saying()).toEqual(['vpn'])
  })
})

describe('a late blob', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())
  const late =
    (millis: number): Get =>
    () =>
      new Promise((resolve) => setTimeout(() => resolve(BLOB), millis))

  it('is waited for two seconds at the start, and is not in force afterwards', async () => {
    const { source, saying, ready, store } = started(BUNDLED, late(2_001))
    await vi.waitFor(() => expect(store.get).toHaveBeenCalled())
    await vi.advanceTimersByTimeAsync(2_000)
    await ready
    expect(source.fault).toContain('timeout')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(saying()).toEqual(['hosting'])
  })

  it('is waited for twenty seconds when nobody waits with it', async () => {
    const { source, saying, ready, store } = started(BUNDLED, missing)
    await ready
    store.get.mockImplementation(late(19_999))
    const retried = source.retry(later(30))
    await vi.advanceTimersByTimeAsync(20_000)
    await retried
    expect([saying(), source.fault]).toEqual([['vpn'], undefined])
  })
})

describe('another try', () => {
  it('is due 30 seconds after the last, and until the blob is in force', async () => {
    const { source, store, saying, ready } = started(BUNDLED, missing)
    await ready
    expect([0, 29.999, 30, 31].map((seconds) => source.isDue(later(seconds)))).toEqual([
      false,
      false,
      true,
      true,
    ])
    store.get.mockImplementation(down)
    await source.retry(later(30))
    expect(source.fault).toContain('unreachable')
    expect([30, 59.999, 60].map((seconds) => source.isDue(later(seconds)))).toEqual([false, false, true])
    store.get.mockImplementation(found)
    await source.retry(later(60))
    expect([saying(), source.fault, source.isDue(later(1_000))]).toEqual([['vpn'], undefined, false])
  })

  it('is made by one request, not by all that arrive meanwhile', async () => {
    const { source, store, ready } = started(BUNDLED, missing)
    await ready
    let deliver: (bytes: undefined) => void = () => {}
    store.get.mockImplementation(() => new Promise((resolve) => (deliver = resolve)))
    const first = source.retry(later(30))
    expect(source.isDue(later(30))).toBe(false)
    deliver(undefined)
    await first
    expect(store.get).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['no blob is named', undefined],
    ['the blob is in force', found],
  ])('is never due where %s', async (_, get) => {
    const { source, ready } = started(BUNDLED, get)
    await ready
    expect(source.isDue(later(100_000))).toBe(false)
  })

  it('brings a table where there was none, and the lists can be read again', async () => {
    const { source, store, saying, ready } = started(NONE, down)
    await ready
    expect(saying()).toBeUndefined()
    store.get.mockImplementation(found)
    await source.retry(later(30))
    expect(saying()).toEqual(['vpn'])
  })
})

describe('the first requests', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  /** A holder that opens nothing: what is awaited below are timers and the store, and no checksum. */
  function holder(): PrefixHolder & { sha256: string | undefined } {
    return {
      sha256: undefined,
      async swap(_, expected) {
        this.sha256 = expected
        return { ok: true, value: undefined }
      },
      declareMissing() {},
      declareUnwanted() {},
    }
  }
  function starting(get: Get) {
    const store = { get: vi.fn(get) }
    const source = new PrefixSource(holder(), store, SHA)
    const settled = { count: 0 }
    const ask = async () => {
      if (source.isStarting) await source.start(START)
      settled.count++
    }
    return { source, store, settled, ask }
  }
  const never: Get = () => new Promise(() => {})
  const slowly =
    (millis: number, get: Get = found): Get =>
    (name) =>
      new Promise((resolve) => setTimeout(() => resolve(get(name)), millis))

  it('are 200 at once, one of which reads the store, and all wait for it', async () => {
    const { source, store, settled, ask } = starting(slowly(500))
    const requests = Array.from({ length: 200 }, ask)
    await vi.advanceTimersByTimeAsync(499)
    expect([settled.count, source.isStarting]).toEqual([0, true])
    await vi.advanceTimersByTimeAsync(26)
    await Promise.all(requests)
    expect([settled.count, source.isStarting, source.fault]).toEqual([200, false, undefined])
    expect(store.get).toHaveBeenCalledTimes(1)
  })

  it.each<readonly [string, Get]>([
    ['is not there', slowly(500, missing)],
    ['cannot be reached', slowly(500, down)],
  ])('go on as soon as it is known that the blob %s', async (_, get) => {
    const { source, store, settled, ask } = starting(get)
    const requests = Array.from({ length: 20 }, ask)
    await vi.advanceTimersByTimeAsync(525)
    await Promise.all(requests)
    expect([settled.count, source.isStarting]).toEqual([20, false])
    expect(source.fault).toBeDefined()
    expect(store.get).toHaveBeenCalledTimes(1)
  })

  it('wait two seconds at most, those that came later no longer', async () => {
    const { source, store, settled, ask } = starting(never)
    const requests = [ask(), ask(), ask()]
    await vi.advanceTimersByTimeAsync(1_000)
    requests.push(ask())
    await vi.advanceTimersByTimeAsync(999)
    expect(settled.count).toBe(0)
    await vi.advanceTimersByTimeAsync(51)
    await Promise.all(requests)
    expect(settled.count).toBe(4)
    expect(source.fault).toContain('timeout')
    await ask()
    expect(store.get).toHaveBeenCalledTimes(1)
  })

  it('wait two seconds at most for one that was cancelled with its client', async () => {
    const source = new PrefixSource(holder(), { get: never }, SHA)
    // Cancelled: nothing of it runs any more, its timer neither.
    void source.start(START)
    vi.clearAllTimers()
    let done = 0
    const requests = Array.from({ length: 3 }, async () => {
      await source.start(START)
      done++
    })
    await vi.advanceTimersByTimeAsync(1_999)
    expect(done).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all(requests)
    expect([done, source.isStarting]).toEqual([3, false])
    expect([source.isDue(START), source.isDue(later(30))]).toEqual([false, true])
  })

  it('share no promise: each waits by timers of its own', async () => {
    const { ask } = starting(slowly(100))
    const first = ask()
    const timers = vi.getTimerCount()
    const others = [ask(), ask(), ask()]
    expect(vi.getTimerCount()).toBe(timers + 3)
    await vi.advanceTimersByTimeAsync(125)
    await Promise.all([first, ...others])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are not followed by another try before its time', async () => {
    const { source, ask } = starting(slowly(500, missing))
    const first = ask()
    expect(source.isDue(later(100))).toBe(false)
    await vi.advanceTimersByTimeAsync(525)
    await first
    expect([source.isDue(later(29)), source.isDue(later(30))]).toEqual([false, true])
  })

  it('wait for nothing where no blob is named', () => {
    expect(new PrefixSource(holder(), { get: never }, undefined).isStarting).toBe(false)
  })
})

describe('a named blob that is the table of the build as well', () => {
  it('is not read, and leaves nothing to complain about where the store is down', async () => {
    const { source, store, saying, ready } = started(BLOB, down)
    await ready
    expect([source.isStarting, source.isDue(later(1_000))]).toEqual([false, false])
    expect(store.get).not.toHaveBeenCalled()
    expect(saying()).toEqual(['vpn'])
    expect(source.fault).toBeUndefined()
  })
})

describe('a table that Control names', async () => {
  const OTHER = tableOf({ class: 'proxy', prefixes: ['203.0.113.0/24'] })
  const OTHER_SHA = await sha256Of(OTHER)
  const BUNDLED_SHA = await sha256Of(BUNDLED)
  const blobs = new Map([
    [blobName(SHA), BLOB],
    [blobName(OTHER_SHA), OTHER],
  ])

  /** What one request does: says what is named, and brings it where that is due. */
  async function request(source: PrefixSource, named: string | undefined, seconds: number) {
    source.want(named)
    const isWaiting = source.isStarting
    if (isWaiting) await source.start(later(seconds))
    else if (source.isDue(later(seconds))) await source.retry(later(seconds))
    return isWaiting
  }

  async function running(configured: string | undefined, bundled: Uint8Array<ArrayBuffer> = BUNDLED) {
    const prefixes = new CurrentPrefixes()
    const store = { get: vi.fn<Get>(async (name) => blobs.get(name)) }
    const source = new PrefixSource(prefixes, store, configured)
    const saying = () => prefixes.find(addressOf('203.0.113.7'))?.map((answer) => answer.class)
    await source.openBundled(bundled)
    return { source, store, saying }
  }

  it('at the start is waited for, in the place of the one that the configuration names', async () => {
    const { source, store, saying } = await running(SHA)
    expect(await request(source, OTHER_SHA, 0)).toBe(true)
    expect(saying()).toEqual(['proxy'])
    expect(store.get.mock.calls).toEqual([[blobName(OTHER_SHA)]])
  })

  it('later makes nobody wait: the table in force stays until the other is there', async () => {
    const { source, store, saying } = await running(undefined)
    expect(await request(source, undefined, 0)).toBe(false)
    let deliver: (bytes: Uint8Array<ArrayBuffer>) => void = () => {}
    store.get.mockImplementation(() => new Promise((resolve) => (deliver = resolve)))
    source.want(SHA)
    expect([source.isStarting, source.isDue(later(1))]).toEqual([false, true])
    const retried = source.retry(later(1))
    expect([saying(), source.isDue(later(1))]).toEqual([['hosting'], false])
    deliver(BLOB)
    await retried
    expect([saying(), source.fault]).toEqual([['vpn'], undefined])
  })

  it('is switched to at once, although the last one was tried a moment ago', async () => {
    const { source, saying } = await running(undefined)
    await request(source, undefined, 0)
    await request(source, 'f'.repeat(64), 1)
    expect(source.fault).toContain('not_found')
    await request(source, 'f'.repeat(64), 2)
    await request(source, OTHER_SHA, 2)
    expect([saying(), source.fault]).toEqual([['proxy'], undefined])
  })

  it.each([
    ["to the configuration's", SHA, ['vpn']],
    ["to the build's, where that names none", undefined, ['hosting']],
  ])('falls back %s once it is named no longer', async (_, configured, classes) => {
    const { source, saying } = await running(configured)
    await request(source, OTHER_SHA, 0)
    expect(saying()).toEqual(['proxy'])
    expect(await request(source, undefined, 1)).toBe(false)
    expect([saying(), source.fault]).toEqual([classes, undefined])
    expect(source.isDue(later(100_000))).toBe(false)
  })

  it("goes back to the build's without asking the store, which may be down", async () => {
    const { source, store, saying } = await running(undefined)
    await request(source, SHA, 0)
    store.get.mockImplementation(down)
    await request(source, BUNDLED_SHA, 1)
    expect([saying(), source.fault]).toEqual([['hosting'], undefined])
    expect(store.get).toHaveBeenCalledTimes(1)
  })

  it('that is in force already is not read again', async () => {
    const { source, store } = await running(SHA)
    await request(source, SHA, 0)
    await request(source, SHA, 100)
    await request(source, undefined, 200)
    expect(store.get).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['is not there', missing, 'not_found'],
    ['cannot be read', down, 'unreachable'],
    ['is another than its name says', async () => OTHER, 'foreign'],
  ] as const)(
    'but %s changes nothing: what was in force stays, and another try follows',
    async (_, get, fault) => {
      const { source, store, saying } = await running(undefined)
      await request(source, undefined, 0)
      store.get.mockImplementation(get)
      await request(source, SHA, 1)
      expect([saying(), source.isDue(later(30.9)), source.isDue(later(31))]).toEqual([
        ['hosting'],
        false,
        true,
      ])
      expect(source.fault).toBe(`the prefix table ${SHA.slice(0, 16)}…: ${fault}`)
      store.get.mockImplementation(found)
      await request(source, SHA, 31)
      expect([saying(), source.fault]).toEqual([['vpn'], undefined])
    },
  )

  it('where no store is bound says so, and keeps the table', async () => {
    const prefixes = new CurrentPrefixes()
    const source = new PrefixSource(prefixes, undefined, undefined)
    await source.openBundled(BUNDLED)
    await request(source, undefined, 0)
    await request(source, SHA, 1)
    expect(source.fault).toBe(`the prefix table ${SHA.slice(0, 16)}…: no store is bound as NETWORK_TABLES`)
    expect(prefixes.sha256).toBe(BUNDLED_SHA)
    await request(source, undefined, 100)
    await source.retry(later(100))
    expect(source.fault).toBeUndefined()
  })
})

describe('a table that Control named by mistake', () => {
  const UNKNOWN = 'ab'.repeat(32)

  it.each([
    ['nothing is wrong where the build has no lists', NONE, []],
    ['the table of the build serves, and nothing is wrong', BUNDLED, ['hosting']],
  ] as const)('is forgotten when it is named no longer: %s', async (_, bundled, said) => {
    const { source, saying, ready } = started(bundled)
    await ready
    source.want(UNKNOWN)
    await source.retry(later(1))
    expect(source.fault).toContain('no store is bound')
    source.want(undefined)
    expect([source.fault, source.isDue(later(60)), saying()]).toEqual([undefined, false, said])
  })

  it('leaves what is wrong with the table of the build', async () => {
    const { source, saying, ready } = started(BUNDLED.slice(0, -1))
    await ready
    const { fault } = source
    source.want(UNKNOWN)
    await source.retry(later(1))
    source.want(undefined)
    expect([source.fault, saying()]).toEqual([fault, undefined])
  })
})
