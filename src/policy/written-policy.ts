import { millisFromSeconds, type UnixSeconds } from '../lib/time.ts'
import { formatAsn } from '../net/asn.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatPlace } from '../net/region.ts'
import type { AllowedNetwork, Catalogue, Exemption, Policy, Resource, Rule } from './types.ts'

/** Members by their path (`when.all[0].in`), each a value or a list of plain values. */
export type Members = ReadonlyMap<string, unknown>

export const PARTS = ['setting', 'rule', 'exemption', 'resource', 'catalogue', 'network_override'] as const
export type Part = (typeof PARTS)[number]

/** Each part of a policy by its id, in the words in which a document has it. */
export type WrittenPolicy = Readonly<Record<Part, ReadonlyMap<string, Members>>>

export function writtenPolicy(policy: Policy): WrittenPolicy {
  return {
    setting: new Map(settings(policy).map(([name, value]) => [name, new Map([['', value]])])),
    rule: byId(policy.rules, writtenRule),
    exemption: byId(policy.exemptions, writtenExemption),
    resource: byId(policy.resources, writtenResource),
    catalogue: byId(policy.catalogues, writtenCatalogue),
    network_override: overrides(policy),
  }
}

/** An instant as one writes it: its date alone where it is a midnight in UTC. */
export function writtenInstant(at: UnixSeconds): string {
  const text = new Date(millisFromSeconds(at)).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('.000Z', 'Z')
}

function settings(policy: Policy): (readonly [string, unknown])[] {
  return [
    ['POLICY.default', policy.default],
    ['POLICY.reverify', policy.reverify],
    ['UNKNOWN_PLACE', policy.unknownPlace],
    ['AMBIGUOUS_PLACE', policy.ambiguousPlace],
    ['ALLOWED_NETWORKS', policy.allowedNetworks.map(writtenNetwork)],
    ...byTier('BODY_UNKNOWN', policy.bodyUnknown),
    ...byTier('MINIMUM_ASSURANCE', policy.minimumAssurance),
  ]
}

function byTier(name: string, table: object): (readonly [string, unknown])[] {
  return Object.entries(table).map(([tier, value]) => [`${name}.${tier}`, value] as const)
}

function writtenNetwork({ prefix, asn }: AllowedNetwork): string {
  const parts = [prefix === undefined ? '' : formatCidr(prefix), asn === undefined ? '' : formatAsn(asn)]
  return parts.filter((part) => part !== '').join(' ')
}

function writtenRule({ from, to, basis, ...rule }: Rule) {
  return {
    ...rule,
    ...dates({ from, to }),
    ...(basis === undefined ? {} : { basis: { ...basis, ...dates(basis) } }),
  }
}

function writtenExemption(exemption: Exemption) {
  return { ...exemption, ...dates(exemption) }
}

function writtenResource({ method, ...resource }: Resource) {
  return { ...resource, ...(method === undefined ? {} : { method: [method].flat() }) }
}

function writtenCatalogue({ entries, thresholds, ...catalogue }: Catalogue) {
  return {
    ...catalogue,
    // By what they name, so that an entry more at the front is not a change of every other one.
    entries: named(entries.map((entry) => [entry.values.join(', '), { ...entry, ...dates(entry) }])),
    thresholds: named(
      thresholds.map((threshold) => [
        `${threshold.training_operations} from ${writtenInstant(threshold.from)}`,
        { ...threshold, ...dates(threshold) },
      ]),
    ),
  }
}

function overrides({ networkOverrides }: Policy): ReadonlyMap<string, Members> {
  const written = networkOverrides.map(({ network, place, expires, ...override }) => {
    const members = {
      ...override,
      ...(place === undefined ? {} : { place: formatPlace(place) }),
      expires: writtenInstant(expires),
    }
    return [writtenNetwork(network), members] as const
  })
  return new Map(Object.entries(named(written)).map(([id, members]) => [id, membersOf(members)]))
}

/** Under a name that two of them have, the second one gets a number. */
function named<T>(items: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const byName = new Map<string, T>()
  for (const [name, item] of items) {
    let free = name
    for (let count = 2; byName.has(free); count++) free = `${name} #${count}`
    byName.set(free, item)
  }
  return Object.fromEntries(byName)
}

function dates({
  from,
  to,
}: {
  readonly from?: UnixSeconds | undefined
  readonly to?: UnixSeconds | undefined
}) {
  return {
    ...(from === undefined ? {} : { from: writtenInstant(from) }),
    ...(to === undefined ? {} : { to: writtenInstant(to) }),
  }
}

function byId<T extends { readonly id: string }>(
  items: readonly T[],
  write: (item: T) => object,
): ReadonlyMap<string, Members> {
  const written = named(items.map((item) => [item.id, write(item)] as const))
  return new Map(Object.entries(written).map(([id, members]) => [id, membersOf(members)]))
}

/** Everything in a part that is no table itself, by its path; its id stands elsewhere. Lists of plain values stay whole. */
function membersOf(value: object): Members {
  return new Map(flatten('', value).filter(([path]) => path !== 'id'))
}

function* flatten(path: string, value: unknown): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object')) yield [path, value]
    else for (const [index, item] of value.entries()) yield* flatten(`${path}[${index}]`, item)
  } else
    for (const [name, member] of Object.entries(value))
      yield* flatten(path === '' ? name : `${path}.${name}`, member)
}
