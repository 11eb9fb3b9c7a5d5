import type { KeyName } from './keys.ts'

/** Why each variable is there and has the default it has, for the README's table. */
export const KEY_REASONS: Readonly<Record<KeyName, string>> = {
  HOSTS:
    'Every other host gets 400, so that a forgotten route or a forged Host reaches nothing. An entry without a port holds for every port.',
  ISSUER:
    '`iss` of every token, and the base of problem type URIs. Staging and production must differ, so that a token of one is none at the other.',
  MODE: '`monitor` decides and records, and lets everything through. `notice` does the same and tells clients that would be refused, in `Cordon-Notice`, from NOTICE_FROM on, when it begins to enforce. Malformed requests and a broken configuration are refused all the same.',
  NOTICE_FROM:
    'With MODE = "notice": when the policy begins to be enforced. From then on it is, so that what was announced is what happens.',
  POLICY:
    'Default, resources, rules and exemptions. Required, because an environment that forgot it would enforce nothing. `"bundle"`: this and every other variable of the policy come from the document that `npm run policy -- bundle` put into the build, for policies of more than the 5 KB that a variable may have.',
  PLACE_GROUPS:
    'Places under a name, for use in other lists and in rules as "group:<id>". `group:eu` and the continents ("continent:AF") are built in; lists of restricted places can be named, too.',
  CATALOGUES:
    'Sorts values of request bodies, such as the models of an AI API, into tiers: by name, or by the operations of their training against thresholds with dates. What no entry names is `controlled`.',
  BODY_UNKNOWN:
    'A body that decides the tier and cannot be read (too large, compressed, multipart, a batch, a WebSocket, or not there after 30 s) may ask for any tier its resource can have. `refuse`: only clients that may use that tier may send it. `ceiling`: it goes on, and `tier_max` tells the origin what it may be used for.',
  MINIMUM_ASSURANCE:
    'How sure the place has to be on a tier (`acr`): a client below it is challenged there. What is not known never counts as more.',
  BODY_LIMIT_BYTES:
    'How much of a body is read where a resource looks into it. Read bodies are held in memory, 128 MB for all requests of an isolate; a longer one counts as unreadable.',
  EXAMPLES:
    'What the policy must say to single requests. `npm run policy -- check` tries them, and a live document whose examples fail is not activated.',
  POLICY_SIGNERS:
    'Public keys that live policies are signed with. If there are any, a document without a signature by one of them is not activated, and one that loosens a rule with a legal basis needs two that name what it replaces.',
  RESTRICTED_REGIONS:
    'Places that are refused. May be empty, but must be there: variables do not inherit into `[env.*]`, and a forgotten list is not an empty one.',
  ALLOWED_REGIONS: 'If not empty, every place outside these is refused ("only these states").',
  DENIED_NETWORKS:
    'Classes that are refused. Shipped: hosting, vpn, proxy, tor, edge_worker. Must be there, as above.',
  CHALLENGED_NETWORKS:
    'Classes that must prove more. Until the verification page exists, a challenge is answered with 403 and the support link.',
  ALLOWED_NETWORKS:
    "The operator's own and its customers' networks: they get the class `operator_allowed`. Place rules still apply to them.",
  NETWORK_OVERRIDES:
    "The operator's word on single prefixes and ASNs, before every table and list. Each has an owner, a reason and an end: an expired one does nothing, and `health` reports it. Only an override of `place` moves a client out of a restricted place.",
  NETWORK_TABLE:
    'Names the prefix table in the binding NETWORK_TABLES (KV or R2), for tables too large for the bundle or renewed without a deployment of code. Without it the one in the bundle holds.',
  UNKNOWN_PLACE:
    'When a place rule matters and no place is known (Tor, XX, nothing). An unknown place is not an allowed place.',
  AMBIGUOUS_PLACE:
    'When only part of a country is listed and only the country is known (Ukraine without a region).',
  METHODS: 'Only these pass; others get 400. TRACE, TRACK and CONNECT never do.',
  PATH_ADMIT:
    'Forms two parsers could read differently are refused; those listed pass, and are matched under every reading.',
  ORIGIN_URL:
    'Where admitted requests go. Exactly one of this, a service binding named ORIGIN, ORIGIN_MODE = "zone", or ORIGIN_ROUTES.',
  ORIGIN_ROUTES:
    'Origins by region: `by` the place of the client or the home of its account (`account.home`). A request goes to the origin of its region and to no other; `unknown` and `otherwise` are "refuse" or the id of a route. No mode softens it. Each origin has an `audience` of its own, in place of ORIGIN_AUDIENCE.',
  ORIGIN_MODE: "The Worker sits on a route of the origin's own zone: the request goes on to the same URL.",
  ORIGIN_AUDIENCE:
    '`aud` of the assertion, and what the origin compares it with. Default: the value of ISSUER.',
  ORIGIN_TIMEOUT_SECONDS:
    "Until the origin's response headers; then 504. Long enough for a model that thinks before its first byte.",
  ORIGIN_CACHE: "The zone's cache is shared by all places; an answer made for one must not serve another.",
  ORIGIN_HEADERS:
    '`assertion+facts` adds Cordon-Country, -Region, -Network and -Verdict: convenient, and unsigned.',
  ORIGIN_FORWARDED:
    'What a client sends as X-Forwarded-*, Forwarded and the like never passes. `x-forwarded` writes -For, -Proto and -Host afresh.',
  ASSERTION:
    '`reused` lets one statement serve the same client facts, method, path and origin for 15 s: less signing, and the same thing said.',
  SESSION_ISSUE:
    'Which responses set the cookie. API clients ask at POST /.cordon/session, so their responses stay cacheable by them.',
  SESSION_LIFETIMES:
    'How long a verified place is believed: the surer, the longer. Half an hour is usual where the law asks for re-checks. `other` is every class that is not named. No token outlives the next date in the policy.',
  SESSION_GRACE_SECONDS:
    'After its time a token still serves this long, and the next request renews it: nobody is interrupted.',
  SESSION_BINDING:
    'What a session is bound to beyond country and network class, which always bind. `notice` records a difference, `require` makes the token count as none. TLS identity is JA4 (Bot Management only; else there is none to compare).',
  SESSION_IDENTITY_SECONDS:
    'How long the word of the origin for whom a session belongs to holds without being repeated. Renewing a token does not lengthen it, so a stolen one ends.',
  SESSION_SAME_SITE: 'SameSite of the cookie. `None` only where the site is embedded in others.',
  SESSION_PARTITIONED:
    'Adds `Partitioned` to the cookie, for a service embedded in other sites (CHIPS); it then needs SESSION_SAME_SITE = "None".',
  STATE:
    'Who says what is in force (epoch, revocations, prefix table): the Durable Object bound as CONTROL, with REPLAY beside it. `none`: nobody does, sessions end by their time only and there is no admin door. A missing binding is an error, because bindings do not inherit into `[env.*]`.',
  STATE_MAX_AGE_SECONDS:
    'How old what CONTROL last said may become while it cannot be reached. Older, everything that is not open gets 503 `service.stale`: revocations could not be known.',
  ADMIN_ACCESS:
    'Who may use /.cordon/admin by Cloudflare Access: the team domain, the application’s AUD tag, and each person’s or service token’s role (support, operator, compliance, auditor). Whoever is not listed may do nothing.',
  KEY_LOCATION:
    "Where a client's API key is. Only a keyed hash of it is ever used; without CREDENTIAL_SECRET keys are not looked at.",
  KEY_ACCEPTED_STATUS: "The origin's answers that mean it accepted the key.",
  WEBSOCKET_MAX_SECONDS:
    'If set, WebSockets are relayed and closed after this long (1008). Left out, they pass through and outlive a session.',
  LOG_ALLOW_RATE:
    'Share of allows that get a decision record. Refusals, challenges and limits always get one; admission records are never sampled on the controlled tier.',
  BLOCKED_BY_URI:
    'Who implements the block, for `Link: rel="blocked-by"` of a 451 (RFC 7725 §4). Default: the value of ISSUER.',
  SUPPORT_URI: 'Where a refused customer can turn; part of every refusal.',
  PAGE: 'What pages of a refusal look like and say besides their own words: name of the service, a logo as a data URL (4,096 characters at most: pages load nothing from elsewhere), a colour for links, buttons and the line at the top, for light and for dark (`#rrggbb`, checked for contrast), your own text by language, and where the service is. Everything is escaped.',
  REFUSAL_DETAIL:
    'What a refusal says beyond its cause. `standard`: what was seen of place and network, and the law. `terse`: neither, for those who would learn from it. `verbose`: also measured values and the ids of the rules, for tiers whose clients are your own. Where every tier is terse, `whoami` leaves out the network, too. The record always has everything.',
  ERROR_FORMS:
    'Where clients expect the error form of an AI API: their SDKs then show the message. The first path that matches counts; elsewhere a refusal is problem details.',
  CORS_ORIGINS:
    "Pages of other origins whose scripts may read refusals and the gate's own endpoints (but `health` and the admin door). If there are any, every preflight is answered here, alike for everybody, without a decision, and those of other origins get no CORS headers: list every origin whose pages call the service. Your origin's own answers carry its own CORS headers.",
  WHOAMI:
    'GET /.cordon/whoami: tells clients what is seen of their own connection, and what would be decided. `off`: 404.',
  APPEALS:
    '`/.cordon/appeal`: lets a refused person say that it is a mistake, into a bounded queue that support reads at the admin door. Needs STATE = "control". `off`: 404, and pages have no such link.',
  SIGNING_KEYS:
    'The key whose `active_from` came last signs; those to come are published, those before verify until their last token has ended. Made by `npm run keys -- generate`, changed by `npm run keys -- rotate`. Without it everything that needs a token gets 503.',
  CREDENTIAL_SECRET: 'Key of the HMAC under which API keys are known. Made by `npm run keys -- secret`.',
  CREDENTIAL_SECRET_PREVIOUS:
    'The one before, kept while tokens and notes made under it live (SESSION_IDENTITY_SECONDS): changing the secret then makes no known key new.',
  ADMIN_TOKEN_SHA256: 'Admin tokens, by their digests. Entries are made by `npm run keys -- admin-token`.',
}
