import { formatCidr } from '../../src/net/cidr.ts'
import type { Condition } from '../../src/policy/types.ts'

const MAX_LISTED = 6

/** A condition in one line, long lists shortened. */
export function conditionText(condition: Condition): string {
  if ('all' in condition) return together('all', condition.all)
  if ('any' in condition) return together('any', condition.any)
  if ('not' in condition) return together('not', condition.not)
  const { signal } = condition
  if ('is' in condition) return `${signal} is ${condition.is}`
  if ('lt' in condition) return `${signal} < ${condition.lt}`
  if ('gt' in condition) return `${signal} > ${condition.gt}`
  if ('in' in condition) return `${signal} in ${listed(condition.in.map(String))}`
  return `${signal} in ${listed(condition.prefix.map((entry) => (typeof entry === 'string' ? entry : formatCidr(entry))))}`
}

function together(word: string, members: readonly Condition[]): string {
  return `${word} [${members.map(conditionText).join('; ')}]`
}

function listed(values: readonly string[]): string {
  const rest = values.length - MAX_LISTED
  return rest > 0 ? `${values.slice(0, MAX_LISTED).join(', ')} and ${rest} more` : values.join(', ')
}
