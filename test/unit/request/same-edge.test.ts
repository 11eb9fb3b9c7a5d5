import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeFacts } from '../../../src/request/edge-facts.ts'
import {
  changedFacts,
  isSameEdge,
  type SeenEdge,
  STEADY_BOT_PROPERTIES,
  STEADY_CERTIFICATE_PROPERTIES,
  STEADY_PROPERTIES,
  seenEdge,
} from '../../../src/request/same-edge.ts'
import { HOME_CF } from '../../support/gate.ts'

type Properties = Readonly<Record<string, unknown>>

/** With every property that is read. */
const CF = {
  ...HOME_CF,
  isEUCountry: '0',
  clientQuicRtt: 30,
  tlsClientCiphersSha1: 'ciphers',
  tlsClientExtensionsSha1: 'extensions',
  botManagement: { score: 90, verifiedBot: false, ja3Hash: 'ja3', ja4: 'ja4' },
  tlsClientAuth: {
    certPresented: '1',
    certVerified: 'SUCCESS',
    certRevoked: '0',
    certFingerprintSHA256: '112233445566778899aabbccddeeff00'.repeat(2),
  },
}
const OF_BOT = STEADY_BOT_PROPERTIES.map((name) => `botManagement.${name}`)
const OF_CERTIFICATE = STEADY_CERTIFICATE_PROPERTIES.map((name) => `tlsClientAuth.${name}`)
const STEADY: readonly string[] = [...STEADY_PROPERTIES, ...OF_BOT, ...OF_CERTIFICATE]
const CHANGING: readonly string[] = ['clientTcpRtt', 'clientQuicRtt', 'botManagement.score']
const NESTED: readonly string[] = ['botManagement', 'tlsClientAuth']

const seen = (cf: unknown): SeenEdge => {
  const edge = seenEdge(cf)
  if (edge === undefined) throw new Error('cannot be compared')
  return edge
}
/** The home connection with one property, at `a` or `a.b`, replaced; `ABSENT` leaves it out. */
const ABSENT = Symbol('absent')
function withProperty(path: string, value: unknown): Properties {
  const cf = structuredClone(CF) as Record<string, unknown>
  const [name = '', inner] = path.split('.')
  const within = inner === undefined ? cf : (cf[name] as Record<string, unknown>)
  if (value === ABSENT) delete within[inner ?? name]
  else within[inner ?? name] = value
  return cf
}
function at(path: string): unknown {
  const [name = '', inner] = path.split('.')
  const value = (CF as Properties)[name]
  return inner === undefined ? value : (value as Properties)[inner]
}

/** Everything that is read of an object, and of the objects in it. */
function readsOf(cf: Properties, read: (cf: unknown) => unknown): ReadonlySet<string> {
  const reads = new Set<string>()
  const watched = (target: object, prefix: string): object =>
    new Proxy(target, {
      get(_, name) {
        reads.add(`${prefix}${String(name)}`)
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'object' && value !== null ? watched(value, `${String(name)}.`) : value
      },
      has: (_, name) => Reflect.has(target, reads.add(`${prefix}${String(name)}`) && name),
      getOwnPropertyDescriptor(_, name) {
        reads.add(`${prefix}${String(name)}`)
        return Reflect.getOwnPropertyDescriptor(target, name)
      },
      ownKeys() {
        reads.add(`${prefix}*`)
        return Reflect.ownKeys(target)
      },
    })
  read(watched(cf, ''))
  return reads
}

/** Of the same shape, so that every way through the code is taken. */
const SHAPES: readonly Properties[] = [
  CF,
  withProperty('clientTcpRtt', 0),
  withProperty('tlsClientAuth.certPresented', '0'),
  withProperty('tlsClientAuth.certVerified', 'FAILED:x'),
  withProperty('country', 'T1'),
  withProperty('latitude', ABSENT),
  {},
]
const readByFacts = new Set(SHAPES.flatMap((cf) => [...readsOf(cf, edgeFacts)]))

