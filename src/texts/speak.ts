import { ENGLISH, LANGUAGES, type Language, type LanguageTag } from './languages.ts'
import type { Locale } from './locale.ts'

/** A language with its texts at hand. */
export interface Spoken {
  readonly tag: LanguageTag
  readonly direction: Language['direction']
  readonly locale: Locale
}

/** What was asked for before, by tag: only the first refusal in a language waits for its texts. */
const known = new Map<LanguageTag, Spoken>()

/** The texts of a language, at once where they are known; reads nothing but the code of this program. */
export function speak(tag: LanguageTag): Spoken | Promise<Spoken> {
  return known.get(tag) ?? learn(tag)
}

async function learn(tag: LanguageTag): Promise<Spoken> {
  const language = LANGUAGES.find((one) => one.tag === tag) ?? ENGLISH
  const spoken = { tag: language.tag, direction: language.direction, locale: await language.locale() }
  known.set(tag, spoken)
  return spoken
}
