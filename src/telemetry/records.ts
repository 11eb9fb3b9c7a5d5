import * as v from 'valibot'
import { APPLIED_MODES } from '../enforcement/apply-mode.ts'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { ASSURANCE_LEVELS, BODY_UNREAD, STANDINGS } from '../observations/types.ts'
import { REASON_CODES } from '../policy/reasons.ts'
import { SHADOW_DIFFERENCES } from '../policy/shadow.ts'
import { EFFECTS, ENFORCEMENT_MODES, TIERS } from '../policy/types.ts'
import { SIGNAL_NAMES } from '../signals/registry.ts'

/**
 * The two records, as schemas: the types, the JSON Schemas in `schemas/` and the tests all come from here.
 * No record holds a token, a key or a whole address.
 */
const time = v.pipe(v.string(), v.isoTimestamp())
const decisionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))
const revision = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const ruleIds = v.array(v.string())
const reason = v.picklist(REASON_CODES)

const finding = v.strictObject({
  rule: v.string(),
  effect: v.picklist(EFFECTS),
  finding: v.picklist(['matched', 'unmatched', 'indeterminate']),
  mode: v.picklist(ENFORCEMENT_MODES),
  reason,
})

/** Who the request was counted to; ids are opaque, the address is a /24 or /48. */
const subject = v.strictObject({
  address: v.exactOptional(v.string()),
  session: v.exactOptional(v.string()),
  key: v.exactOptional(v.string()),
  /** The key's id under CREDENTIAL_SECRET_PREVIOUS, by which older records name it. */
  key_was: v.exactOptional(v.string()),
  account: v.exactOptional(v.string()),
})

/** What a policy that is only tried would have said. */
const shadow = v.strictObject({
  revision,
  verdict: v.picklist(EFFECTS),
  /** In the mode of that policy. */
  action: v.picklist(['pass', 'refuse']),
  reasons: v.array(reason),
  rules: ruleIds,
  tier_max: v.exactOptional(v.picklist(TIERS)),
  differs: v.array(v.picklist(SHADOW_DIFFERENCES)),
})

/** One line per refusal, challenge and limit, and per allow as `LOG_ALLOW_RATE` says. */
export const decisionRecord = v.strictObject({
  event: v.literal('decision'),
  time,
  decision: decisionId,
  /** Names the admission record that holds the evidence; none for requests refused before any was read. */
  admission: v.exactOptional(decisionId),
  revision: v.exactOptional(revision),
  tables: v.exactOptional(v.string()),
  verdict: v.picklist(EFFECTS),
  /** What was done: differs from the verdict in monitor mode, or when a fault stood in the way. */
  action: v.picklist(['pass', 'refuse']),
  mode: v.exactOptional(v.picklist(APPLIED_MODES)),
  status: v.number(),
  rules: ruleIds,
  reasons: v.array(reason),
  would: ruleIds,
  /** Announced rules that will refuse the like of it; then there is a record whatever LOG_ALLOW_RATE says. */
  notices: v.exactOptional(ruleIds),
  degraded: ruleIds,
  exemptions: ruleIds,
  method: v.string(),
  resource: v.exactOptional(v.string()),
  tier: v.exactOptional(v.picklist(TIERS)),
  /** The value of the body that its resource names. */
  value: v.exactOptional(v.string()),
  /** One that no resource names, and that has the form of a name. */
  unnamed: v.exactOptional(v.string()),
  /** Why a body that mattered was not read. */
  unread: v.exactOptional(v.picklist(BODY_UNREAD)),
  /** Of ORIGIN_ROUTES, the one that the request went by. */
  route: v.exactOptional(v.string()),
  place: v.exactOptional(v.string()),
  network: v.exactOptional(v.picklist(NETWORK_CLASSES)),
  asn: v.exactOptional(v.number()),
  acr: v.exactOptional(v.picklist(ASSURANCE_LEVELS)),
  subject: v.exactOptional(subject),
  /** How far what is in force was known, where it was not current. */
  state: v.exactOptional(v.picklist(STANDINGS)),
  /** Why a presented token was worth nothing, or what of its binding differs. */
  token_fault: v.exactOptional(v.string()),
  /** Why the origin's answer could not be passed on. */
  origin_fault: v.exactOptional(v.string()),
  /** Why a step behind the decision refused. */
  fault: v.exactOptional(v.string()),
  /** Only where the policy that is tried differs; then there is a record whatever LOG_ALLOW_RATE says. */
  shadow: v.exactOptional(shadow),
})

