import { describe, expect, it } from 'vitest'
import { differenceOf, type Judgement } from '../../../src/policy/shadow.ts'
import { decision } from '../enforcement/fixture.ts'

function judgement(
  changes: Partial<Judgement['decision']> = {},
  action: Judgement['action'] = 'pass',
): Judgement {
  return { decision: decision(changes), action }
}
const DENIED: Partial<Judgement['decision']> = {
  verdict: 'deny',
  reasons: ['place.restricted'],
  determining: ['restricted:cuba'],
  tierMax: undefined,
}

describe('differenceOf()', () => {
  it('is none where both say the same for the same reasons', () => {
    expect(differenceOf(judgement(), judgement())).toBeUndefined()
    expect(differenceOf(judgement(DENIED, 'refuse'), judgement(DENIED, 'refuse'))).toBeUndefined()
  })

  it('names what differs, and the rules of one side only', () => {
    expect(differenceOf(judgement(), judgement(DENIED, 'refuse'))).toEqual({
      in: ['verdict', 'action', 'reasons', 'rules', 'tier_max'],
      verdicts: 'allow→deny',
      actions: 'pass→refuse',
      rules: ['default', 'restricted:cuba'],
    })
  })

  it.each<readonly [string, Judgement, Judgement, object]>([
    [
      'the verdict alone',
      judgement(),
      judgement({ verdict: 'limit' }),
      { in: ['verdict'], verdicts: 'allow→limit', actions: 'pass→pass', rules: ['default'] },
    ],
    [
      'the mode alone: one of them only monitors',
      judgement(DENIED, 'refuse'),
      judgement(DENIED, 'pass'),
      { in: ['action'], verdicts: 'deny→deny', actions: 'refuse→pass', rules: ['restricted:cuba'] },
    ],
    [
      'a reason',
      judgement(DENIED, 'refuse'),
      judgement({ ...DENIED, reasons: ['place.restricted', 'network.vpn'] }, 'refuse'),
      { in: ['reasons'] },
    ],
    [
      'the reason that the client is given',
      judgement({ ...DENIED, reasons: ['network.vpn', 'place.restricted'] }, 'refuse'),
      judgement({ ...DENIED, reasons: ['place.restricted', 'network.vpn'] }, 'refuse'),
      { in: ['reasons'] },
    ],
    [
      'another rule for the same',
      judgement(DENIED, 'refuse'),
      judgement({ ...DENIED, determining: ['restricted:cuba', 'own'] }, 'refuse'),
      { in: ['rules'], rules: ['own'] },
    ],
    [
      'a rule fewer',
      judgement({ ...DENIED, determining: ['own', 'restricted:cuba'] }, 'refuse'),
      judgement(DENIED, 'refuse'),
      { in: ['rules'], rules: ['own'] },
    ],
    [
      'what a session would open',
      judgement(),
      judgement({ tierMax: 'standard' }),
      { in: ['tier_max'], verdicts: 'allow→allow', rules: ['default'] },
    ],
  ])('sees %s', (_, live, candidate, expected) => {
    expect(differenceOf(live, candidate)).toMatchObject(expected)
  })

  it('does not take another order of rules for a difference', () => {
    const one = { ...DENIED, determining: ['a', 'b'] }
    const other = { ...DENIED, determining: ['b', 'a'] }
    expect(differenceOf(judgement(one, 'refuse'), judgement(other, 'refuse'))).toBeUndefined()
  })
})
