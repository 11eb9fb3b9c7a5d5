import type { Evidence } from '../../signals/registry.ts'
import { compileCondition, MATCHED } from '../condition.ts'
import { representativeEvidence } from '../representative-evidence.ts'
import type { Condition } from '../types.ts'

/** Some evidence that matches the condition; undefined where there is none, or finding it would be too much. */
export function matchingSample(when: Condition): Evidence | undefined {
  const test = compileCondition(when)
  return Iterator.from(representativeEvidence([when]) ?? []).find((one) => test(one) === MATCHED)
}

/** Whether some evidence may match the condition; true also where that would be too much to find out. */
export function mayMatch(when: Condition): boolean {
  const evidence = representativeEvidence([when])
  if (evidence === undefined) return true
  const test = compileCondition(when)
  return Iterator.from(evidence).some((one) => test(one) === MATCHED)
}

/** Whether whatever matches the first surely matches the second; false also where that would be too much to find out. */
export function implies(first: Condition, second: Condition): boolean {
  const evidence = representativeEvidence([first, second])
  if (evidence === undefined) return false
  const [one, other] = [compileCondition(first), compileCondition(second)]
  return Iterator.from(evidence).every((each) => one(each) !== MATCHED || other(each) === MATCHED)
}
