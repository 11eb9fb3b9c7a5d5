import type { UnixSeconds } from '../lib/time.ts'
import { type FlatPolicy, groupsOf } from '../policy/expand.ts'
import { BUILT_IN_RULES } from '../policy/findings.ts'
import { namedGroup } from '../policy/place-lists.ts'
import type { Condition, Policy } from '../policy/types.ts'
import { signalNamed } from '../signals/registry.ts'
import type { ConfigIssue } from './issue.ts'

/** Faults between the parts of a policy, which no part's own schema can see. */
export function policyIssues(policy: Policy, flat: FlatPolicy): ConfigIssue[] {
  const written = flat.POLICY
  const issues: ConfigIssue[] = []
  const ruleIds = policy.rules.map(({ id }) => id)
  const known = new Set([...ruleIds, ...BUILT_IN_RULES.filter((id) => id !== 'default')])
  const resources = new Set(policy.resources.map(({ id }) => id))

  issues.push(...groupIssues(flat), ...bodyIssues(policy))
  for (const id of repeated(ruleIds))
    issues.push({ key: 'POLICY.rules', expected: `one rule with the id "${id}"` })
  for (const id of repeated(policy.resources.map((resource) => resource.id))) {
    issues.push({ key: 'POLICY.resources', expected: `one resource with the id "${id}"` })
  }
  for (const id of repeated(policy.exemptions.map((exemption) => exemption.id))) {
    issues.push({ key: 'POLICY.exemptions', expected: `one exemption with the id "${id}"` })
  }
  policy.resources.forEach(({ replay, session }, index) => {
    if (replay !== undefined && session === undefined)
      issues.push({
        key: `POLICY.resources[${index}].replay`,
        expected: 'session = "required" beside it: single use is of proofs, which come with sessions',
      })
  })
  written.rules.forEach((rule, index) => {
    if (BUILT_IN_RULES.includes(rule.id)) {
      issues.push({
        key: `POLICY.rules[${index}].id`,
        expected: `an id other than "${rule.id}", which is built in`,
      })
    }
    for (const id of rule.resources ?? []) {
      if (!resources.has(id))
        issues.push({
          key: `POLICY.rules[${index}].resources`,
          expected: `ids of resources; there is no "${id}"`,
        })
    }
    if (neverHolds(rule.basis)) {
      issues.push({ key: `POLICY.rules[${index}].basis.to`, expected: 'an instant after `from`' })
    }
    if (neverHolds(rule))
      issues.push({ key: `POLICY.rules[${index}].to`, expected: 'an instant after `from`' })
    if (rule.mode === 'notice' && rule.from === undefined)
      issues.push({
        key: `POLICY.rules[${index}].from`,
        expected:
          'a date beside mode = "notice": clients are told it, and the rule is enforced from there on',
      })
  })
  for (const list of ['RESTRICTED_REGIONS', 'ALLOWED_REGIONS'] as const) {
    flat[list].forEach((entry, index) => {
      if (typeof entry === 'string') return
      if (neverHolds(entry.basis))
        issues.push({ key: `${list}[${index}].basis.to`, expected: 'an instant after `from`' })
      if (neverHolds(entry)) issues.push({ key: `${list}[${index}].to`, expected: 'an instant after `from`' })
      if (entry.also_in !== undefined && entry.names === undefined)
        issues.push({
          key: `${list}[${index}].names`,
          expected: 'names beside `also_in`, which is about them',
        })
    })
  }
  written.exemptions.forEach((exemption, index) => {
    for (const id of exemption.exempts) {
      if (!known.has(id))
        issues.push({
          key: `POLICY.exemptions[${index}].exempts`,
          expected: `ids of rules; there is no "${id}"`,
        })
    }
    if (exemption.from !== undefined && exemption.to <= exemption.from) {
      issues.push({ key: `POLICY.exemptions[${index}].to`, expected: 'an instant after `from`' })
    }
  })
  return issues
}

interface Dates {
  readonly from?: UnixSeconds
  readonly to?: UnixSeconds
}

function neverHolds(dates: Dates | undefined): boolean {
  return dates?.to !== undefined && dates.from !== undefined && dates.to <= dates.from
}

/** Groups that lists name, and that nobody has written down (or only further below). */
function* groupIssues(flat: FlatPolicy): Generator<ConfigIssue> {
  const known = groupsOf(flat)
  const unknown = (entries: readonly string[]) =>
    entries.map(namedGroup).filter((name) => name !== undefined && !known.has(name))
  const ids: string[] = []
  for (const list of ['PLACE_GROUPS', 'RESTRICTED_REGIONS', 'ALLOWED_REGIONS'] as const) {
    for (const [index, entry] of flat[list].entries()) {
      const regions = typeof entry === 'string' ? [entry] : entry.regions
      const at = typeof entry === 'string' ? `${list}[${index}]` : `${list}[${index}].regions`
      for (const name of regions.map(namedGroup))
        if (name !== undefined && !ids.includes(name)) yield { key: at, expected: noGroup(name) }
      if (typeof entry !== 'string') ids.push(entry.id)
    }
  }
  for (const id of repeated(ids))
    yield { key: 'PLACE_GROUPS', expected: `one list of places with the id "${id}"` }
  for (const part of ['rules', 'exemptions'] as const) {
    for (const [index, { when }] of flat.POLICY[part].entries())
      for (const name of unknown(placesIn(when)))
        yield { key: `POLICY.${part}[${index}].when`, expected: noGroup(name ?? '') }
  }
}

function noGroup(name: string): string {
  return `the id of a list of places that stands before it; there is no "${name}"`
}

/** What a condition compares with places. */
function placesIn(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(placesIn)
  if ('any' in condition) return condition.any.flatMap(placesIn)
  if ('not' in condition) return condition.not.flatMap(placesIn)
  if (signalNamed(condition.signal).kind !== 'place') return []
  if ('in' in condition) return condition.in.map(String)
  return 'is' in condition ? [String(condition.is)] : []
}

function* bodyIssues({ resources, catalogues }: Policy): Generator<ConfigIssue> {
  const known = new Set(catalogues.map(({ id }) => id))
  for (const id of repeated(catalogues.map((catalogue) => catalogue.id)))
    yield { key: 'CATALOGUES', expected: `one catalogue with the id "${id}"` }
  for (const [index, { body }] of resources.entries()) {
    if (body?.catalogue !== undefined && !known.has(body.catalogue))
      yield {
        key: `POLICY.resources[${index}].body.catalogue`,
        expected: `the id of a catalogue; there is no "${body.catalogue}"`,
      }
  }
  for (const [index, { entries, thresholds }] of catalogues.entries()) {
    for (const [at, entry] of entries.entries())
      if (neverHolds(entry))
        yield { key: `CATALOGUES[${index}].entries[${at}].to`, expected: 'an instant after `from`' }
    for (const [at, threshold] of thresholds.entries())
      if (neverHolds(threshold))
        yield { key: `CATALOGUES[${index}].thresholds[${at}].to`, expected: 'an instant after `from`' }
  }
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
}
