import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { LANGUAGES } from '../../../src/texts/languages.ts'
import { LABEL_IDS, type Locale, type Text } from '../../../src/texts/locale.ts'
import { en } from '../../../src/texts/locales/en.ts'
import { speak } from '../../../src/texts/speak.ts'
import { STEP_IDS, STORY_IDS } from '../../../src/texts/stories.ts'

const TRANSLATIONS = LANGUAGES.filter(({ tag }) => tag !== 'en')

/** Every text of a language by where it stands. */
function textsOf({ stories, steps, labels, classes }: Locale): [string, Text][] {
  return [
    ...STORY_IDS.flatMap((id): [string, Text][] => [
      [`${id} title`, stories[id].title],
      [`${id} detail`, stories[id].detail],
    ]),
    ...STEP_IDS.map((id): [string, Text] => [id, steps[id]]),
    ...LABEL_IDS.map((id): [string, Text] => [id, labels[id]]),
    ...NETWORK_CLASSES.map((id): [string, Text] => [id, classes[id]]),
  ]
}

/** The script a text is written in, as far as a letter of another one would be a slip of the keyboard. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  uk: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  hi: /\p{Script=Devanagari}/u,
  'zh-Hans': /\p{Script=Han}/u,
  'zh-Hant': /\p{Script=Han}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
}

/** Names that are the same in every script. */
const LATIN_NAMES = /^(?:VPN|Tor|TLS)$/

/** Letters by which the neighbour language gives itself away. */
const FOREIGN_LETTERS: Readonly<Record<string, RegExp>> = {
  uk: /[ыэъё]/i,
  ru: /[іїєґ]/i,
  fa: /[يك]/,
  ar: /[یکگچپژ]/,
}

describe('the languages', () => {
  it('are the eighteen that are promised, each once', () => {
    expect(LANGUAGES.map(({ tag }) => tag).sort()).toEqual(
      // biome-ignore format: a list
      ['ar', 'de', 'en', 'es', 'fa', 'fr', 'he', 'hi', 'it', 'ja', 'ko', 'pl', 'pt', 'ru', 'tr', 'uk', 'zh-Hans', 'zh-Hant'],
    )
  })

  it('are written from the right exactly where their script is', () => {
    const { length } = LANGUAGES.filter(
      ({ tag, direction }) => (direction === 'rtl') === ['ar', 'fa', 'he'].includes(tag),
    )
    expect(length).toBe(LANGUAGES.length)
  })
})

describe.each(LANGUAGES)('$name', ({ tag }) => {
  it('has every text, trimmed, without markup, controls or placeholders', async () => {
    const { locale } = await speak(tag)
    for (const [where, { text }] of textsOf(locale)) {
      expect(text.trim(), where).toBe(text)
      expect(text.length, where).toBeGreaterThan(0)
      expect(text, where).not.toMatch(/[<>{}]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u)
    }
  })

  it('has titles for headings: short, and without a full stop', async () => {
    const { locale } = await speak(tag)
    for (const id of STORY_IDS) {
      const { text } = locale.stories[id].title
      expect(text, id).not.toMatch(/[.。।]$/)
      expect(text.length, id).toBeLessThan(90)
    }
  })

  it('has details and steps that are sentences', async () => {
    const { locale } = await speak(tag)
    const sentences = [
      ...STORY_IDS.map((id): [string, Text] => [id, locale.stories[id].detail]),
      ...STEP_IDS.map((id): [string, Text] => [id, locale.steps[id]]),
    ]
    for (const [where, { text }] of sentences) expect(text, where).toMatch(/[.。।]$/)
  })

  it('tells no threshold', async () => {
    const { locale } = await speak(tag)
    for (const id of STORY_IDS)
      expect(locale.stories[id].detail.text.replace('UTF-8', ''), id).not.toMatch(/\p{Nd}|%/u)
  })

  it('keeps the names that programs are looked at by', async () => {
    const { locale } = await speak(tag)
    expect(locale.steps.fresh_proof.text).toMatch(
      /Cordon-DPoP\b.*Cordon-DPoP-Nonce|Cordon-DPoP-Nonce.*Cordon-DPoP\b/,
    )
    expect(locale.steps.bound_session.text).toContain('Cordon-DPoP')
    expect(locale.steps.open_service.text).toContain('Cordon-Session')
    expect(locale.steps.members_once.text).toContain('UTF-8')
    expect(locale.labels.appeal_privacy.text).toMatch(/30|۳۰|٣٠|३०/)
  })
})

describe.each(TRANSLATIONS)('$name, translated', ({ tag }) => {
  it('is another text than the English one, in its own script', async () => {
    const { locale } = await speak(tag)
    const english = new Map(textsOf(en))
    const same = textsOf(locale).filter(([where, { text }]) => text === english.get(where)?.text)
    // Words that languages share: VPN, Proxy, Region, Mobile.
    for (const [where, { text }] of same) expect(text.length, where).toBeLessThan(12)
    const script = SCRIPTS[tag]
    if (script === undefined) return
    for (const [where, { text }] of textsOf(locale))
      if (!LATIN_NAMES.test(text)) expect(text, where).toMatch(script)
  })

  it('has no letter of its neighbour', async () => {
    const foreign = FOREIGN_LETTERS[tag]
    if (foreign === undefined) return
    const { locale } = await speak(tag)
    for (const [where, { text }] of textsOf(locale)) expect(text, where).not.toMatch(foreign)
  })
})