const signal = v.variant('state', [
  v.strictObject({ state: v.literal('observed'), value: v.unknown(), source: v.string() }),
  v.strictObject({ state: v.literal('absent'), why: v.string() }),
  v.strictObject({ state: v.literal('unavailable'), cause: v.string() }),
])

/** The full evidence and findings behind a stretch of decisions: enough to decide again under the same revision. */
export const admissionRecord = v.strictObject({
  event: v.literal('admission'),
  time,
  admission: decisionId,
  revision,
  tables: v.string(),
  verdict: v.picklist(EFFECTS),
  row: v.string(),
  acr: v.picklist(ASSURANCE_LEVELS),
  resource: v.string(),
  resources: v.strictObject({ any: ruleIds, every: ruleIds }),
  tier: v.picklist(TIERS),
  /** With the catalogues of its revision and its time, the tier again. */
  value: v.exactOptional(v.string()),
  unread: v.exactOptional(v.picklist(BODY_UNREAD)),
  rules: ruleIds,
  reasons: v.array(reason),
  exemptions: ruleIds,
  degraded: ruleIds,
  findings: v.array(finding),
  evidence: v.strictObject(
    Object.fromEntries(SIGNAL_NAMES.map((name) => [name, signal])) as Record<
      (typeof SIGNAL_NAMES)[number],
      typeof signal
    >,
  ),
  subject,
})

/** Things that happen to the gate rather than to a request. */
export const eventRecord = v.strictObject({
  event: v.picklist(['configuration', 'error', 'account']),
  time,
  decision: v.exactOptional(decisionId),
  message: v.string(),
  details: v.exactOptional(v.array(v.string())),
})

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const counts = v.record(v.string(), count)

/** What a policy that is only tried would have changed: of one isolate, since its last such line. */
export const shadowRecord = v.strictObject({
  event: v.literal('shadow'),
  time,
  since: time,
  revision,
  /** The revision in force, which it was compared with. */
  live: revision,
  compared: count,
  differing: count,
  /** Not compared: only the candidate looks into the body of such a request. */
  unread: count,
  /** Not compared: the candidate could not be evaluated. */
  failed: count,
  /** Of those that differ, each as `allow→deny`. */
  verdicts: counts,
  /** Each as `pass→refuse`, by the modes of the two. */
  actions: counts,
  /** By rules that determine one side only. */
  rules: counts,
  /** Why the first of the failed ones failed. */
  cause: v.exactOptional(v.string()),
})

/** One line per change through the admin door, and per attempt that it refused. */
export const adminRecord = v.strictObject({
  event: v.literal('admin'),
  time,
  decision: decisionId,
  door: v.picklist(['http', 'rpc']),
  operation: v.exactOptional(v.string()),
  /** Who, as the log of changes names them; none where nobody was recognised. */
  actor: v.exactOptional(v.string()),
  role: v.exactOptional(v.string()),
  /** `done`, `repeated`, or why it was refused. */
  outcome: v.string(),
  /** More of why than the caller was told. */
  cause: v.exactOptional(v.string()),
  /** A /24 or a /48. */
  address: v.exactOptional(v.string()),
  change: v.exactOptional(
    v.strictObject({
      stamp: v.number(),
      action: v.string(),
      kind: v.exactOptional(v.string()),
      revocation: v.exactOptional(v.string()),
    }),
  ),
})

export type DecisionRecord = v.InferOutput<typeof decisionRecord>
export type AdmissionRecord = v.InferOutput<typeof admissionRecord>
export type EventRecord = v.InferOutput<typeof eventRecord>
export type AdminRecord = v.InferOutput<typeof adminRecord>
export type ShadowRecord = v.InferOutput<typeof shadowRecord>
export type LogRecord = DecisionRecord | AdmissionRecord | EventRecord | AdminRecord | ShadowRecord
