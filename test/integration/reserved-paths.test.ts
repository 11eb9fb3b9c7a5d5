import { describe, expect, test } from 'vitest'
import { storiesOf } from '../../src/enforcement/public-message.ts'
import { REASON_CODES, statusOf } from '../../src/policy/reasons.ts'
import { en } from '../../src/texts/locales/en.ts'
import { CLIENTS } from '../support/clients.ts'
import { testGate } from '../support/gate.ts'
import { PUBLIC_KEY, TEST_KEY } from '../support/tokens.ts'

describe('/.cordon/', () => {
  test.each([
    '/.cordon',
    '/.cordon/',
    '/.cordon/x',
    '/.cordon/health/',
    '/.cordon/jwks.json/x',
    '/.cordon/admin',
    '/.cordon/problems/',
    '/.cordon/problems/none.such',
    '/.cordon/problems/__proto__',
    '/.cordon/problems/toString',
    '/.cordon/session/',
    '/.CORDON/health',
    '/.Cordon/jwks.json',
    '/.cordon/HEALTH',
    '/%2ecordon/x',
    '/%2ecordon/health',
    '/%2Ecordon/jwks.json',
    '/%2e%63ordon/session',
  ])('%s is 404, and never the origin, for anybody', async (path) => {
    for (const cf of [CLIENTS.home, CLIENTS.northKorea]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const gate = testGate({ MODE: 'monitor' })
        const response = await gate.send(path, { cf, method })
        expect([404, 405]).toContain(response.status)
        if (method === 'GET') expect(response.status).toBe(404)
        expect(gate.seen).toEqual([])
        expect(response.headers.get('Content-Type')).toBe('application/problem+json')
      }
    }
  })

  test.each([
    ['PATH_ADMIT of doubled slashes', '//', '//.cordon/health'],
    ['PATH_ADMIT of escaped slashes', '%2f', '/%2f.cordon/health'],
    ['PATH_ADMIT of escaped slashes', '%2f', '/.cordon%2fhealth'],
    ['PATH_ADMIT of parameters', ';', '/.cordon;x=1/health'],
    ['PATH_ADMIT of doubled escapes', '%25', '/%252ecordon/health'],
  ])('an alias that %s brings about is never the origin (%s %s)', async (_, form, path) => {
    const gate = testGate({ PATH_ADMIT: [form] })
    expect((await gate.send(path)).status).toBe(404)
    expect(gate.seen).toEqual([])
  })

  test('the names that only begin alike are ordinary paths', async () => {
    const gate = testGate()
    for (const path of ['/.cordonx', '/.cordon-x/y', '/x/.cordon/health']) {
      expect((await gate.send(path)).status).toBe(200)
    }
    expect(gate.seen).toHaveLength(3)
  })

  test.each([
    ['/.cordon/health', 'POST', 'GET, HEAD'],
    ['/.cordon/jwks.json', 'DELETE', 'GET, HEAD'],
    ['/.cordon/problems', 'PUT', 'GET, HEAD'],
    ['/.cordon/problems/network.tor', 'POST', 'GET, HEAD'],
    ['/.cordon/session', 'PUT', 'GET, HEAD, POST, DELETE'],
    ['/.cordon/session', 'PATCH', 'GET, HEAD, POST, DELETE'],
  ])('%s answers %s with 405 and what it allows', async (path, method, allow) => {
    const gate = testGate()
    const response = await gate.send(path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe(allow)
    expect(await response.json()).toMatchObject({ title: 'Method Not Allowed', status: 405 })
    expect(gate.seen).toEqual([])
  })

  test.each(['/.cordon/health', '/.cordon/jwks.json', '/.cordon/problems', '/.cordon/problems/network.tor'])(
    '%s answers HEAD as GET, without content',
    async (path) => {
      const response = await testGate().send(path, { method: 'HEAD' })
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('')
    },
  )

  test.each(['health', 'jwks.json', 'problems', 'problems/place.restricted'])(
    '%s answers whatever the verdict',
    async (name) => {
      const gate = testGate()
      expect((await gate.send(`/.cordon/${name}`, { cf: CLIENTS.northKorea })).status).toBe(200)
    },
  )
})

describe('/.cordon/jwks.json', () => {
  test('has the public half of every key, and no member of the private one', async () => {
    const response = await testGate().send('/.cordon/jwks.json')
    expect(response.headers.get('Content-Type')).toBe('application/jwk-set+json')
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=300')
    const { keys } = (await response.json()) as { keys: unknown[] }
    expect(keys).toEqual([{ ...PUBLIC_KEY, kid: TEST_KEY.kid, alg: 'ES256', use: 'sig' }])
  })
})

describe('/.cordon/problems', () => {
  test('lists every reason there is', async () => {
    const response = await testGate().send('/.cordon/problems')
    const { problems } = (await response.json()) as { problems: { reason: string }[] }
    expect(problems.map(({ reason }) => reason)).toEqual(REASON_CODES)
  })

  test.each(REASON_CODES)(
    'explains %s under its type URI, with every story it is told as',
    async (reason) => {
      const response = await testGate().send(`/.cordon/problems/${reason}`)
      expect(await response.json()).toEqual({
        type: `https://gate.test/.cordon/problems/${reason}`,
        reason,
        status: statusOf(reason, true),
        stories: storiesOf(reason).map((story) => ({
          story,
          title: en.stories[story].title.text,
          detail: en.stories[story].detail.text,
          retryable: expect.any(Boolean),
          next_steps: expect.arrayContaining([expect.stringMatching(/\.$/)]),
          reviewed: false,
        })),
      })
    },
  )

  test('is a page for people, in their language, with all that the list has', async () => {
    const headers = { Accept: 'text/html', 'Accept-Language': 'he' }
    const response = await testGate().send('/.cordon/problems', { headers })
    const html = await response.text()
    expect(response.headers.get('Content-Language')).toBe('he')
    expect(html).toContain('<html lang="he" dir="rtl">')
    for (const reason of REASON_CODES) expect(html).toContain(`<a href="/.cordon/problems/${reason}">`)
    const one = await (await testGate().send('/.cordon/problems/network.tor', { headers })).text()
    expect(one).toContain('<h1>network.tor · 403</h1>')
    expect(one).not.toContain('network.vpn')
    expect(new TextEncoder().encode(html).length).toBeLessThan(15_000)
  })

  test('has the schema of problem details', async () => {
    const response = await testGate().send('/.cordon/problems/schema.json')
    expect(response.headers.get('Content-Type')).toBe('application/schema+json')
    expect(await response.json()).toMatchObject({
      required: expect.arrayContaining(['type', 'reason', 'decision']),
    })
  })
})
