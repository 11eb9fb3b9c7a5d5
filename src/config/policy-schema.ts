import * as v from 'valibot'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { REASON_CODES } from '../policy/reasons.ts'
import { EFFECTS, ENFORCEMENT_MODES, REVERIFICATIONS, TIERS } from '../policy/types.ts'
import { condition } from './condition-schema.ts'
import {
  asNumber,
  hostName,
  id,
  instant,
  method,
  network,
  oneOf,
  place,
  placeCode,
  placeEntry,
  placeName,
  shortText,
} from './scalars.ts'

const bodyValue = v.pipe(shortText, v.maxLength(200, 'text of at most 200 characters'))

const OPERATIONS = 'a number of operations, such as 1e26'
const operations = v.pipe(v.number(OPERATIONS), v.minValue(1, OPERATIONS), v.maxValue(1e40, OPERATIONS))

const catalogueEntry = v.pipe(
  v.strictObject(
    {
      values: v.pipe(v.array(bodyValue, 'a list of values'), v.minLength(1, 'at least one value')),
      tier: v.exactOptional(oneOf(TIERS)),
      training_operations: v.exactOptional(operations),
      from: v.exactOptional(instant),
      to: v.exactOptional(instant),
      note: v.exactOptional(shortText),
    },
    'an entry {values, tier?, training_operations?, from?, to?, note?}',
  ),
  v.check(
    (entry) => entry.tier !== undefined || entry.training_operations !== undefined,
    '`tier`, `training_operations` or both: without them the entry says nothing',
  ),
)

/** What the values of a body, such as models, are worth: by name, or by the operations of their training. */
export const catalogue = v.strictObject(
  {
    id,
    owner: shortText,
    entries: v.pipe(v.array(catalogueEntry, 'a list of entries'), v.minLength(1, 'at least one entry')),
    below: v.optional(oneOf(TIERS), 'standard'),
    thresholds: v.optional(
      v.array(
        v.strictObject(
          {
            training_operations: operations,
            tier: oneOf(TIERS),
            from: instant,
            to: v.exactOptional(instant),
            law: shortText,
          },
          'a threshold {training_operations, tier, from, to?, law}',
        ),
        'a list of thresholds',
      ),
      [],
    ),
  },
  'a catalogue {id, owner, entries, below?, thresholds?}',
)

/** The law a rule rests on: while it is in force a place rule answers 451, else 403. */
export const basis = v.strictObject(
  {
    law: shortText,
    owner: shortText,
    from: instant,
    to: v.exactOptional(instant),
  },
  'a table {law, owner, from, to}',
)

/** From when to when something holds. */
const dates = { from: v.exactOptional(instant), to: v.exactOptional(instant) }

