import type { Problem } from '../enforcement/problem.ts'
import { storyOf } from '../enforcement/public-message.ts'
import type { PageContent } from '../enforcement/respond.ts'
import type { Seen } from '../enforcement/seen.ts'
import type { ToldSession } from '../enforcement/told-session.ts'
import { millisFromSeconds, type UnixSeconds } from '../lib/time.ts'
import type { EnforcementMode, Tier, Verdict } from '../policy/types.ts'
import { type SessionStatus, sessionReason } from '../signals/session-status.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'
import { type Fact, Facts, layout, type PageFrame } from './layout.tsx'

/** What a client is told of itself. */
export interface Whoami extends Seen {
  readonly session: WhoamiSession
  readonly identity: 'none' | 'account' | 'key'
  readonly verdict?: WhoamiVerdict
  /** In its place: why nobody can say at the moment. */
  readonly no_verdict?: WhoamiProblem
}

export type WhoamiSession =
  | ({ readonly status: 'valid' } & ToldSession)
  | { readonly status: Exclude<SessionStatus, 'valid'> }

/** What would be decided; the members of a problem only where that is a refusal. */
export interface WhoamiVerdict extends Partial<WhoamiProblem> {
  readonly resource: string
  readonly method: string
  readonly tier: Tier
  readonly verdict: Verdict
  readonly acr: string
  /** The highest tier that the same facts would open; none where none. */
  readonly tier_max?: Tier
  /** How it is applied to this client: in `notice` and `monitor` a refusal is not enforced. */
  readonly mode: EnforcementMode
  /** The resource depends on the body, and there was none to look at: another tier up to `controlled` may be asked for. */
  readonly body?: 'not_read'
  /** Each request needs a fresh proof beside it. */
  readonly proof?: 'single_use'
}

export type WhoamiProblem = Pick<
  Problem,
  | 'reason'
  | 'status'
  | 'title'
  | 'detail'
  | 'retryable'
  | 'next_steps'
  | 'observed'
  | 'support'
  | 'legal_basis'
  | 'rules'
>

/** @param told the texts of the verdict's story */
export function whoamiPage(whoami: Whoami, told: readonly Text[], frame: PageFrame): PageContent {
  const { spoken } = frame
  const { labels } = spoken.locale
  const { verdict, no_verdict: noVerdict } = whoami
  return layout(frame, {
    title: labels.whoami_title.text,
    texts: [labels.whoami_title, labels.whoami_intro, ...told],
    content: (
      <>
        <p>{labels.whoami_intro.text}</p>
        <Facts facts={[...connection(whoami, spoken), sessionFact(whoami.session, spoken)]} />
        {verdict !== undefined && (
          <>
            <h2>
              {labels.verdict_for.text}{' '}
              <code dir="ltr">
                {verdict.method} {verdict.resource}
              </code>
            </h2>
            <p>
              <strong>{labels[`verdict_${verdict.verdict}`].text}</strong>
            </p>
            {verdict.mode !== 'enforce' && (
              <Facts facts={[{ label: 'mode', value: verdict.mode, isCode: true }]} />
            )}
            <Story problem={verdict} spoken={spoken} />
          </>
        )}
        {noVerdict !== undefined && (
          <>
            <h2>
              {labels.verdict_for.text}: {labels.unknown.text}
            </h2>
            <Story problem={noVerdict} spoken={spoken} />
          </>
        )}
      </>
    ),
  })
}

/** Why, and what to do; nothing where nothing was refused. */
function Story({ problem, spoken }: { readonly problem: Partial<WhoamiProblem>; readonly spoken: Spoken }) {
  const { labels } = spoken.locale
  const { reason, title, detail, next_steps: steps = [], support, legal_basis: laws = [] } = problem
  if (reason === undefined) return null
  return (
    <>
      <p>{title}</p>
      <p>{detail}</p>
      {steps.length > 0 && (
        <>
          <h2>{labels.next_steps.text}</h2>
          <ul>
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ul>
        </>
      )}
      {support !== undefined && (
        <p class="links">
          <a href={support}>{labels.support.text}</a>
        </p>
      )}
      <Facts
        facts={[
          { label: labels.reason.text, value: reason, isCode: true },
          ...laws.map((value) => ({ label: labels.legal_basis.text, value })),
          ...(problem.rules ?? []).map((value) => ({ label: 'rule', value, isCode: true })),
        ]}
      />
    </>
  )
}

function connection({ address, place, network, tls, rtt_ms: rtt }: Seen, { tag, locale }: Spoken): Fact[] {
  const { labels, classes } = locale
  const unknown = labels.unknown.text
  const asn = network?.asn === undefined ? undefined : `AS${network.asn}`
  const facts = [
    { label: labels.address.text, value: address ?? unknown, isCode: address !== undefined },
    { label: labels.place.text, value: joined([place?.city, place?.name]) ?? unknown },
    { label: labels.network.text, value: classes[network?.class ?? 'unknown'].text },
    { label: labels.operator.text, value: joined([network?.organization, asn]) ?? unknown },
    { label: labels.time_zone.text, value: place?.time_zone, isCode: true },
    { label: labels.tls.text, value: joined([tls?.version, tls?.cipher]), isCode: true },
    { label: labels.latency.text, value: rtt === undefined ? undefined : millis(rtt, tag) },
  ]
  return facts.flatMap(({ value, ...fact }) => (value === undefined ? [] : [{ ...fact, value }]))
}

function sessionFact(session: WhoamiSession, { tag, locale }: Spoken): Fact {
  return { label: locale.labels.session.text, value: sessionText(session, tag, locale) }
}

function sessionText(session: WhoamiSession, tag: string, { labels, stories }: Spoken['locale']): string {
  if (session.status === 'none') return labels.none.text
  if (session.status === 'valid')
    return `${labels.valid_until.text} ${instant(session.expires_at as UnixSeconds, tag)}`
  const story = storyOf(sessionReason(session.status), { isPerson: true, isMobile: false })
  return stories[story].title.text
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}

function millis(value: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'millisecond' }).format(value)
}

/** In UTC: the zone of an address is not always that of its user. */
function instant(at: UnixSeconds, language: string): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: 'UTC',
  }).format(millisFromSeconds(at))
}
