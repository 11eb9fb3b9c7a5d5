import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { NOTHING_DISCLOSED } from '../../../src/enforcement/disclosure.ts'
import { type ProblemContext, problem } from '../../../src/enforcement/problem.ts'
import { problemSchema } from '../../../src/enforcement/problem-schema.ts'
import { storiesOf } from '../../../src/enforcement/public-message.ts'
import { REASON_CODES, statusOf } from '../../../src/policy/reasons.ts'
import { en } from '../../../src/texts/locales/en.ts'

const CONTEXT: ProblemContext = {
  issuer: 'https://gate.test',
  support: 'https://gate.test/support',
  takesAppeals: true,
  decisionId: 'AAAAAAAAAAAAAAAAAAAAAA',
}
const VPN = { story: 'vpn', locale: en } as const

describe('problem()', () => {
  it('has the members of RFC 9457 and ours, in full', () => {
    const disclosure = {
      observed: { 'network.class': 'vpn' },
      legalBasis: ['A law'],
      rules: ['denied-networks'],
    }
    expect(problem('network.vpn', VPN, CONTEXT, 403, disclosure)).toEqual({
      type: 'https://gate.test/.cordon/problems/network.vpn',
      title: en.stories.vpn.title.text,
      status: 403,
      detail: en.stories.vpn.detail.text,
      reason: 'network.vpn',
      observed: { 'network.class': 'vpn' },
      decision: 'AAAAAAAAAAAAAAAAAAAAAA',
      retryable: true,
      next_steps: [en.steps.vpn_off.text, en.steps.contact.text],
      support: 'https://gate.test/support',
      appeal: 'https://gate.test/.cordon/appeal?decision=AAAAAAAAAAAAAAAAAAAAAA',
      legal_basis: ['A law'],
      rules: ['denied-networks'],
    })
  })

  it.each(REASON_CODES.flatMap((reason) => storiesOf(reason).map((story) => [reason, story] as const)))(
    '%s as %s keeps to the schema, with the status of the table where none is given',
    (reason, story) => {
      const made = problem(reason, { story, locale: en }, CONTEXT)
      expect(v.parse(problemSchema, JSON.parse(JSON.stringify(made)))).toEqual(made)
      expect(made).toMatchObject({ reason, status: statusOf(reason, true), observed: {} })
    },
  )

  it('leaves out support where there is none, and the issuer while the configuration is broken', () => {
    const context = { issuer: undefined, support: undefined, takesAppeals: false, decisionId: 'id' }
    const bare = problem('service.misconfigured', { story: 'service_fault', locale: en }, context)
    expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['support']))
    expect(bare.type).toBe('/.cordon/problems/service.misconfigured')
  })

  it.each([
    [451, true],
    [403, true],
    [400, false],
    [401, false],
    [429, false],
    [503, false],
  ] as const)('with %i it can be appealed: %j', (status, can) => {
    const made = problem('policy.denied', { story: 'policy_denied', locale: en }, CONTEXT, status)
    expect('appeal' in made).toBe(can)
  })

  it('cannot be appealed where a token was at fault: a new one helps', () => {
    const made = problem('session.cross_site', { story: 'session_cross_site', locale: en }, CONTEXT)
    expect([made.status, 'appeal' in made]).toEqual([403, false])
  })

  it('says of nothing disclosed nothing at all', () => {
    const made = problem('network.vpn', VPN, { ...CONTEXT, takesAppeals: false }, 403, NOTHING_DISCLOSED)
    expect([made.observed, 'legal_basis' in made, 'rules' in made, 'appeal' in made]).toEqual([
      {},
      false,
      false,
      false,
    ])
  })
})
