import { describe, expect, it } from 'vitest'
import { parseInstant } from '../../../src/lib/time.ts'
import { parseIpAddress } from '../../../src/net/ip-address.ts'
import { absent, observed, unavailable } from '../../../src/observations/types.ts'
import { EXAMPLE_SIGNALS, readSignal, signalFault } from '../../../src/policy/example-signals.ts'
import type { SignalKind } from '../../../src/signals/define.ts'
import { SIGNAL_NAMES, type SignalName, signalNamed } from '../../../src/signals/registry.ts'

/** One that is right, what it stands for, and some that are wrong. */
const WRITTEN: Readonly<
  Record<Exclude<SignalKind, 'coordinates'>, readonly [unknown, unknown, ...unknown[]]>
> = {
  place: ['UA-43', { country: 'UA', region: 'UA-43' }, 'ua', 'UK', 43, true],
  code: [undefined, undefined, 'no such value', 1, true],
  text: ['x', 'x', 1, true],
  name: ['Київ', 'Київ', 1, true],
  number: [1.5, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, true],
  instant: ['2026-09-15', parseInstant('2026-09-15'), '2026-02-30', 1, true],
  boolean: [false, false, 'false', 0],
  address: ['2001:db8::1', parseIpAddress('2001:db8::1'), '2001:db8::/32', 'x', 1, true],
  asn: ['AS64500', 64500, 'AS', '64500', -1, 2 ** 32, true],
}
const NAMES = [...EXAMPLE_SIGNALS] as SignalName[]

describe('a signal of an example', () => {
  it('is any that has a value one can write down', () => {
    const others = SIGNAL_NAMES.filter((name) => !EXAMPLE_SIGNALS.has(name))
    expect(others).toEqual(['place.coordinates'])
    expect(EXAMPLE_SIGNALS.has('toString')).toBe(false)
  })

  it.each(NAMES)('%s is read, and what is none of its values is not', (name) => {
    const { kind, values = ['some code'] } = signalNamed(name)
    if (kind === 'coordinates') throw new Error('never among them')
    const [right, value, ...wrong] = WRITTEN[kind]
    const [sent, stands] = kind === 'code' ? [values[0], values[0]] : [right, value]
    expect(readSignal(name, sent)).toEqual(observed(stands, 'edge'))
    expect(signalFault(name, sent)).toBeUndefined()
    for (const other of wrong) expect([other, signalFault(name, other)]).toEqual([other, expect.any(String)])
  })

  it.each(NAMES)('%s may be absent or unavailable', (name) => {
    expect(readSignal(name, 'absent')).toEqual(absent('missing'))
    expect(readSignal(name, 'unavailable')).toEqual(unavailable('given as such'))
    expect([signalFault(name, 'absent'), signalFault(name, 'unavailable')]).toEqual([undefined, undefined])
  })

  it('an ASN may be a number too', () => {
    expect(readSignal('network.asn', 64500)).toEqual(observed(64500, 'edge'))
  })

  it('coordinates cannot be given', () => {
    expect(signalFault('place.coordinates', '1,2')).toContain('cannot be given')
  })
})
