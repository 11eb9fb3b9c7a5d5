import { expect, test } from 'vitest'
import { HOME_CF, later, testGate } from '../../../support/gate.ts'

const NOTHING_NEW = {
  ...{ stamp: 0, epoch: 0, tables: undefined, policy: undefined, candidate: undefined },
  ...{ breakGlassUntil: undefined, complete: true, revocations: [], lifted: [] },
}

/** A gate whose stores write down each call of theirs. */
function watchedGate() {
  const calls: string[] = []
  const called = (name: string) => async () => {
    calls.push(name)
    return name === 'read' ? NOTHING_NEW : undefined
  }
  const object = new Proxy({}, { get: (_, name) => called(String(name)) })
  const CONTROL = { getByName: () => object }
  const REPLAY = { getByName: () => ({ use: called('use') }) }
  const PUBLIC_LIMIT = { limit: called('limit') }
  return { gate: testGate({ STATE: 'control', CONTROL, REPLAY, PUBLIC_LIMIT }), calls }
}

const HOSTING_CF = { ...HOME_CF, asn: 9009, asOrganization: 'M247 Europe SRL' }

test.each([
  ['a place', { country: 'KP', asn: 131279, asOrganization: 'Star JV' }, 451],
  ['a network', HOSTING_CF, 403],
])('a hundred refusals by %s ask Control once, and nothing else', async (_, cf, status) => {
  const { gate, calls } = watchedGate()
  for (let sent = 0; sent < 100; sent++) {
    const bad = {
      'Cordon-Session': `a.b.${sent}`,
      DPoP: `proof ${sent}`,
      Authorization: `Bearer key-${sent}`,
    }
    expect((await gate.send(`/path/${sent}`, { cf, headers: bad })).status).toBe(status)
  }
  expect(calls).toEqual(['read'])
  gate.at = later(25)
  await gate.send('/', { cf })
  await gate.send('/', { cf })
  expect(calls).toEqual(['read', 'read'])
})
