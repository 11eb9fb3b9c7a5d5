import { cordonWorker, ofKnownClients } from '../../load/cordon.ts'
import { ADMITTED } from '../../load/expectation.ts'
import { listedRules } from '../made-up-policy.ts'
import { oneEach, type RequestCurve } from './case.ts'

const ENTRIES_A_RULE = 10
const RULES = 8

function underPolicies(dimension: string, unit: string, policyOf: (size: number) => object) {
  return (sizes: readonly number[], quickSizes: readonly number[]): RequestCurve => ({
    dimension,
    level: 'request',
    name: 'known session',
    unit,
    nature: 'list',
    sizes,
    quickSizes,
    start: (kit, chosen) =>
      oneEach(chosen, async (size) => {
        // As variables, of which the platform takes 5 KB: there it would come in the bundle. Both are read once an isolate.
        const process = await kit.start(
          `${dimension}-${size}`,
          await cordonWorker(kit, { variables: { ...policyOf(size) } }),
        )
        return { process, expects: ADMITTED, requests: () => ofKnownClients(process.port) }
      }),
  })
}

export const rules = underPolicies('rules', 'rule', (size) =>
  listedRules({ rules: size, entriesARule: ENTRIES_A_RULE }),
)([10, 50, 200, 1_000], [10, 200])

export const entries = underPolicies('entries', 'entry', (size) =>
  listedRules({ rules: RULES, entriesARule: Math.ceil(size / RULES) }),
)([100, 1_000, 20_000], [100, 20_000])