const PATH_PATTERN = /^\/(?:[^?#\\;*%\s]|(?<=\/)\*(?=\/|$))*$/

export const pathPattern = v.pipe(
  v.string('a path pattern'),
  v.regex(PATH_PATTERN, 'a path from "/" on, written decoded; "*" only as a whole segment'),
  v.check(
    (path) => !path.slice(1).split('/').slice(0, -1).includes('') && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(path),
    'a path without empty or dot segments: such a path is refused before it is matched',
  ),
  v.check(
    (path) => path === '/' || !path.endsWith('/'),
    'a path without a slash at its end: "/admin" holds for "/admin/" too',
  ),
)

const bodyMatch = v.pipe(
  v.strictObject(
    {
      pointer: v.pipe(
        v.string('a JSON pointer'),
        v.regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'a JSON pointer to a member ("/model")'),
        v.maxLength(200, 'a JSON pointer of at most 200 characters'),
      ),
      values: v.exactOptional(
        v.pipe(v.array(bodyValue, 'a list of values'), v.minLength(1, 'at least one value')),
      ),
      catalogue: v.exactOptional(id),
    },
    'a table {pointer, values} or {pointer, catalogue}',
  ),
  v.check(
    ({ values, catalogue }) => (values === undefined) !== (catalogue === undefined),
    'either `values` or `catalogue`',
  ),
)

export const resource = v.strictObject(
  {
    id,
    tier: oneOf(TIERS),
    host: v.exactOptional(hostName),
    path: v.exactOptional(pathPattern),
    method: v.exactOptional(v.union([method, v.array(method)], 'a method in upper case, or a list of them')),
    header: v.exactOptional(
      v.strictObject(
        {
          name: v.pipe(v.string('a header name'), v.regex(/^[\w-]+$/, 'a header name')),
          value: v.exactOptional(
            v.pipe(shortText, v.regex(/^[^,]*$/, 'a value without a comma, which separates header lines')),
          ),
        },
        'a table {name, value}',
      ),
    ),
    body: v.exactOptional(bodyMatch),
    session: v.exactOptional(v.literal('required', '"required"')),
    keys: v.exactOptional(v.literal('checked', '"checked"')),
    replay: v.exactOptional(v.literal('strict', '"strict"')),
  },
  'a resource {id, tier, host?, path?, method?, header?, body?, session?, keys?, replay?}',
)

export const rule = v.strictObject(
  {
    id,
    effect: oneOf(EFFECTS),
    when: condition,
    reason: v.exactOptional(v.picklist(REASON_CODES, 'a reason code, see the table of reasons')),
    tier: v.exactOptional(oneOf(TIERS)),
    resources: v.exactOptional(
      v.pipe(v.array(id, 'a list of resource ids'), v.minLength(1, 'at least one resource')),
    ),
    mode: v.exactOptional(oneOf(ENFORCEMENT_MODES)),
    ...dates,
    basis: v.exactOptional(basis),
    note: v.exactOptional(shortText),
  },
  'a rule {id, effect, when, reason?, tier?, resources?, mode?, from?, to?, basis?, note?}',
)

export const exemption = v.strictObject(
  {
    id,
    exempts: v.pipe(v.array(id, 'a list of rule ids'), v.minLength(1, 'at least one rule')),
    when: condition,
    owner: shortText,
    reason: shortText,
    from: v.exactOptional(instant),
    to: instant,
    overrides_basis: v.exactOptional(v.boolean('true or false')),
  },
  'an exemption {id, exempts, when, owner, reason, from?, to, overrides_basis?}',
)

/** A network's class or place by the operator's word. `operator_allowed` is what `ALLOWED_NETWORKS` is for. */
export const networkOverride = v.pipe(
  v.strictObject(
    {
      network,
      class: v.exactOptional(oneOf(NETWORK_CLASSES.filter((name) => name !== 'operator_allowed'))),
      place: v.exactOptional(place),
      owner: shortText,
      reason: shortText,
      expires: instant,
    },
    'an override {network, class?, place?, owner, reason, expires}',
  ),
  v.check(
    ({ network: { prefix } }) =>
      prefix === undefined || prefix.length >= (prefix.base.version === 4 ? 8 : 16),
    'a prefix of at least /8 (IPv6: /16): an override is for single networks',
  ),
  v.check(
    (override) => override.class !== undefined || override.place !== undefined,
    'an override that gives a class, a place or both',
  ),
)

export const policyTable = v.strictObject(
  {
    default: oneOf(['allow', 'deny']),
    reverify: v.optional(oneOf(REVERIFICATIONS), 'on_expiry'),
    overrides_basis: v.optional(v.array(id, 'a list of rule ids'), []),
    resources: v.optional(v.array(resource, 'a list of resources'), []),
    rules: v.optional(v.array(rule, 'a list of rules'), []),
    exemptions: v.optional(v.array(exemption, 'a list of exemptions'), []),
  },
  'a table {default, reverify?, overrides_basis?, resources?, rules?, exemptions?}',
)

const regions = v.pipe(v.array(placeEntry, 'a list of places'), v.minLength(1, 'at least one region'))

/** A named group of places with why it is listed; plain codes are a group of their own without a basis. */
export const regionGroup = v.strictObject(
  {
    id,
    regions,
    names: v.exactOptional(
      v.pipe(v.array(placeName, 'a list of names'), v.minLength(1, 'at least one name')),
    ),
    also_in: v.exactOptional(
      v.pipe(v.array(placeCode, 'a list of ISO 3166 codes'), v.minLength(1, 'at least one country')),
    ),
    asns: v.exactOptional(v.pipe(v.array(asNumber, 'a list of ASNs'), v.minLength(1, 'at least one ASN'))),
    reason: shortText,
    ...dates,
    basis: v.exactOptional(basis),
  },
  'a place or a group {id, regions, names?, also_in?, asns?, reason, from?, to?, basis?}',
)

/** Places under a name of their own, for use in other lists. */
export const placeGroup = v.strictObject(
  {
    id: v.pipe(
      id,
      v.check((name) => name !== 'eu', 'an id other than "eu", which is built in'),
    ),
    regions,
    owner: shortText,
    source: shortText,
    as_of: instant,
  },
  'a group {id, regions, owner, source, as_of}',
)

/** Places that are let in: codes and whole groups, since a name or a provider's network admits nobody. */
const allowedGroup = v.strictObject(
  { id, regions, reason: shortText, basis: v.exactOptional(basis) },
  'a place or a group {id, regions, reason, basis?}',
)

export const allowedList = v.array(
  v.lazy(
    (input): v.GenericSchema<unknown, string | v.InferOutput<typeof allowedGroup>> =>
      typeof input === 'string' ? placeEntry : allowedGroup,
  ),
  'a list of places and groups {id, regions, reason, basis?}',
)

export const regionList = v.array(
  v.lazy(
    (input): v.GenericSchema<unknown, string | v.InferOutput<typeof regionGroup>> =>
      typeof input === 'string' ? placeEntry : regionGroup,
  ),
  'a list of places and groups {id, regions, names?, also_in?, asns?, reason, from?, to?, basis?}',
)
