import { env } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { UnixMillis } from '../../src/lib/time.ts'
import { type BlobBinding, blobName, blobStore, readBlob } from '../../src/state/prefix-blob.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS, NOW, testGate } from '../support/gate.ts'
import { addressOf, prefixesOf, sha256Of, tableOf } from '../support/prefix-lists.ts'
import { admissions, onlyDecision } from '../support/records.ts'
import { refusalOf } from '../support/responses.ts'

const { TABLES_KV, TABLES_R2 } = env as unknown as { TABLES_KV: KVNamespace; TABLES_R2: R2Bucket }

/** The home connection's address is a VPN's exit by this one. */
const VPN = tableOf({ class: 'vpn', prefixes: ['73.162.10.0/24'] })
const VPN_SHA = await sha256Of(VPN)
const HARMLESS = tableOf({ class: 'residential', prefixes: ['73.162.10.0/24'] })

const STORES: readonly (readonly [
  string,
  BlobBinding & { put: (name: string, bytes: Uint8Array) => Promise<unknown> },
])[] = [
  ['KV', TABLES_KV as never],
  ['R2', TABLES_R2 as never],
]
const later = (seconds: number) => (NOW + seconds * 1000) as UnixMillis

describe.each(STORES)('a table in %s', (name, store) => {
  test('is read as the bytes that were put there', async () => {
    await store.put(blobName(VPN_SHA), VPN)
    expect(await readBlob(blobStore(store), VPN_SHA, 2_000)).toEqual({ ok: true, value: VPN })
  })

  test('that is not there is not found', async () => {
    expect(await readBlob(blobStore(store), '0'.repeat(64), 2_000)).toEqual({ ok: false, error: 'not_found' })
  })

  test('is in force from the first request on', async () => {
    await store.put(blobName(VPN_SHA), VPN)
    const gate = testGate({ NETWORK_TABLE: VPN_SHA, NETWORK_TABLES: store })
    await refusalOf(await gate.send('/'), 403, 'network.vpn')
    expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'ok' })
    expect(gate.seen).toEqual([])
  })

  test('that comes later is in force after the next try', async () => {
    const table = tableOf({ class: 'proxy', id: `late-${name}`, prefixes: ['73.162.10.0/24'] })
    const sha256 = await sha256Of(table)
    const vars = { NETWORK_TABLE: sha256, NETWORK_TABLES: store }
    const gate = testGate(vars, undefined, undefined, { prefixTable: HARMLESS })
    expect((await gate.send('/')).status).toBe(200)
    await store.put(blobName(sha256), table)
    gate.at = later(29)
    expect((await gate.send('/')).status).toBe(200)
    gate.at = later(31)
    // This one is decided by the table it found, and brings the other.
    expect((await gate.send('/')).status).toBe(200)
    await expect.poll(async () => (await gate.send('/')).status).toBe(403)
  })

  test('under the name of another is refused, and the table of the build stays', async () => {
    const other = 'f'.repeat(64)
    await store.put(blobName(other), VPN)
    const vars = { NETWORK_TABLE: other, NETWORK_TABLES: store }
    const gate = testGate(vars, undefined, () => ({ revealHealth: true }), { prefixTable: HARMLESS })
    expect((await gate.send('/')).status).toBe(200)
    expect(await (await gate.send('/.cordon/health')).json()).toMatchObject({
      status: 'degraded',
      details: ['the prefix table ffffffffffffffff…: foreign'],
      lists: [{ id: 'residential', prefixes: 1 }],
    })
  })
})

describe('the first requests of an isolate', () => {
  /** A store that answers after a while, and counts. */
  function slowStore(answer: Uint8Array<ArrayBuffer> | null) {
    const store = {
      reads: 0,
      async get() {
        store.reads++
        await new Promise((resolve) => setTimeout(resolve, 100))
        return answer?.slice().buffer ?? null
      },
    }
    return store
  }

  test('are 200 at once: one reads the store, and all are decided by what it brings', async () => {
    const store = slowStore(VPN)
    const gate = testGate({ NETWORK_TABLE: VPN_SHA, NETWORK_TABLES: store })
    const responses = await Promise.all(Array.from({ length: 200 }, () => gate.send('/')))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([403]))
    expect([store.reads, gate.seen]).toEqual([1, []])
  })

  test('go on without it where it is not there, and ask once', async () => {
    const store = slowStore(null)
    const gate = testGate({ NETWORK_TABLE: VPN_SHA, NETWORK_TABLES: store }, undefined, undefined, {
      prefixTable: HARMLESS,
    })
    const responses = await Promise.all(Array.from({ length: 50 }, () => gate.send('/')))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
    expect(store.reads).toBe(1)
  })

  test('read nothing where the table of the build is the one that is named', async () => {
    const store = slowStore(null)
    const gate = testGate(
      { NETWORK_TABLE: VPN_SHA, NETWORK_TABLES: store },
      undefined,
      () => ({ revealHealth: true }),
      { prefixTable: VPN },
    )
    await refusalOf(await gate.send('/'), 403, 'network.vpn')
    gate.at = later(3_600)
    await refusalOf(await gate.send('/'), 403, 'network.vpn')
    expect(store.reads).toBe(0)
    expect(JSON.stringify(await (await gate.send('/.cordon/health')).json())).not.toContain('NETWORK_TABLE')
  })
})

