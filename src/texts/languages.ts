import type { Locale } from './locale.ts'

/** A language that texts exist in. */
export interface Language {
  /** BCP 47; the `lang` of a page, and what `Intl.DisplayNames` is asked in. */
  readonly tag: string
  readonly direction: 'ltr' | 'rtl'
  /** Its name for itself. */
  readonly name: string
  /** Its texts, each language a module of its own: what nobody asks for is never evaluated. */
  readonly locale: () => Promise<Locale>
}

/** The language in which texts are written first, and which counts where a translation says something else. */
export const ENGLISH = {
  tag: 'en',
  direction: 'ltr',
  name: 'English',
  locale: async () => (await import('./locales/en.ts')).en,
} as const

/** In the order in which a list of them is shown. */
export const LANGUAGES = [
  ENGLISH,
  { tag: 'de', direction: 'ltr', name: 'Deutsch', locale: async () => (await import('./locales/de.ts')).de },
  { tag: 'fr', direction: 'ltr', name: 'Français', locale: async () => (await import('./locales/fr.ts')).fr },
  { tag: 'es', direction: 'ltr', name: 'Español', locale: async () => (await import('./locales/es.ts')).es },
  {
    tag: 'pt',
    direction: 'ltr',
    name: 'Português',
    locale: async () => (await import('./locales/pt.ts')).pt,
  },
  { tag: 'it', direction: 'ltr', name: 'Italiano', locale: async () => (await import('./locales/it.ts')).it },
  { tag: 'pl', direction: 'ltr', name: 'Polski', locale: async () => (await import('./locales/pl.ts')).pl },
  {
    tag: 'uk',
    direction: 'ltr',
    name: 'Українська',
    locale: async () => (await import('./locales/uk.ts')).uk,
  },
  { tag: 'ru', direction: 'ltr', name: 'Русский', locale: async () => (await import('./locales/ru.ts')).ru },
  { tag: 'tr', direction: 'ltr', name: 'Türkçe', locale: async () => (await import('./locales/tr.ts')).tr },
  { tag: 'ar', direction: 'rtl', name: 'العربية', locale: async () => (await import('./locales/ar.ts')).ar },
  { tag: 'fa', direction: 'rtl', name: 'فارسی', locale: async () => (await import('./locales/fa.ts')).fa },
  { tag: 'he', direction: 'rtl', name: 'עברית', locale: async () => (await import('./locales/he.ts')).he },
  { tag: 'hi', direction: 'ltr', name: 'हिन्दी', locale: async () => (await import('./locales/hi.ts')).hi },
  {
    tag: 'zh-Hans',
    direction: 'ltr',
    name: '简体中文',
    locale: async () => (await import('./locales/zh-hans.ts')).zhHans,
  },
  {
    tag: 'zh-Hant',
    direction: 'ltr',
    name: '繁體中文',
    locale: async () => (await import('./locales/zh-hant.ts')).zhHant,
  },
  { tag: 'ja', direction: 'ltr', name: '日本語', locale: async () => (await import('./locales/ja.ts')).ja },
  { tag: 'ko', direction: 'ltr', name: '한국어', locale: async () => (await import('./locales/ko.ts')).ko },
] as const satisfies readonly Language[]

export type LanguageTag = (typeof LANGUAGES)[number]['tag']
