import type { PolicyDocument } from './open-policy.ts'

/** Rules that variables stand for. */
const VARIABLE_OF: Readonly<Record<string, string>> = {
  'restricted-regions': 'RESTRICTED_REGIONS',
  'allowed-regions': 'ALLOWED_REGIONS',
  'denied-networks': 'DENIED_NETWORKS',
  'challenged-networks': 'CHALLENGED_NETWORKS',
}

const LISTS = ['RESTRICTED_REGIONS', 'ALLOWED_REGIONS'] as const

/** Where a rule is written; of anything that is no id of a rule, the same again. */
export function keyOfRule(id: string, document: PolicyDocument): string {
  const variable = VARIABLE_OF[id]
  if (variable !== undefined) return variable
  for (const list of LISTS) {
    const index = indexOfId(document[list], id.replace(/^restricted:/, ''))
    if (id.startsWith('restricted:') && index >= 0) return `${list}[${index}]`
  }
  const { POLICY } = document
  const rules = typeof POLICY === 'object' && POLICY !== null && 'rules' in POLICY ? POLICY.rules : undefined
  const index = indexOfId(rules, id)
  return index < 0 ? id : `POLICY.rules[${index}]`
}

function indexOfId(list: unknown, id: string): number {
  if (!Array.isArray(list)) return -1
  return list.findIndex(
    (entry) => typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id,
  )
}
