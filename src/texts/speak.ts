import { ENGLISH, LANGUAGES, type Language, type LanguageTag } from './languages.ts'
import type { Locale } from './locale.ts'

/** A language with its texts at hand. */
export interface Spoken {
  readonly tag: LanguageTag
  readonly direction: Language['direction']
  readonly locale: Locale
}

/** The texts of a language; reads nothing but the code of this program. */
export async function speak(tag: LanguageTag): Promise<Spoken> {
  const language = LANGUAGES.find((known) => known.tag === tag) ?? ENGLISH
  const { direction, locale } = language
  return { tag: language.tag, direction, locale: typeof locale === 'function' ? await locale() : locale }
}
