import { describe, expect, test } from 'vitest'
import { formatIpAddress, parseIpAddress } from '../../../../../src/net/ip-address.ts'
import { CLIENTS, clientById, OWN_ADDRESS } from '../../../../../tools/local-edge/playground/clients.ts'

describe('the clients of the playground', () => {
  test.each(CLIENTS.map((client) => [client.id, client] as const))(
    '%s has an address in its one text',
    (_, client) => {
      const address = parseIpAddress(client.address)
      expect(address && formatIpAddress(address)).toBe(client.address)
    },
  )

  test('have ids of their own, and none is that of an own address', () => {
    const ids = [...CLIENTS.map(({ id }) => id), OWN_ADDRESS]
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('clientById() knows those alone', () => {
    expect(clientById('tor')?.cf).toMatchObject({ country: 'T1' })
    expect(clientById('constructor')).toBeUndefined()
  })

  test('simulate nothing that Cordon concludes', () => {
    const names = CLIENTS.flatMap(({ cf = {} }) => Object.keys(cf))
    expect(names.filter((name) => /class|botManagement/i.test(name))).toEqual([])
  })
})
