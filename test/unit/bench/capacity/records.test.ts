import { describe, expect, test } from 'vitest'
import { ADMISSION_RECORD_BYTES, DECISION_RECORD_BYTES } from '../../../../bench/capacity/measured.ts'
import { HOME_CF, testGate } from '../../../support/gate.ts'

const NAVIGATION = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
const CUBA = { ...HOME_CF, country: 'CU', region: 'La Habana', asn: 27725, asOrganization: 'ETECSA' }

/** A gate that logs no more of what is let in than it has to, and what each request has it write. */
function quietGate() {
  const gate = testGate({ LOG_ALLOW_RATE: 0 })
  return async (...sent: Parameters<typeof gate.send>) => {
    gate.records.length = 0
    const answer = await gate.send(...sent)
    return { answer, events: gate.records.map(({ event }) => event), records: [...gate.records] }
  }
}

describe('what the model takes for granted of the log', () => {
  test('the length of both records', async () => {
    const { records } = await quietGate()('/', { cf: CUBA })
    const [admission = 0, decision = 0] = records.map((record) => JSON.stringify(record).length)
    expect(Math.abs(admission - ADMISSION_RECORD_BYTES)).toBeLessThan(ADMISSION_RECORD_BYTES * 0.2)
    expect(Math.abs(decision - DECISION_RECORD_BYTES)).toBeLessThan(DECISION_RECORD_BYTES * 0.2)
  })

  test('a refusal: its situation once, itself always', async () => {
    const ask = quietGate()
    expect((await ask('/', { cf: CUBA })).events).toEqual(['admission', 'decision'])
    expect((await ask('/', { cf: CUBA })).events).toEqual(['decision'])
    expect((await ask('/', { cf: { ...CUBA, tlsClientCiphersSha1: 'another' } })).events).toEqual([
      'admission',
      'decision',
    ])
  })

  test('navigations without a cookie: an admission record each', async () => {
    const ask = quietGate()
    for (let sent = 0; sent < 3; sent++)
      expect((await ask('/', { headers: NAVIGATION })).events).toEqual(['admission'])
  })

  test('a session: two, and then none', async () => {
    const ask = quietGate()
    const { answer } = await ask('/', { headers: NAVIGATION })
    const [cookie = ''] = answer.headers.getSetCookie().map((text) => text.split(';')[0])
    const again = { headers: { ...NAVIGATION, Cookie: cookie } }
    expect((await ask('/', again)).events).toEqual(['admission'])
    expect((await ask('/', again)).events).toEqual([])
  })

  test('a token that is none, let in: a decision record each', async () => {
    const ask = quietGate()
    const bad = { headers: { 'Cordon-Session': 'a.b.c' } }
    await ask('/', bad)
    expect((await ask('/', bad)).events).toEqual(['decision'])
  })
})
