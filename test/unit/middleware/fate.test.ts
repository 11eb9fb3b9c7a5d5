import { describe, expect, it } from 'vitest'
import { LOOP } from '../../../src/enforcement/origin.ts'
import type { Router } from '../../../src/enforcement/route.ts'
import type { Gate } from '../../../src/gate.ts'
import { err } from '../../../src/lib/result.ts'
import type { UnixMillis } from '../../../src/lib/time.ts'
import {
  type FateContext,
  fateAtTheGate,
  fateOnTheWay,
  type JudgedRequest,
} from '../../../src/middleware/fate.ts'
import type { Standing } from '../../../src/observations/types.ts'
import type { Tier } from '../../../src/policy/types.ts'
import type { SigningKey } from '../../../src/session/keyring.ts'
import { AT, decideWith, evidenceWith, resourceOn, rule, through } from '../../support/evidence.ts'

const KEY = { kid: 'a-key' } as SigningKey
const NO_ROUTE = { reason: 'place.not_served', cause: 'route.none' } as const
const refuseAll: Router = () => err(NO_ROUTE)
const POLICY = { loaded: { noticeFrom: undefined } } as FateContext['policy']

interface Situation {
  readonly mode?: FateContext['mode']
  readonly isLoop?: true
  readonly isDenied?: true
  readonly hasNoKey?: true
  readonly standing?: Standing
  readonly tier?: Tier
  readonly router?: Router
}

function situation(of: Situation): [FateContext, JudgedRequest] {
  const { mode = 'enforce', isLoop, isDenied, hasNoKey, standing = 'current', tier = 'controlled' } = of
  const gate = {
    loopToken: 'cordon-here',
    keyring: { activeAt: () => (hasNoKey ? undefined : KEY) },
    inForce: { standing: () => standing, isKeyRevoked: () => false },
    router: of.router,
  } as unknown as Gate
  const headers = new Headers(isLoop ? { 'CDN-Loop': 'cloudflare, cordon-here' } : {})
  const evidence = evidenceWith(isDenied ? through('hosting') : {})
  const resource = resourceOn(tier)
  const decision = decideWith({ rules: [rule()] }, isDenied ? through('hosting') : {}, resource)
  const judged = { at: (AT * 1000) as UnixMillis, evidence, resource, decision }
  return [{ gate, policy: POLICY, mode, headers }, judged]
}

const LOOPS = { action: 'refuse', by: 'fault', status: 502, ...LOOP }
const DENIED = { action: 'refuse', by: 'policy', reason: 'network.hosting', status: 403 }
const NO_KEY = { action: 'refuse', by: 'fault', reason: 'service.no_key', status: 503 }
const STALE = { action: 'refuse', by: 'fault', reason: 'service.stale', status: 503 }
const PASSES = { action: 'pass', verdict: 'allow', notices: [], signingKey: KEY }
const NOT_ROUTED = { action: 'refuse', by: 'route', status: 403, ...NO_ROUTE }

describe('what becomes of a judged request', () => {
  it.each<[string, Situation, object]>([
    ['nothing speaks against it', {}, PASSES],
    ['it comes back from the origin', { isLoop: true, isDenied: true, hasNoKey: true }, LOOPS],
    ['it comes back, in monitor', { isLoop: true, mode: 'monitor' }, LOOPS],
    ['the policy refuses', { isDenied: true, hasNoKey: true, standing: 'never' }, DENIED],
    ['the policy refuses, in monitor', { isDenied: true, mode: 'monitor' }, PASSES],
    ['the policy refuses, with broken glass', { isDenied: true, mode: 'break_glass' }, PASSES],
    ['there is no key', { hasNoKey: true, standing: 'never' }, NO_KEY],
    ['there is no key, in monitor', { hasNoKey: true, mode: 'monitor', tier: 'open' }, NO_KEY],
    ['what is in force is old', { standing: 'stale' }, PASSES],
    ['it is too old', { standing: 'expired' }, STALE],
    ['it is too old, in notice', { standing: 'expired', mode: 'notice' }, PASSES],
    ['it is too old for more than what is open', { standing: 'expired', tier: 'open' }, PASSES],
    ['it was never heard', { standing: 'never', mode: 'monitor' }, STALE],
    ['it was never heard, and this is open', { standing: 'never', tier: 'open' }, PASSES],
    [
      'it was never heard, and this is open but not to this client',
      { standing: 'never', tier: 'open', mode: 'monitor', isDenied: true },
      STALE,
    ],
  ])('where %s', (_, of, fate) => {
    expect(fateAtTheGate(...situation(of))).toEqual(fate)
    expect(fateOnTheWay(...situation(of))).toEqual(fate)
  })

  it.each<[string, Situation, object]>([
    ['a request that passes', {}, NOT_ROUTED],
    ['one that no mode refuses', { mode: 'monitor', isDenied: true }, NOT_ROUTED],
    ['none that the policy refuses', { isDenied: true }, DENIED],
    ['none that we are not ready for', { hasNoKey: true }, NO_KEY],
  ])('no origin of the region refuses %s, behind the gate', (_, of, fate) => {
    expect(fateOnTheWay(...situation({ ...of, router: refuseAll }))).toEqual(fate)
    expect(fateAtTheGate(...situation({ ...of, router: refuseAll }))).not.toEqual(NOT_ROUTED)
  })
})
