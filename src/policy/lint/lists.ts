import { type Leaf, leavesOf, operandsOf } from '../representative-evidence.ts'
import type { Condition, Policy, Rule } from '../types.ts'
import { finding, type LintFinding } from './finding.ts'

/** Lists that came to nothing when their groups were written out: what they were meant for never happens. */
export function* lintLists({ rules, exemptions, resources }: Policy): Generator<LintFinding> {
  for (const rule of rules) {
    const [empty] = emptyLists(rule.when)
    if (empty === undefined) continue
    yield readsNames(rule)
      ? finding('names_without_parts', rule.id, NAMES_WITHOUT_PARTS)
      : finding('empty_list', rule.id, nothingIn(empty))
  }
  for (const [index, { when }] of exemptions.entries())
    for (const empty of emptyLists(when).slice(0, 1))
      yield finding('empty_list', `POLICY.exemptions[${index}].when`, nothingIn(empty))
  for (const [index, { method }] of resources.entries())
    if (Array.isArray(method) && method.length === 0)
      yield finding(
        'empty_list',
        `POLICY.resources[${index}].method`,
        'without a method in it nothing matches',
      )
}

function emptyLists(when: Condition): readonly Leaf[] {
  return leavesOf(when).filter((leaf) => operandsOf(leaf).length === 0)
}

function nothingIn({ signal }: Leaf): string {
  return `the list that "${signal}" is compared with is empty once its groups are written out`
}

/** A group of whole countries: where its names would have to be looked for, its codes have matched already. */
const NAMES_WITHOUT_PARTS =
  'the names are looked for in countries of which the group has parts, or in `also_in`, and it has neither: they never matter'

function readsNames({ id, when }: Rule): boolean {
  return id.startsWith('restricted:') && leavesOf(when).some(({ signal }) => signal === 'place.city')
}
