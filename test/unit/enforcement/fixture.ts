import type { Decision } from '../../../src/policy/types.ts'

const ALLOWED: Decision = {
  verdict: 'allow',
  assurance: 'substantial',
  reasons: [],
  status: undefined,
  row: 'default',
  determining: ['default'],
  exemptions: [],
  would: [],
  notices: [],
  restsOnLaw: false,
  degraded: [],
  findings: [],
  tier: 'controlled',
  resource: 'default',
  tierMax: 'controlled',
  revision: '0123456789abcdef',
  observed: {},
}

/** A decision that lets a request in, with some members changed. */
export function decision(changes: Partial<Decision> = {}): Decision {
  return { ...ALLOWED, ...changes }
}
