import { describe, expect, it } from 'vitest'
import { seenOf } from '../../../src/enforcement/seen.ts'
import type { Whoami, WhoamiProblem, WhoamiVerdict } from '../../../src/enforcement/whoami.ts'
import type { PageFrame } from '../../../src/pages/layout.tsx'
import { whoamiPage } from '../../../src/pages/whoami.tsx'
import { collectEvidence } from '../../../src/signals/registry.ts'
import { LANGUAGES } from '../../../src/texts/languages.ts'
import { en } from '../../../src/texts/locales/en.ts'
import { speak } from '../../../src/texts/speak.ts'
import { observationsOf, type Sent } from '../../support/evidence.ts'

const SPOKEN_ENGLISH = await speak('en')

const ALLOWED = {
  resource: '/v1/messages',
  method: 'POST',
  tier: 'standard',
  verdict: 'allow',
  acr: 'substantial',
  tier_max: 'controlled',
  mode: 'enforce',
} as const
const WHY = {
  reason: 'place.restricted',
  status: 451,
  title: 'Not here',
  detail: 'Why that is.',
  retryable: false,
  observed: { place: 'CU' },
  next_steps: ['First', 'Second'],
  support: 'https://gate.test/help',
  legal_basis: ['A law'],
} satisfies WhoamiProblem
const REFUSED: WhoamiVerdict = { ...ALLOWED, ...WHY, verdict: 'deny' }
const STANDARD = { open: 'standard', standard: 'standard', controlled: 'standard' } as const
const FRAME: PageFrame = { spoken: SPOKEN_ENGLISH, brand: {}, nonce: 'n0nce' }

function pageOf(changes: Partial<Whoami> = {}, frame: Partial<PageFrame> = {}, sent: Sent = {}): string {
  const used = { ...FRAME, ...frame }
  const seen = seenOf(collectEvidence(observationsOf(sent)), used.spoken.tag, STANDARD)
  const whoami: Whoami = {
    ...seen,
    session: { status: 'none' },
    identity: 'none',
    verdict: ALLOWED,
    ...changes,
  }
  return whoamiPage(whoami, [], used).html
}

describe('whoamiPage()', () => {
  it('tells what is seen in words, and the verdict', () => {
    const html = pageOf()
    for (const value of [
      '73.162.10.1',
      'Fairfield, United States (US-CA)',
      en.classes.residential.text,
      'Comcast Cable Communications, LLC, AS7922',
      'America/Los_Angeles',
      'TLSv1.3, AEAD-AES128-GCM-SHA256',
      '24 ms',
      'POST /v1/messages',
      en.labels.verdict_allow.text,
    ])
      expect(html).toContain(value)
    expect(html).not.toContain('<ul>')
  })

  it('has no line for a network that is not told', () => {
    const html = pageOf({ network: undefined, relay: undefined })
    for (const label of [en.labels.network, en.labels.operator]) {
      expect(html).not.toContain(`>${label.text}</dt>`)
      expect(pageOf()).toContain(`>${label.text}</dt>`)
    }
  })

  it('says why, what to do and whom to ask where the verdict is a refusal', () => {
    const html = pageOf({ verdict: REFUSED })
    for (const value of [
      en.labels.verdict_deny.text,
      '<p>Not here</p><p>Why that is.</p>',
      '<li>First</li><li>Second</li>',
      '<a href="https://gate.test/help">',
      '>place.restricted</code>',
      '<bdi>A law</bdi>',
    ])
      expect(html).toContain(value)
    expect(html).not.toContain('>mode</dt>')
  })

  it('says that a verdict is not enforced', () => {
    const note = `<p>${en.labels.not_enforced.text}</p>`
    expect(pageOf({ verdict: { ...REFUSED, mode: 'monitor' } })).toContain(note)
    expect(pageOf({ verdict: REFUSED })).not.toContain(note)
  })

  it('says that the content decides as well, where nobody has read it', () => {
    const note = `<p>${en.labels.content_decides.text}</p>`
    expect(pageOf({ verdict: { ...REFUSED, body: 'not_read' } })).toContain(note)
    expect(pageOf({ verdict: REFUSED })).not.toContain(note)
  })

  it('says that nobody can tell, and why', () => {
    const html = whoamiPage(
      {
        ...seenOf(collectEvidence(observationsOf()), 'en', STANDARD),
        session: { status: 'none' },
        identity: 'none',
        no_verdict: WHY,
      },
      [],
      FRAME,
    ).html
    expect(html).toContain(`${en.labels.verdict_for.text} ${en.labels.unknown.text}`)
    expect(html).toContain('<p>Not here</p>')
  })

  it.each([
    [{ status: 'none' }, en.labels.none.text],
    [{ status: 'expired' }, en.stories.session_expired.title.text],
    [{ status: 'unproved' }, en.stories.session_proof.title.text],
    [{ status: 'place_changed' }, en.stories.session_other_country.title.text],
  ] as const)('tells a session that is %o as "%s"', (session, text) => {
    expect(pageOf({ session })).toContain(`<bdi>${text}</bdi>`)
  })

  it('tells until when a session is good, in UTC', () => {
    const session = {
      status: 'valid',
      session: 'sid',
      issued_at: 1_793_491_200,
      expires_at: 1_793_493_000,
      renew_until: 1_793_493_120,
      acr: 'substantial',
      acr_time: 1_793_491_200,
      geo: { country: 'US' },
      net: { class: 'residential' },
      identity: 'none',
      bound_to: [],
    } as const
    expect(pageOf({ session })).toMatch(/valid until Nov 1, 2026, 12:30:00\sAM UTC/)
  })

  const HOSTILE = `"'><script>alert(1)</script>&<img src=x onerror=alert(1)>`
  it.each<[string, Sent]>([
    ['an organisation', { cf: { asOrganization: HOSTILE } }],
    ['a city', { cf: { city: HOSTILE } }],
    ['a TLS version', { cf: { tlsVersion: HOSTILE } }],
    ['a cipher', { cf: { tlsCipher: HOSTILE } }],
  ])('escapes %s', (_, sent) => {
    const html = pageOf({}, {}, sent)
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })

  it.each(['resource', 'method', 'detail', 'title'])('escapes %s', (member) => {
    const html = pageOf({ verdict: { ...REFUSED, [member]: HOSTILE } })
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })

  it.each(LANGUAGES.map(({ tag, direction }) => [tag, direction] as const))(
    'is a page of less than 15 KB in %s, %s',
    async (tag, direction) => {
      const html = pageOf({ verdict: REFUSED }, { spoken: await speak(tag) })
      expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${tag}" dir="${direction}">`))
      expect(html).not.toMatch(/<script|<img|<link|src=|@import|url\(/i)
      expect(new TextEncoder().encode(html).length).toBeLessThan(15_000)
    },
  )
})
