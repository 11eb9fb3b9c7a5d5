import { isSame } from './loosening/same.ts'
import type { Policy } from './types.ts'
import { type Members, PARTS, type Part, writtenPolicy } from './written-policy.ts'

/** One part of a policy that is not what it was. */
export interface PolicyChange {
  readonly part: Part
  /** Of a setting the variable's name, of an override its network. */
  readonly id: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** What is in it now, was in it, or is in it otherwise. */
  readonly members: readonly MemberChange[]
}

/** One member; `path` is empty for a setting itself. */
export type MemberChange =
  | { readonly path: string; readonly before?: unknown; readonly after?: unknown }
  /** Of a list, whose order decides nothing. */
  | { readonly path: string; readonly added: readonly unknown[]; readonly removed: readonly unknown[] }

/**
 * What was changed between two policies, part by part and member by member, in an order that does not depend on how they
 * are written: settings, rules, exemptions, resources, catalogues, overrides, each by its id.
 */
export function diffPolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const [was, is] = [writtenPolicy(before), writtenPolicy(after)]
  return PARTS.flatMap((part) => {
    const ids = [...new Set([...was[part].keys(), ...is[part].keys()])].sort()
    return ids.flatMap((id) => changeOf(part, id, was[part].get(id), is[part].get(id)))
  })
}

function changeOf(
  part: Part,
  id: string,
  before: Members | undefined,
  after: Members | undefined,
): readonly PolicyChange[] {
  const members = memberChanges(before ?? NO_MEMBERS, after ?? NO_MEMBERS)
  if (members.length === 0) return []
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ part, id, kind, members }]
}

const NO_MEMBERS: Members = new Map()

function memberChanges(before: Members, after: Members): readonly MemberChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths.flatMap((path) => memberChange(path, before.get(path), after.get(path)))
}

function memberChange(path: string, before: unknown, after: unknown): readonly MemberChange[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const [was, is] = [new Set<unknown>(before), new Set<unknown>(after)]
    const [added, removed] = [[...is.difference(was)], [...was.difference(is)]]
    return added.length + removed.length === 0 ? [] : [{ path, added, removed }]
  }
  if (isSame(before, after)) return []
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}

/** A sign says whether a part is new (`+`), gone (`−`) or another (`~`); its members stand below it. */
export function formatDiff(changes: readonly PolicyChange[]): readonly string[] {
  return changes.flatMap(({ part, id, kind, members }) => {
    const name = part === 'setting' ? id : `${part.replaceAll('_', ' ')} ${id}`
    const [only] = members
    if (members.length === 1 && only?.path === '')
      return [`${SIGNS.changed} ${name}: ${formatMember(only, kind)}`]
    return [
      `${SIGNS[kind]} ${name}`,
      ...members.map((member) => `    ${member.path}: ${formatMember(member, kind)}`),
    ]
  })
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const

function formatMember(member: MemberChange, kind: PolicyChange['kind']): string {
  if ('added' in member)
    return [
      ...member.added.map((value) => `+${formatValue(value)}`),
      ...member.removed.map((value) => `−${formatValue(value)}`),
    ].join(' ')
  const { before, after } = member
  if (before === undefined) return formatValue(after)
  if (after === undefined)
    return kind === 'removed' ? formatValue(before) : `no longer ${formatValue(before)}`
  return `${formatValue(before)} → ${formatValue(after)}`
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(formatValue).join(', ')
  return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value)
}
