import { LANGUAGES, type LanguageTag } from './languages.ts'

/** Longer than any browser sends; what is longer names no language. */
const MAX_LENGTH = 512
const MAX_RANGES = 32

/** Chinese is written in two ways: a range says which, or the place where one of them is usual (RFC 5646, Suppress-Script). */
const TRADITIONAL = /^zh-(?:.*-)?(?:hant|tw|hk|mo)(?:-|$)/
const SIMPLIFIED_SCRIPT = /^zh-(?:.*-)?hans(?:-|$)/

/** Codes that browsers send for the same language: the older one of Hebrew, and Dari, which is written Persian. */
const ALIASES = new Map([
  ['iw', 'he'],
  ['prs', 'fa'],
])

const BY_PRIMARY = new Map<string, LanguageTag>(
  LANGUAGES.filter(({ tag }) => !tag.includes('-')).map(({ tag }) => [tag, tag]),
)

/**
 * The language to answer in: of those there are texts in, the one that `Accept-Language` (RFC 9110 §12.5.4) ranks
 * highest, looked up by primary language (RFC 4647 §3.4 with every subtag after it dropped). English where nothing fits.
 * Never throws, and its work is bounded, whatever a client sends.
 */
export function preferredLanguage(acceptLanguage: string | null): LanguageTag {
  if (acceptLanguage === null || acceptLanguage.length > MAX_LENGTH) return 'en'
  let best: LanguageTag = 'en'
  let bestWeight = 0
  for (const item of acceptLanguage.split(',', MAX_RANGES)) {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    const tag = languageOf(range)
    const weight = weightOf(parameters)
    // Of equals the first: that is how people list them.
    if (tag === undefined || weight <= bestWeight) continue
    best = tag
    bestWeight = weight
  }
  return best
}

function languageOf(range: string): LanguageTag | undefined {
  const [primary = ''] = range.split('-', 1)
  if (primary === 'zh')
    return TRADITIONAL.test(range) && !SIMPLIFIED_SCRIPT.test(range) ? 'zh-Hant' : 'zh-Hans'
  return BY_PRIMARY.get(ALIASES.get(primary) ?? primary)
}

/** From 0 to 1; a malformed one counts as not wanted. */
function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  if (given === undefined) return 1
  const weight = given.slice(2)
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0
}
