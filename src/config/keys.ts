import * as v from 'valibot'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { ASSURANCE_LEVELS, BINDING_MODES } from '../observations/types.ts'
import { EFFECTS, ENFORCEMENT_MODES, UNREAD_BODIES } from '../policy/types.ts'
import { ADMISSIBLE_FORMS } from '../request/target.ts'
import { adminAccess, adminTokens } from './admin-schema.ts'
import { example } from './example-schema.ts'
import { originRoutes } from './origin-routes-schema.ts'
import { brand } from './page-schema.ts'
import {
  allowedList,
  catalogue,
  networkOverride,
  placeGroup,
  policyTable,
  regionList,
} from './policy-schema.ts'
import { policySigners } from './policy-signers-schema.ts'
import { errorForms, refusalDetail } from './refusal-schema.ts'
import {
  audience,
  hostName,
  instant,
  issuerUrl,
  linkUrl,
  method,
  network,
  oneOf,
  originUrl,
  pageOrigin,
  wholeNumber,
} from './scalars.ts'
import { secretText, signingKeys } from './secrets-schema.ts'
import { sessionLifetimes } from './session-schema.ts'

export type Fallback =
  | { readonly kind: 'required' | 'optional' }
  | { readonly kind: 'default'; readonly value: unknown }

/** One variable: what it may be, and what it is when left out. Why is in `key-reasons.ts`. */
export interface Key<S extends v.GenericSchema = v.GenericSchema> {
  readonly schema: S
  /** What is used when the variable is left out, in the form an operator would write. */
  readonly fallback: Fallback
  /** What the value is, for the table in the README. */
  readonly type: string
  readonly unit?: string
  readonly secret?: true
}

const required = { kind: 'required' } as const
const optional = { kind: 'optional' } as const

function key<S extends v.GenericSchema, const F extends Fallback>(
  definition: Omit<Key<S>, 'fallback'> & { readonly fallback: F },
): Key<S> & { readonly fallback: F } {
  return definition
}

function byDefault(value: unknown) {
  return { kind: 'default', value } as const
}

const networkClasses = v.array(oneOf(NETWORK_CLASSES), 'a list of network classes')
const headerName = v.pipe(v.string('a header name'), v.regex(/^[A-Za-z0-9-]+$/, 'a header name'))
const keyLocation = v.strictObject(
  {
    header: headerName,
    scheme: v.exactOptional(
      v.pipe(
        v.string('an authorization scheme'),
        v.regex(/^[A-Za-z0-9-]+$/, 'an authorization scheme ("Bearer")'),
      ),
    ),
  },
  'a table {header, scheme?}',
)

/**
 * The single schema: every variable and secret, with type and default. The README's table is made from it and
 * from `key-reasons.ts`, which no Worker carries.
 * Whatever is not listed here is not a variable of Cordon's, and is reported.
 */
