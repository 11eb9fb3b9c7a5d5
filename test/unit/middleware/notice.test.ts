import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Announcement } from '../../../src/enforcement/apply-mode.ts'
import { parseInstant, type UnixSeconds } from '../../../src/lib/time.ts'
import { notice, writtenNotices } from '../../../src/middleware/notice.ts'
import { middleware } from '../../../src/middleware/steps.ts'
import type { CordonEnv, Passage } from '../../../src/middleware/types.ts'
import type { ReasonCode } from '../../../src/policy/reasons.ts'

function from(date: string): UnixSeconds {
  const instant = parseInstant(date)
  if (instant === undefined) throw new Error(date)
  return instant
}
const told = (reason: ReasonCode, date: string): Announcement => ({ reason, from: from(date) })
const VPN = told('network.vpn', '2026-12-01')

describe('writtenNotices()', () => {
  it.each<readonly [string, readonly Announcement[], string]>([
    ['a midnight as its date', [VPN], 'network.vpn; from=2026-12-01'],
    [
      'another time in full',
      [told('network.vpn', '2026-12-01T09:30Z')],
      'network.vpn; from=2026-12-01T09:30:00Z',
    ],
    [
      'the soonest first',
      [told('network.tor', '2027-01-01'), VPN],
      'network.vpn; from=2026-12-01, network.tor; from=2027-01-01',
    ],
    [
      'a reason once, with its earliest date',
      [told('network.vpn', '2027-01-01'), VPN],
      'network.vpn; from=2026-12-01',
    ],
  ])('has %s', (_, notices, expected) => {
    expect(writtenNotices(notices)).toBe(expected)
  })

  it('has five at most', () => {
    const reasons: ReasonCode[] = [
      'network.vpn',
      'network.tor',
      'network.proxy',
      'network.hosting',
      'network.unknown',
      'network.edge_worker',
    ]
    const written = writtenNotices(reasons.map((reason) => told(reason, '2026-12-01')))
    expect(written.split(', ')).toHaveLength(5)
  })
})

describe('notice', () => {
  const answerTo = (passage: Pick<Passage, 'notices'>, refusal?: ReasonCode) => {
    const app = new Hono<CordonEnv>()
    app.use(middleware(notice), async (c, next) => {
      c.set('passage', passage as Passage)
      await next()
      c.set('refusal', refusal)
    })
    app.get('*', () => new Response('hello', { headers: { 'Cordon-Notice': 'forged' } }))
    return app.request('http://gate.test/')
  }

  it('tells what will be refused with the answer, in place of anything the origin said', async () => {
    const { headers } = await answerTo({ notices: [VPN] })
    expect(headers.get('Cordon-Notice')).toBe('network.vpn; from=2026-12-01')
  })

  it('says nothing with a refusal of a later step', async () => {
    const { headers } = await answerTo({ notices: [VPN] }, 'session.proof')
    expect(headers.get('Cordon-Notice')).toBe('forged')
  })
})
