import { describe, expect, test } from 'vitest'
import { applySimulation, readSimulation } from '../../../../tools/local-edge/simulate.ts'

const LOOKED_UP = { asn: 7922, country: 'US', continent: 'NA', city: 'Fairfield' }

function read(...headers: [string, string][]) {
  return readSimulation(new Headers(headers))
}

function cfAfter(value: string) {
  const simulation = read(['Sim-Cf', value])
  if (!simulation.ok) throw new Error(simulation.error)
  return applySimulation(LOOKED_UP, simulation.value)
}

function errorOf(...headers: [string, string][]) {
  const simulation = read(...headers)
  return simulation.ok ? undefined : simulation.error
}

describe('readSimulation()', () => {
  test('asks for nothing without Sim-* headers', () => {
    expect(read(['Accept', '*/*'], ['Simple', '1'])).toEqual({ ok: true, value: { cf: { kind: 'none' } } })
  })

  test.each([
    ['73.162.10.1', '73.162.10.1'],
    ['2601:0640:8000:0::1', '2601:640:8000::1'],
    ['::ffff:73.162.10.1', '73.162.10.1'],
  ])('reads the address %s in its one text', (given, address) => {
    expect(read(['Sim-Client-IP', given])).toMatchObject({ ok: true, value: { address } })
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.04',
    '999.1.1.1',
    '1.2.3.4:80',
    '[::1]',
    'fe80::1%eth0',
    'localhost',
    '1.2.3.4/32',
  ])('refuses %j as an address', (given) => {
    expect(errorOf(['Sim-Client-IP', given])).toMatch(/^Sim-Client-IP: expected one IPv4 or IPv6 address/)
  })

  test.each([
    ['0', 0],
    ['1770000000', 1_770_000_000_000],
    ['253402300799', 253_402_300_799_000],
  ])('reads the clock %s as Unix milliseconds', (given, now) => {
    expect(read(['Sim-Now', given])).toMatchObject({ ok: true, value: { now } })
  })

  test.each(['', '-1', '1.5', '1e9', '0x10', '253402300800', '9999999999999', 'now'])(
    'refuses the clock %j',
    (given) => {
      expect(errorOf(['Sim-Now', given])).toMatch(/^Sim-Now: expected one whole number of Unix seconds/)
    },
  )

  test.each(['', '{', "{'country':'T1'}", 'T1', 'undefined', '{"a":1} x'])('refuses %j as JSON', (given) => {
    expect(errorOf(['Sim-Cf', given])).toMatch(/^Sim-Cf: expected one JSON text/)
  })

  test.each([
    ['Sim-Client-IP', '1.1.1.1', '2.2.2.2'],
    ['Sim-Cf', '{"a":1}', '{"b":2}'],
    ['Sim-Cf', '1', '2'],
    ['Sim-Now', '1', '2'],
  ])('refuses a repeated %s', (name, first, second) => {
    expect(errorOf([name, first], [name, second])).toMatch(new RegExp(`^${name}: expected one `))
  })

  test.each(['Sim-IP', 'Sim-Country', 'Sim-', 'Sim_Cf', 'Sim_Client-IP', 'sim-constructor'])(
    'refuses the unknown name %s and names the known ones',
    (name) => {
      expect(errorOf([name, '1'])).toMatch(/no such header\. Known are Sim-Client-IP, Sim-Cf and Sim-Now\./)
    },
  )

  test('reads all three together', () => {
    expect(read(['sim-client-ip', '1.1.1.1'], ['SIM-NOW', '7'], ['Sim-Cf', 'null'])).toEqual({
      ok: true,
      value: { address: '1.1.1.1', now: 7000, cf: { kind: 'remove' } },
    })
  })
})

describe('applySimulation()', () => {
  test('puts what was looked up on top of an ordinary connection', () => {
    expect(cfAfter('{}')).toMatchObject({
      ...LOOKED_UP,
      colo: 'SJC',
      httpProtocol: 'HTTP/2',
      tlsVersion: 'TLSv1.3',
    })
  })

  test('overrides and adds single properties, and removes those that are null', () => {
    const cf = cfAfter('{"country":"T1","city":null,"clientTcpRtt":null,"botManagement":{"score":1}}')
    expect(cf).toMatchObject({ asn: 7922, country: 'T1', botManagement: { score: 1 } })
    expect(cf).not.toHaveProperty('city')
    expect(cf).not.toHaveProperty('clientTcpRtt')
  })

  test('does not turn a property named __proto__ into a prototype', () => {
    const cf = cfAfter('{"__proto__":{"country":"KP"}}') as Record<string, unknown>
    expect(Object.getPrototypeOf(cf)).toBe(Object.prototype)
    expect(Object.hasOwn(cf, '__proto__')).toBe(true)
  })

  test('removes request.cf for null', () => {
    expect(cfAfter('null')).toBeUndefined()
  })

  test.each(['5', '"text"', 'true', 'false', '[1,{"country":"US"}]'])(
    'hands on %s as malformed input',
    (json) => {
      expect(cfAfter(json)).toEqual(JSON.parse(json))
    },
  )

  test('names a data centre of the continent', () => {
    expect(applySimulation({ continent: 'AS' }, { cf: { kind: 'none' } })).toMatchObject({ colo: 'SIN' })
    expect(applySimulation({}, { cf: { kind: 'none' } })).toMatchObject({ colo: 'SJC' })
  })
})