export const KEYS = {
  HOSTS: key({
    schema: v.pipe(v.array(hostName, 'a list of host names'), v.minLength(1, 'at least one host name')),
    fallback: required,
    type: 'list of host names',
  }),
  ISSUER: key({
    schema: issuerUrl,
    fallback: required,
    type: 'https origin',
  }),
  MODE: key({
    schema: oneOf(ENFORCEMENT_MODES),
    fallback: byDefault('enforce'),
    type: '"enforce", "notice" or "monitor"',
  }),
  NOTICE_FROM: key({
    schema: instant,
    fallback: optional,
    type: 'date or instant with its zone',
  }),
  POLICY: key({
    schema: policyTable,
    fallback: required,
    type: 'table, or "bundle"',
  }),
  PLACE_GROUPS: key({
    schema: v.array(placeGroup, 'a list of groups'),
    fallback: byDefault([]),
    type: 'list of groups {id, regions, owner, source, as_of}',
  }),
  CATALOGUES: key({
    schema: v.array(catalogue, 'a list of catalogues'),
    fallback: byDefault([]),
    type: 'list of catalogues {id, owner, entries, below?, thresholds?}',
  }),
  BODY_UNKNOWN: key({
    schema: v.strictObject(
      {
        open: v.optional(oneOf(UNREAD_BODIES), 'ceiling'),
        standard: v.optional(oneOf(UNREAD_BODIES), 'ceiling'),
        controlled: v.optional(oneOf(UNREAD_BODIES), 'refuse'),
      },
      'a table {open, standard, controlled}',
    ),
    fallback: byDefault({}),
    type: 'table: tier → "ceiling" or "refuse"',
  }),
  MINIMUM_ASSURANCE: key({
    schema: v.strictObject(
      {
        open: v.exactOptional(oneOf(ASSURANCE_LEVELS)),
        standard: v.exactOptional(oneOf(ASSURANCE_LEVELS)),
        controlled: v.exactOptional(oneOf(ASSURANCE_LEVELS)),
      },
      'a table {open?, standard?, controlled?}',
    ),
    fallback: byDefault({}),
    type: 'table: tier → "none", "low", "substantial" or "high"',
  }),
  BODY_LIMIT_BYTES: key({
    schema: wholeNumber(1_024, 16_777_216, 'bytes'),
    fallback: byDefault(1_048_576),
    type: 'whole number',
    unit: 'bytes',
  }),
  EXAMPLES: key({
    schema: v.array(example, 'a list of examples'),
    fallback: byDefault([]),
    type: 'list of examples {id, given?, request?, at?, expect}',
  }),
  POLICY_SIGNERS: key({
    schema: policySigners,
    fallback: byDefault([]),
    type: 'list of {name, jwk}',
  }),
  RESTRICTED_REGIONS: key({
    schema: regionList,
    fallback: required,
    type: 'list of codes and groups',
  }),
  ALLOWED_REGIONS: key({
    schema: allowedList,
    fallback: byDefault([]),
    type: 'list of codes and groups',
  }),
  DENIED_NETWORKS: key({
    schema: networkClasses,
    fallback: required,
    type: 'list of network classes',
  }),
  CHALLENGED_NETWORKS: key({
    schema: networkClasses,
    fallback: byDefault([]),
    type: 'list of network classes',
  }),
  ALLOWED_NETWORKS: key({
    schema: v.array(network, 'a list of prefixes and ASNs'),
    fallback: byDefault([]),
    type: 'list of prefixes and ASNs',
  }),
  NETWORK_OVERRIDES: key({
    schema: v.array(networkOverride, 'a list of overrides'),
    fallback: byDefault([]),
    type: 'list of tables {network, class?, place?, owner, reason, expires}',
  }),
  NETWORK_TABLE: key({
    schema: v.pipe(
      v.string('a SHA-256'),
      v.regex(/^[0-9a-f]{64}$/, 'the SHA-256 that npm run feeds printed'),
    ),
    fallback: optional,
    type: 'SHA-256, 64 hexadecimal digits',
  }),
  UNKNOWN_PLACE: key({
    schema: oneOf(EFFECTS),
    fallback: byDefault('deny'),
    type: '"deny", "challenge", "limit" or "allow"',
  }),
  AMBIGUOUS_PLACE: key({
    schema: oneOf(EFFECTS),
    fallback: byDefault('challenge'),
    type: '"deny", "challenge", "limit" or "allow"',
  }),
  METHODS: key({
    schema: v.pipe(v.array(method, 'a list of methods'), v.minLength(1, 'at least one method')),
    fallback: byDefault(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    type: 'list of methods',
  }),
  PATH_ADMIT: key({
    schema: v.array(oneOf(ADMISSIBLE_FORMS), 'a list of path forms'),
    fallback: byDefault([]),
    type: 'list of path forms',
  }),
  ORIGIN_URL: key({
    schema: originUrl('an http or https origin without a path ("https://origin.example.net")'),
    fallback: optional,
    type: 'origin URL',
  }),
  ORIGIN_ROUTES: key({
    schema: originRoutes,
    fallback: optional,
    type: 'table {by, routes: list of {id, regions, url, audience}, unknown, otherwise}',
  }),
  ORIGIN_MODE: key({
    schema: v.literal('zone', '"zone"'),
    fallback: optional,
    type: '"zone"',
  }),
  ORIGIN_AUDIENCE: key({
    schema: audience,
    fallback: optional,
    type: 'text',
  }),
  ORIGIN_TIMEOUT_SECONDS: key({
    schema: wholeNumber(1, 600, 'seconds'),
    fallback: byDefault(100),
    type: 'whole number',
    unit: 'seconds',
  }),
  ORIGIN_CACHE: key({
    schema: oneOf(['bypass', 'zone']),
    fallback: byDefault('bypass'),
    type: '"bypass" or "zone"',
  }),
  ORIGIN_HEADERS: key({
    schema: oneOf(['assertion', 'assertion+facts']),
    fallback: byDefault('assertion'),
    type: '"assertion" or "assertion+facts"',
  }),
  ORIGIN_FORWARDED: key({
    schema: oneOf(['none', 'x-forwarded']),
    fallback: byDefault('none'),
    type: '"none" or "x-forwarded"',
  }),
  ASSERTION: key({
    schema: oneOf(['reused', 'per-request']),
    fallback: byDefault('reused'),
    type: '"reused" or "per-request"',
  }),
  SESSION_ISSUE: key({
    schema: oneOf(['navigations', 'all', 'never']),
    fallback: byDefault('navigations'),
    type: '"navigations", "all" or "never"',
  }),
  SESSION_LIFETIMES: key({
    schema: sessionLifetimes,
    fallback: byDefault({
      high: 3600,
      substantial: 1800,
      low: { privacy_relay: 1800, corporate_gateway: 1800, other: 600 },
      none: 300,
    }),
    type: 'table: acr → seconds, or → table: network class → seconds',
    unit: 'seconds',
  }),
  SESSION_GRACE_SECONDS: key({
    schema: wholeNumber(0, 3600, 'seconds'),
    fallback: byDefault(120),
    type: 'whole number',
    unit: 'seconds',
  }),
  SESSION_BINDING: key({
    schema: v.strictObject(
      {
        asn: v.optional(oneOf(BINDING_MODES), 'notice'),
        tls: v.optional(oneOf(BINDING_MODES), 'off'),
      },
      'a table {asn, tls}',
    ),
    fallback: byDefault({ asn: 'notice', tls: 'off' }),
    type: 'table {asn, tls} of "off", "notice" or "require"',
  }),
  SESSION_IDENTITY_SECONDS: key({
    schema: wholeNumber(60, 2_592_000, 'seconds'),
    fallback: byDefault(43_200),
    type: 'whole number',
    unit: 'seconds',
  }),
  SESSION_SAME_SITE: key({
    schema: oneOf(['Lax', 'Strict', 'None']),
    fallback: byDefault('Lax'),
    type: '"Lax", "Strict" or "None"',
  }),
  SESSION_PARTITIONED: key({
    schema: oneOf(['off', 'on']),
    fallback: byDefault('off'),
    type: '"off" or "on"',
  }),
  STATE: key({
    schema: oneOf(['control', 'none']),
    fallback: byDefault('control'),
    type: '"control" or "none"',
  }),
  STATE_MAX_AGE_SECONDS: key({
    schema: wholeNumber(60, 604_800, 'seconds'),
    fallback: byDefault(14_400),
    type: 'whole number',
    unit: 'seconds',
  }),
  ADMIN_ACCESS: key({
    schema: adminAccess,
    fallback: optional,
    type: 'table {team, audience, roles: list of {email | service, role}}',
  }),
  KEY_LOCATION: key({
    schema: v.array(keyLocation, 'a list of tables {header, scheme?}'),
    fallback: byDefault([{ header: 'authorization', scheme: 'Bearer' }, { header: 'x-api-key' }]),
    type: 'list of {header, scheme?}',
  }),
  KEY_ACCEPTED_STATUS: key({
    schema: v.array(
      v.union(
        [
          wholeNumber(100, 599, 'statuses'),
          v.pipe(v.string('a class like "2xx"'), v.regex(/^[1-5]xx$/, 'a class like "2xx"')),
        ],
        'a status (200) or a class of them ("2xx")',
      ),
      'a list of statuses',
    ),
    fallback: byDefault(['2xx']),
    type: 'list of statuses',
  }),
  WEBSOCKET_MAX_SECONDS: key({
    schema: wholeNumber(1, 604_800, 'seconds'),
    fallback: optional,
    type: 'whole number',
    unit: 'seconds',
  }),
  LOG_ALLOW_RATE: key({
    schema: v.pipe(
      v.number('a number from 0 to 1'),
      v.minValue(0, 'a number from 0 to 1'),
      v.maxValue(1, 'a number from 0 to 1'),
    ),
    fallback: byDefault(0.01),
    type: 'number from 0 to 1',
  }),
  BLOCKED_BY_URI: key({
    schema: linkUrl,
    fallback: optional,
    type: 'URL',
  }),
  SUPPORT_URI: key({
    schema: linkUrl,
    fallback: optional,
    type: 'URL',
  }),
  PAGE: key({
    schema: brand,
    fallback: byDefault({}),
    type: 'table {name?, logo?, accent?, accent_dark?, text?, home?}',
  }),
  REFUSAL_DETAIL: key({
    schema: refusalDetail,
    fallback: byDefault({ open: 'standard', standard: 'standard', controlled: 'standard' }),
    type: 'table: tier → "terse", "standard" or "verbose"',
  }),
  ERROR_FORMS: key({
    schema: errorForms,
    fallback: byDefault([]),
    type: 'list of {path, form: "openai" or "anthropic"}',
  }),
  CORS_ORIGINS: key({
    schema: v.array(pageOrigin, 'a list of origins'),
    fallback: byDefault([]),
    type: 'list of origins',
  }),
  WHOAMI: key({
    schema: oneOf(['on', 'off']),
    fallback: byDefault('on'),
    type: '"on" or "off"',
  }),
  APPEALS: key({
    schema: oneOf(['on', 'off']),
    fallback: byDefault('on'),
    type: '"on" or "off"',
  }),
  SIGNING_KEYS: key({
    schema: signingKeys,
    fallback: optional,
    type: 'JWKS with private keys',
    secret: true,
  }),
  CREDENTIAL_SECRET: key({
    schema: secretText,
    fallback: optional,
    type: 'text of 32 characters or more',
    secret: true,
  }),
  CREDENTIAL_SECRET_PREVIOUS: key({
    schema: secretText,
    fallback: optional,
    type: 'text of 32 characters or more',
    secret: true,
  }),
  ADMIN_TOKEN_SHA256: key({
    schema: adminTokens,
    fallback: optional,
    type: 'list of {name, role, sha256}',
    secret: true,
  }),
} as const

export type KeyName = keyof typeof KEYS
type OutputOf<K> = K extends Key<infer S> ? v.InferOutput<S> : never
type MayBeLeftOut<K> = K extends { readonly fallback: { readonly kind: 'optional' } } ? undefined : never

/** Checked values with the defaults filled in. */
export type Values = { readonly [N in KeyName]: OutputOf<(typeof KEYS)[N]> | MayBeLeftOut<(typeof KEYS)[N]> }
