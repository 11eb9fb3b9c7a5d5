import { describe, expect, it } from 'vitest'
import { problem } from '../../../src/enforcement/problem.ts'
import { publicMessage } from '../../../src/enforcement/public-message.ts'
import { REASON_CODES, statusOf } from '../../../src/policy/reasons.ts'

const CONTEXT = { issuer: 'https://gate.test', support: 'https://gate.test/support', decisionId: 'id' }

describe('problem()', () => {
  it('has the members of RFC 9457 and ours, in full', () => {
    expect(problem('network.vpn', CONTEXT, 403, { 'network.class': 'vpn' })).toEqual({
      type: 'https://gate.test/.cordon/problems/network.vpn',
      title: 'This connection comes through a VPN',
      status: 403,
      detail: 'The address belongs to a VPN service.',
      reason: 'network.vpn',
      observed: { 'network.class': 'vpn' },
      decision: 'id',
      retryable: true,
      next_steps: publicMessage('network.vpn').nextSteps,
      support: 'https://gate.test/support',
    })
  })

  it.each(REASON_CODES)(
    '%s has the status of the table where none is given, and observed nothing',
    (reason) => {
      expect(problem(reason, CONTEXT)).toMatchObject({ reason, status: statusOf(reason, true), observed: {} })
    },
  )

  it('leaves out support where there is none, and the issuer while the configuration is broken', () => {
    const bare = problem('service.misconfigured', { issuer: undefined, support: undefined, decisionId: 'id' })
    expect('support' in bare).toBe(false)
    expect(bare.type).toBe('/.cordon/problems/service.misconfigured')
  })
})

/** Words that name a cause. A text that is about one of them must not bring up another. */
const CAUSES: Record<string, RegExp> = {
  place: /\b(?:country|countries|region|regions|place|places|located|location)\b/i,
  vpn: /\bVPN\b/,
  tor: /\bTor\b/,
  relay: /\brelay\b/i,
  hosting: /\b(?:hosting|cloud|data centre)\b/i,
  key: /\bAPI key\b/i,
  account: /\baccount\b/i,
  session: /\bsession\b/i,
  origin: /\bbehind this gate\b/i,
  path: /\bpath\b/i,
  method: /\bmethod\b/i,
}

/** By reason or its group: what its title and detail may name. */
const ALLOWED: Record<string, readonly string[]> = {
  'request.path': ['path'],
  'request.host': [],
  'request.rate': [],
  'request.method': ['method'],
  'request.body': ['method'],
  'resource.ambiguous': [],
  service: [],
  origin: ['origin'],
  'network.hosting': ['hosting', 'vpn'],
  'network.vpn': ['vpn'],
  'network.proxy': [],
  'network.tor': ['tor'],
  'network.privacy_relay': ['relay'],
  'network.edge_worker': [],
  'network.unknown': [],
  // An impossible place is told without saying which facts disagree.
  place: ['place'],
  'policy.denied': [],
  key: ['key'],
  account: ['account', 'place'],
  session: ['session'],
  'session.place_changed': ['session', 'place'],
}

describe('publicMessage()', () => {
  it.each(REASON_CODES)(
    '%s has a title, a detail and a next step, each a sentence or a heading',
    (reason) => {
      const { title, detail, nextSteps } = publicMessage(reason)
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      expect(detail).toMatch(/^[A-Z].+\.$/)
      expect(nextSteps.length).toBeGreaterThan(0)
      for (const step of nextSteps) expect(step).toMatch(/^[A-Z].+\.$/)
    },
  )

  it.each(REASON_CODES)('%s names its own cause and no other', (reason) => {
    const { title, detail } = publicMessage(reason)
    const allowed = ALLOWED[reason] ?? ALLOWED[reason.split('.')[0] ?? '']
    if (allowed === undefined) throw new Error(`say which causes ${reason} may name`)
    const named = Object.keys(CAUSES).filter((cause) => CAUSES[cause]?.test(`${title} ${detail}`))
    expect(named.filter((cause) => !allowed.includes(cause))).toEqual([])
  })

  it.each(REASON_CODES)('%s tells no threshold, and nothing of how it is made', (reason) => {
    const { title, detail, nextSteps } = publicMessage(reason)
    const text = [title, detail, ...nextSteps].join(' ').replace('UTF-8', '')
    expect(text).not.toMatch(/\d|%|ASN|policy revision|rule "|Durable|Worker KV|HMAC/)
  })

  it.each(REASON_CODES.filter((reason) => /^(?:service|origin)\./.test(reason)))(
    '%s is a fault of ours: nothing the person changes helps',
    (reason) => {
      expect(publicMessage(reason).retryable).toBe(false)
    },
  )

  it.each(REASON_CODES.filter((reason) => /^(?:request|session)\./.test(reason)))(
    '%s can be put right',
    (reason) => {
      expect(publicMessage(reason).retryable).toBe(true)
    },
  )
})
