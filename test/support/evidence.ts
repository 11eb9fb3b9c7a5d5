import type { UnixSeconds } from '../../src/lib/time.ts'
import { asn } from '../../src/net/asn.ts'
import { parsePlaceCode } from '../../src/net/region.ts'
import {
  absent,
  type Observations,
  observed,
  type RequestSnapshot,
  type SessionFacts,
  type Signal,
  type TableAnswers,
} from '../../src/observations/types.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import type { Condition, Decision, MatchedResource, Policy, Rule, Tier } from '../../src/policy/types.ts'
import { takeSnapshot } from '../../src/request/snapshot.ts'
import { type AdmissibleForm, parseTarget } from '../../src/request/target.ts'
import { collectEvidence, type Evidence } from '../../src/signals/registry.ts'
import { HOME_ADDRESS, HOME_CF } from './gate.ts'

/** 2026-11-01T00:00:00Z */
export const AT = 1_793_491_200 as UnixSeconds
export const DAY = 86_400

export interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Laid over the home connection's; `undefined` removes a property, `null` instead of an object all of them. */
  readonly cf?: Readonly<Record<string, unknown>> | null
  readonly address?: string | null
  readonly admit?: readonly AdmissibleForm[]
}

/** The snapshot of an ordinary home connection, with what differs. */
export function snapshotOf(sent: Sent = {}): RequestSnapshot {
  const { path = '/v1/messages', method = 'GET', headers = {}, cf = {}, address = HOME_ADDRESS } = sent
  const target = parseTarget(`https://gate.test${path}`, 'gate.test', new Set(sent.admit))
  if (!target.ok) throw new Error(`${target.error}: ${path}`)
  const request = {
    method,
    headers: new Headers({ ...(address === null ? {} : { 'CF-Connecting-IP': address }), ...headers }),
    cf: cf === null ? undefined : { ...HOME_CF, ...cf },
  }
  return takeSnapshot(request as unknown as Request, target.value)
}

/** What gathering gives for an ordinary home connection: listed, no token, no key. */
export function observationsOf(sent: Sent = {}, changes: Partial<Observations> = {}): Observations {
  return {
    snapshot: snapshotOf(sent),
    tables: { ...NO_ANSWERS, asn: RESIDENTIAL },
    session: { status: 'none' },
    proof: { status: 'none' },
    binding: { asn: 'notice', tls: 'off' },
    key: undefined,
    ...changes,
  }
}

/** Tables that know nothing of the client. */
export const NO_ANSWERS: TableAnswers = {
  operator: undefined,
  override: undefined,
  prefixes: [],
  asn: undefined,
  organization: undefined,
  moved: undefined,
}

export const RESIDENTIAL = {
  class: 'residential',
  mixed: false,
  confidence: 'high',
  reason: 'Comcast: cable',
} as const

/** A session issued on the home connection. */
export const HOME_SESSION: SessionFacts = {
  subject: 'account-1',
  identity: 'account',
  authenticatedAt: (AT - 60) as UnixSeconds,
  sessionId: 'sid-1',
  tokenId: 'jti-1',
  issuedAt: AT - 60,
  expiresAt: AT + 1_740,
  assurance: 'substantial',
  assuredAt: (AT - 60) as UnixSeconds,
  assuranceStands: true,
  renewalDue: false,
  place: placeNamed('US-CA'),
  asn: asn(HOME_CF.asn),
  networkClass: 'residential',
  addressFamily: 4,
  ja4: undefined,
  policyRevision: '0123456789abcdef',
  confirmation: undefined,
}

/** Evidence of an ordinary home connection in US-CA, with signals replaced. */
export function evidenceWith(changes: Partial<Evidence> = {}): Evidence {
  return { ...HOME_EVIDENCE, ...changes }
}

const HOME_EVIDENCE = collectEvidence(observationsOf())

export function placeNamed(code: string) {
  const place = parsePlaceCode(code)
  if (place === undefined) throw new Error(`no place: ${code}`)
  return place
}

export function at(code: string): Pick<Evidence, 'place' | 'place.state'> {
  const place = placeNamed(code)
  return {
    place: observed(place, 'edge'),
    'place.state': observed(place.region === undefined ? 'country_only' : 'known', 'derived'),
  }
}

export const NOWHERE: Pick<Evidence, 'place' | 'place.state' | 'place.continent' | 'place.eu'> = {
  place: absent('missing'),
  'place.state': observed('missing', 'derived'),
  'place.continent': absent('missing'),
  'place.eu': absent('missing'),
}

export function through(networkClass: 'hosting' | 'vpn' | 'tor' | 'mobile' | 'unknown' | 'operator_allowed') {
  return { 'network.class': observed(networkClass, 'table') } satisfies Partial<Evidence>
}

export const UNAVAILABLE: Signal<never> = { state: 'unavailable', cause: 'the table could not be read' }
export const ABSENT: Signal<never> = absent('missing')

/** A policy without rules: default allow, unknown places denied, ambiguous ones challenged. */
export const POLICY: Policy = {
  default: 'allow',
  unknownPlace: 'deny',
  ambiguousPlace: 'challenge',
  reverify: 'on_expiry',
  allowedNetworks: [],
  networkOverrides: [],
  resources: [],
  catalogues: [],
  bodyUnknown: { open: 'ceiling', standard: 'ceiling', controlled: 'refuse' },
  minimumAssurance: {},
  rules: [],
  exemptions: [],
}

export const IN_CUBA: Condition = { signal: 'place', in: ['CU'] }
export const FROM_HOSTING: Condition = { signal: 'network.class', is: 'hosting' }
export const BASIS = { law: 'A law', owner: 'compliance', from: (AT - DAY) as UnixSeconds }

export function rule(changes: Partial<Rule> = {}): Rule {
  return { id: 'rule', effect: 'deny', when: FROM_HOSTING, ...changes }
}

export function resourceOn(tier: Tier, changes: Partial<MatchedResource> = {}): MatchedResource {
  return {
    tier,
    id: 'default',
    anyReading: new Set(),
    everyReading: new Set(),
    sessionRequired: false,
    singleUse: false,
    keysChecked: tier !== 'open',
    ...changes,
  }
}

/** Decides on the base policy and the home connection, with what differs. */
export function decideWith(
  policy: Partial<Policy>,
  evidence: Partial<Evidence> = {},
  resource: MatchedResource | Tier = 'controlled',
  now: UnixSeconds = AT,
): Decision {
  const matched = typeof resource === 'string' ? resourceOn(resource) : resource
  const compiled = compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef')
  return decide(compiled, evidenceWith(evidence), matched, now)
}