describe('what is compared', () => {
  it('is exactly what the facts are made of', () => {
    expect([...readByFacts].sort()).toEqual([...STEADY, ...CHANGING, ...NESTED].sort())
  })

  it('is each property once', () => {
    const all = [...STEADY, ...CHANGING]
    expect(new Set(all).size).toBe(all.length)
  })

  it('is all that is read, in noting it and in comparing', () => {
    const edge = seen(CF)
    for (const cf of SHAPES) {
      const reads = new Set([
        ...readsOf(cf, seenEdge),
        ...readsOf(cf, (watched) => isSameEdge(watched, edge)),
        ...readsOf(cf, (watched) => changedFacts(watched, edge)),
      ])
      expect([...reads].filter((name) => !readByFacts.has(name))).toEqual([])
    }
  })
})

const OTHERS = [ABSENT, null, '', 'other', 0, 1, 7, -1, 0.5, true, false, Number.NaN, 'US', '1', '0'] as const

describe('a single change', () => {
  it.each(STEADY)('of %s makes it another edge, whatever it changes to', (path) => {
    const edge = seen(CF)
    expect(isSameEdge(structuredClone(CF), edge)).toBe(true)
    for (const other of OTHERS.filter((value) => value !== at(path))) {
      expect(isSameEdge(withProperty(path, other), edge)).toBe(false)
      // As it must the other way round.
      const before = seenEdge(withProperty(path, other))
      if (before !== undefined) expect(isSameEdge(CF, before)).toBe(false)
    }
  })

  it.each(CHANGING)('of %s is another measurement of the same edge', (path) => {
    const edge = seen(CF)
    expect(changedFacts(structuredClone(CF), edge)).toBeUndefined()
    for (const other of OTHERS.filter((value) => value !== at(path))) {
      const cf = withProperty(path, other)
      expect(isSameEdge(cf, edge)).toBe(true)
      const { clientRttMillis, botScore } = edgeFacts(cf)
      expect(changedFacts(cf, edge)).toEqual({ clientRttMillis, botScore })
    }
  })

  it.each(NESTED)('of all of %s is seen, too', (name) => {
    for (const other of [ABSENT, null, {}, [], 'text', 1, true])
      expect(isSameEdge(withProperty(name, other), seen(CF))).toBe(false)
  })

  it('of what nobody reads is none', () => {
    const edge = seen(CF)
    const cf = { ...CF, postalCode: '94534', tlsClientHelloLength: '508', edgeRequestKeepAliveStatus: 1 }
    expect([isSameEdge(cf, edge), changedFacts(cf, edge)]).toEqual([true, undefined])
  })
})

/** What no JSON makes: an own look at it could say another thing than a plain one. */
const odd = (value: object): readonly (readonly [string, unknown])[] => [
  ['an heir of it', Object.create(value)],
  ['without a prototype', Object.assign(Object.create(null), value)],
  ['with another prototype', Object.setPrototypeOf({ ...value }, { country: 'US', score: 1 })],
  ['an array', Object.assign([], value)],
  ['a map', Object.assign(new Map(), value)],
  ['a function', Object.assign(() => {}, value)],
  ['null', null],
  ['text', 'text'],
  ['a number', 1],
  ['a truth', true],
]

