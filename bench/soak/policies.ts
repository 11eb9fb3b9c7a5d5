/** The policy of the deployment and the one that is published over it, by what the shipped configuration says. */

const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const MESSAGES = {
  id: 'messages',
  tier: 'standard',
  path: '/v1/messages',
  method: 'POST',
  body: { pointer: '/model', values: ['small-1'] },
}
const REPORTS = { id: 'reports', tier: 'controlled', path: '/reports/*', session: 'required' }

const policyWith = (...resources: object[]) => ({
  default: 'allow',
  resources: [
    { id: 'well-known', tier: 'open', path: '/.well-known/*', method: ['GET', 'HEAD'] },
    ...resources,
  ],
  rules: [],
  exemptions: [],
})

export const DEPLOYED = policyWith(MEMBERS, MESSAGES)

const OF_THE_POLICY = [
  'RESTRICTED_REGIONS',
  'DENIED_NETWORKS',
  'ALLOWED_NETWORKS',
  'UNKNOWN_PLACE',
  'AMBIGUOUS_PLACE',
]

/** Refuses France as well, and wants a session for reports. */
export function liveDocument(shipped: Readonly<Record<string, unknown>>): string {
  const kept = Object.fromEntries(OF_THE_POLICY.map((key) => [key, shipped[key]]))
  const regions = kept.RESTRICTED_REGIONS as readonly object[]
  return JSON.stringify({
    ...kept,
    POLICY: policyWith(MEMBERS, MESSAGES, REPORTS),
    RESTRICTED_REGIONS: [...regions, { id: 'no-licence', regions: ['FR'], reason: 'No licence' }],
  })
}
