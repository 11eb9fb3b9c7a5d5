import { formatIssue } from '../../../src/config/issue.ts'
import { loadPolicy } from '../../../src/config/policy-document.ts'
import { absent } from '../../../src/observations/types.ts'
import { type CompiledPolicy, compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import { parseTarget } from '../../../src/request/target.ts'
import { collectEvidence, type Evidence } from '../../../src/signals/registry.ts'
import { clients, NOW, RESOURCES } from '../../decide/made-up.ts'
import { listedRules, listlessRules, neighbouringRules, resources } from '../made-up-policy.ts'
import { overAll, type Trial, type TrialMaker } from './trial.ts'

const ENTRIES_A_RULE = 10
const RULES = 8

const EVIDENCE = clients().map(collectEvidence)

/** Whom nothing places, as through Tor. Nobody can choose to have no network number. */
const UNPLACED = EVIDENCE.map((evidence): Evidence => ({ ...evidence, place: absent('missing') }))

function compiled(document: object): CompiledPolicy {
  const loaded = loadPolicy(document)
  if (!loaded.ok) throw new Error(loaded.error.map(formatIssue).join('\n'))
  return compilePolicy(loaded.value.policy, '0123456789abcdef')
}

function deciding(document: object, evidence: readonly Evidence[] = EVIDENCE): Trial {
  const policy = compiled(document)
  const [resource] = RESOURCES
  if (resource === undefined) throw new Error('there is no resource')
  return overAll(evidence, (one) => decide(policy, one, resource, NOW).determining.length)
}

export const DECIDING = {
  rules: (rules) => deciding(listedRules({ rules, entriesARule: ENTRIES_A_RULE })),
  neighbours: (rules) => deciding(neighbouringRules({ rules, entriesARule: ENTRIES_A_RULE })),
  unplaced: (rules) => deciding(neighbouringRules({ rules, entriesARule: ENTRIES_A_RULE }), UNPLACED),
  listless: (rules) => deciding(listlessRules(rules)),
  entries: (entries) => deciding(listedRules({ rules: RULES, entriesARule: Math.ceil(entries / RULES) })),
  findings(rules) {
    const policy = compiled(listedRules({ rules, entriesARule: ENTRIES_A_RULE }))
    const [resource] = RESOURCES
    if (resource === undefined) throw new Error('there is no resource')
    return overAll(EVIDENCE, (one) => decide(policy, one, resource, NOW).findings.length)
  },
  resources: (count) => matching(count, (path) => path),
  newPaths(count) {
    let asked = 0
    return matching(count, (path) => `${path}/${asked++}`)
  },
} satisfies Readonly<Record<string, TrialMaker>>

function matching(count: number, pathNow: (path: string) => string): Trial {
  const { resource } = compiled(resources(count))
  const target = parseTarget('https://api.example.com/v1', 'api.example.com')
  if (!target.ok) throw new Error(target.error)
  return overAll(['/v1/messages', '/v1/models', '/v1/files', '/chat'], (written) => {
    const path = pathNow(written)
    const asked = {
      method: 'GET',
      target: { ...target.value, path, readings: [path] },
      header: () => undefined,
    }
    return resource.match(asked, { state: 'none' }, NOW).tier.length
  })
}
