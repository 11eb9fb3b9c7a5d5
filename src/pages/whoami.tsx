import { storyOf, USUAL_CIRCUMSTANCES } from '../enforcement/public-message.ts'
import type { PageContent } from '../enforcement/respond.ts'
import type { Seen, SeenNetwork } from '../enforcement/seen.ts'
import type { Whoami, WhoamiProblem, WhoamiSession, WhoamiVerdict } from '../enforcement/whoami.ts'
import { millisFromSeconds, type UnixSeconds } from '../lib/time.ts'
import { sessionReason } from '../signals/session-status.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'
import { type Fact, Facts, layout, type PageFrame } from './layout.tsx'

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
            {isRefusal(verdict) && verdict.mode !== 'enforce' && <p>{labels.not_enforced.text}</p>}
            {verdict.body === 'not_read' && <p>{labels.content_decides.text}</p>}
            <Story problem={verdict} spoken={spoken} />
          </>
        )}
        {noVerdict !== undefined && (
          <>
            <h2>
              {labels.verdict_for.text} {labels.unknown.text}
            </h2>
            <Story problem={noVerdict} spoken={spoken} />
          </>
        )}
      </>
    ),
  })
}

function isRefusal({ verdict }: WhoamiVerdict): boolean {
  return verdict === 'deny' || verdict === 'challenge'
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
  const facts = [
    { label: labels.address.text, value: address ?? unknown, isCode: address !== undefined },
    { label: labels.place.text, value: joined([place?.city, place?.name]) ?? unknown },
    { label: labels.network.text, value: network && classes[network.class ?? 'unknown'].text },
    { label: labels.operator.text, value: network && (operatorOf(network) ?? unknown) },
    { label: labels.time_zone.text, value: place?.time_zone, isCode: true },
    { label: labels.tls.text, value: joined([tls?.version, tls?.cipher]), isCode: true },
    { label: labels.latency.text, value: rtt === undefined ? undefined : millis(rtt, tag) },
  ]
  return facts.flatMap(({ value, ...fact }) => (value === undefined ? [] : [{ ...fact, value }]))
}

function operatorOf({ organization, asn }: SeenNetwork): string | undefined {
  return joined([organization, asn === undefined ? undefined : `AS${asn}`])
}

function sessionFact(session: WhoamiSession, { tag, locale }: Spoken): Fact {
  return { label: locale.labels.session.text, value: sessionText(session, tag, locale) }
}

function sessionText(session: WhoamiSession, tag: string, { labels, stories }: Spoken['locale']): string {
  if (session.status === 'none') return labels.none.text
  if (session.status === 'valid')
    return `${labels.valid_until.text} ${instant(session.expires_at as UnixSeconds, tag)}`
  const story = storyOf(sessionReason(session.status), { ...USUAL_CIRCUMSTANCES, isPerson: true })
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
