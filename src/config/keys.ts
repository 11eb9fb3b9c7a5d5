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

/** One variable: what it may be, what it is when left out, and why that is the default. */
export interface Key<S extends v.GenericSchema = v.GenericSchema> {
  readonly schema: S
  /** What is used when the variable is left out, in the form an operator would write. */
  readonly fallback: Fallback
  /** What the value is, for the table in the README. */
  readonly type: string
  readonly unit?: string
  readonly secret?: true
  readonly why: string
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
 * The single schema: every variable and secret, with type, default and reason. The README's table is made from it.
 * Whatever is not listed here is not a variable of Cordon's, and is reported.
 */
export const KEYS = {
  HOSTS: key({
    schema: v.pipe(v.array(hostName, 'a list of host names'), v.minLength(1, 'at least one host name')),
    fallback: required,
    type: 'list of host names',
    why: 'Every other host gets 400, so that a forgotten route or a forged Host reaches nothing. An entry without a port holds for every port.',
  }),
  ISSUER: key({
    schema: issuerUrl,
    fallback: required,
    type: 'https origin',
    why: '`iss` of every token, and the base of problem type URIs. Staging and production must differ, so that a token of one is none at the other.',
  }),
  MODE: key({
    schema: oneOf(ENFORCEMENT_MODES),
    fallback: byDefault('enforce'),
    type: '"enforce", "notice" or "monitor"',
    why: '`monitor` decides and records, and lets everything through. `notice` does the same and tells clients that would be refused, in `Cordon-Notice`, from NOTICE_FROM on, when it begins to enforce. Malformed requests and a broken configuration are refused all the same.',
  }),
  NOTICE_FROM: key({
    schema: instant,
    fallback: optional,
    type: 'date or instant with its zone',
    why: 'With MODE = "notice": when the policy begins to be enforced. From then on it is, so that what was announced is what happens.',
  }),
  POLICY: key({
    schema: policyTable,
    fallback: required,
    type: 'table, or "bundle"',
    why: 'Default, resources, rules and exemptions. Required, because an environment that forgot it would enforce nothing. `"bundle"`: this and every other variable of the policy come from the document that `npm run policy -- bundle` put into the build, for policies of more than the 5 KB that a variable may have.',
  }),
  PLACE_GROUPS: key({
    schema: v.array(placeGroup, 'a list of groups'),
    fallback: byDefault([]),
    type: 'list of groups {id, regions, owner, source, as_of}',
    why: 'Places under a name, for use in other lists and in rules as "group:<id>". `group:eu` and the continents ("continent:AF") are built in; lists of restricted places can be named, too.',
  }),
  CATALOGUES: key({
    schema: v.array(catalogue, 'a list of catalogues'),
    fallback: byDefault([]),
    type: 'list of catalogues {id, owner, entries, below?, thresholds?}',
    why: 'Sorts values of request bodies, such as the models of an AI API, into tiers: by name, or by the operations of their training against thresholds with dates. What no entry names is `controlled`.',
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
    why: 'A body that decides the tier and cannot be read (too large, compressed, multipart, a batch, a WebSocket, or not there after 30 s) may ask for any tier its resource can have. `refuse`: only clients that may use that tier may send it. `ceiling`: it goes on, and `tier_max` tells the origin what it may be used for.',
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
    why: 'How sure the place has to be on a tier (`acr`): a client below it is challenged there. What is not known never counts as more.',
  }),
  BODY_LIMIT_BYTES: key({
    schema: wholeNumber(1_024, 16_777_216, 'bytes'),
    fallback: byDefault(1_048_576),
    type: 'whole number',
    unit: 'bytes',
    why: 'How much of a body is read where a resource looks into it. Read bodies are held in memory, 128 MB for all requests of an isolate; a longer one counts as unreadable.',
  }),
  EXAMPLES: key({
    schema: v.array(example, 'a list of examples'),
    fallback: byDefault([]),
    type: 'list of examples {id, given?, request?, at?, expect}',
    why: 'What the policy must say to single requests. `npm run policy -- check` tries them, and a live document whose examples fail is not activated.',
  }),
  POLICY_SIGNERS: key({
    schema: policySigners,
    fallback: byDefault([]),
    type: 'list of {name, jwk}',
    why: 'Public keys that live policies are signed with. If there are any, a document without a signature by one of them is not activated, and one that loosens a rule with a legal basis needs two that name what it replaces.',
  }),
  RESTRICTED_REGIONS: key({
    schema: regionList,
    fallback: required,
    type: 'list of codes and groups',
    why: 'Places that are refused. May be empty, but must be there: variables do not inherit into `[env.*]`, and a forgotten list is not an empty one.',
  }),
  ALLOWED_REGIONS: key({
    schema: allowedList,
    fallback: byDefault([]),
    type: 'list of codes and groups',
    why: 'If not empty, every place outside these is refused ("only these states").',
  }),
  DENIED_NETWORKS: key({
    schema: networkClasses,
    fallback: required,
    type: 'list of network classes',
    why: 'Classes that are refused. Shipped: hosting, vpn, proxy, tor, edge_worker. Must be there, as above.',
  }),
  CHALLENGED_NETWORKS: key({
    schema: networkClasses,
    fallback: byDefault([]),
    type: 'list of network classes',
    why: 'Classes that must prove more. Until the verification page exists, a challenge is answered with 403 and the support link.',
  }),
  ALLOWED_NETWORKS: key({
    schema: v.array(network, 'a list of prefixes and ASNs'),
    fallback: byDefault([]),
    type: 'list of prefixes and ASNs',
    why: "The operator's own and its customers' networks: they get the class `operator_allowed`. Place rules still apply to them.",
  }),
  NETWORK_OVERRIDES: key({
    schema: v.array(networkOverride, 'a list of overrides'),
    fallback: byDefault([]),
    type: 'list of tables {network, class?, place?, owner, reason, expires}',
    why: "The operator's word on single prefixes and ASNs, before every table and list. Each has an owner, a reason and an end: an expired one does nothing, and `health` reports it. Only an override of `place` moves a client out of a restricted place.",
  }),
  NETWORK_TABLE: key({
    schema: v.pipe(
      v.string('a SHA-256'),
      v.regex(/^[0-9a-f]{64}$/, 'the SHA-256 that npm run feeds printed'),
    ),
    fallback: optional,
    type: 'SHA-256, 64 hexadecimal digits',
    why: 'Names the prefix table in the binding NETWORK_TABLES (KV or R2), for tables too large for the bundle or renewed without a deployment of code. Without it the one in the bundle holds.',
  }),
  UNKNOWN_PLACE: key({
    schema: oneOf(EFFECTS),
    fallback: byDefault('deny'),
    type: '"deny", "challenge", "limit" or "allow"',
    why: 'When a place rule matters and no place is known (Tor, XX, nothing). An unknown place is not an allowed place.',
  }),
  AMBIGUOUS_PLACE: key({
    schema: oneOf(EFFECTS),
    fallback: byDefault('challenge'),
    type: '"deny", "challenge", "limit" or "allow"',
    why: 'When only part of a country is listed and only the country is known (Ukraine without a region).',
  }),
  METHODS: key({
    schema: v.pipe(v.array(method, 'a list of methods'), v.minLength(1, 'at least one method')),
    fallback: byDefault(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    type: 'list of methods',
    why: 'Only these pass; others get 400. TRACE, TRACK and CONNECT never do.',
  }),
  PATH_ADMIT: key({
    schema: v.array(oneOf(ADMISSIBLE_FORMS), 'a list of path forms'),
    fallback: byDefault([]),
    type: 'list of path forms',
    why: 'Forms two parsers could read differently are refused; those listed pass, and are matched under every reading.',
  }),
  ORIGIN_URL: key({
    schema: originUrl('an http or https origin without a path ("https://origin.example.net")'),
    fallback: optional,
    type: 'origin URL',
    why: 'Where admitted requests go. Exactly one of this, a service binding named ORIGIN, ORIGIN_MODE = "zone", or ORIGIN_ROUTES.',
  }),
  ORIGIN_ROUTES: key({
    schema: originRoutes,
    fallback: optional,
    type: 'table {by, routes: list of {id, regions, url, audience}, unknown, otherwise}',
    why: 'Origins by region: `by` the place of the client or the home of its account (`account.home`). A request goes to the origin of its region and to no other; `unknown` and `otherwise` are "refuse" or the id of a route. No mode softens it. Each origin has an `audience` of its own, in place of ORIGIN_AUDIENCE.',
  }),
  ORIGIN_MODE: key({
    schema: v.literal('zone', '"zone"'),
    fallback: optional,
    type: '"zone"',
    why: "The Worker sits on a route of the origin's own zone: the request goes on to the same URL.",
  }),
  ORIGIN_AUDIENCE: key({
    schema: audience,
    fallback: optional,
    type: 'text',
    why: '`aud` of the assertion, and what the origin compares it with. Default: the value of ISSUER.',
  }),
  ORIGIN_TIMEOUT_SECONDS: key({
    schema: wholeNumber(1, 600, 'seconds'),
    fallback: byDefault(100),
    type: 'whole number',
    unit: 'seconds',
    why: "Until the origin's response headers; then 504. Long enough for a model that thinks before its first byte.",
  }),
  ORIGIN_CACHE: key({
    schema: oneOf(['bypass', 'zone']),
    fallback: byDefault('bypass'),
    type: '"bypass" or "zone"',
    why: "The zone's cache is shared by all places; an answer made for one must not serve another.",
  }),
  ORIGIN_HEADERS: key({
    schema: oneOf(['assertion', 'assertion+facts']),
    fallback: byDefault('assertion'),
    type: '"assertion" or "assertion+facts"',
    why: '`assertion+facts` adds Cordon-Country, -Region, -Network and -Verdict: convenient, and unsigned.',
  }),
  ORIGIN_FORWARDED: key({
    schema: oneOf(['none', 'x-forwarded']),
    fallback: byDefault('none'),
    type: '"none" or "x-forwarded"',
    why: 'What a client sends as X-Forwarded-*, Forwarded and the like never passes. `x-forwarded` writes -For, -Proto and -Host afresh.',
  }),
  ASSERTION: key({
    schema: oneOf(['reused', 'per-request']),
    fallback: byDefault('reused'),
    type: '"reused" or "per-request"',
    why: '`reused` lets one statement serve the same client facts, method, path and origin for 15 s: less signing, and the same thing said.',
  }),
  SESSION_ISSUE: key({
    schema: oneOf(['navigations', 'all', 'never']),
    fallback: byDefault('navigations'),
    type: '"navigations", "all" or "never"',
    why: 'Which responses set the cookie. API clients ask at POST /.cordon/session, so their responses stay cacheable by them.',
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
    why: 'How long a verified place is believed: the surer, the longer. Half an hour is usual where the law asks for re-checks. `other` is every class that is not named. No token outlives the next date in the policy.',
  }),
  SESSION_GRACE_SECONDS: key({
    schema: wholeNumber(0, 3600, 'seconds'),
    fallback: byDefault(120),
    type: 'whole number',
    unit: 'seconds',
    why: 'After its time a token still serves this long, and the next request renews it: nobody is interrupted.',
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
    why: 'What a session is bound to beyond country and network class, which always bind. `notice` records a difference, `require` makes the token count as none. TLS identity is JA4 (Bot Management only; else there is none to compare).',
  }),
  SESSION_IDENTITY_SECONDS: key({
    schema: wholeNumber(60, 2_592_000, 'seconds'),
    fallback: byDefault(43_200),
    type: 'whole number',
    unit: 'seconds',
    why: 'How long the word of the origin for whom a session belongs to holds without being repeated. Renewing a token does not lengthen it, so a stolen one ends.',
  }),
  SESSION_SAME_SITE: key({
    schema: oneOf(['Lax', 'Strict', 'None']),
    fallback: byDefault('Lax'),
    type: '"Lax", "Strict" or "None"',
    why: 'SameSite of the cookie. `None` only where the site is embedded in others.',
  }),
  SESSION_PARTITIONED: key({
    schema: oneOf(['off', 'on']),
    fallback: byDefault('off'),
    type: '"off" or "on"',
    why: 'Adds `Partitioned` to the cookie, for a service embedded in other sites (CHIPS); it then needs SESSION_SAME_SITE = "None".',
  }),
  STATE: key({
    schema: oneOf(['control', 'none']),
    fallback: byDefault('control'),
    type: '"control" or "none"',
    why: 'Who says what is in force (epoch, revocations, prefix table): the Durable Object bound as CONTROL, with REPLAY beside it. `none`: nobody does, sessions end by their time only and there is no admin door. A missing binding is an error, because bindings do not inherit into `[env.*]`.',
  }),
  STATE_MAX_AGE_SECONDS: key({
    schema: wholeNumber(60, 604_800, 'seconds'),
    fallback: byDefault(14_400),
    type: 'whole number',
    unit: 'seconds',
    why: 'How old what CONTROL last said may become while it cannot be reached. Older, everything that is not open gets 503 `service.stale`: revocations could not be known.',
  }),
  ADMIN_ACCESS: key({
    schema: adminAccess,
    fallback: optional,
    type: 'table {team, audience, roles: list of {email | service, role}}',
    why: 'Who may use /.cordon/admin by Cloudflare Access: the team domain, the application’s AUD tag, and each person’s or service token’s role (support, operator, compliance, auditor). Whoever is not listed may do nothing.',
  }),
  KEY_LOCATION: key({
    schema: v.array(keyLocation, 'a list of tables {header, scheme?}'),
    fallback: byDefault([{ header: 'authorization', scheme: 'Bearer' }, { header: 'x-api-key' }]),
    type: 'list of {header, scheme?}',
    why: "Where a client's API key is. Only a keyed hash of it is ever used; without CREDENTIAL_SECRET keys are not looked at.",
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
    why: "The origin's answers that mean it accepted the key.",
  }),
  WEBSOCKET_MAX_SECONDS: key({
    schema: wholeNumber(1, 604_800, 'seconds'),
    fallback: optional,
    type: 'whole number',
    unit: 'seconds',
    why: 'If set, WebSockets are relayed and closed after this long (1008). Left out, they pass through and outlive a session.',
  }),
  LOG_ALLOW_RATE: key({
    schema: v.pipe(
      v.number('a number from 0 to 1'),
      v.minValue(0, 'a number from 0 to 1'),
      v.maxValue(1, 'a number from 0 to 1'),
    ),
    fallback: byDefault(0.01),
    type: 'number from 0 to 1',
    why: 'Share of allows that get a decision record. Refusals, challenges and limits always get one; admission records are never sampled on the controlled tier.',
  }),
  BLOCKED_BY_URI: key({
    schema: linkUrl,
    fallback: optional,
    type: 'URL',
    why: 'Who implements the block, for `Link: rel="blocked-by"` of a 451 (RFC 7725 §4). Default: the value of ISSUER.',
  }),
  SUPPORT_URI: key({
    schema: linkUrl,
    fallback: optional,
    type: 'URL',
    why: 'Where a refused customer can turn; part of every refusal.',
  }),
  PAGE: key({
    schema: brand,
    fallback: byDefault({}),
    type: 'table {name?, logo?, accent?, accent_dark?, text?, home?}',
    why: 'What pages of a refusal look like and say besides their own words: name of the service, a logo as a data URL (4,096 characters at most: pages load nothing from elsewhere), a colour for links, buttons and the line at the top, for light and for dark (`#rrggbb`, checked for contrast), your own text by language, and where the service is. Everything is escaped.',
  }),
  REFUSAL_DETAIL: key({
    schema: refusalDetail,
    fallback: byDefault({ open: 'standard', standard: 'standard', controlled: 'standard' }),
    type: 'table: tier → "terse", "standard" or "verbose"',
    why: 'What a refusal says beyond its cause. `standard`: what was seen of place and network, and the law. `terse`: neither, for those who would learn from it. `verbose`: also measured values and the ids of the rules, for tiers whose clients are your own. Where every tier is terse, `whoami` leaves out the network, too. The record always has everything.',
  }),
  ERROR_FORMS: key({
    schema: errorForms,
    fallback: byDefault([]),
    type: 'list of {path, form: "openai" or "anthropic"}',
    why: 'Where clients expect the error form of an AI API: their SDKs then show the message. The first path that matches counts; elsewhere a refusal is problem details.',
  }),
  CORS_ORIGINS: key({
    schema: v.array(pageOrigin, 'a list of origins'),
    fallback: byDefault([]),
    type: 'list of origins',
    why: "Pages of other origins whose scripts may read refusals and the gate's own endpoints (but `health` and the admin door). If there are any, every preflight is answered here, alike for everybody, without a decision, and those of other origins get no CORS headers: list every origin whose pages call the service. Your origin's own answers carry its own CORS headers.",
  }),
  WHOAMI: key({
    schema: oneOf(['on', 'off']),
    fallback: byDefault('on'),
    type: '"on" or "off"',
    why: 'GET /.cordon/whoami: tells clients what is seen of their own connection, and what would be decided. `off`: 404.',
  }),
  APPEALS: key({
    schema: oneOf(['on', 'off']),
    fallback: byDefault('on'),
    type: '"on" or "off"',
    why: '`/.cordon/appeal`: lets a refused person say that it is a mistake, into a bounded queue that support reads at the admin door. Needs STATE = "control". `off`: 404, and pages have no such link.',
  }),
  SIGNING_KEYS: key({
    schema: signingKeys,
    fallback: optional,
    type: 'JWKS with private keys',
    secret: true,
    why: 'The key whose `active_from` came last signs; those to come are published, those before verify until their last token has ended. Made by `npm run keys -- generate`, changed by `npm run keys -- rotate`. Without it everything that needs a token gets 503.',
  }),
  CREDENTIAL_SECRET: key({
    schema: secretText,
    fallback: optional,
    type: 'text of 32 characters or more',
    secret: true,
    why: 'Key of the HMAC under which API keys are known. Made by `npm run keys -- secret`.',
  }),
  CREDENTIAL_SECRET_PREVIOUS: key({
    schema: secretText,
    fallback: optional,
    type: 'text of 32 characters or more',
    secret: true,
    why: 'The one before, kept while tokens and notes made under it live (SESSION_IDENTITY_SECONDS): changing the secret then makes no known key new.',
  }),
  ADMIN_TOKEN_SHA256: key({
    schema: adminTokens,
    fallback: optional,
    type: 'list of {name, role, sha256}',
    secret: true,
    why: 'Admin tokens, by their digests. Entries are made by `npm run keys -- admin-token`.',
  }),
} as const

export type KeyName = keyof typeof KEYS
type OutputOf<K> = K extends Key<infer S> ? v.InferOutput<S> : never
type MayBeLeftOut<K> = K extends { readonly fallback: { readonly kind: 'optional' } } ? undefined : never

/** Checked values with the defaults filled in. */
export type Values = { readonly [N in KeyName]: OutputOf<(typeof KEYS)[N]> | MayBeLeftOut<(typeof KEYS)[N]> }