describe('while the lists cannot be read', () => {
  const unreadable = () => testGate({ NETWORK_TABLE: '0'.repeat(64), NETWORK_TABLES: TABLES_KV })

  test('the controlled tier refuses: what they would have said is not known', async () => {
    const gate = unreadable()
    await refusalOf(await gate.send('/'), 403, 'network.unknown')
    expect(gate.seen).toEqual([])
    const [admission] = admissions(gate.records)
    expect(admission?.evidence['network.class']).toMatchObject({ state: 'unavailable' })
  })

  test('the open tier goes on, and the record says what was skipped', async () => {
    const gate = unreadable()
    expect((await gate.send('/pub/x')).status).toBe(200)
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'allow', degraded: ['denied-networks'] })
  })

  test('a known server is refused for what it is', async () => {
    await refusalOf(await unreadable().send('/', { cf: CLIENTS.usCloud }), 403, 'network.hosting')
  })

  test("the operator's own networks pass", async () => {
    const gate = testGate({
      NETWORK_TABLE: '0'.repeat(64),
      NETWORK_TABLES: TABLES_KV,
      ALLOWED_NETWORKS: ['73.162.10.0/24'],
    })
    expect((await gate.send('/')).status).toBe(200)
  })

  test('health is degraded, and names the table to the developer only', async () => {
    const gate = unreadable()
    await gate.send('/')
    expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'degraded' })
  })

  test('health is degraded in an isolate that has answered nothing else', async () => {
    const gate = unreadable()
    for (let time = 0; time < 2; time++) {
      expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'degraded' })
      gate.at = later(60)
    }
  })

  test('a damaged table of the build is no table, and no crash', async () => {
    const gate = testGate({}, undefined, () => ({ revealHealth: true }), { prefixTable: VPN.slice(0, -1) })
    await refusalOf(await gate.send('/'), 403, 'network.unknown')
    expect(await (await gate.send('/.cordon/health')).json()).toMatchObject({
      status: 'degraded',
      details: ['the prefix table in the bundle: damaged'],
    })
  })
})

describe('a swap while requests go on', () => {
  const LISTS = Array.from({ length: 300 }, (_, at) => `10.${at >> 8}.${at & 255}.0/24`)
  const one = { class: 'vpn', id: 'one', prefixes: [...LISTS, '73.162.0.0/16', '2601::/20'] } as const
  const other = {
    class: 'proxy',
    id: 'other',
    prefixes: ['73.162.10.1/32', ...LISTS, '2601:640::/32'],
  } as const

  test('leaves every look-up with an answer of the one table or of the other', async () => {
    const prefixes = await prefixesOf(one)
    const tables = [tableOf(other), tableOf(one)]
    const asked = ['73.162.10.1', '2601:640::1', '10.0.255.1'].map(addressOf)
    const seen = new Set<string>()
    let swaps = 0
    let answers = 0
    const swapping = (async () => {
      for (; swaps < 40; swaps++) {
        await prefixes.swap((tables[swaps % 2] as Uint8Array<ArrayBuffer>).slice())
        await new Promise((resolve) => setTimeout(resolve))
      }
    })()
    while (swaps < 40) {
      const feeds = asked.map(
        (address) =>
          prefixes
            .find(address)
            ?.map(({ feed }) => feed)
            .join() ?? 'none',
      )
      seen.add([...new Set(feeds)].join(' '))
      answers += feeds.length
      await Promise.resolve()
      if (answers % 300 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
    await swapping
    expect(answers).toBeGreaterThan(1_000)
    expect([...seen].sort()).toEqual(['one', 'other'])
  })

  test('refuses every request for a reason of one of the two, and none goes without', async () => {
    const gate = testGate({}, undefined, undefined, { prefixTable: tableOf(one) })
    const made = await gate.dependencies.gate()
    if (!made.ok) throw new Error('no gate')
    const tables = [tableOf(other), tableOf(one)]
    const reasons = new Map<string, number>()
    for (let round = 0; round < 20; round++) {
      const requests = Array.from({ length: 25 }, () => gate.send('/'))
      const swapped = made.value.prefixes.swap((tables[round % 2] as Uint8Array<ArrayBuffer>).slice())
      for (const response of await Promise.all(requests)) {
        const { reason } = await response.json<{ reason: string }>()
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      }
      expect((await swapped).ok).toBe(true)
    }
    expect([...reasons.keys()].sort()).toEqual(['network.proxy', 'network.vpn'])
    expect(gate.seen).toEqual([])
  })
})

test('records name the tables that a decision rested on', async () => {
  const gate = testGate({}, undefined, undefined, { prefixTable: VPN })
  await refusalOf(await gate.send('/', { address: HOME_ADDRESS }), 403, 'network.vpn')
  expect(admissions(gate.records)[0]?.tables).toMatch(new RegExp(`\\.${VPN_SHA.slice(0, 16)}$`))
})

test('a swap between decision and record leaves the version that decided in both records', async () => {
  const gate = testGate(
    // Named, and not to be had: what is swapped in below is what should be there.
    { LOG_ALLOW_RATE: 1, NETWORK_TABLE: VPN_SHA, NETWORK_TABLES: { get: async () => null } },
    async () => {
      const made = await gate.dependencies.gate()
      if (!made.ok || !(await made.value.prefixes.swap(VPN.slice())).ok) throw new Error('no swap')
      return new Response('ok')
    },
    undefined,
    { prefixTable: HARMLESS },
  )
  expect((await gate.send('/')).status).toBe(200)
  const before = new RegExp(`\\.${(await sha256Of(HARMLESS)).slice(0, 16)}$`)
  expect(onlyDecision(gate.records).tables).toMatch(before)
  expect(admissions(gate.records)[0]?.tables).toMatch(before)
  gate.records.length = 0
  await refusalOf(await gate.send('/'), 403, 'network.vpn')
  const after = new RegExp(`\\.${VPN_SHA.slice(0, 16)}$`)
  expect(onlyDecision(gate.records).tables).toMatch(after)
  expect(admissions(gate.records)[0]?.tables).toMatch(after)
})
