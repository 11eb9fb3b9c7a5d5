import { describe, expect, test } from 'vitest'
import { capnpConfig, text } from '../../../../bench/load/capnp.ts'

describe('text()', () => {
  test.each([
    ['plain', '"plain"'],
    ['a "quoted" word', '"a \\"quoted\\" word"'],
    ['back\\slash', '"back\\\\slash"'],
    ['two\nlines\r\tand a tab', '"two\\nlines\\r\\tand a tab"'],
    ['Київ', '"\\xd0\\x9a\\xd0\\xb8\\xd1\\x97\\xd0\\xb2"'],
    ['\u0000', '"\\x00"'],
  ])('writes %j as %s', (value, literal) => {
    expect(text(value)).toBe(literal)
  })
})

describe('capnpConfig()', () => {
  const config = capnpConfig({
    modules: [
      { name: 'index.js', kind: 'esModule', file: '../built/index.js' },
      { name: 'a-feeds.bin', kind: 'data', file: '../built/a.bin' },
    ],
    variables: { MODE: 'enforce', HOSTS: ['a.example'], RATE: 0.5 },
    durableObjects: { CONTROL: 'ControlObject' },
    storage: '/tmp/objects',
    kv: { LISTS: '127.0.0.1:1' },
    compatibilityDate: '2026-10-23',
    outbound: '127.0.0.1:2',
    cfHeader: 'bench-cf',
  })

  test.each([
    ['texts as they are', '(name = "MODE", text = "enforce")'],
    ['everything else as JSON', '(name = "HOSTS", json = "[\\"a.example\\"]")'],
    ['numbers as numbers', '(name = "RATE", json = "0.5")'],
    ['objects with SQL', 'className = "ControlObject", uniqueKey = "ControlObject", enableSql = true'],
    ['a store that somebody else answers for', '(name = "kv:LISTS", external = (address = "127.0.0.1:1"'],
    ['every fetch to the origin', 'globalOutbound = "outbound"'],
    ['request.cf from a header', 'cfBlobHeader = "bench-cf"'],
    ['binary modules as such', 'data = embed "../built/a.bin"'],
  ])('binds %s', (_, expected) => {
    expect(config).toContain(expected)
  })

  test('the first module is the entry', () => {
    expect(config.indexOf('index.js')).toBeLessThan(config.indexOf('a-feeds.bin'))
  })
})

test('capnpConfig() has further isolates use the objects of the first', () => {
  const config = capnpConfig({
    modules: [{ name: 'index.js', kind: 'esModule', file: 'index.js' }],
    variables: {},
    durableObjects: { CONTROL: 'ControlObject' },
    storage: '/tmp/objects',
    kv: {},
    compatibilityDate: '2026-10-23',
    outbound: undefined,
    cfHeader: 'bench-cf',
    isolates: 2,
  })
  expect(config.match(/uniqueKey = "ControlObject"/g)).toHaveLength(1)
  expect(config.match(/\(className = "ControlObject", serviceName = "main"\)/g)).toHaveLength(1)
  expect(config.match(/name = "http(?:-1)?", address/g)).toHaveLength(2)
})