describe('what is odd is never compared', () => {
  it.each([...odd(CF), ['nothing', undefined] as const])('%s for all of it', (_, cf) => {
    expect(seenEdge(cf)).toBeUndefined()
    for (const edge of [seen(CF), seen({})]) {
      expect(isSameEdge(cf, edge)).toBe(false)
      expect(changedFacts(cf, edge)).toBeUndefined()
    }
  })

  it.each(
    NESTED.flatMap((name) => odd(at(name) as object).map(([what, value]) => [name, what, value] as const)),
  )('%s: %s', (name, _, value) => {
    const cf = withProperty(name, ABSENT) as Record<string, unknown>
    const without = seen(cf)
    const odd = { ...cf, [name]: value }
    expect(seenEdge(odd)).toBeUndefined()
    expect(isSameEdge(odd, seen(CF))).toBe(false)
    expect(isSameEdge(odd, without)).toBe(false)
  })

  it.each([...STEADY, ...CHANGING])('an object for %s, even the very same one', (path) => {
    for (const value of [[], {}, [1], { toString: () => 'US' }, new Date(0)]) {
      const cf = structuredClone(CF) as Record<string, unknown>
      const [name = '', inner] = path.split('.')
      if (inner === undefined) cf[name] = value
      else (cf[name] as Record<string, unknown>)[inner] = value
      expect(seenEdge(cf)).toBeUndefined()
      if (!CHANGING.includes(path)) expect(isSameEdge(cf, seen(CF))).toBe(false)
    }
  })

  it.each(STEADY)('no number at all for %s', (path) => {
    const cf = withProperty(path, Number.NaN)
    expect(isSameEdge(cf, seen(cf))).toBe(false)
  })

  it.each(CHANGING)('no number at all for %s is always another measurement', (path) => {
    const cf = withProperty(path, Number.NaN)
    const { clientRttMillis, botScore } = edgeFacts(cf)
    expect(changedFacts(cf, seen(cf))).toEqual({ clientRttMillis, botScore })
  })
})

describe('two edges of any kind', () => {
  const few = (...values: readonly unknown[]) => fc.constantFrom(ABSENT, undefined, null, '', ...values)
  const PER_NAME: Readonly<Record<string, readonly unknown[]>> = {
    country: ['US', 'CA', 'T1', 'XX', 'us', 7],
    regionCode: ['CA', 'ON', 'x y'],
    latitude: ['38.2', '1', 38.2, Number.NaN, '999'],
    longitude: ['-122', 1, 'x'],
    asn: [7922, '7922', 0, 1.5, []],
    clientTcpRtt: [0, 24, '24', Number.NaN, {}],
    clientQuicRtt: [0, 30, -1],
    score: [1, 99, 100, '1', Number.NaN],
    verifiedBot: [true, false, 'true'],
    certPresented: ['1', '0', 1],
    certVerified: ['SUCCESS', 'NONE'],
    certRevoked: ['0', '1'],
    certFingerprintSHA256: ['11'.repeat(32), '22'.repeat(32), 'x'],
  }
  const made = (names: readonly string[]) =>
    fc
      .record(
        Object.fromEntries(names.map((name) => [name, few(...(PER_NAME[name] ?? ['a', 'b', 1, true, {}]))])),
      )
      .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== ABSENT)))
  const nested = (names: readonly string[]) =>
    fc.oneof({ weight: 6, arbitrary: made(names) }, fc.constantFrom(undefined, null, 5, []))
  const base = fc
    .tuple(
      made([...STEADY_PROPERTIES, 'clientTcpRtt', 'clientQuicRtt']),
      nested([...STEADY_BOT_PROPERTIES, 'score']),
      nested(STEADY_CERTIFICATE_PROPERTIES),
    )
    .map(([cf, botManagement, tlsClientAuth]): Properties => ({ ...cf, botManagement, tlsClientAuth }))
  const change = fc
    .tuple(fc.constantFrom(...STEADY, ...CHANGING, ...NESTED), fc.anything())
    .chain(([path, anything]) =>
      few(...(PER_NAME[path.split('.').at(-1) ?? ''] ?? ['a', 'b']), anything).map(
        (value) => [path, value] as const,
      ),
    )

  it('have the same facts where they are called the same, but for what has changed', () => {
    let same = 0
    fc.assert(
      fc.property(base, fc.array(change, { maxLength: 2 }), (one, changes) => {
        const other: Record<string, unknown> = { ...one }
        for (const [path, value] of changes) {
          const [name = '', inner] = path.split('.')
          const within = other[name]
          if (inner === undefined) other[name] = value
          else if (typeof within === 'object' && within !== null && !Array.isArray(within))
            other[name] = { ...within, [inner]: value }
        }
        const edge = seenEdge(one)
        if (edge === undefined || !isSameEdge(other, edge)) return
        same++
        expect({ ...edgeFacts(one), ...changedFacts(other, edge) }).toEqual(edgeFacts(other))
      }),
      { numRuns: 4_000 },
    )
    expect(same).toBeGreaterThan(50)
  })
})
